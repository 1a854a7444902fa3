"""The page of a resource: versions, preview, notes, following."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.library.models import Follow, UsageNote
from tests.members.factories import MembershipFactory, OrganisationFactory, ResourceFactory, RoomFactory

from .publishing import add_version, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signed_in(client, member):
    client.force_login(member)


def page(client, resource, **kwargs) -> str:
    answer = client.get(resource.get_absolute_url(), **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_what_there_is(client, room):
    resource = published(
        room,
        "Trappan",
        {"Trappan åäö.docx": "a", "Bilaga.pdf": "b"},
        organisation=OrganisationFactory(name="Exempelmåla kommun"),
        contact="funktion@example.org",
        sharing="home",
    )
    file = resource.versions.get().files.first()
    html = page(client, resource)
    for text in ("Trappan åäö.docx", "Bilaga.pdf", "Exempelmåla kommun", "Publicera den inte", file.sha256):
        assert text in html
    assert "mailto:funktion@example.org" in html
    assert f"/rum/trygga/bibliotek/{resource.pk}/version/1.zip" in html


def test_earlier_versions_stay_unless_they_are_withdrawn(client, room):
    resource = published(room, "A", {"ett.docx": "a"})
    add_version(resource, 2, {"tva.docx": "b"}, state="withdrawn")
    add_version(resource, 3, {"tre.docx": "c"})
    html = page(client, resource)
    assert "tre.docx" in html and "ett.docx" in html and "tva.docx" not in html
    assert html.index("tre.docx") < html.index("ett.docx")


def test_an_external_link_says_so_and_tells_nothing_of_the_room(client, room):
    resource = published(room, "Film", kind="film")
    resource.versions.update(link="https://film.example.org/a")
    html = page(client, resource)
    assert '<a href="https://film.example.org/a" rel="noopener noreferrer">' in html
    assert "extern länk" in html


def test_macros_are_warned_of(client, room):
    resource = published(room, "Kalkyl", {"kalkyl.xlsm": "a"})
    assert "makron" not in page(client, resource)
    resource.versions.get().files.update(has_macros=True)
    assert "Innehåller makron" in page(client, resource)


def test_a_draft_is_seen_by_its_contributor_and_once_handed_in_by_organisers(client, room, member, organiser):
    draft = ResourceFactory(room=room, title="Halvfärdig", draft=True, contributor=member)
    add_version(draft, 1, {"utkast.docx": "a"}, draft=True, uploaded_by=member)
    html = page(client, draft)
    assert "inte publicerad än" in html and "utkast.docx" in html
    client.force_login(organiser)
    assert client.get(draft.get_absolute_url()).status_code == 404
    draft.handed_in_at = timezone.now()
    draft.save()
    draft.versions.update(state="handed_in")
    assert "utkast.docx" in page(client, draft)
    client.force_login(MembershipFactory(room=room).user)
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_new_version_is_previewed_beside_what_the_others_see(client, room, member):
    resource = published(room, "A", {"ett.docx": "a"}, contributor=member)
    add_version(resource, 2, {"tva.docx": "b"}, draft=True, uploaded_by=member)
    html = page(client, resource)
    assert "tva.docx" in html and "De andra ser fortfarande" in html
    client.force_login(MembershipFactory(room=room).user)
    assert "tva.docx" not in page(client, resource)


def test_a_resource_of_another_room_is_not_here(client, home, room):
    other = published(RoomFactory(home=home), "B")
    assert client.get(f"/rum/trygga/bibliotek/{other.pk}/").status_code == 404
    assert client.get(f"/rum/trygga/bibliotek/{10**30}/").status_code == 404


def test_notes_are_added_and_taken_away_by_those_who_may(client, room, member, organiser):
    resource = published(room, "A")
    address = f"{resource.get_absolute_url()}anvandning/"
    assert client.post(address, {"text": "Vi går igenom den varje höst."}).status_code == 302
    assert "varje höst" in page(client, resource)
    note = UsageNote.objects.get()
    assert note.author == member and note.organisation
    remove = f"{address}{note.pk}/ta-bort/"
    client.force_login(MembershipFactory(room=room).user)
    assert "Ta bort anteckningen" not in page(client, resource)
    assert client.post(remove).status_code == 404
    client.force_login(organiser)
    assert client.get(remove).status_code == 405
    assert client.post(remove).status_code == 302
    assert not UsageNote.objects.exists()


def test_a_note_that_is_refused_stays_in_the_form(client, room):
    resource = published(room, "A")
    answer = client.post(f"{resource.get_absolute_url()}anvandning/", {"text": "x" * 2001})
    assert answer.status_code == 422 and "x" * 2001 in answer.content.decode()
    assert 'id="id_text_error"' in answer.content.decode()
    assert client.post(f"{resource.get_absolute_url()}anvandning/", {"text": " \x00 "}).status_code == 422


def test_a_note_names_nobody_who_hides_the_profile(client, room):
    """Nor the organisation that only they are from (tests/members/test_hiding.py)."""
    shy = MembershipFactory(
        room=room, hidden_profile=True, user__last_name="Blygsson", organisation=OrganisationFactory()
    )
    resource = published(room, "A")
    UsageNote.objects.create(resource=resource, author=shy.user, organisation=shy.organisation, text="Bra.")
    html = page(client, resource)
    assert "Blygsson" not in html and shy.organisation.name not in html and "En deltagare" in html


def test_guests_and_a_room_for_reading_only_add_no_notes(client, room):
    resource = published(room, "A")
    address = f"{resource.get_absolute_url()}anvandning/"
    client.force_login(MembershipFactory(room=room, guest=True).user)
    assert "id_text" not in page(client, resource)
    assert client.post(address, {"text": "Hej"}).status_code == 403
    room.read_only_on = timezone.localdate()
    room.save()
    client.force_login(MembershipFactory(room=room).user)
    assert client.post(address, {"text": "Hej"}).status_code == 403


def test_following_is_ones_own_affair(client, room, member, organiser):
    resource = published(room, "A")
    address = f"{resource.get_absolute_url()}folj/"
    client.post(address, {"do": "follow"})
    client.post(address, {"do": "follow"})
    assert Follow.objects.get().user == member
    assert "Sluta följa" in page(client, resource)
    client.force_login(organiser)
    client.post(address, {"do": "stop"})
    assert Follow.objects.count() == 1 and "Sluta följa" not in page(client, resource)
    client.force_login(member)
    client.post(address, {"do": "stop"})
    assert not Follow.objects.exists()


def test_twice_the_versions_and_notes_take_the_same_queries(client, room, member):
    resource = published(room, "A", {"a.docx": "a", "b.docx": "b"})

    def grow(first: int) -> None:
        for number in range(first, first + 3):
            add_version(resource, number, {"a.docx": "a", "b.docx": "b"})
            author = MembershipFactory(room=room).user
            UsageNote.objects.create(resource=resource, author=author, text="Bra.")

    def queries() -> int:
        page(client, resource)
        with CaptureQueriesContext(connection) as captured:
            page(client, resource)
        return len(captured)

    grow(2)
    few = queries()
    grow(5)
    assert queries() == few <= 20


def test_the_front_page_and_the_news_tell_of_the_library(client, room, member):
    published(room, "Nyaste trappan")
    membership = room.memberships.get(user=member)
    membership.previous_visit_at = timezone.now() - timezone.timedelta(days=1)
    membership.seen_at = timezone.now()
    membership.save()
    html = client.get("/rum/trygga/").content.decode()
    assert "Senast i biblioteket" in html and html.count("Nyaste trappan") == 2
    assert "Nytt i biblioteket" in html


def test_the_notes_of_one_person_about_a_resource_are_not_endless(client, member, room, monkeypatch):
    monkeypatch.setattr("members.library.reading.noting.MOST", 2)
    resource = ResourceFactory(room=room)
    path = f"{resource.get_absolute_url()}anvandning/"
    for number in range(2):
        assert client.post(path, {"text": f"Anteckning {number}"}).status_code == 302
    full = client.post(path, {"text": "Den tredje"})
    assert (
        full.status_code == 422 and "Den tredje" in full.text and "Du har skrivit 2 anteckningar" in full.text
    )
    assert resource.notes.count() == 2
