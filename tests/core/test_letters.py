"""Letters: what people wrote arrives as written, and nothing is lost on the way."""

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy
from post_office.models import Email

from samrum.core.letters import EmailBackend, send_letter

pytestmark = pytest.mark.django_db

TRICKY = [
    "{{ 7|add:7 }}",
    "{% 50 %}",
    "{# not a comment #}",
    "{% verbatim %}{% endverbatim %}",
    "a brace { at the end {",
    "{%",
    "{{",
    "<b>Å & ä</b>",
]


@pytest.mark.parametrize("text", TRICKY)
def test_whatever_is_sent_arrives_as_it_was_written(text):
    letter = EmailMultiAlternatives(text, text, "a@example.org", ["b@example.org"])
    letter.attach_alternative(f"<p>{text}</p>", "text/html")
    EmailBackend().send_messages([letter])
    row = Email.objects.get()
    assert (row.subject, row.message, row.html_message) == (text, text, f"<p>{text}</p>")
    assert row.email_message().body == text
    # The letter itself is left as it was.
    assert letter.body == text


def test_a_subject_is_one_line():
    EmailBackend().send_messages(
        [EmailMessage("Hej\r\nBcc: alla@example.org\u2028x", "text", to=["b@example.org"])]
    )
    row = Email.objects.get()
    assert row.subject == "Hej Bcc: alla@example.org x"
    assert row.email_message().message()["Bcc"] is None


def test_a_letter_speaks_the_language_of_its_reader():
    for language in ("sv", "en"):
        send_letter(
            "contact_receipt",
            to="b@example.org",
            context={"message": {"subject": "x & y"}},
            language=language,
        )
    swedish, english = Email.objects.order_by("id")
    assert swedish.subject == "Vi har tagit emot ditt meddelande"
    assert english.subject == "We have received your message"
    assert "x & y" in swedish.message
    for letter, language in ((swedish, "sv"), (english, "en")):
        assert f'lang="{language}"' in letter.html_message
        assert letter.subject in letter.html_message and "x &amp; y" in letter.html_message
    assert swedish.message_id.endswith("@samrum.example.org>")
    assert swedish.message_id != english.message_id


def test_the_caller_says_what_the_button_says():
    """In the language of the letter, not of the request that sends it."""
    send_letter(
        "sign_in_link",
        to="b@example.org",
        context={"link": "http://testserver/konto/lank/x/", "front_page": "http://testserver/"},
        language="en",
        link_text=gettext_lazy("Sign in"),
    )
    assert ">Sign in</a>" in Email.objects.get().html_message


def test_an_impossible_receiver_is_refused():
    with pytest.raises(ValidationError):
        send_letter("contact_receipt", to="nobody", context={"message": {}}, language="sv")


def test_a_letter_may_have_a_page_beside_its_text(tmp_path, settings):
    folder = tmp_path / "emails" / "sample"
    folder.mkdir(parents=True)
    for name, text in (
        ("subject.txt", "A\n{{ x }}\n"),
        ("body.txt", "{{ x }}"),
        ("body.html", "<p>{{ x }}</p>"),
    ):
        (folder / name).write_text(text)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    send_letter("sample", to="b@example.org", context={"x": "<& {{ y }}"}, language="sv")
    row = Email.objects.get()
    assert row.subject == "A <& {{ y }}"
    assert row.message == "<& {{ y }}"
    assert row.html_message == "<p>&lt;&amp; {{ y }}</p>"


def test_everything_django_sends_goes_through_the_queue():
    connection = get_connection("samrum.core.letters.EmailBackend")
    EmailMessage(
        "{% 50 %}", "{{ x }}", to=["b@example.org"], connection=connection, reply_to=["c@example.org"]
    ).send()
    row = Email.objects.get()
    assert row.subject == "{% 50 %}"
    assert row.headers["Reply-To"] == "c@example.org"
    assert connection.send_messages([]) is None
