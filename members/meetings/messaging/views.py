"""`/rum/<room>/leda/brev/`: what organisers have written to the participants."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.door import RoomRequest, room_view
from members.meetings.models import Message, RoomMeeting
from members.meetings.querysets import MessageQuerySet, RoomMeetingQuerySet
from samrum.core.mail import undelivered

ON_A_PAGE = 25
# How long after a meeting one still writes to those who were there.
AFTERWARDS = datetime.timedelta(days=60)
MOST_MEETINGS = 20


@room_view(leads=True)
@require_safe
def messages(request: RoomRequest) -> HttpResponse:
    page = Paginator(sent_in(request).with_losses(), ON_A_PAGE).get_page(request.GET.get("sida"))
    context = {"page_of_messages": page, "meetings": list(meetings_to_write_about(request)[:MOST_MEETINGS])}
    return render(request, "meetings/messaging/list.html", context)


@room_view(leads=True)
@require_safe
def message(request: RoomRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(sent_in(request), pk=pk)
    context = {"sent": found, "undelivered": undelivered.about(found)}
    return render(request, "meetings/messaging/message.html", context)


def sent_in(request: RoomRequest) -> MessageQuerySet:
    sent = Message.objects.led_by(request.user).in_room(request.room)
    return sent.select_related("by", "meeting__page", "room")


def meetings_to_write_about(request: RoomRequest) -> RoomMeetingQuerySet:
    meetings = RoomMeeting.objects.led_by(request.user).in_room(request.room)
    return meetings.coming(timezone.localdate() - AFTERWARDS).in_time()
