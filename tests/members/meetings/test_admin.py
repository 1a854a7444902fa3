"""A meeting's page in the admin and its row in the room: they come and go together, and what is in use stays."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from members.meetings.models import RoomMeeting
from network.groups import EDITORS
from network.models import MeetingPage
from tests.factories import MeetingPageFactory, NetworkPageFactory, UserFactory
from tests.members.factories import MembershipFactory, RoomFactory

from .factories import meeting_in, seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


@pytest.fixture
def other_network(home):
    return NetworkPageFactory(parent=home)


def edit(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_only_who_may_do_both_is_shown_the_way_to_the_room(client, editor, room, meeting):
    address = meeting.get_absolute_url()
    assert address not in client.get(edit(meeting.page)).text
    MembershipFactory(room=room, user=editor)
    assert address in client.get(edit(meeting.page)).text


def test_and_the_room_shows_them_the_way_back(client, editor, room, meeting, member):
    MembershipFactory(room=room, user=editor)
    assert edit(meeting.page) in client.get(meeting.get_absolute_url()).text
    client.force_login(member.user)
    assert "/admin/" not in client.get(meeting.get_absolute_url()).text


def test_a_meeting_that_holds_something_is_not_deleted(client, editor, meeting, member):
    seat(meeting, member)
    delete = reverse("wagtailadmin_pages:delete", args=[meeting.page.pk])
    answer = client.post(delete, follow=True)
    assert "Inget raderas" in answer.text and meeting.page.title in answer.text
    assert MeetingPage.objects.filter(pk=meeting.page.pk).exists()


def test_nor_with_others(client, editor, meeting, member):
    seat(meeting, member)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = client.post(f"{bulk}?id={meeting.page.pk}", follow=True)
    assert "Inget raderas" in answer.text
    assert MeetingPage.objects.filter(pk=meeting.page.pk).exists()


def test_an_empty_one_is(client, editor, meeting):
    client.post(reverse("wagtailadmin_pages:delete", args=[meeting.page.pk]))
    assert not MeetingPage.objects.filter(pk=meeting.page.pk).exists()
    assert not RoomMeeting.objects.filter(pk=meeting.pk).exists()


@pytest.mark.parametrize("many", [False, True])
def test_a_meeting_that_holds_something_stays_in_its_network(
    client, editor, meeting, member, other_network, many
):
    seat(meeting, member)
    if many:
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        answer = client.post(f"{bulk}?id={meeting.page.pk}", {"chooser": other_network.pk}, follow=True)
    else:
        move = reverse("wagtailadmin_pages:move_confirm", args=[meeting.page.pk, other_network.pk])
        answer = client.post(move, follow=True)
    assert "Inget flyttas" in answer.text
    assert MeetingPage.objects.get(pk=meeting.page.pk).get_parent().pk == meeting.room.network_id


def test_an_empty_one_moves_and_leaves_the_room(client, editor, home, meeting, other_network):
    RoomFactory(network=other_network, slug="annat")
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[meeting.page.pk, other_network.pk]))
    assert RoomMeeting.objects.get(page=meeting.page).room.slug == "annat"


def test_a_meeting_comes_into_the_room_when_it_is_published(room):
    page = MeetingPageFactory(parent=room.network, live=False)
    assert not RoomMeeting.objects.filter(page=page).exists()
    page.get_latest_revision().publish()
    assert RoomMeeting.objects.get(page=page).room == room


def test_a_new_room_has_the_meetings_of_its_network(home):
    page = MeetingPageFactory(parent=NetworkPageFactory(parent=home))
    room = RoomFactory(network=page.get_parent().specific)
    assert RoomMeeting.objects.in_room(room).get().page == page


def test_an_unpublished_one_leaves_the_room_unless_it_holds_something(room, member):
    empty, used = meeting_in(room), meeting_in(room)
    seat(used, member)
    for one in (empty, used):
        one.page.unpublish()
    assert list(RoomMeeting.objects.in_room(room)) == [used]


def test_the_room_keeps_its_meetings_when_the_announcement_is_taken_down(client, room, meeting, member):
    seat(meeting, member)
    room.network.unpublish()
    client.force_login(member.user)
    answer = client.get(meeting.get_absolute_url())
    assert answer.status_code == 200
    assert meeting.page.url not in answer.text
