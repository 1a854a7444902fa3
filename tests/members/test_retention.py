"""What the rooms keep of people, and for how long."""

import datetime

import pytest
from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from members.models import Application, ApplicationEvent, HeldUpload, Invitation, Membership, RoomEvent
from samrum.users.models import User
from tests.factories import UserFactory

from .factories import ApplicationFactory, MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db
DAYS, MONTHS = "days", "months"


@pytest.fixture
def room(home):
    return RoomFactory(home=home)


def ago(unit: str, number: int) -> datetime.datetime:
    return timezone.now() - relativedelta(**{unit: number}) - datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("state", "field", "unit", "kept", "gone"),
    [
        ("unconfirmed", "created_at", DAYS, 6, 7),
        ("accepted", "decided_at", MONTHS, 11, 12),
        ("declined", "decided_at", MONTHS, 11, 12),
        ("withdrawn", "decided_at", MONTHS, 11, 12),
        ("received", "changed_at", MONTHS, 23, 24),
        ("waiting", "changed_at", MONTHS, 23, 24),
    ],
)
def test_applications_go_after_their_time(room, state, field, unit, kept, gone):
    young, old = (ApplicationFactory(room=room, state=state, name=name) for name in ("young", "old"))
    for application, age in ((young, kept), (old, gone)):
        application.events.create(kind="received")
        Application.objects.filter(pk=application.pk).update(**{field: ago(unit, age)})
    call_command("purge", "--dry-run")
    assert Application.objects.count() == 2
    call_command("purge")
    assert Application.objects.get() == young
    assert ApplicationEvent.objects.get().application == young


@pytest.mark.django_db(transaction=True)
def test_files_go_with_them(home):
    room = RoomFactory(home=home)
    application = ApplicationFactory(room=room, state="declined", mandate_file=ContentFile(b"mandat", "x"))
    Application.objects.update(decided_at=ago(MONTHS, 12))
    held = HeldUpload.objects.create(file=ContentFile(b"mandat", "x"), name="mandat.pdf")
    HeldUpload.objects.update(created_at=ago(DAYS, 1))
    fresh = HeldUpload.objects.create(file=ContentFile(b"mandat", "x"), name="mandat.pdf")
    files = [application.mandate_file, held.file]
    assert all(file.storage.exists(file.name) for file in files)
    call_command("purge")
    assert not any(file.storage.exists(file.name) for file in files)
    assert HeldUpload.objects.get() == fresh
    assert fresh.file.storage.exists(fresh.file.name)


def test_invitations_that_open_nothing_go(room):
    places = [MembershipFactory(room=room, invited=True) for _ in range(4)]
    used, expired, fresh, newly_used = (Invitation.make(place)[0] for place in places)
    Invitation.objects.filter(pk=used.pk).update(used_at=ago(DAYS, 30))
    Invitation.objects.filter(pk=newly_used.pk).update(used_at=ago(DAYS, 1))
    Invitation.objects.filter(pk=expired.pk).update(expires_at=ago(DAYS, 30))
    call_command("purge")
    assert set(Invitation.objects.all()) == {fresh, newly_used}


def test_ended_memberships_go_and_the_person_stays(room):
    here, ended, old = (
        MembershipFactory(room=room),
        MembershipFactory(room=room),
        MembershipFactory(room=room),
    )
    Membership.objects.filter(pk=ended.pk).update(ended_at=ago(MONTHS, 23))
    Membership.objects.filter(pk=old.pk).update(ended_at=ago(MONTHS, 24))
    Membership.objects.filter(pk=here.pk).update(joined_at=ago(MONTHS, 60))
    call_command("purge")
    assert set(Membership.objects.all()) == {here, ended}
    assert User.objects.filter(pk=old.user_id).exists()


def test_an_invitation_that_nobody_answers_goes_and_the_account_with_it(room):
    old, newer, open_link = (MembershipFactory(room=room, invited=True) for _ in range(3))
    Membership.objects.update(invited_at=ago(MONTHS, 12))
    Membership.objects.filter(pk=newer.pk).update(invited_at=ago(MONTHS, 11))
    Invitation.make(open_link)
    User.objects.update(date_joined=ago(MONTHS, 12))
    call_command("purge")
    assert set(Membership.objects.all()) == {newer, open_link}
    assert not User.objects.filter(pk=old.user_id).exists()


def test_a_room_that_closed_long_ago_keeps_its_organisers_alone(room):
    room.closes_on = timezone.localdate() - relativedelta(months=24) - datetime.timedelta(days=1)
    room.save()
    leads, _member = MembershipFactory(room=room, organiser=True), MembershipFactory(room=room)
    here = MembershipFactory(room=RoomFactory(home=room.network.get_parent()))
    call_command("purge")
    assert set(Membership.objects.all()) == {leads, here}


def test_an_account_without_place_or_right_goes_when_nobody_has_used_it_for_a_year(room):
    gone, visits, is_young, edits, leads = (UserFactory() for _ in range(5))
    User.objects.update(date_joined=ago(MONTHS, 40), last_login=ago(MONTHS, 12))
    User.objects.filter(pk=visits.pk).update(last_login=ago(MONTHS, 11))
    User.objects.filter(pk=is_young.pk).update(date_joined=ago(DAYS, 3), last_login=None)
    edits.groups.add(Group.objects.first())
    ended = MembershipFactory(user=leads, room=room, ended=True)
    administrator = UserFactory(is_superuser=True)
    User.objects.filter(pk=administrator.pk).update(date_joined=ago(MONTHS, 40))
    call_command("purge")
    left = {visits, is_young, edits, ended.user, administrator}
    assert set(User.objects.filter(pk__in=[gone.pk, *(one.pk for one in left)])) == left


def test_the_log_goes_after_two_years(room):
    for action, months in (("young", 23), ("old", 24)):
        event = RoomEvent.objects.create(room=room, action=action)
        RoomEvent.objects.filter(pk=event.pk).update(at=ago(MONTHS, months))
    call_command("purge")
    assert RoomEvent.objects.get().action == "young"
