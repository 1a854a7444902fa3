"""Finding a date: days are proposed, the participants are asked and answer. Each step holds the meeting."""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_noop

from members.access import CONTRIBUTING, ORGANISER
from members.log import note
from members.meetings.deciding import Overtaken
from members.meetings.holding import Gone, hold_meeting
from members.meetings.models import DateAnswer, Proposal, RoomMeeting
from members.models import Membership, Room
from members.notices.outbox import tell
from samrum.core.verification.limits import hits
from samrum.users.models import User

MOST = 20  # proposals; more is no table that anybody can read
# Whoever presses twice does not ask twice.
PAUSE = 60  # seconds


class TooMany(Exception):
    """There are as many proposals as one can take in."""


class JustAsked(Exception):
    """The letters of the press before are hardly on their way."""


def is_sought(meeting: RoomMeeting) -> bool:
    """Whether organisers may still propose days: a preliminary date may change."""
    return meeting.page.is_open and not meeting.is_past


def takes_answers(meeting: RoomMeeting) -> bool:
    """The last day to answer is one of them."""
    last = meeting.poll_closes_on
    return is_sought(meeting) and (last is None or last >= timezone.localdate())


@contextmanager
def hold_sought(meeting: RoomMeeting) -> Iterator[RoomMeeting]:
    """Raises Overtaken once the date is decided, or if the meeting is gone."""
    try:
        with hold_meeting(meeting.pk) as held:
            if not is_sought(held):
                raise Overtaken
            yield held
    except Gone:
        raise Overtaken from None


def propose(proposal: Proposal, *, by: User) -> bool:
    """`proposal`: not saved yet. False if that very day is proposed already. Raises TooMany, Overtaken."""
    with hold_sought(proposal.meeting) as held:
        names = ("start_date", "end_date", "start_time", "end_time", "part_of_day")
        if held.proposals.filter(**{name: getattr(proposal, name) for name in names}).exists():
            return False
        if held.proposals.count() >= MOST:
            raise TooMany
        proposal.save()
        note(held.room, by, gettext_noop("Proposed a date for a meeting"), held.page.title)
        return True


def withdraw(meeting: RoomMeeting, pk: int, *, by: User) -> None:
    """With its answers. Raises Overtaken if somebody has done so already."""
    with hold_sought(meeting) as held:
        proposal = held.proposals.filter(pk=pk).first()
        if proposal is None:
            raise Overtaken
        proposal.delete()
        note(held.room, by, gettext_noop("Took back a proposed date"), held.page.title)


def set_last_day(meeting: RoomMeeting, day: datetime.date | None, *, by: User) -> None:
    with hold_sought(meeting) as held:
        held.poll_closes_on = day
        held.save(update_fields=["poll_closes_on"])
        note(held.room, by, gettext_noop("Set the last day to answer about dates"), held.page.title)


def may_answer(room: Room) -> list[str]:
    """The roles that can answer today."""
    return list(CONTRIBUTING) if room.state == Room.State.OPEN else [ORGANISER]


def silent(meeting: RoomMeeting) -> list[int]:
    """Memberships (keys) that may answer and have something left to answer."""
    days = meeting.proposals.coming()
    counted = DateAnswer.objects.filter(proposal__in=days).values("membership").annotate(number=Count("pk"))
    done = counted.filter(number__gte=days.count()).values("membership")
    people = (
        Membership.objects.joined()
        .in_room(meeting.room)
        .filter(role__in=may_answer(meeting.room), user__is_active=True)
    )
    return list(people.exclude(pk__in=done).order_by("pk").values_list("pk", flat=True))


def ask(meeting: RoomMeeting, *, by: User) -> int:
    """Ask those who have something left to answer; return how many. Raises Overtaken, JustAsked."""
    with hold_sought(meeting) as held:
        if not takes_answers(held) or not held.proposals.coming().exists():
            raise Overtaken
        asked = silent(held)
        if asked and hits(f"date-poll:{held.pk}", PAUSE) > 1:
            raise JustAsked
        tell("meeting_poll", held.pk, asked)
        if asked:
            note(held.room, by, gettext_noop("Asked the participants about dates"), held.page.title)
        return len(asked)


def answer(meeting: RoomMeeting, membership: Membership, answers: Mapping[int, str]) -> None:
    """`answers`: by key of the proposal. What is not named, or was withdrawn meanwhile, stays as it is.

    An answer that is the same keeps its time: it decides who comes first to a seat. Raises Overtaken once the poll
    is closed.
    """
    with hold_sought(meeting) as held:
        if not takes_answers(held):
            raise Overtaken
        days = held.proposals.coming().values_list("pk", flat=True)
        before = answers_of(held, membership)
        changed = [
            DateAnswer(proposal_id=key, membership=membership, answer=answers[key])
            for key in days
            if key in answers and answers[key] != before.get(key)
        ]
        DateAnswer.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["proposal", "membership"],
            update_fields=["answer", "answered_at"],
        )


def answers_of(meeting: RoomMeeting, membership: Membership) -> dict[int, str]:
    """What the person has answered so far, by key of the proposal."""
    rows = DateAnswer.objects.filter(proposal__meeting=meeting, membership=membership)
    return dict(rows.values_list("proposal", "answer"))
