"""The list of participants as a file that Excel opens: personal data leaves the room, so the log says who took it."""

import csv

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from members.door import RoomRequest, room_view
from members.log import note
from members.models import Membership
from network.contact.spreadsheet import as_text

from .participants import of_room

BYTE_ORDER_MARK = "\ufeff"  # by it Excel knows that the file is UTF-8


@room_view(leads=True)
@require_POST
def participants(request: RoomRequest) -> HttpResponse:
    """Everybody in the room and invited; with semicolons, as a Swedish Excel expects."""
    name = f"deltagare-{request.room.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write(BYTE_ORDER_MARK)
    rows = csv.writer(response, delimiter=";")
    rows.writerow(
        [
            _("Last name"),
            _("First name"),
            _("E-mail"),
            _("Job title"),
            _("Organisation"),
            _("Role"),
            _("Joined"),
        ]
    )
    places = list(of_room(request).current().by_name())
    for place in places:
        rows.writerow([as_text(cell) for cell in _cells(place)])
    note(request.room, request.user, gettext_noop("Exported the list of participants"), len(places))
    return response


def _cells(place: Membership) -> list[str]:
    return [
        place.user.last_name,
        place.user.first_name,
        place.user.email,
        place.title,
        place.organisation.name if place.organisation else "",
        place.get_role_display(),
        f"{timezone.localdate(place.joined_at):%Y-%m-%d}" if place.joined_at else _("invited"),
    ]
