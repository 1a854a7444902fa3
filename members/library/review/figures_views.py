"""`/rum/<room>/leda/bibliotek/siffror/`: downloads per resource and month, as a chart, a table and a file."""

import csv

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.charts import draw
from members.door import RoomRequest, room_view
from members.library import figures

ON_A_PAGE = 50
# A cell that begins with one of these is a formula to Excel and its kin (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


@room_view(leads=True)
@require_safe
def downloads(request: RoomRequest) -> HttpResponse:
    choices, period = choose_period(request)
    key = request.GET.get("resurs", "")
    found = figures.rows(request.user, request.room, period)
    one = next((row for row in found if str(row.pk) == key), None)
    shown = [one] if one else found
    sums = figures.totals(shown, period)
    total = sum(cell.count for cell in sums)
    context = {
        "periods": choices,
        "period": period,
        "one": one,
        "chart": draw(month_labels(period), [cell.count for cell in sums]),
        "sums": sums,
        "others": f"&period={period.key}",
        "total": total,
        "listing": Paginator(shown, ON_A_PAGE).get_page(request.GET.get("sida")),
    }
    return render(request, "library/figures/downloads.html", context)


@room_view(leads=True)
@require_safe
def downloads_csv(request: RoomRequest) -> HttpResponse:
    """For Excel: with a byte order mark and semicolons, as Swedish settings want them."""
    _choices, period = choose_period(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"nedladdningar-{request.room.slug}-{period.first:%Y-%m}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.write("\ufeff")
    writer = csv.writer(answer, delimiter=";")
    writer.writerow([_("Title"), *(f"{month:%Y-%m}" for month in period.months), _("In all")])
    for row in figures.rows(request.user, request.room, period):
        writer.writerow([cell(row.title), *(month.count for month in row.cells), row.total])
    return answer


def month_labels(period: figures.Period) -> list[tuple[str, str]]:
    """The year stands below the first month that is shown, and below each January."""
    return [
        (format_date(month, "M"), str(month.year) if place == 0 or month.month == 1 else "")
        for place, month in enumerate(period.months)
    ]


def choose_period(request: RoomRequest) -> tuple[list[figures.Period], figures.Period]:
    choices = figures.periods(request.user, request.room, timezone.localdate())
    key = request.GET.get("period", "")
    return choices, next((period for period in choices if period.key == key), choices[0])


def cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
