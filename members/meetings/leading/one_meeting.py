"""The meeting that an organiser works on: held while it is changed, and shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from members.door import RoomRequest
from members.log import note
from members.meetings.holding import Gone, hold_meeting
from members.meetings.models import RoomMeeting
from network.meeting_line import entry_for
from samrum.core.mail import undelivered


@contextmanager
def changing(meeting: RoomMeeting, request: RoomRequest, action: str) -> Iterator[RoomMeeting]:
    """Nobody else changes the meeting meanwhile; the log says `action` (an English msgid). 404 if it has gone."""
    try:
        with hold_meeting(meeting.pk) as held:
            yield held
            note(held.room, request.user, action, held.page.title)
    except Gone:
        raise Http404 from None


def show(
    request: RoomRequest, meeting: RoomMeeting, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "undelivered": undelivered.about(meeting),
        **context,
    }
    return render(request, f"meetings/leading/{template}.html", shown, status=status)
