"""Under Leda: who comes to a meeting, and answering for somebody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from members.door import RoomRequest, room_view
from members.log import note
from members.meetings import seating
from members.meetings.holding import Gone
from members.meetings.led import find_meeting
from members.meetings.models import Registration
from network.meeting_line import entry_for
from samrum.core.mail import undelivered

from .leading_forms import AnswerForOtherForm, ExportForm, Sift
from .listed import (
    by_organisation,
    narrowed,
    numbers_of,
    organisations_of,
    places_of,
    with_answers,
)
from .outcome import said_to_organiser, state_at_start
from .seats import seats_of

PER_PAGE = 100


@room_view(leads=True)
@require_safe
def registrations(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    places = places_of(request, meeting)
    sift = Sift(request.GET, organisations=organisations_of(meeting))
    asked = sift.asked()
    page = Paginator(narrowed(places, meeting, asked), PER_PAGE).get_page(request.GET.get("sida"))
    listed = with_answers(list(page), request, meeting)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "sift": sift,
        "is_narrowed": any(asked.values()),
        "page_of_places": page,
        "listed": listed,
        "shows_needs": any(one.needs for one in listed),
        "numbers": numbers_of(places, meeting),
        "seats": seats_of(meeting),
        "organisations": by_organisation(meeting),
        "export_form": ExportForm(),
        "undelivered": undelivered.about(meeting),
    }
    return render(request, "meetings/registration/registrations.html", context)


@room_view(leads=True)
@sensitive_post_parameters("diet", "access")
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: RoomRequest, pk: int, place: int) -> HttpResponse:
    """Answer for somebody who is in the room, guests too, also after the last day."""
    meeting = find_meeting(request, pk)
    person = get_object_or_404(places_of(request, meeting).joined(), pk=place)
    rows = Registration.objects.visible_to(request.user).filter(meeting=meeting, membership=person)
    row = rows.select_related("needs", "by", "meeting").first()
    is_sent = request.method == "POST"
    form = AnswerForOtherForm(request.POST if is_sent else None, meeting=meeting, place=person, row=row)
    context = {
        "meeting": meeting,
        "entry": entry_for(meeting.page, ""),
        "person": person,
        "row": row,
        "state": state_at_start(row) if row else "",
        "form": form,
        "forms": [form],
        "seats": seats_of(meeting),
        # Without a date, or cancelled, there is nothing to come to.
        "is_closed": meeting.page.start_date is None or meeting.is_cancelled,
        "is_late": not meeting.takes_registrations,
    }
    if is_sent and context["is_closed"]:
        return render(request, "meetings/registration/registration.html", context, status=409)
    if is_sent and form.is_valid():
        try:
            with transaction.atomic():
                action = (
                    gettext_noop("Changed a registration") if row else gettext_noop("Registered somebody")
                )
                note(request.room, request.user, action, person.user)
                saved = seating.register(
                    meeting,
                    person,
                    form.way,
                    by=request.user,
                    colleague=form.colleague,
                    also_late=True,
                    **form.needs,
                )
        except (seating.Closed, Gone):
            return render(
                request, "meetings/registration/registration.html", context | {"is_closed": True}, status=409
            )
        messages.success(request, said_to_organiser(saved))
        return redirect("room_meetings:registrations", request.room.slug, meeting.pk)
    return render(request, "meetings/registration/registration.html", context, status=422 if is_sent else 200)
