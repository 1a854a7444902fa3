"""Dates, times and amounts as Swedish and English readers write them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from samrum.core.dates import day_in_words, days_in_words, hours_in_words, kronor

DAY, TIME = datetime.date, datetime.time


@pytest.mark.parametrize(
    ("first", "last", "swedish", "english"),
    [
        (DAY(2024, 6, 4), None, "4 juni 2024", "4 June 2024"),
        (DAY(2024, 6, 4), DAY(2024, 6, 4), "4 juni 2024", "4 June 2024"),
        (DAY(2024, 6, 4), DAY(2024, 6, 5), "4–5 juni 2024", "4–5 June 2024"),
        (DAY(2024, 5, 30), DAY(2024, 6, 1), "30 maj–1 juni 2024", "30 May–1 June 2024"),
        (
            DAY(2024, 12, 30),
            DAY(2025, 1, 2),
            "30 december 2024–2 januari 2025",
            "30 December 2024–2 January 2025",
        ),
    ],
)
def test_days_always_have_their_year(first, last, swedish, english):
    with translation.override("sv"):
        assert days_in_words(first, last) == swedish
    with translation.override("en"):
        assert days_in_words(first, last) == english


@pytest.mark.parametrize(
    ("start", "end", "swedish", "english"),
    [
        (TIME(9), TIME(15, 30), "kl.\u00a09–15.30", "9–15:30"),
        (TIME(9, 5), None, "kl.\u00a09.05", "9:05"),
        (TIME(9), None, "kl.\u00a09", "9:00"),
        (None, None, "", ""),
    ],
)
def test_hours(start, end, swedish, english):
    with translation.override("sv"):
        assert hours_in_words(start, end) == swedish
    with translation.override("en"):
        assert hours_in_words(start, end) == english


@pytest.mark.parametrize(
    ("amount", "swedish", "english"),
    [
        ("1200", "1\u00a0200\u00a0kr", "SEK\u00a01,200"),
        ("950.00", "950\u00a0kr", "SEK\u00a0950"),
        ("1234567.50", "1\u00a0234\u00a0567,50\u00a0kr", "SEK\u00a01,234,567.50"),
    ],
)
def test_amounts(amount, swedish, english):
    with translation.override("sv"):
        assert kronor(Decimal(amount)) == swedish
    with translation.override("en"):
        assert kronor(Decimal(amount)) == english


def test_a_moment_is_the_day_that_it_is_in_sweden():
    late = datetime.datetime(2024, 6, 3, 22, 30, tzinfo=datetime.UTC)
    assert day_in_words(late) == "4 juni 2024"
