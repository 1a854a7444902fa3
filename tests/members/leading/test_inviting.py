"""Many people invited at once: what pasted text means, and all or nothing."""

import pytest
from post_office.models import Email

from members.leading.address_list import read
from members.models import Membership, RoomEvent
from samrum.users.models import User
from tests.factories import UserFactory
from tests.members.factories import MembershipFactory

pytestmark = pytest.mark.django_db
INVITE = "/rum/trygga/leda/bjud-in/"


@pytest.fixture
def leader(client, organiser):
    client.force_login(organiser.user)
    return client


def seen(response) -> str:
    return response.context["understood"].fingerprint


def send(client, addresses: str, role: str = "participant"):
    """Look through, then press send."""
    data = {"addresses": addresses, "role": role}
    preview = client.post(INVITE, data)
    return client.post(INVITE, data | {"seen": seen(preview), "send": "1"})


@pytest.mark.parametrize(
    ("line", "email", "names"),
    [
        ("anna@example.org", "anna@example.org", ("", "")),
        ("Anna Ek <Anna@Example.org>", "anna@example.org", ("Anna", "Ek")),
        ('"Ek, Anna" <anna@example.org>,', "anna@example.org", ("Anna", "Ek")),
        ("Anna von Ek\tanna@example.org", "anna@example.org", ("Anna", "von Ek")),
        ("<mailto:anna@example.org>", "anna@example.org", ("", "")),
        ("  anna@example.org, ", "anna@example.org", ("", "")),
    ],
)
def test_a_line_is_understood(line, email, names):
    (row,) = read(line)
    assert (row.email, (row.first_name, row.last_name), row.problem) == (email, names, "")


@pytest.mark.parametrize(
    "line",
    [
        "Anna Ek",
        "a@b",
        "anna@@example.org",
        "a@x.se b@x.se",
        "<>",
        "x" * 250 + "@example.org",
        "=1+1@",
        "N" * 300 + " <a@x.se>",
    ],
)
def test_a_line_that_cannot_be_used_says_why(line):
    (row,) = read(line)
    assert row.problem


def test_a_list_from_a_mail_program_and_duplicates():
    rows = read("Anna Ek <a@x.se>; Bo Al <b@x.se>\n\nA@x.se")
    assert [(row.line, row.email, row.skip) for row in rows] == [
        (1, "a@x.se", False),
        (1, "b@x.se", False),
        (3, "a@x.se", True),
    ]


def test_nothing_is_sent_before_one_has_looked(leader, organiser):
    response = leader.post(INVITE, {"addresses": "Anna Ek <anna@example.org>", "role": "guest"})
    assert response.status_code == 200 and "Anna Ek" in response.text and "Skicka 1 inbjudan" in response.text
    # Sent without a look, and changed after it.
    leader.post(INVITE, {"addresses": "anna@example.org", "role": "guest", "send": "1"})
    changed = {"addresses": "annan@example.org", "role": "guest", "send": "1", "seen": seen(response)}
    assert leader.post(INVITE, changed).status_code == 200
    assert not Email.objects.exists() and not User.objects.filter(email__startswith="ann").exists()


def test_each_gets_a_letter_of_their_own(leader, room, organiser, letters, link_in, client):
    known = UserFactory(email="van@example.org", first_name="Redan")
    assert (
        send(leader, "Anna Ek <anna@example.org>\nAnnat Namn <van@example.org>", "guest").status_code == 302
    )
    assert Email.objects.count() == 2
    for address in ("anna@example.org", "van@example.org"):
        place = Membership.objects.get(user__email=address)
        assert (place.role, place.is_joined) == ("guest", False)
        assert type(client)().get(link_in(letters(address)[0])).status_code == 200
        assert RoomEvent.objects.filter(
            by=organiser.user, action="Invited as guest", person=place.user
        ).exists()
    known.refresh_from_db()
    assert known.first_name == "Redan"
    new = User.objects.get(email="anna@example.org")
    assert new.get_full_name() == "Anna Ek" and not new.has_usable_password()


def test_one_bad_line_and_nobody_is_invited(leader):
    data = {"addresses": "anna@example.org\ninte en adress\nbo@example", "role": "participant"}
    preview = leader.post(INVITE, data)
    assert (
        preview.status_code == 422 and "Ingen e-postadress" in preview.text and "bo@example" in preview.text
    )
    assert leader.post(INVITE, data | {"send": "1", "seen": seen(preview)}).status_code == 422
    assert not Email.objects.exists()


def test_who_is_there_already_is_left_alone(leader, room, member, letters):
    waiting = MembershipFactory(room=room, invited=True)
    gone = MembershipFactory(room=room, ended=True)
    text = "\n".join(place.user.email for place in (member, waiting, gone))
    preview = leader.post(INVITE, {"addresses": text, "role": "guest"}).text
    assert "Är redan i rummet" in preview and "Är redan inbjuden" in preview
    assert send(leader, text, "guest").status_code == 302
    assert (
        not letters(member.user.email)
        and len(letters(waiting.user.email)) == len(letters(gone.user.email)) == 1
    )
    member.refresh_from_db()
    assert member.role == "participant"
    again = Membership.objects.current().get(user=gone.user)
    assert again.pk != gone.pk and not again.is_joined


def test_a_closed_account_is_not_invited(leader):
    UserFactory(email="stangd@example.org", is_active=False)
    assert leader.post(INVITE, {"addresses": "stangd@example.org", "role": "guest"}).status_code == 422


def test_three_hundred_at_a_time(leader):
    people = "\n".join(f"Person {number} <p{number}@example.org>" for number in range(301))
    refused = leader.post(INVITE, {"addresses": people, "role": "participant"})
    assert (
        refused.status_code == 422 and "300 åt gången" in refused.text and "p300@example.org" in refused.text
    )
    assert send(leader, people.rpartition("\n")[0]).status_code == 302
    assert Email.objects.count() == 300


def test_more_than_the_seats_is_said(leader, room):
    room.seats = 1
    room.save()
    page = leader.post(INVITE, {"addresses": "a@example.org\nb@example.org", "role": "participant"}).text
    assert "1 fler än det finns platser" in page


@pytest.mark.parametrize(
    "bad",
    [{"addresses": ""}, {"addresses": "a\0@example.org"}, {"role": "king"}, {"addresses": "x" * 70_000}],
)
def test_a_bad_form_is_refused(leader, bad):
    assert leader.post(INVITE, {"addresses": "a@example.org", "role": "guest"} | bad).status_code == 422


def test_for_organisers_alone(client, member):
    client.force_login(member.user)
    data = {"addresses": "a@example.org", "role": "organiser", "send": "1"}
    assert client.get(INVITE).status_code == client.post(INVITE, data).status_code == 403
