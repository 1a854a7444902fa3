"""Whom letters do not reach: organisers see it, mend the address and send again."""

import pytest

from members import invitations
from members.admission import letters as admission_letters
from members.models import Application, Membership, RoomEvent
from samrum.users.models import User
from tests.factories import UserFactory
from tests.members.factories import ApplicationFactory, MembershipFactory, RoomFactory

from .test_inviting import send

pytestmark = pytest.mark.django_db
LEAD = "/rum/trygga/leda/"
LIST = f"{LEAD}deltagare/"


@pytest.fixture
def leader(client, organiser):
    client.force_login(organiser.user)
    return client


@pytest.fixture
def lost(leader, room, post):
    """Invited at an address that is refused, beside somebody at one that is not."""
    send(leader, "Anna Ek <bad@example.org>\nbo@example.org")
    post()
    return Membership.objects.get(user__email="bad@example.org")


def test_the_list_the_place_and_the_start_of_leda_say_so(leader, lost):
    page = leader.get(LIST).text
    assert page.count("Brev kom inte fram</span>") == 1
    narrowed = leader.get(f"{LIST}?lage=unreached")
    assert [place.pk for place in narrowed.context["page_of_places"]] == [lost.pk]
    assert "Personer som breven inte når" in leader.get(LEAD).text
    place = leader.get(f"{LIST}{lost.pk}/").text
    assert "Det senaste brevet kom inte fram" in place and "550 5.1.1 okänd" in place
    assert "tar inte emot adressen" in place


def test_only_those_who_lead_the_room_see_and_mend_it(client, lost, member, home):
    for user in (member.user, MembershipFactory(room=RoomFactory(home=home), organiser=True).user):
        client.force_login(user)
        for path in (LIST, f"{LIST}{lost.pk}/"):
            assert "okänd" not in client.get(path).text
        assert client.post(f"{LIST}{lost.pk}/adress/", {"email": "x@example.org"}).status_code in (403, 404)


def test_the_address_is_mended_and_the_invitation_goes_there(
    leader, lost, room, organiser, letters, link_in, post
):
    old = link_in(letters("bad@example.org")[0])
    answer = leader.post(f"{LIST}{lost.pk}/adress/", {"email": " Anna.Ek@Example.org "}, follow=True)
    assert "på väg till anna.ek@example.org" in answer.text
    lost.refresh_from_db()
    assert lost.user.email == "anna.ek@example.org" and lost.user.get_full_name() == "Anna Ek"
    assert RoomEvent.objects.filter(by=organiser.user, person=lost.user).exists()
    fresh = type(leader)()
    assert fresh.get(old).status_code == 410
    (letter,) = letters("anna.ek@example.org")
    assert fresh.get(link_in(letter)).status_code == 200
    post()
    assert not Membership.objects.unreached().exists()
    assert "kom inte fram" not in leader.get(f"{LIST}{lost.pk}/").text
    assert User.objects.get(email="bad@example.org").memberships.count() == 0


def test_the_same_address_again_is_a_new_letter(leader, lost, letters, post):
    leader.post(f"{LIST}{lost.pk}/inbjudan/")
    post(lambda receiver: "250 OK")
    assert len(letters("bad@example.org")) == 2
    assert "kom inte fram" not in leader.get(f"{LIST}{lost.pk}/").text


@pytest.mark.parametrize(
    "address", ["", "ingen adress", "x" * 260 + "@example.org", "bo@example.org", "stangd@example.org"]
)
def test_what_cannot_be_used_is_said_at_the_field_and_kept(leader, lost, letters, address):
    UserFactory(email="stangd@example.org", is_active=False)
    before = len(letters("bo@example.org"))
    answer = leader.post(f"{LIST}{lost.pk}/adress/", {"email": address})
    assert answer.status_code == 422 and answer.context["address_form"].errors["email"]
    assert f'value="{address}"' in answer.text or not address
    lost.refresh_from_db()
    assert lost.user.email == "bad@example.org" and len(letters("bo@example.org")) == before


