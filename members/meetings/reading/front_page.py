"""What the meetings say on the room's front page and under Leda."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.library.models import Resource
from members.meetings.models import Material, RoomMeeting
from members.parts import News, Panel
from network.meeting_line import entry_for
from samrum.core.addresses import page_path

from .listing import to_answer
from .my_answer import may_answer, my_answer, own_registrations
from .seats_left import seats_in_words


def next_meeting(request: RoomRequest) -> Sequence[Panel]:
    """The first that is to come and not cancelled."""
    network = request.room.network
    context: dict[str, Any] = {
        "list_url": reverse("room_meetings:list", args=[request.room.slug]),
        "network_url": page_path(network, request) if network.live else "",
    }
    meeting = _next(request)
    if meeting is not None:
        answers = may_answer(request)
        row = own_registrations(request).get(meeting.pk)
        asks = answers and meeting.pk in to_answer(request)
        address = [request.room.slug, meeting.pk]
        context |= {
            "meeting": meeting,
            "entry": entry_for(meeting.page, meeting.get_absolute_url()),
            "answer": my_answer(request, meeting, row, may_answer=answers),
            "seats": seats_in_words(meeting) if meeting.takes_registrations else [],
            "poll_url": reverse("room_meetings:poll", args=address) if asks else "",
        }
    return [Panel("meetings/reading/next.html", context)]


def news(request: RoomRequest, since: datetime.datetime) -> Sequence[News]:
    """Meetings that are new, notes, and material of the library that was laid to a meeting."""
    rows = _visible(request)
    new = [
        News(row.page.title, row.get_absolute_url(), row.page.first_published_at or since, _("New meeting"))
        for row in _in(request, rows.coming().filter(page__first_published_at__gt=since))
    ]
    noted = [
        News(
            row.page.title,
            f"{row.get_absolute_url()}#anteckningar",
            row.notes_published_at or since,
            _("Notes from a meeting"),
        )
        for row in _in(request, rows.filter(notes_published_at__gt=since).with_notes())
    ]
    return [*new, *noted, *_new_material(request, rows, since)]


def _new_material(request: RoomRequest, rows, since: datetime.datetime) -> list[News]:
    """One piece of news for each meeting, however much it got."""
    resources = Resource.objects.visible_to(request.user).in_room(request.room).published()
    added = Material.objects.visible_to(request.user).filter(
        added_at__gt=since, resource__in=resources.values("pk")
    )
    latest = dict(added.order_by().values_list("meeting").annotate(at=Max("added_at")))
    return [
        News(
            row.page.title,
            f"{row.get_absolute_url()}#material",
            latest[row.pk],
            _("New material for a meeting"),
        )
        for row in _in(request, rows.filter(pk__in=latest))
    ]


def figures(request: RoomRequest) -> Sequence[Panel]:
    """For organisers: how the next meeting fills, and how many have answered proposed days."""
    rows = RoomMeeting.objects.led_by(request.user).in_room(request.room)
    answered = Count(
        "proposals__answers__membership",
        filter=Q(proposals__answers__membership__ended_at__isnull=True),
        distinct=True,
    )
    polls = _in(request, _in_time(rows.with_open_poll()).annotate(answered=answered))
    meeting = _next(request)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, meeting.get_absolute_url()) if meeting else None,
        "polls": polls,
    }
    return [Panel("meetings/reading/figures.html", context)]


def _next(request: RoomRequest) -> RoomMeeting | None:
    found = _in(request, _visible(request).coming().taking_place().with_seats()[:1])
    return found[0] if found else None


def _visible(request: RoomRequest):
    rows = RoomMeeting.objects.visible_to(request.user).in_room(request.room)
    return _in_time(rows)


def _in_time(rows):
    # With the page alone: the front page needs neither the room nor the texts.
    lean = rows.select_related("page").defer("page__body", "directions", "notes", "decisions")
    return lean.order_by("page__ends_on", "page__path")


def _in(request: RoomRequest, rows) -> list[RoomMeeting]:
    """The rows with the room that they lie in, which their addresses need."""
    found = list(rows)
    for meeting in found:
        meeting.room = request.room
    return found
