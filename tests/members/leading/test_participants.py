"""The list of participants and each person's place."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Invitation, Membership, RoomEvent
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory

pytestmark = pytest.mark.django_db
LIST = "/rum/trygga/leda/deltagare/"


@pytest.fixture
def leader(client, organiser):
    client.force_login(organiser.user)
    return client


def page_of(place) -> str:
    return f"{LIST}{place.pk}/"


class TestTheList:
    def test_is_in_the_order_of_the_swedish_alphabet(self, leader, room):
        for name in ("Örn", "Ärlig", "Zetterberg", "Åkesson", "Élan", "Ek", "ahl"):
            MembershipFactory(room=room, user__first_name="P", user__last_name=name)
        page = leader.get(LIST).text
        names = ["P ahl", "P Ek", "P Élan", "P Zetterberg", "P Åkesson", "P Ärlig", "P Örn"]
        assert sorted(names, key=page.index) == names

    def test_is_narrowed_by_words_role_state_and_organisation(self, leader, room):
        malm = OrganisationFactory(name="Öresunds kommun", short_name="Öresund")
        one = MembershipFactory(room=room, user__last_name="Åberg", organisation=malm, title="Chef")
        two = MembershipFactory(room=room, user__last_name="Bergman", guest=True)
        three = MembershipFactory(room=room, user__last_name="Inbjudsson", invited=True)
        four = MembershipFactory(room=room, user__last_name="Avslutsson", ended=True)

        def found(query: str) -> set:
            page = leader.get(f"{LIST}?{query}")
            assert page.status_code == 200
            return {place.pk for place in (one, two, three, four) if f'href="{page_of(place)}"' in page.text}

        assert found("") == {one.pk, two.pk, three.pk}
        assert (
            found("q=åberg") == found("q=ÅBERG") == found("q=oresund") == found("q=chef+exempel") == {one.pk}
        )
        assert found("roll=guest") == {two.pk}
        assert found("lage=invited") == {three.pk} and found("lage=ended") == {four.pk}
        assert found(f"organisation={malm.pk}") == {one.pk}
        assert found("lage=joined&ordning=latest") == {one.pk, two.pk}
        # What cannot be understood is left out.
        assert found("roll=x&lage=y&organisation=z&ordning=w&sida=minus") == {one.pk, two.pk, three.pk}
        assert found(f"organisation={'9' * 30}&sida={'9' * 30}") == {one.pk, two.pk, three.pk}
        assert found("q=" + "x" * 300) in (set(), {one.pk, two.pk, three.pk})
        assert leader.get(f"{LIST}?q=%00").status_code == 400

    def test_many_people_take_no_more_queries_and_are_paged(self, leader, room):
        def queries() -> int:
            leader.get(LIST)
            with CaptureQueriesContext(connection) as captured:
                leader.get(LIST)
            return len(captured)

        MembershipFactory(room=room, organisation=OrganisationFactory())
        few = queries()
        for _number in range(55):
            MembershipFactory(room=room, organisation=OrganisationFactory())
        assert queries() == few
        assert "Sida 1 av 2" in leader.get(LIST).text
        assert "roll=participant" in leader.get(f"{LIST}?roll=participant").text  # the filter stays

    def test_is_for_organisers_of_this_room_alone(self, client, home, room, member):
        stranger = MembershipFactory(room=RoomFactory(home=home), organiser=True)
        for user in (member.user, stranger.user):
            client.force_login(user)
            for address in (LIST, page_of(member), f"{page_of(member)}avsluta/", "/rum/trygga/leda/logg/"):
                response = client.get(address)
                assert response.status_code == 403 and member.user.email not in response.text.replace(
                    user.email, ""
                )
            for address in (f"{LIST}export/", f"{page_of(member)}inbjudan/", f"{page_of(member)}avsluta/"):
                assert client.post(address).status_code == 403
        assert not Membership.objects.filter(ended_at__isnull=False).exists()


class TestOnePerson:
    def test_role_title_and_organisation_are_changed_and_logged(self, leader, member, organiser):
        organisation = OrganisationFactory()
        data = {"role": "organiser", "title": "Chef", "organisation": organisation.pk}
        assert leader.post(page_of(member), data).status_code == 302
        member.refresh_from_db()
        assert (member.role, member.title, member.organisation) == ("organiser", "Chef", organisation)
        events = RoomEvent.objects.filter(room=member.room, by=organiser.user).values_list(
            "action", flat=True
        )
        assert set(events) == {"Made an organiser", "Changed title or organisation"}
        assert "Gjorde till processledare" in leader.get("/rum/trygga/leda/logg/").text

    @pytest.mark.parametrize(
        "bad", [{"role": "king"}, {"title": "x" * 300}, {"organisation": "0"}, {"title": "\0"}]
    )
    def test_bad_words_change_nothing(self, leader, member, bad):
        response = leader.post(
            page_of(member), {"role": "guest", "title": "Ny titel", "organisation": ""} | bad
        )
        assert response.status_code == 422
        member.refresh_from_db()
        assert (member.role, member.title) == ("participant", "")

    def test_the_last_organiser_stays_organiser(self, leader, organiser):
        data = {"role": "participant", "title": "", "organisation": ""}
        response = leader.post(page_of(organiser), data)
        assert response.status_code == 422 and "Rummet behöver en processledare" in response.text
        assert leader.post(f"{page_of(organiser)}avsluta/").status_code == 409
        assert leader.get(LIST).status_code == 200
        MembershipFactory(room=organiser.room, organiser=True)
        assert leader.post(page_of(organiser), data).url == "/rum/trygga/"
        assert leader.get(LIST).status_code == 403

    def test_an_ended_membership_closes_this_room_at_the_next_request(
        self, leader, member, home, letters, client
    ):
        other = MembershipFactory(user=member.user, room=RoomFactory(home=home)).room
        theirs = type(client)()
        theirs.force_login(member.user)
        assert theirs.get("/rum/trygga/").status_code == 200
        assert leader.get(f"{page_of(member)}avsluta/").status_code == 200
        assert theirs.get("/rum/trygga/").status_code == 200
        assert leader.post(f"{page_of(member)}avsluta/").status_code == 302
        assert theirs.get("/rum/trygga/").status_code == 403
        assert theirs.get(f"/rum/{other.slug}/").status_code == 200
        assert "har upphört" in letters(member.user.email)[-1].subject
        assert leader.post(f"{page_of(member)}avsluta/").status_code == 404
        assert "Medlemskapet har upphört" in leader.get(page_of(member)).text

    def test_an_invitation_is_renewed_or_taken_back(self, leader, room, letters, link_in, client):
        place = MembershipFactory(room=room, invited=True)
        leader.post(f"{page_of(place)}inbjudan/")
        leader.post(f"{page_of(place)}inbjudan/")
        first, second = map(link_in, letters(place.user.email))
        anonymous = type(client)()
        assert (anonymous.get(first).status_code, anonymous.get(second).status_code) == (410, 200)
        leader.post(f"{page_of(place)}avsluta/")
        assert anonymous.get(second).status_code == 410
        assert leader.post(f"{page_of(place)}inbjudan/").status_code == 404
        assert not Invitation.objects.usable().exists()

    def test_of_another_room_nobody_is_found(self, leader, home):
        stranger = MembershipFactory(room=RoomFactory(home=home))
        for address in (page_of(stranger), f"{page_of(stranger)}avsluta/", f"{LIST}{'9' * 30}/", f"{LIST}0/"):
            assert leader.get(address).status_code == 404
            assert leader.post(address, {"role": "guest"}).status_code == 404


class TestTheExport:
    def test_excel_reads_it_and_nothing_in_it_is_a_formula(self, leader, room, organiser):
        MembershipFactory(room=room, title='=HYPERLINK("x")', user__first_name="@Åsa", user__last_name="+Ö")
        MembershipFactory(room=room, ended=True, user__email="borta@example.org")
        response = leader.post(f"{LIST}export/")
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert response["Content-Disposition"].startswith('attachment; filename="deltagare-trygga-')
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert ["'+Ö", "'@Åsa"] in [row[:2] for row in rows] and "'=HYPERLINK" in response.text
        assert "borta@example.org" not in response.text
        event = RoomEvent.objects.get(room=room)
        assert (event.by, event.action, event.about) == (
            organiser.user,
            "Exported the list of participants",
            "2",
        )

    def test_reading_a_link_takes_nothing(self, leader, room):
        assert leader.get(f"{LIST}export/").status_code == 405
        assert not RoomEvent.objects.exists()