def test_no_account_changes_its_address_by_it(leader, lost):
    """An organiser must not be able to take over somebody's account."""
    account = lost.user
    account.set_password("ett lösenord")
    account.save()
    leader.post(f"{LIST}{lost.pk}/adress/", {"email": "annan@example.org"})
    account.refresh_from_db()
    assert account.email == "bad@example.org"
    # Nor is the name that its owner goes by told to somebody else.
    other = User.objects.get(email="annan@example.org")
    assert (other.first_name, other.last_name) == ("", "") != (account.first_name, account.last_name)


def test_whoever_has_come_in_is_not_moved(leader, lost):
    Membership.objects.filter(pk=lost.pk).update(joined_at="2026-01-01T00:00Z")
    assert leader.post(f"{LIST}{lost.pk}/adress/", {"email": "annan@example.org"}).status_code == 404
    assert "Mitt konto" in leader.get(f"{LIST}{lost.pk}/").text
    with pytest.raises(invitations.NotInvitedAnyMore):
        invitations.readdress(lost, "annan@example.org", by=lost.user)


def test_the_application_follows(leader, lost, room):
    application = ApplicationFactory(room=room, email="bad@example.org", state="accepted", membership=lost)
    leader.post(f"{LIST}{lost.pk}/adress/", {"email": "ratt@example.org"})
    assert Application.objects.get(pk=application.pk).email == "ratt@example.org"


class TestApplications:
    @pytest.fixture
    def application(self, room, post):
        found = ApplicationFactory(room=room, email="bad@example.org", state="received")
        admission_letters.receipt(found)
        post()
        return found

    def test_are_marked_in_the_queue_and_say_why(self, leader, application):
        assert "Brev kom inte fram</span>" in leader.get(f"{LEAD}ansokningar/").text
        page = leader.get(f"{LEAD}ansokningar/{application.pk}/").text
        assert "1 brev kom inte fram" in page and "550 5.1.1 okänd" in page

    def test_get_their_letter_at_the_right_address(self, leader, application, letters, post):
        address = f"{LEAD}ansokningar/{application.pk}/adress/"
        answer = leader.post(address, {"email": "ratt@example.org"}, follow=True)
        assert "på väg till ratt@example.org" in answer.text
        assert [letter.subject for letter in letters("ratt@example.org")] == [
            letter.subject for letter in letters("bad@example.org")
        ]
        assert application.events.filter(kind="readdressed").exists()
        post()
        assert "Brev kom inte fram" not in leader.get(f"{LEAD}ansokningar/").text

    def test_refuse_what_another_application_has(self, leader, application, room):
        ApplicationFactory(room=room, email="Annan@example.org", state="received")
        for email in ("annan@example.org", "inte en adress", ""):
            answer = leader.post(f"{LEAD}ansokningar/{application.pk}/adress/", {"email": email})
            assert answer.status_code == 422 and answer.context["address_form"].errors["email"]

    def test_that_were_accepted_lead_to_the_place(self, leader, lost, room):
        application = ApplicationFactory(
            room=room, email="bad@example.org", state="accepted", membership=lost
        )
        page = leader.get(f"{LEAD}ansokningar/{application.pk}/").text
        assert "550 5.1.1 okänd" in page and f'href="{LIST}{lost.pk}/"' in page
        address = f"{LEAD}ansokningar/{application.pk}/adress/"
        leader.post(address, {"email": "ratt@example.org"})
        application.refresh_from_db()
        assert application.email == "bad@example.org"

    def test_that_were_declined_have_the_reason_again(self, leader, application, organiser, letters):
        application.events.create(kind="declined", by=organiser.user, note="Det är fullt.")
        Application.objects.filter(pk=application.pk).update(state="declined")
        leader.post(f"{LEAD}ansokningar/{application.pk}/adress/", {"email": "ratt@example.org"})
        assert "Det är fullt." in letters("ratt@example.org")[0].message
