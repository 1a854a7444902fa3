"""Preparations: what there is to do, and one's own ticks."""

import pytest

from members.meetings.models import PreparationDone
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.meetings.factories import meeting_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(meeting):
    return meeting.preparations.create(title="Läs checklistan", text="Särskilt sidan två.")


def address(task) -> str:
    return f"/rum/trygga/traffar/{task.meeting_id}/forbered/{task.pk}/"


def page(client, task) -> str:
    return client.get(task.meeting.get_absolute_url()).content.decode()


def test_ticking_off_and_taking_it_back(client, member, task):
    client.force_login(member.user)
    assert "Särskilt sidan två." in page(client, task) and "1 kvar" in page(client, task)
    answer = client.post(address(task), {"do": "done"})
    assert answer.status_code == 302 and answer["Location"].endswith(
        f"/traffar/{task.meeting_id}/#forberedelser"
    )
    client.post(address(task), {"do": "done"})
    assert PreparationDone.objects.count() == 1
    html = page(client, task)
    assert "Allt är klart" in html and "Inte klart ändå" in html
    client.post(address(task), {"do": "undo"})
    assert "1 kvar" in page(client, task) and not PreparationDone.objects.exists()


def test_nobody_sees_or_takes_away_somebody_elses_tick(client, room, member, organiser, task):
    client.force_login(member.user)
    client.post(address(task), {"do": "done"})
    for place in (organiser, MembershipFactory(room=room)):
        client.force_login(place.user)
        assert "Allt är klart" not in page(client, task)
        client.post(address(task), {"do": "undo"})
    assert PreparationDone.objects.filter(membership=member).exists()


def test_what_is_of_another_meeting_or_room_is_not_found(client, room, home, member, task):
    client.force_login(member.user)
    other = meeting_in(room, days=50)
    assert client.post(f"/rum/trygga/traffar/{other.pk}/forbered/{task.pk}/").status_code == 404
    elsewhere = meeting_in(RoomFactory(home=home, slug="andra")).preparations.create(title="Annat")
    assert client.post(address(elsewhere)).status_code == 404
    assert client.get(address(task)).status_code == 405
    assert not PreparationDone.objects.exists()


def test_a_resource_is_linked_only_for_those_who_may_see_it(client, room, member, organiser, task):
    shown = ResourceFactory(room=room, title="Checklista för möten")
    VersionFactory(resource=shown)
    task.resource = shown
    task.save()
    client.force_login(member.user)
    assert shown.get_absolute_url() in page(client, task)
    task.resource = ResourceFactory(room=room, title="Någons utkast", draft=True)
    task.save()
    for place in (member, organiser):
        client.force_login(place.user)
        html = page(client, task)
        assert "Någons utkast" not in html and "Läs checklistan" in html
