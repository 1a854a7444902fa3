"""The operator's list of letters."""

import pytest
from django.core.management import CommandError, call_command
from post_office.models import STATUS, Email

from samrum.core.letters import keep_unsendable, send_letter
from samrum.core.mail.models import RecipientDomain

pytestmark = pytest.mark.django_db
CONTEXT = {"message": {"subject": "x"}}


@pytest.fixture
def letters(capsys):
    def run(*arguments: str) -> str:
        call_command("letters", *arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def trouble(post):
    """One is refused, four are put off, one cannot be sent."""
    for receiver in ("bad@example.org", *(f"{n}@slow.example" for n in range(4))):
        send_letter("contact_receipt", to=receiver, context=CONTEXT, language="sv")
    keep_unsendable("contact_receipt", to="ingen adress", context=CONTEXT, language="sv", about=[])
    post(lambda receiver: "451 senare" if "slow" in receiver else "550 okänd")
    return post


def test_it_says_what_waits_and_why_and_what_did_not_arrive(letters, trouble):
    out = letters()
    assert "4 letters wait, the oldest since 20" in out and "4 of them were put off" in out
    assert "slow.example puts letters off; tried again at 20" in out
    assert "2 letters did not arrive" in out
    assert "bad@example.org: Vi har tagit emot ditt meddelande." in out and "(550 okänd)" in out
    assert "ingen adress: Vi har tagit emot" in out


def test_with_nothing_to_say_it_says_so(letters):
    assert "0 letters wait; 0 of them" in letters() and "0 letters did not arrive" in letters("--all")


def test_what_did_not_arrive_is_sent_again(letters, trouble):
    bad = Email.objects.get(to="bad@example.org")
    assert "1 letters are sent again" in letters("--again", str(bad.pk))
    server = trouble(lambda receiver: "250 OK")
    (arrived,) = server.to("bad@example.org")
    assert arrived["Message-ID"] == bad.message_id
    assert "1 letters did not arrive" in letters()


def test_all_of_it_but_never_to_what_is_no_address(letters, trouble):
    assert "1 letters are sent again" in letters("--again", "all")
    assert Email.objects.filter(status=STATUS.failed).count() == 1


def test_what_is_no_number_is_refused(letters):
    with pytest.raises(CommandError):
        letters("--again", "x")


def test_domains_of_long_ago_are_forgotten(trouble):
    RecipientDomain.objects.update(retry_at="2020-01-01T00:00Z")
    call_command("purge", verbosity=0)
    assert not RecipientDomain.objects.exists()
