"""The registrations as a file that Excel opens: personal data leaves the room, so the log says who took it."""

import csv

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from members.door import RoomRequest, room_view
from members.leading.export import BYTE_ORDER_MARK
from members.log import note
from members.meetings.led import find_meeting
from network.contact.spreadsheet import as_text

from .leading_forms import ExportForm
from .listed import Answered, places_of, with_answers


@room_view(leads=True)
@require_POST
def registrations(request: RoomRequest, pk: int) -> HttpResponse:
    """Everybody, also those who have not answered. Health data is in it only where the organiser asks for it."""
    meeting = find_meeting(request, pk)
    form = ExportForm(request.POST)
    with_needs = form.is_valid() and form.cleaned_data["needs"]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"anmalda-{request.room.slug}-{meeting.pk}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write(BYTE_ORDER_MARK)
    table = csv.writer(response, delimiter=";")
    table.writerow(_head() + ([_("Special diet"), _("Access needs")] if with_needs else []))
    for one in with_answers(list(places_of(request, meeting).by_name()), request, meeting):
        cells = _cells(one) + (_needs(one) if with_needs else [])
        table.writerow([as_text(cell) for cell in cells])
    action = (
        gettext_noop("Exported the registrations of a meeting with diet and access needs")
        if with_needs
        else gettext_noop("Exported the registrations of a meeting")
    )
    note(request.room, request.user, action, meeting.page.title)
    return response


def _head() -> list[str]:
    return [
        _("Last name"),
        _("First name"),
        _("E-mail"),
        _("Job title"),
        _("Organisation"),
        _("Role"),
        _("Answer"),
        _("Colleague who comes instead"),
        _("The colleague’s e-mail address"),
        _("Was there"),
        _("Answered"),
    ]


def _cells(one: Answered) -> list[str]:
    place, row = one.place, one.row
    return [
        place.user.last_name,
        place.user.first_name,
        place.user.email,
        place.title,
        place.organisation.name if place.organisation else "",
        place.get_role_display(),
        one.state or _("Has not answered"),
        row.colleague_name if row else "",
        row.colleague_email if row else "",
        {None: "", True: _("yes"), False: _("no")}[row.attended if row else None],
        f"{timezone.localtime(row.changed_at):%Y-%m-%d %H:%M}" if row else "",
    ]


def _needs(one: Answered) -> list[str]:
    return [one.needs.diet, one.needs.access] if one.needs else ["", ""]
