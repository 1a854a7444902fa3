"""Who was there: ticked off by an organiser, on the day or after it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.log import note
from members.meetings import attending, seating
from members.meetings.holding import Gone
from members.meetings.led import find_meeting
from members.meetings.models import RoomMeeting
from network.meeting_line import entry_for

from .listed import Answered, places_of, with_answers

FOUND = 20  # at most, of those who came unasked: a longer answer is not read


class Keys(forms.CharField):
    """Keys of rows with spaces between, as the page wrote them."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        words = (super().to_python(value) or "").split()
        return [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]


class AttendanceForm(forms.Form):
    """`shown`: whom the page showed. Nobody else is marked as absent."""

    shown = Keys(required=False)
    q = forms.CharField(
        label=gettext_lazy("Who came without being registered?"),
        help_text=gettext_lazy("Name, address, title or organisation."),
        max_length=100,
        required=False,
    )


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: RoomRequest, pk: int) -> HttpResponse:
    """One form: the button that searches saves what was ticked too, so that nothing is lost."""
    meeting = find_meeting(request, pk)
    is_sent = request.method == "POST"
    form = AttendanceForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            there = _save(request, meeting, form.cleaned_data["shown"])
        except (seating.Closed, Gone):
            return _page(request, meeting, AttendanceForm(), status=409)
        messages.success(request, _("Saved. Marked as having been there: %(number)d.") % {"number": there})
        address = reverse("room_meetings:attendance", args=[request.room.slug, meeting.pk])
        asked = form.cleaned_data["q"]
        return redirect(f"{address}?{urlencode({'q': asked})}#hittade" if asked else address)
    return _page(request, meeting, form, status=422 if is_sent else 200)


@transaction.atomic
def _save(request: RoomRequest, meeting: RoomMeeting, shown: list[int]) -> int:
    """Returns how many of those shown were there. Raises Closed, Gone."""
    ticked = set(request.POST.getlist("present"))
    known = places_of(request, meeting).filter(pk__in=shown).order_by("pk").values_list("pk", flat=True)
    present = [key for key in known if str(key) in ticked]
    absent = [key for key in known if str(key) not in ticked]
    note(meeting.room, request.user, gettext_noop("Noted who was at a meeting"), meeting.page.title)
    attending.note_attendance(meeting, present, absent, by=request.user)
    return len(present)


def _page(request: RoomRequest, meeting: RoomMeeting, form: AttendanceForm, status: int) -> HttpResponse:
    places, start = places_of(request, meeting), meeting.page.start_date
    coming = meeting.registrations.exclude(answer="no").values("membership")
    listed = with_answers(list(places.filter(pk__in=coming).by_name()), request, meeting)
    asked = request.GET.get("q", "")[:100].strip()
    found: list[Answered] = []
    if asked:
        others = places.joined().exclude(pk__in=coming).matching(asked).by_name()[:FOUND]
        found = with_answers(list(others), request, meeting)
    ticked = set(request.POST.getlist("present"))
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "form": form,
        "is_early": meeting.is_cancelled or start is None or start > timezone.localdate(),
        "listed": [(one, _was_there(one, ticked)) for one in listed],
        "found": [(one, str(one.place.pk) in ticked) for one in found],
        "asked": asked,
        "shown": " ".join(str(one.place.pk) for one in [*listed, *found]),
        "noted": sum(bool(one.row and one.row.attended is not None) for one in listed),
        "there": sum(bool(one.row and one.row.attended) for one in listed),
    }
    return render(request, "meetings/registration/attendance.html", context, status=status)


def _was_there(one: Answered, ticked: set[str]) -> bool:
    return bool(one.row and one.row.attended) or str(one.place.pk) in ticked
