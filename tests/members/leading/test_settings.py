"""Settings, overview and log."""

import pytest

from members.models import Membership, RoomEvent
from tests.members.factories import ApplicationFactory, MembershipFactory, OrganisationFactory, RoomFactory

pytestmark = pytest.mark.django_db
SETTINGS = "/rum/trygga/leda/installningar/"
EMPTY = dict.fromkeys(
    ("welcome", "rules", "opens_on", "read_only_on", "closes_on", "seats", "seats_per_organisation"), ""
)


@pytest.fixture
def leader(client, organiser):
    client.force_login(organiser.user)
    return client


def test_settings_are_saved_and_logged(leader, room, organiser):
    data = EMPTY | {"welcome": "Hej", "opens_on": "2026-01-01", "closes_on": "2099-12-31", "seats": "25"}
    assert leader.post(SETTINGS, data).status_code == 302
    room.refresh_from_db()
    assert (room.welcome, room.seats, str(room.closes_on)) == ("Hej", 25, "2099-12-31")
    events = RoomEvent.objects.filter(by=organiser.user).values_list("action", "about")
    assert ("Changed the welcome text", "") in events and (
        "Changed when the room closes",
        "2099-12-31",
    ) in events
    page = leader.get("/rum/trygga/leda/logg/").text
    assert "Ändrade välkomsttexten" in page and "Ändrade reglerna" not in page
    assert 'value="2099-12-31"' in leader.get(SETTINGS).text


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"opens_on": "2027-05-01", "closes_on": "2027-04-01"}, "closes_on"),
        ({"read_only_on": "2027-05-01", "closes_on": "2027-04-01"}, "read_only_on"),
        ({"opens_on": "i morgon"}, "opens_on"),
        ({"closes_on": "99999-01-01"}, "closes_on"),
        ({"seats": "0"}, "seats"),
        ({"seats": "-3"}, "seats"),
        ({"seats": "9" * 40}, "seats"),
        ({"seats_per_organisation": "många"}, "seats_per_organisation"),
        ({"rules": "x" * 9000}, "rules"),
        ({"welcome": "\0"}, "welcome"),
    ],
)
def test_a_bad_setting_is_explained_at_its_field(leader, room, bad, field):
    response = leader.post(SETTINGS, EMPTY | {"welcome": "Skrivet nyss"} | bad)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.text and (
        "Skrivet nyss" in response.text or field == "welcome"
    )
    room.refresh_from_db()
    assert room.welcome == "" and not RoomEvent.objects.exists()


def test_changed_rules_can_be_accepted_anew(client, leader, room, member, organiser):
    leader.post(SETTINGS, EMPTY | {"rules": "En regel"})
    client.force_login(member.user)
    client.post("/rum/trygga/regler/", {"accepted": "on"})
    client.force_login(organiser.user)
    leader.post(SETTINGS, EMPTY | {"rules": "En regel!"})
    client.force_login(member.user)
    assert client.get("/rum/trygga/").status_code == 200
    client.force_login(organiser.user)
    leader.post(SETTINGS, EMPTY | {"rules": "En annan regel", "ask_anew": "on"})
    assert Membership.objects.get(pk=member.pk).rules_accepted_at is None
    assert RoomEvent.objects.filter(action="Asked everyone to accept the rules again").count() == 1
    client.force_login(member.user)
    assert "/regler/" in client.get("/rum/trygga/").url


def test_the_overview_counts(leader, room, member):
    organisation = OrganisationFactory()
    for _number in range(2):
        MembershipFactory(room=room, organisation=organisation)
    MembershipFactory(room=room, invited=True)
    MembershipFactory(room=room, guest=True)
    MembershipFactory(room=room, ended=True)
    ApplicationFactory(room=room)
    ApplicationFactory(room=room, state="unconfirmed")
    room.seats = 10
    room.save()
    response = leader.get("/rum/trygga/leda/")
    figures = response.context["figures"]
    assert (figures.participants, figures.invited, figures.guests, figures.organisers) == (3, 1, 1, 1)
    assert (figures.organisations, figures.taken, figures.seats_left, figures.applications) == (1, 4, 6, 1)
    assert "4 av 10" in response.text


def test_leda_shows_its_parts_there_and_nowhere_else(leader, client, member):
    assert 'class="leading-nav"' in leader.get("/rum/trygga/leda/").text
    assert 'class="leading-nav"' not in leader.get("/rum/trygga/").text
    client.force_login(member.user)
    assert "/leda/" not in client.get("/rum/trygga/").text


def test_an_organiser_of_one_room_is_a_stranger_to_the_next(leader, home, room):
    other = RoomFactory(home=home, welcome="Hemligt välkommen")
    RoomEvent.objects.create(room=other, action="Opened the room", about="hemlig@example.org")
    for part in ("", "leda/", "leda/installningar/", "leda/deltagare/", "leda/logg/", "leda/bjud-in/"):
        response = leader.get(f"/rum/{other.slug}/{part}")
        assert response.status_code == 403 and "emlig" not in response.text
        assert leader.post(f"/rum/{other.slug}/{part}", EMPTY).status_code == 403
    assert "hemlig@example.org" not in leader.get("/rum/trygga/leda/logg/").text


def test_the_log_is_paged_with_constant_queries(leader, room, organiser):
    RoomEvent.objects.bulk_create(
        RoomEvent(room=room, by=organiser.user, action="Opened the room", about=str(number))
        for number in range(120)
    )
    page = leader.get("/rum/trygga/leda/logg/?sida=2")
    assert "Sida 2 av 3" in page.text and "Öppnade rummet" in page.text


def test_both_languages(leader):
    leader.cookies["sprak"] = "en"
    for part in ("", "installningar/", "deltagare/", "logg/", "bjud-in/"):
        page = leader.get(f"/rum/trygga/leda/{part}").text
        assert 'lang="en"' in page and "processledare" not in page
