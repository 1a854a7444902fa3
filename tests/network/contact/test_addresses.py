"""The contact form counts mailboxes, not spellings, and keeps what cannot be seen out of names and subjects."""

import pytest

from network.models import ContactMessage

from .conftest import solved

pytestmark = pytest.mark.django_db

SPELLINGS = [
    "offer3@example.org", "OFFER3@example.org", "offer3@ｅxample.org", "offer3＠example.org", "offer3@example.org.",
    "\u200boffer3@example.org", "offer3@example.org\u202c", "\ufeffoffer3@example.org", "\u00a0offer3@example.org\u00a0",
    "\u00adoffer3@example.org", "ｏffer3@example.org", "offer3@example。org",
]  # fmt: skip
NO_MAILBOX = [
    "=?utf-8?q?y1=0d=0a?=@kommun.se", "off\u00ader3@example.org", "offer3@exam\u200bple.org", "offer3@ex\u202cample.org",
    '"offer 3"@example.org', "offer3@[127.0.0.1]", "å@räksmörgås.se", "å@xn--rksmrgs-5wao1o.se", "'offer3'@example.org",
]  # fmt: skip


def test_one_mailbox_in_many_spellings_gets_few_letters(client, filled, letters, settings):
    settings.FORM_LIMIT_CONFIRM = settings.FORM_LIMIT_REFUSE = 1000
    answers = [
        client.post("/kontakt/skicka/", filled(email=spelling, subject=f"Ärende {number}")).status_code
        for number, spelling in enumerate(SPELLINGS)
    ]
    most = settings.CONFIRMATION_LETTERS_PER_DAY
    assert answers == [303] * most + [429] * (len(SPELLINGS) - most)
    assert len(letters("offer3@example.org")) == most
    assert set(ContactMessage.objects.values_list("email", flat=True)) == {"offer3@example.org"}


def test_the_same_message_in_many_spellings_is_stored_once(write):
    for spelling in SPELLINGS[:5]:
        assert write(email=spelling).status_code == 303
    assert ContactMessage.objects.count() == 1


def test_a_domain_in_swedish_is_the_same_in_ascii(write, letters):
    write(email="info@räksmörgås.se", subject="Ett")
    write(email="INFO@xn--rksmrgs-5wao1o.se", subject="Två")
    assert len(letters("info@xn--rksmrgs-5wao1o.se")) == 2


@pytest.mark.parametrize("email", NO_MAILBOX)
def test_what_no_letter_reaches_is_refused_at_the_field(client, filled, email):
    response = client.post("/kontakt/skicka/", filled(altcha=solved(client), email=email))
    html = response.content.decode()
    assert response.status_code == 422 and 'id="id_email_error"' in html
    assert any(words in html for words in ("Skriv en giltig e-postadress.", "som inte syns", "a–z före @"))
    assert "Hur anmäler vi oss?" in html and 'value="Åsa Exempel"' in html
    assert email.replace('"', "&quot;").replace("'", "&#x27;") in html
    assert not ContactMessage.objects.exists()


def test_names_and_subjects_are_what_one_sees(write, person, network, letters):
    write(
        name="\u202eÅsa\u202c Ex\u00adempel\u00a0Ek",
        subject="En\u200b fråga\u2028om\tdet",
        **{"from": network.pk},
    )
    message = ContactMessage.objects.get()
    assert (message.name, message.subject) == ("Åsa Exempel Ek", "En fråga om det")
    (letter,) = letters("kim@example.org")
    assert letter.subject.endswith("En fråga om det")


def test_a_name_of_nothing_is_no_name(client, filled):
    response = client.post("/kontakt/skicka/", filled(altcha=solved(client), name="\u200b\u2060\u00ad"))
    assert response.status_code == 422 and "Skriv ditt namn." in response.content.decode()
