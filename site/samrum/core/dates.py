"""Dates, times and amounts in words, as Swedish and English readers write them.

Swedish: "4 juni 2024", "4–5 juni 2024", "kl. 9–15.30" (Språkrådet, Svenska skrivregler).
English: "4 June 2024", "9–15:30". Always with the year, so that a page still tells the truth when it is printed or read years later.
"""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SWEDEN = ZoneInfo("Europe/Stockholm")
NO_BREAK_SPACE = "\u00a0"


def _swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


def day_in_words(day: datetime.date) -> str:
    """“4 juni 2024”. An aware datetime is taken as the day it is in Sweden."""
    if isinstance(day, datetime.datetime) and timezone.is_aware(day):
        day = timezone.localdate(day)
    return dateformat.format(day, "j F Y")


def days_in_words(first: datetime.date, last: datetime.date | None = None) -> str:
    """“4 juni 2024”, “4–5 juni 2024”, “30 maj–1 juni 2024”, “30 december 2024–2 januari 2025”."""
    if last is None or last == first:
        return day_in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day_in_words(last)}"
    if first.year == last.year:
        return f"{dateformat.format(first, 'j F')}–{day_in_words(last)}"
    return f"{day_in_words(first)}–{day_in_words(last)}"


def _clock(time: datetime.time) -> str:
    separator = "." if _swedish() else ":"
    return f"{time.hour}{separator}{time.minute:02}" if time.minute else str(time.hour)


def hours_in_words(start: datetime.time | None, end: datetime.time | None = None) -> str:
    """“kl. 9–15.30”; in English “9–15:30”, and “9:00” where a lone number would not be read as a time."""
    if start is None:
        return ""
    if _swedish():
        return f"kl.{NO_BREAK_SPACE}{_clock(start)}" + (f"–{_clock(end)}" if end else "")
    return f"{_clock(start)}–{_clock(end)}" if end else f"{start.hour}:{start.minute:02}"


def clock_trouble(day: datetime.date, time: datetime.time) -> str:
    """Why `time` on `day` is not one instant in Sweden, as a sentence for the field; "" where it is one.

    Summer time begins with an hour that no clock shows and ends with one that they show twice (2000/84/EC). People
    and calendar programs read such a time differently, so nobody is asked to meet at it.
    """
    first = datetime.datetime.combine(day, time, SWEDEN)
    # Of a repeated time the second one (PEP 495); any other time is the same again.
    distance, distance_again = first.utcoffset(), first.replace(fold=1).utcoffset()
    if distance is None or distance_again is None or distance == distance_again:
        return ""
    words = {"day": day_in_words(day), "time": hours_in_words(time)}
    if distance < distance_again:
        return _("On %(day)s there is no %(time)s: the clock goes from 2 to 3. Choose another time.") % words
    return _("On %(day)s it is %(time)s twice: the clock goes back from 3 to 2. Choose another time.") % words


def kronor(amount: Decimal) -> str:
    """“1 200 kr” or “1 200,50 kr”; in English “SEK 1,200”."""
    whole = amount == amount.to_integral_value()
    number = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    if _swedish():
        number = number.replace(",", NO_BREAK_SPACE).replace(".", ",")
        return f"{number}{NO_BREAK_SPACE}kr"
    return f"SEK{NO_BREAK_SPACE}{number}"
