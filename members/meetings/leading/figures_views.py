"""`/rum/<room>/leda/traffar/siffror/`: answers and attendance per organisation, as a chart, a table and a file."""

import csv
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from members.charts import WIDTH, draw
from members.door import RoomRequest, room_view
from members.leading.export import BYTE_ORDER_MARK
from members.log import note
from members.meetings.models import RoomMeeting
from network.contact.spreadsheet import as_text

from . import figures as numbers

COLUMN = 100  # of the chart, while there are few
EXPORTED = gettext_noop("Exported answers and attendance")


@room_view(leads=True)
@require_safe
def figures(request: RoomRequest) -> HttpResponse:
    choices, period, table = asked(request)
    one = next((row for row in table.rows if row.key and row.key == request.GET.get("organisation")), None)
    shown = replace(table, rows=[one]) if one else table
    sums = shown.sums
    context = {
        "periods": choices,
        "period": period,
        "table": shown,
        "one": one,
        "chart": draw(
            labels(table.meetings),
            [cell.registered for cell in sums],
            [cell.attended for cell in sums],
            at_least=min(WIDTH, len(sums) * COLUMN),
        ),
    }
    return render(request, "meetings/leading/figures.html", context)


@room_view(leads=True)
@require_POST
def figures_csv(request: RoomRequest) -> HttpResponse:
    """For Excel: with a byte order mark and semicolons, as Swedish settings want them."""
    _choices, period, table = asked(request)
    words = period.key if period else f"{timezone.localdate():%Y}"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="traffar-{request.room.slug}-{words}.csv"'
    answer.write(BYTE_ORDER_MARK)
    writer = csv.writer(answer, delimiter=";")
    heads = [_("Organisation")]
    for meeting in table.meetings:
        name = f"{meeting.page.start_date:%Y-%m-%d} {meeting.page.title}"
        heads += [
            _("%(meeting)s: registered") % {"meeting": name},
            _("%(meeting)s: there") % {"meeting": name},
        ]
    writer.writerow([as_text(cell) for cell in heads])
    for row in table.rows:
        counts = [count for cell in row.cells for count in (cell.registered, cell.attended)]
        writer.writerow([as_text(row.name), *counts])
    note(request.room, request.user, EXPORTED, words)
    return answer


def asked(request: RoomRequest) -> tuple[list[numbers.Period], numbers.Period | None, numbers.Table]:
    """The choice of periods, the one that the address names, and its table."""
    meetings = numbers.dated(request.user, request.room)
    choices = numbers.periods(meetings)
    period = numbers.choose(choices, request.GET.get("period", ""), timezone.localdate())
    chosen = [meeting for meeting in meetings if period and period.holds(meeting.page)]
    return choices, period, numbers.table(request.user, chosen)


def labels(meetings: list[RoomMeeting]) -> list[tuple[str, str]]:
    """Day and month; the year below the first."""
    days = [meeting.page.start_date for meeting in meetings if meeting.page.start_date]
    return [(format_date(day, "j b"), str(day.year) if place == 0 else "") for place, day in enumerate(days)]
