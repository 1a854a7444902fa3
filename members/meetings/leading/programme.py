"""`.../program/`: all points of the programme on one page, three empty ones after them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings.led import find_meeting

from .one_meeting import changing, show
from .programme_form import day_choices, programme_formset

CHANGED = gettext_noop("Changed the programme of a meeting")


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    items = meeting.programme.all()
    used = set(items.values_list("day", flat=True))
    days = day_choices(meeting.page, used)
    formset = programme_formset(
        request.POST if request.method == "POST" else None,
        instance=meeting,
        queryset=items,
        form_kwargs={"days": days, "first_day": meeting.page.start_date},
    )
    if request.method == "POST" and formset.is_valid():
        if formset.has_changed():
            with changing(meeting, request, CHANGED):
                formset.save()
        messages.success(request, _("The programme is saved."))
        return redirect("room_meetings:programme", request.room.slug, pk)
    status = 422 if request.method == "POST" else 200
    return show(request, meeting, "programme", status=status, formset=formset)
