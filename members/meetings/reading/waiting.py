"""What waits for the reader around the meetings: days and meetings to answer, seats to confirm, things to prepare."""

import datetime
from collections.abc import Sequence

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.door import RoomRequest
from members.meetings.evaluation.opening import open_for
from members.meetings.models import Preparation, Registration, RoomMeeting
from members.parts import Link
from network.meeting_line import when_in_words
from samrum.core.dates import day_in_words

from .listing import to_answer
from .my_answer import may_answer, own_registrations

# So long before a meeting it is time to answer, and to prepare.
ANSWERED_BEFORE = datetime.timedelta(days=60)
PREPARED_BEFORE = datetime.timedelta(days=14)
Seat = Registration.Seat


def waiting(request: RoomRequest) -> Sequence[Link]:
    meetings = _coming(request)
    own = own_registrations(request)
    answers = may_answer(request)
    polls = to_answer(request) if answers else set()
    left = _left_to_prepare(request, [one for one in meetings if _is_near(one, PREPARED_BEFORE)])
    links: list[Link] = []
    for meeting in meetings:
        row = own.get(meeting.pk)
        if meeting.pk in polls:
            links.append(_poll(request, meeting))
        if answers and meeting.takes_registrations:
            if row is None and _is_near(meeting, ANSWERED_BEFORE):
                links.append(_register(request, meeting))
            elif row is not None and row.seat == Seat.HELD:
                links.append(_confirm(request, meeting, row.held_until))
        if meeting.pk in left and row is not None and row.is_seated and not row.colleague_name:
            links.append(_prepare(meeting, left[meeting.pk]))
    links += [_evaluate(request, meeting) for meeting in open_for(request.user, request.room)]
    return links


def _coming(request: RoomRequest) -> list[RoomMeeting]:
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room).taking_place().coming()
    lean = rows.select_related("page").defer("page__body", "directions", "notes", "decisions")
    meetings = list(lean.order_by("page__ends_on", "page__path"))
    for meeting in meetings:
        meeting.room = request.room
    return meetings


def _is_near(meeting: RoomMeeting, distance: datetime.timedelta) -> bool:
    start = meeting.starts_at
    return start is not None and not meeting.is_past and start - distance <= timezone.now()


def _left_to_prepare(request: RoomRequest, meetings: list[RoomMeeting]) -> dict[int, int]:
    """Meeting (key) -> how many things the reader has not ticked off."""
    rows = Preparation.objects.visible_to(request.user).in_room(request.room).filter(meeting__in=meetings)
    left = rows.exclude(done__membership=request.membership)
    return dict(left.order_by().values_list("meeting").annotate(number=Count("pk")))


def _poll(request: RoomRequest, meeting: RoomMeeting) -> Link:
    url = reverse("room_meetings:poll", args=[request.room.slug, meeting.pk])
    title = _("Answer the proposed dates: %(title)s") % {"title": meeting.page.title}
    return Link(title, url, note=_last_day(meeting.poll_closes_on))


def _register(request: RoomRequest, meeting: RoomMeeting) -> Link:
    url = reverse("room_meetings:register", args=[request.room.slug, meeting.pk])
    title = _("Do you come? %(title)s, %(when)s") % {
        "title": meeting.page.title,
        "when": when_in_words(meeting.page),
    }
    return Link(title, url, note=_last_day(meeting.register_by))


def _confirm(request: RoomRequest, meeting: RoomMeeting, until: datetime.date | None) -> Link:
    url = reverse("room_meetings:register", args=[request.room.slug, meeting.pk])
    title = _("Confirm your seat: %(title)s, %(when)s") % {
        "title": meeting.page.title,
        "when": when_in_words(meeting.page),
    }
    return Link(title, url, note=_last_day(until))


def _prepare(meeting: RoomMeeting, left: int) -> Link:
    title = _("Prepare yourself: %(title)s") % {"title": meeting.page.title}
    note = ngettext("%(number)s thing left before %(day)s", "%(number)s things left before %(day)s", left)
    words = note % {"number": left, "day": when_in_words(meeting.page)}
    return Link(title, f"{meeting.get_absolute_url()}#forberedelser", note=words)


def _evaluate(request: RoomRequest, meeting: RoomMeeting) -> Link:
    url = reverse("room_meetings:evaluate", args=[request.room.slug, meeting.pk])
    title = _("How was it? %(title)s") % {"title": meeting.page.title}
    return Link(title, url, note=_("Some questions, without your name."))


def _last_day(day: datetime.date | None) -> str:
    return _("Last day to answer: %(day)s") % {"day": day_in_words(day)} if day else ""
