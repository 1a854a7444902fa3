"""Letters to many that did not reach all: the organiser sees whom."""

import pytest
from django.urls import reverse

from members.meetings.models import Message
from members.notices.delivery import deliver_all
from members.notices.outbox import tell
from tests.members.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(client, organiser):
    client.force_login(organiser.user)
    return client


@pytest.fixture
def lost(room):
    return MembershipFactory(room=room, user__email="bad@example.org")


def test_what_organisers_wrote(leader, room, organiser, member, lost, post):
    message = Message.objects.create(
        room=room, by=organiser.user, subject="Inför träffen", body="Hej", receiver_count=2
    )
    tell("organiser_message", message.pk, [member.pk, lost.pk], always=True)
    deliver_all()
    post()
    page = leader.get(reverse("room_meetings:message", args=[room.slug, message.pk])).text
    assert "1 brev kom inte fram" in page and "bad@example.org" in page and member.user.email not in page
    assert "1 kom inte fram" in leader.get(reverse("room_meetings:messages", args=[room.slug])).text
    assert "Brev kom inte fram</span>" in leader.get(f"/rum/{room.slug}/leda/deltagare/").text


@pytest.mark.parametrize("name", ["manage", "programme", "registrations"])
def test_what_was_told_of_a_meeting(leader, meeting, member, lost, post, name):
    tell("meeting_decided", meeting.pk, [member.pk, lost.pk])
    deliver_all()
    post()
    page = leader.get(reverse(f"room_meetings:{name}", args=[meeting.room.slug, meeting.pk])).text
    assert "1 brev kom inte fram" in page and "bad@example.org" in page


def test_a_colleague_who_is_not_reached_is_not_the_person(leader, meeting, member, post):
    row = meeting.registrations.create(
        membership=member,
        answer="on_site",
        seat="seated",
        colleague_name="Kim Kollega",
        colleague_email="bad@example.org",
    )
    tell("registration_receipt", row.pk, [member.pk])
    deliver_all()
    post()
    page = leader.get(reverse("room_meetings:registrations", args=[meeting.room.slug, meeting.pk])).text
    assert "1 brev kom inte fram" in page and "bad@example.org" in page
    assert "Brev kom inte fram</span>" not in leader.get(f"/rum/{meeting.room.slug}/leda/deltagare/").text
