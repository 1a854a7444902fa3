"""Rules, profile, leaving."""

import pytest

from members.models import Membership, RoomEvent
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruled(room):
    room.rules = "Var vänlig.\n\n- Inga namn\n- Inga bilder\n\nLäs https://example.org/a?b=1&c=2 <script>alert(1)</script>"
    room.save()
    return room


class TestRules:
    def test_they_are_accepted_once_and_lead_on_to_where_one_was_going(self, client, ruled, member):
        client.force_login(member.user)
        page = client.get("/rum/trygga/bibliotek/?q=hot", follow=True)
        assert "Jag har läst reglerna" in page.text and "/rum/trygga/bibliotek/?q=hot" in page.text
        refused = client.post("/rum/trygga/regler/", {"next": "/rum/trygga/bibliotek/?q=hot"})
        assert refused.status_code == 422 and "/rum/trygga/bibliotek/?q=hot" in refused.text
        accepted = client.post(
            "/rum/trygga/regler/", {"accepted": "on", "next": "/rum/trygga/bibliotek/?q=hot"}
        )
        assert accepted.url == "/rum/trygga/bibliotek/?q=hot"
        assert client.get("/rum/trygga/").status_code == 200
        again = client.get("/rum/trygga/regler/")
        assert "Var vänlig." in again.text and "Jag har läst" not in again.text

    @pytest.mark.parametrize(
        "bad", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"]
    )
    def test_they_lead_nowhere_else(self, client, ruled, member, bad):
        client.force_login(member.user)
        assert client.post("/rum/trygga/regler/", {"accepted": "on", "next": bad}).url == "/rum/trygga/"

    def test_they_are_text_and_never_html(self, client, ruled, member):
        client.force_login(member.user)
        page = client.get("/rum/trygga/regler/").text
        assert "<script>alert" not in page and "&lt;script&gt;" in page
        assert "<ul><li>Inga namn</li><li>Inga bilder</li></ul>" in page
        assert '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener nofollow">' in page

    def test_others_neither_read_nor_accept_them(self, client, ruled, home):
        client.force_login(MembershipFactory(room=RoomFactory(home=home)).user)
        assert client.get("/rum/trygga/regler/").status_code == 403
        assert "Var vänlig" not in client.post("/rum/trygga/regler/", {"accepted": "on"}).text


class TestProfile:
    def test_the_person_changes_it_and_sees_the_organisation(self, client, room):
        place = MembershipFactory(room=room, organisation=OrganisationFactory(name="Exempelstads kommun"))
        client.force_login(place.user)
        assert "Exempelstads kommun" in client.get("/rum/trygga/jag/").text
        data = {
            "first_name": "Åsa",
            "last_name": "Öst",
            "title": "Chef",
            "hidden_profile": "on",
            "notices": "daily",
        }
        assert (
            client.post("/rum/trygga/jag/", data | {"role": "organiser", "organisation": ""}).status_code
            == 302
        )
        place.refresh_from_db()
        assert (place.title, place.hidden_profile, place.role) == ("Chef", True, "participant")
        assert place.organisation and place.user.get_full_name() == "Åsa Öst"

    @pytest.mark.parametrize("bad", [{"title": "x" * 300}, {"first_name": ""}, {"last_name": "\0"}])
    def test_bad_words_are_refused_and_nothing_typed_is_lost(self, client, member, bad):
        client.force_login(member.user)
        data = {"first_name": "Åsa", "last_name": "Öst", "title": "Chef", "notices": "at_once"} | bad
        response = client.post("/rum/trygga/jag/", data)
        assert (response.status_code == 422 and "Chef" in response.text) or "x" * 300 in response.text
        member.refresh_from_db()
        assert member.title == ""


class TestLeaving:
    def test_asks_first_then_closes_this_room_and_leaves_the_others(self, client, member, home, letters):
        other = MembershipFactory(user=member.user, room=RoomFactory(home=home)).room
        client.force_login(member.user)
        assert client.get("/rum/trygga/lamna/").status_code == 200
        assert client.get("/rum/trygga/").status_code == 200
        assert client.post("/rum/trygga/lamna/").url == "/rum/"
        assert client.get("/rum/trygga/").status_code == 403
        assert client.get(f"/rum/{other.slug}/").status_code == 200
        assert "lämnat" in letters(member.user.email)[-1].subject
        assert RoomEvent.objects.filter(room=member.room, by=member.user, action="Left the room").exists()

    def test_the_last_organiser_stays(self, client, organiser):
        MembershipFactory(room=organiser.room, organiser=True, invited=True)
        MembershipFactory(room=organiser.room, organiser=True, user__is_active=False)
        client.force_login(organiser.user)
        assert "enda processledaren" in client.get("/rum/trygga/lamna/").text
        assert client.post("/rum/trygga/lamna/").status_code == 409
        assert Membership.objects.get(pk=organiser.pk).ended_at is None
        MembershipFactory(room=organiser.room, organiser=True)
        assert client.post("/rum/trygga/lamna/").status_code == 302

    def test_the_letter_is_in_the_persons_language(self, client, member, organiser, letters):
        member.user.language = "en"
        member.user.save()
        client.force_login(organiser.user)
        client.post(f"/rum/trygga/leda/deltagare/{member.pk}/avsluta/")
        assert "The organiser has ended your seat" in letters(member.user.email)[-1].message
