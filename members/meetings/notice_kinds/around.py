"""Around a meeting: days to choose from, what there is to prepare and to read, how it was."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from members.library.models import Resource
from members.meetings.evaluation import opening
from members.meetings.models import Material, RoomMeeting
from members.meetings.polls import polling
from members.models import Membership
from members.notices.kinds import Kind, Letter
from samrum.core.dates import day_in_words

from .told import Told, facts_of, find_meetings, reads_room, seat_in_words, way_to

# What a letter calls new; who has it gathered is told that there is some.
NEW = datetime.timedelta(days=1)


def poll(told: Told, membership: Membership) -> Sequence[Letter]:
    """To those who can still answer, and have something left to answer."""
    meeting = told.meeting
    if not polling.takes_answers(meeting) or membership.role not in polling.may_answer(membership.room):
        return []
    if not meeting.proposals.coming().unanswered_by(membership.user).exists():
        return []
    closes = day_in_words(meeting.poll_closes_on) if meeting.poll_closes_on else ""
    return [_letter(told, membership, "poll", _("Say when you can come"), closes=closes)]


def reminder(told: Told, membership: Membership) -> Sequence[Letter]:
    """To those who come themselves, while it is to come."""
    meeting, start = told.meeting, told.meeting.page.start_date
    row = told.registrations.get(membership.pk)
    if row is None or row.colleague_name or row.seat not in ("seated", "held"):
        return []
    if start is None or meeting.is_cancelled or not meeting.page.live or meeting.has_begun:
        return []
    left = meeting.preparations.exclude(done__membership=membership)
    context = {
        "days": (start - timezone.localdate()).days,
        "seat": seat_in_words(row),
        "left": [task.title for task in left] if reads_room(membership) else [],
    }
    return [_letter(told, membership, "meeting", _("Open the meeting"), **context)]


def material(told: Told, membership: Membership) -> Sequence[Letter]:
    """As long as there is some that the person may see: titles alone."""
    if not reads_room(membership) or told.meeting.is_cancelled:
        return []
    seen = Resource.objects.visible_to(membership.user).published()
    rows = Material.objects.visible_to(membership.user).filter(meeting=told.meeting, resource__in=seen)
    found = list(rows.select_related("resource"))
    if not found:
        return []
    new = [row.resource.title for row in found if row.added_at > timezone.now() - NEW]
    return [_letter(told, membership, "meeting", _("Open the meeting"), new=new)]


def notes(told: Told, membership: Membership) -> Sequence[Letter]:
    meeting = told.meeting
    is_there = meeting.notes_published_at and (meeting.notes or meeting.decisions)
    if not is_there or not reads_room(membership):
        return []
    return [_letter(told, membership, "meeting", _("Read the notes"))]


def evaluation(told: Told, membership: Membership) -> Sequence[Letter]:
    meeting, row = told.meeting, told.registrations.get(membership.pk)
    if not reads_room(membership) or not opening.is_open_for(meeting, row):
        return []
    last = opening.last_day(meeting)
    until = day_in_words(last) if last else ""
    return [_letter(told, membership, "evaluate", _("Answer the questions"), until=until)]


def _letter(told: Told, membership: Membership, name: str, link_text: str, **context: Any) -> Letter:
    meeting: RoomMeeting = told.meeting
    return Letter(
        title=meeting.page.title,
        path=way_to(meeting, membership, name),
        context={"facts": facts_of(meeting), **context},
        about=[meeting],
        link_text=link_text,
    )


KINDS = [
    Kind("meeting_poll", find_meetings, poll),
    Kind("meeting_reminder", find_meetings, reminder),
    Kind("meeting_material", find_meetings, material),
    Kind("meeting_notes", find_meetings, notes),
    Kind("meeting_evaluation", find_meetings, evaluation),
]
