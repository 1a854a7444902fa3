"""Preparations and material: what of the library a meeting leads to."""

import pytest
from django.utils import timezone

from members.library.search import index_resource
from members.meetings.models import Material
from members.models import RoomEvent
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.meetings.factories import meeting_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def resources(room):
    made = [ResourceFactory(room=room, title=title) for title in ("Lägesbild", "Checklista", "Mall")]
    for resource in made:
        VersionFactory(resource=resource)
        index_resource(resource)
    return made


@pytest.fixture
def foreign(home, room, organiser):
    """What cannot be chosen: of another room (that the organiser leads too), a draft, withdrawn."""
    other = RoomFactory(home=home)
    MembershipFactory(room=other, user=organiser.user, organiser=True)
    return [
        ResourceFactory(room=other, title="Främmande"),
        ResourceFactory(room=room, title="Utkast", draft=True),
        ResourceFactory(room=room, title="Borttagen", withdrawn_at=timezone.now()),
    ]


def test_a_preparation_is_added_changed_ordered_and_removed(lead, address, meeting, resources):
    here = address("forberedelser/")
    for title in ("Läs", "Tänk"):
        data = {"title": title, "text": "", "resource": resources[0].pk if title == "Läs" else ""}
        assert lead.post(here, data).status_code == 302
    read, think = meeting.preparations.all()
    assert read.resource == resources[0] and (read.title, think.title) == ("Läs", "Tänk")
    lead.post(here, {"do": f"up:{think.pk}"})
    assert list(meeting.preparations.values_list("title", flat=True)) == ["Tänk", "Läs"]
    lead.post(here, {"do": f"up:{think.pk}"})
    assert list(meeting.preparations.values_list("title", flat=True)) == ["Tänk", "Läs"]
    assert 'value="Läs"' in lead.get(f"{here}?punkt={read.pk}").content.decode()
    lead.post(f"{here}?punkt={read.pk}", {"title": "Läs allt", "text": "Noga", "resource": ""})
    lead.post(here, {"do": f"remove:{think.pk}"})
    (only,) = meeting.preparations.all()
    assert (only.pk, only.title, only.resource) == (read.pk, "Läs allt", None)
    assert RoomEvent.objects.filter(action="Changed the preparations of a meeting").count() == 6


def test_only_what_is_published_here_can_be_chosen(lead, address, meeting, resources, foreign):
    page = lead.get(address("forberedelser/")).content.decode()
    assert "Lägesbild" in page and not any(resource.title in page for resource in foreign)
    for key in (*(resource.pk for resource in foreign), "x", "9" * 30, "\x00"):
        response = lead.post(address("forberedelser/"), {"title": "Läs", "resource": key})
        assert response.status_code == 422 and "id_resource_error" in response.content.decode(), key
    assert not meeting.preparations.exists()


def test_a_withdrawn_resource_stays_with_its_preparation_and_is_marked(lead, address, meeting, resources):
    item = meeting.preparations.create(title="Läs", resource=resources[0])
    resources[0].withdrawn_at = timezone.now()
    resources[0].save()
    page = lead.get(address("forberedelser/")).content.decode()
    assert "återtagen: deltagarna ser den inte" in page and resources[0].get_absolute_url() not in page
    lead.post(f"{address('forberedelser/')}?punkt={item.pk}", {"title": "Läs", "resource": resources[0].pk})
    item.refresh_from_db()
    assert item.resource == resources[0]


@pytest.mark.parametrize(
    ("name", "value"), [("title", ""), ("title", "x" * 161), ("title", "\x00"), ("text", "x" * 1001)]
)
def test_a_bad_preparation_keeps_what_was_typed(lead, address, name, value):
    response = lead.post(address("forberedelser/"), {"title": "Läs", "text": "Noga"} | {name: value})
    page = response.content.decode()
    assert response.status_code == 422 and f"id_{name}_error" in page
    assert ("Noga" in page) if name == "title" else ('value="Läs"' in page)


