"""Who hides the profile is nobody's to find out: neither by name nor by an organisation that few are from.

Small rooms drawn at random (with a seed), and every page that a fellow participant reads in them.
"""

import random

import pytest

from members import access
from members.library.models import Resource, ResourceFile, UsageNote
from members.library.search import index_resource, rebuild
from members.meetings.models import Material, Preparation
from members.models import Membership
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory
from tests.members.library.reading.publishing import published
from tests.members.meetings.factories import answers, meeting_in, propose, seat

pytestmark = pytest.mark.django_db

TOWNS = ("Alingstorp", "Bergköping", "Cederholm")
SEEDS = range(4)


class SmallRoom:
    """Up to seven people from three towns, some hidden, some gone; each has done everything that leaves a trace."""

    def __init__(self, home, seed: int):
        drawn = random.Random(seed)
        self.room = RoomFactory(home=home, slug=f"rum-{seed}")
        self.towns = [OrganisationFactory(name=f"{town} kommun", short_name=town) for town in TOWNS]
        self.reader = MembershipFactory(room=self.room, organisation=None, user__last_name="Läsare")
        self.leader = MembershipFactory(
            room=self.room, organiser=True, organisation=None, user__last_name="Ledare"
        )
        self.people = [
            MembershipFactory(
                room=self.room,
                organisation=drawn.choice(self.towns),
                hidden_profile=drawn.random() < 0.5,
                ended=drawn.random() < 0.2,
                user__first_name=f"Förnamn{number}x",
                user__last_name=f"Efternamn{number}x",
            )
            for number in range(drawn.randint(3, 7))
        ]
        self.meeting = meeting_in(self.room)
        undecided = meeting_in(self.room, days=None)
        self.undecided = undecided
        (day,) = propose(undecided, 20)
        self.subject = published(self.room, "Ämnet", {"a.txt": "a"})
        self.resources = []
        for number, place in enumerate(self.people):
            UsageNote.objects.create(
                resource=self.subject,
                author=place.user,
                organisation=place.organisation,
                text=f"Anteckning{number}x",
            )
            made = published(
                self.room,
                f"Verktyg {number}",
                {"b.txt": "b"},
                contributor=place.user,
                organisation=place.organisation,
            )
            self.resources.append(made)
            Material.objects.create(meeting=self.meeting, resource=made, position=number)
            if place.is_joined:
                answers(day, place)
                seat(self.meeting, place)

    def others(self, place: Membership) -> int:
        """How many from the same organisation are in the room, seen by all."""
        return sum(
            one.organisation == place.organisation and one.is_joined and not one.hidden_profile
            for one in self.people
        )

    @property
    def secret_towns(self) -> set[str]:
        """Towns that the reader may not see beside anything: whoever is from there hides."""
        by_town = {
            town: [one for one in self.people if one.organisation.short_name == town] for town in TOWNS
        }
        return {
            town for town, places in by_town.items() if places and all(one.hidden_profile for one in places)
        }

    def pages(self, client, user) -> dict[str, str]:
        client.force_login(user)
        start, library = f"/rum/{self.room.slug}/", f"/rum/{self.room.slug}/bibliotek/"
        addresses = [
            start, library, f"{library}?visa=alla",
            *(f"{library}?q={town}" for town in TOWNS),
            *(f"{library}?organisation={town.pk}" for town in self.towns),
            *(f"{library}{one.pk}/" for one in (self.subject, *self.resources)),
            f"{start}traffar/", f"{start}traffar/{self.meeting.pk}/", f"{start}traffar/{self.undecided.pk}/",
            f"{start}traffar/{self.undecided.pk}/datum/?alla=1", f"{start}traffar/{self.meeting.pk}/anmal/",
        ]  # fmt: skip
        found = {}
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            # What the reader has typed is no news.
            found[address] = answer.text.replace(address.partition("?q=")[2] or "\0", "")
        return found


@pytest.mark.parametrize("seed", SEEDS)
def test_no_page_tells_who_hides(client, home, seed):
    place = SmallRoom(home, seed)
    pages = place.pages(client, place.reader.user)
    for address, text in pages.items():
        for one in place.people:
            if one.hidden_profile:
                assert one.user.last_name not in text and one.user.first_name not in text, (address, one)
        for town in place.secret_towns:
            assert town not in text, (address, town)
    # Note by note: the organisation beside somebody who hides only where others share it.
    notes = pages[f"/rum/{place.room.slug}/bibliotek/{place.subject.pk}/"].split('class="usage__note"')[1:]
    assert len(notes) == len(place.people)
    for number, (one, note) in enumerate(zip(place.people, notes, strict=True)):
        assert f"Anteckning{number}x" in note
        shows = one.organisation.name in note
        assert shows == (not one.hidden_profile or place.others(one) >= access.SHARED_BY), (number, note)
        assert (one.user.last_name in note) == (one.is_joined and not one.hidden_profile)
        assert ("En deltagare" in note) == (not shows and not (one.is_joined and not one.hidden_profile))
    for town in place.towns:
        made_openly = {
            made.pk
            for one, made in zip(place.people, place.resources, strict=True)
            if one.organisation == town and not one.hidden_profile
        }
        text = pages[f"/rum/{place.room.slug}/bibliotek/?q={town.short_name}"]
        assert {made.pk for made in place.resources if f"/bibliotek/{made.pk}/" in text} == made_openly
    for one, made in zip(place.people, place.resources, strict=True):
        text = pages[f"/rum/{place.room.slug}/bibliotek/{made.pk}/"]
        assert (one.organisation.name in text) == (
            not one.hidden_profile or place.others(one) >= access.SHARED_BY
        )


