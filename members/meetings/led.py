"""The meeting that an organiser works on: every page below `leda/traffar/<pk>/` begins here."""

from django.shortcuts import get_object_or_404

from members.door import RoomRequest

from .models import RoomMeeting


def find_meeting(request: RoomRequest, pk: int) -> RoomMeeting:
    """With its page and room. 404 for one of another room."""
    rows = RoomMeeting.objects.led_by(request.user).in_room(request.room)
    return get_object_or_404(rows.select_related("page", "room__network"), pk=pk)