def test_buttons_and_addresses_of_another_meeting_are_not_found(lead, address, room, resources):
    other = meeting_in(room)
    item = other.preparations.create(title="Deras")
    row = other.material.create(resource=resources[0])
    for part, key in (("forberedelser/", item.pk), ("material/", row.pk)):
        for action in ("up", "down", "remove"):
            assert lead.post(address(part), {"do": f"{action}:{key}"}).status_code == 404
    for key in (item.pk, "x", "9" * 40):
        assert lead.get(address("forberedelser/"), {"punkt": key}).status_code == 404
    assert other.preparations.exists() and other.material.exists()


def test_material_is_added_once_and_told_once(
    lead, address, meeting, room, organiser, member, resources, told
):
    ended = MembershipFactory(room=room, ended=True)
    invited = MembershipFactory(room=room, invited=True)
    keys = [resources[0].pk, resources[1].pk]
    assert lead.post(address("material/"), {"resources": keys}).status_code == 302
    assert list(meeting.material.values_list("resource", flat=True)) == sorted(keys)
    told = told.filter(kind="meeting_material", subject_id=meeting.pk)
    assert [notice.membership for notice in told] == [member]
    assert not told.filter(membership__in=[ended, invited, organiser]).exists()
    told.delete()
    response = lead.post(address("material/"), {"resources": keys}, follow=True)
    assert "De finns redan där." in response.content.decode() and not told.exists()


def test_material_is_ordered_and_removed(lead, address, meeting, resources):
    first, second, third = [
        Material.objects.create(meeting=meeting, resource=resource, position=place)
        for place, resource in enumerate(resources)
    ]
    lead.post(address("material/"), {"do": f"down:{first.pk}"})
    assert list(meeting.material.all()) == [second, first, third]
    lead.post(address("material/"), {"do": f"down:{third.pk}"})
    lead.post(address("material/"), {"do": f"remove:{second.pk}"})
    assert list(meeting.material.all()) == [first, third]


def test_only_what_is_published_here_can_be_added(lead, address, meeting, resources, foreign):
    page = lead.get(address("material/")).content.decode()
    assert "Checklista" in page and not any(resource.title in page for resource in foreign)
    for key in (*(resource.pk for resource in foreign), "x", "9" * 30, "\x00", ""):
        response = lead.post(address("material/"), {"resources": [key]})
        assert response.status_code == 422 and "id_resources_error" in response.content.decode(), key
    assert lead.post(address("material/")).status_code == 422
    assert not meeting.material.exists()


def test_the_library_is_searched_by_its_own_search(lead, address, meeting, resources):
    page = lead.get(address("material/"), {"q": "mallen"}).content.decode()
    assert "Mall (" in page and "Checklista (" not in page
    assert "Inget i biblioteket passar" in lead.get(address("material/"), {"q": "zebra"}).content.decode()
    Material.objects.create(meeting=meeting, resource=resources[1])
    assert "Checklista (" not in lead.get(address("material/"), {"q": "checklista"}).content.decode()
    for words in ("x" * 201, "!!!", '"'):
        assert lead.get(address("material/"), {"q": words}).status_code == 200


@pytest.mark.parametrize("part", ["forberedelser/", "material/"])
def test_as_many_queries_for_a_long_list(
    lead, address, meeting, room, resources, part, django_assert_max_num_queries
):
    def count() -> int:
        with django_assert_max_num_queries(80) as seen:
            assert lead.get(address(part)).status_code == 200
        return len(seen)

    def fill(many):
        for resource in many:
            meeting.preparations.create(title=resource.title, resource=resource)
            meeting.material.create(resource=resource)

    fill(resources[:1])
    count()
    few = count()
    fill([*resources[1:], *(ResourceFactory(room=room) for _number in range(10))])
    assert count() == few