def test_organisers_and_the_person_see_what_they_need(client, home):
    place = SmallRoom(home, 1)
    hidden = next(one for one in place.people if one.hidden_profile and one.is_joined)
    address = f"/rum/{place.room.slug}/bibliotek/{place.subject.pk}/"
    for reader in (place.leader, hidden):
        text = place.pages(client, reader.user)[address]
        assert hidden.user.last_name in text and hidden.organisation.name in text


class TestLater:
    """What changes after something was contributed."""

    @pytest.fixture
    def lone(self, room):
        town = OrganisationFactory(name="Dalstads kommun", short_name="Dalstad")
        return MembershipFactory(room=room, organisation=town, user__last_name="Ensamsson")

    @pytest.fixture
    def resource(self, room, lone):
        made = published(
            room, "Checklista", {"a.txt": "a"}, contributor=lone.user, organisation=lone.organisation
        )
        UsageNote.objects.create(resource=made, author=lone.user, organisation=lone.organisation, text="Bra.")
        return made

    @pytest.fixture
    def reads(self, client, room, resource):
        reader = MembershipFactory(room=room, user__last_name="Läsare").user

        def read() -> str:
            client.force_login(reader)
            library = f"/rum/{room.slug}/bibliotek/"
            is_found = f"/bibliotek/{resource.pk}/" in client.get(f"{library}?q=Dalstads").text
            pages = client.get(library).text + client.get(resource.get_absolute_url()).text
            return f"{pages} {'found' if is_found else 'not there'}"

        return read

    def hide(self, client, place: Membership, hides: bool = True) -> None:
        client.force_login(place.user)
        names = {"first_name": "Åsa", "last_name": "Ensamsson", "title": "", "notices": "none"}
        assert (
            client.post(
                f"/rum/{place.room.slug}/jag/", names | ({"hidden_profile": "on"} if hides else {})
            ).status_code
            == 302
        )

    def test_hiding_hides_what_was_there_before(self, client, reads, lone):
        assert "Dalstads kommun" in reads() and "Ensamsson" in reads() and reads().endswith(" found")
        self.hide(client, lone)
        text = reads()
        assert "Dalstad" not in text and "Ensamsson" not in text and "En deltagare" in text
        assert text.endswith("not there")
        self.hide(client, lone, hides=False)
        assert "Dalstads kommun" in reads() and "Ensamsson" in reads()

    def test_the_organisation_is_told_while_two_others_share_it(self, client, room, reads, lone):
        self.hide(client, lone)
        first = MembershipFactory(room=room, organisation=lone.organisation)
        assert "Dalstads kommun" not in reads()
        second = MembershipFactory(room=room, organisation=lone.organisation)
        assert "Dalstads kommun" in reads() and "Ensamsson" not in reads()
        for left in (second, first):
            self.hide(client, left)
            assert "Dalstads kommun" not in reads()

    def test_who_hid_stays_hidden_when_they_leave_and_when_they_are_forgotten(self, client, reads, lone):
        self.hide(client, lone)
        assert client.post(f"/rum/{lone.room.slug}/lamna/").status_code == 302
        assert "Dalstad" not in reads()
        Membership.objects.filter(pk=lone.pk).delete()
        rebuild()
        assert "Dalstad" not in reads()

    def test_an_erased_account_leaves_no_organisation(self, client, reads, lone):
        self.hide(client, lone)
        lone.user.delete()
        rebuild()
        assert "Dalstad" not in reads() and Resource.objects.exists()

    def test_who_leaves_openly_leaves_the_organisation(self, client, reads, lone):
        client.force_login(lone.user)
        assert client.post(f"/rum/{lone.room.slug}/lamna/").status_code == 302
        assert "Dalstads kommun" in reads() and "Ensamsson" not in reads()


def test_material_and_preparations_name_no_maker_who_hides(client, home):
    room = RoomFactory(home=home, slug="rum-x")
    shy = MembershipFactory(
        room=room, hidden_profile=True, organisation=OrganisationFactory(name="Dalstads kommun")
    )
    made = published(room, "Mall", {"a.txt": "a"}, contributor=shy.user, organisation=shy.organisation)
    meeting = meeting_in(room)
    Material.objects.create(meeting=meeting, resource=made)
    Preparation.objects.create(meeting=meeting, title="Läs", resource=made)
    index_resource(made)
    client.force_login(MembershipFactory(room=room).user)
    text = client.get(meeting.get_absolute_url()).text
    assert "Mall" in text and "Dalstad" not in text
    assert ResourceFile.objects.exists()
