"""`/rum/<room>/leda/traffar/<pk>/`: where, how, how many and until when; and what is still missing."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.meetings import seating
from members.meetings.led import find_meeting
from members.meetings.models import RoomMeeting
from samrum.core.addresses import page_path

from .forms import PracticalForm
from .one_meeting import changing, show
from .state import states_of

CHANGED = gettext_noop("Changed the practical matters of a meeting")


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    # A copy: what a refused form has written into it is not what the page says of the meeting.
    form = PracticalForm(request.POST if request.method == "POST" else None, instance=copy(meeting))
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            save(request, meeting, form)
        messages.success(request, _("Saved."))
        return redirect("room_meetings:manage", request.room.slug, pk)
    (state,) = states_of(request, [meeting])
    page = meeting.page
    return show(
        request,
        meeting,
        "practical",
        status=422 if request.method == "POST" else 200,
        form=form,
        state=state,
        public_url=page_path(page, request) if page.live else "",
        edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk])
        if page.permissions_for_user(request.user).can_edit()
        else "",
    )


def save(request: RoomRequest, meeting: RoomMeeting, form: PracticalForm) -> None:
    """More seats let people in at once. Fewer take no seat from anybody, but the organiser is told."""
    with changing(meeting, request, CHANGED) as held:
        waited = held.registrations.in_force().waiting().count()
        for name in form.changed_data:
            setattr(held, name, form.cleaned_data[name])
        held.save(update_fields=form.changed_data)
        seating.move_up(held)
        moved = waited - held.registrations.in_force().waiting().count()
        taken = seating.seats_taken(held)
    if moved:
        words = ngettext(
            "%(count)d person moved up from the waiting list and gets a letter.",
            "%(count)d people moved up from the waiting list and get letters.",
            moved,
        )
        messages.success(request, words % {"count": moved})
    for way, words in (
        ("on_site", _("%(taken)d have a seat on site already, more than %(limit)d. All of them keep it.")),
        ("online", _("%(taken)d have a seat online already, more than %(limit)d. All of them keep it.")),
    ):
        limit = held.limit_of(way)
        if limit is not None and taken.get(way, 0) > limit:
            messages.warning(request, words % {"taken": taken[way], "limit": limit})
