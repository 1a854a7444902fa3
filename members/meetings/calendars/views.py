"""The personal calendar and its address, and the file of one meeting."""

import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from members.door import RoomRequest, room_view
from members.meetings.models import CalendarKey, RoomMeeting
from network import calendars
from samrum.core.addresses import absolute_url

from . import keys
from .personal import calendar_of, texts_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address is shown as often as one likes, to its owner alone."""
    own = CalendarKey.objects.visible_to(request.user)
    if request.method == "POST":
        if request.POST.get("do") == "stop":
            own.delete()
            messages.success(request, _("The address of your calendar does not work any more."))
        else:
            had_one = own.exists()
            keys.renew(request.user)  # type: ignore[arg-type]
            messages.success(
                request,
                _("You have a new address. The old one does not work any more.")
                if had_one
                else _("Your calendar has an address."),
            )
        return redirect("my_calendar")
    key = own.first()
    address = absolute_url(reverse("calendar_feed", args=[keys.token_for(key)])) if key else ""
    context = {
        "address": address,
        "webcal": address.replace("https://", "webcal://").replace("http://", "webcal://"),
    }
    return render(request, "meetings/calendars/my_calendar.html", context)


@require_safe
@conditional_page
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """404 for every address that does not work, whatever the reason. Who has no place any more gets an empty calendar."""
    user = keys.owner_of(token)
    if user is None:
        raise Http404
    with translation.override(user.language):
        return calendars.answer(calendar_of(user), "traffar.ics", "inline")


@room_view()
@require_safe
def meeting_file(request: RoomRequest, pk: int) -> HttpResponse:
    """One meeting with its place: the reader has signed in. The video link is shown on the meeting's page alone."""
    meeting = get_object_or_404(
        RoomMeeting.objects.visible_to(request.user).in_room(request.room).dated().in_time(), pk=pk
    )
    page = meeting.page
    (text,) = texts_of([page], translation.get_language() or "")
    entry = calendars.entries_of([page])[page.appointment_key]
    event = calendars.event(
        page, text, entry, request.room.network.title, absolute_url(meeting.get_absolute_url())
    )
    place = ", ".join(filter(None, [meeting.address, page.city]))
    # The place may be newer than the appointment, and a program takes what is newer.
    now = timezone.now().astimezone(datetime.UTC)
    for name, value in {"location": calendars.words(place), "dtstamp": now, "last-modified": now}.items():
        event.pop(name, None)
        if value:
            event.add(name, value)
    result = calendars.new_calendar(text.title)
    result.add_component(event)
    return calendars.answer(result, "traff.ics", "attachment")
