"""What comes by itself, day by day: reminders of meetings, the request for an evaluation, seats that are held no longer.

Each is noted on the meeting in the transaction that writes its notices, under `hold_meeting`: it comes once, however
often this runs, and again after a move to another day.
"""

import datetime
import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from members.models import Membership
from members.notices.outbox import tell
from samrum.core.dates import SWEDEN

from . import seating
from .evaluation import questions
from .holding import Gone, hold_meeting
from .models import Registration, RoomMeeting

logger = logging.getLogger(__name__)

MORNING = datetime.time(7)  # Swedish time: nobody's telephone wakes them
# A meeting that was entered long after it was held asks nobody how it was.
ASKED_WITHIN = datetime.timedelta(days=7)


def send_due() -> int:
    """Do what is due now; return for how many meetings. One query where nothing is."""
    now = timezone.now().astimezone(SWEDEN)
    if now.time() < MORNING:
        return 0
    due = Q()
    for is_due, _do in STEPS:
        due |= is_due(now)
    return sum(
        _look_after(key, now) for key in list(RoomMeeting.objects.filter(due).values_list("pk", flat=True))
    )


def _look_after(key: int, now: datetime.datetime) -> bool:
    """One meeting; an error with it is no reason for the others to wait."""
    try:
        with hold_meeting(key) as held:
            for is_due, do in STEPS:
                # Asked again: another process may have been first.
                rows = RoomMeeting.objects.filter(is_due(now), pk=key)
                if start := rows.values_list("page__start_date", flat=True).first():
                    do(held, start)
    except Gone:
        return False
    except (OperationalError, InterfaceError):
        raise  # the database is away: the next round tries again
    except Exception:
        logger.exception("Nothing could be reminded of for meeting %s", key)
        return False
    return True


def _takes_place(now: datetime.datetime) -> Q:
    return Q(page__live=True, page__state__in=("preliminary", "confirmed"), page__start_date__gte=now.date())


def _is_held_too_long(now: datetime.datetime) -> Q:
    late = Registration.objects.filter(meeting=OuterRef("pk"), seat="held", held_until__lt=now.date())
    return _takes_place(now) & Q(Exists(late))


def _is_a_week_left(now: datetime.datetime) -> Q:
    """Five days are enough: the schedule may have stood still over a weekend."""
    days = [now.date() + datetime.timedelta(days=number) for number in (5, 7)]
    return _takes_place(now) & Q(page__start_date__range=days) & ~Q(reminded_week=F("page__start_date"))


def _is_a_day_left(now: datetime.datetime) -> Q:
    """Or none, until the meeting begins."""
    today, tomorrow = now.date(), now.date() + datetime.timedelta(days=1)
    has_not_begun = Q(page__start_time=None) | Q(page__start_time__gt=now.time())
    days = Q(page__start_date=tomorrow) | Q(page__start_date=today) & has_not_begun
    return _takes_place(now) & days & ~Q(reminded_day=F("page__start_date"))


def _is_over(now: datetime.datetime) -> Q:
    """On the morning after."""
    days = Q(page__ends_on__lt=now.date(), page__ends_on__gte=now.date() - ASKED_WITHIN)
    took_place = Q(
        page__live=True, page__state__in=("preliminary", "confirmed"), page__start_date__isnull=False
    )
    return days & took_place & Q(asks_evaluation=True) & ~Q(evaluation_asked=F("page__start_date"))


def _release(meeting: RoomMeeting, start: datetime.date) -> None:
    seating.release_held(meeting, timezone.localdate())


def _remind_of_the_week(meeting: RoomMeeting, start: datetime.date) -> None:
    RoomMeeting.objects.filter(pk=meeting.pk).update(reminded_week=start)
    _remind(meeting)


def _remind_of_the_day(meeting: RoomMeeting, start: datetime.date) -> None:
    RoomMeeting.objects.filter(pk=meeting.pk).update(reminded_day=start)
    _remind(meeting)


def _remind(meeting: RoomMeeting) -> None:
    """Whoever comes themselves, but not those who have chosen no letters.

    "Always", because a reminder cannot wait for the letter that gathers: it would come when the meeting has been.
    """
    own = meeting.registrations.in_force().with_a_seat().filter(colleague_name="")
    wanted = own.exclude(membership__notices=Membership.Notices.NONE)
    tell("meeting_reminder", meeting.pk, wanted.values_list("membership", flat=True), always=True)


def _ask_how_it_was(meeting: RoomMeeting, start: datetime.date) -> None:
    """Whoever was there themselves, as far as anybody knows."""
    RoomMeeting.objects.filter(pk=meeting.pk).update(evaluation_asked=start)
    were_there = meeting.registrations.in_force().took_part().filter(colleague_name="", evaluated=False)
    asked = list(were_there.values_list("membership", flat=True))
    if asked:
        questions.ensure(meeting)
        tell("meeting_evaluation", meeting.pk, asked)


STEPS: tuple[tuple[Callable[[datetime.datetime], Q], Callable[[RoomMeeting, datetime.date], None]], ...] = (
    # First: whoever gets a seat by it is reminded too.
    (_is_held_too_long, _release),
    (_is_a_week_left, _remind_of_the_week),
    (_is_a_day_left, _remind_of_the_day),
    (_is_over, _ask_how_it_was),
)
