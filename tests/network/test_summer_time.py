"""The night when the clock is changed, 2026 to 2037: one instant on the page and in the calendars, none that is unclear."""

import calendar
import datetime
import json
import re
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from icalendar import Calendar, Timezone

from network.appointment import set_appointment
from network.models import MeetingPage
from samrum.core.dates import clock_trouble
from tests.core.editing import Editor, fresh
from tests.factories import MeetingPageFactory, NetworkPageFactory, UserFactory

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY, TIME = datetime.date, datetime.time
A_DAY = datetime.timedelta(days=1)
YEARS = range(2026, 2038)


def last_sunday(year: int, month: int) -> DAY:
    return max(
        DAY(year, month, week[calendar.SUNDAY]) for week in calendar.monthcalendar(year, month) if week[6]
    )


def meetings(night: DAY) -> list[dict]:
    """Appointments at and around the night before the Sunday `night`."""
    days = [
        {"start_date": day, "end_date": None, "start_time": TIME(9), "end_time": TIME(15)}
        for day in (night - A_DAY, night, night + A_DAY)
    ]
    return [
        *days,
        {"start_date": night, "end_date": None, "start_time": TIME(1, 30), "end_time": TIME(3, 30)},
        {"start_date": night - A_DAY, "end_date": night, "start_time": TIME(23), "end_time": TIME(4)},
    ]


def utc(day: DAY, time: TIME, summer: bool) -> datetime.datetime:
    """Counted by hand, without time zone data: two hours in summer, one in winter."""
    moment = datetime.datetime.combine(day, time, datetime.UTC)
    return moment - datetime.timedelta(hours=2 if summer else 1)


def is_summer(day: DAY, time: TIME) -> bool:
    """By the rule of 2000/84/EC, for a time that is neither skipped nor repeated."""
    begins, ends = last_sunday(day.year, 3), last_sunday(day.year, 10)
    moment = datetime.datetime.combine(day, time)
    return datetime.datetime.combine(begins, TIME(2)) <= moment < datetime.datetime.combine(ends, TIME(3))


def on_the_page(html: str) -> tuple[datetime.datetime, datetime.datetime]:
    (script,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)
    (event,) = [thing for thing in json.loads(script)["@graph"] if thing["@type"] == "Event"]
    start, end = (datetime.datetime.fromisoformat(event[name]) for name in ("startDate", "endDate"))
    return start.astimezone(datetime.UTC), end.astimezone(datetime.UTC)


def in_the_file(content: bytes) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """Start and end of the only meeting: by the time zone in the file itself, and by the world's."""
    parsed = Calendar.from_ical(content)
    (event,) = parsed.walk("VEVENT")
    (zone,) = parsed.walk("VTIMEZONE")
    assert isinstance(zone, Timezone)
    clock = []
    for name in ("DTSTART", "DTEND"):
        assert event[name].params["TZID"] == zone["TZID"] == "Europe/Stockholm"
        clock.append(datetime.datetime.strptime(event[name].to_ical().decode(), "%Y%m%dT%H%M%S"))
    zones = (zone.to_tz(lookup_tzid=False), STOCKHOLM)
    return [tuple(moment.replace(tzinfo=each).astimezone(datetime.UTC) for moment in clock) for each in zones]


@pytest.mark.django_db
@pytest.mark.parametrize("year", YEARS)
def test_the_same_instant_on_the_page_and_in_both_calendars(client, home, year):
    network = NetworkPageFactory(parent=home)
    meeting = MeetingPageFactory(parent=network)
    for night in (last_sunday(year, 3), last_sunday(year, 10)):
        for facts in meetings(night):
            page = set_appointment(meeting, **facts)
            start_day, end_day = page.start_date, page.last_day
            expected = (
                utc(start_day, page.start_time, is_summer(start_day, page.start_time)),
                utc(end_day, page.end_time, is_summer(end_day, page.end_time)),
            )
            assert on_the_page(client.get(page.url).text) == expected, facts
            for address in (page.calendar_url, network.calendar_url):
                assert in_the_file(client.get(address).content) == [expected, expected], (address, facts)


@pytest.mark.parametrize("year", YEARS)
def test_the_skipped_and_the_repeated_hour_are_told_and_no_other(year):
    for month, words in ((3, "finns inte kl."), (10, "två gånger")):
        for day in (last_sunday(year, month) + n * A_DAY for n in (-1, 0, 1)):
            for hour in range(24):
                for minute in (0, 30, 59):
                    with translation.override("sv"):
                        trouble = clock_trouble(day, TIME(hour, minute))
                    unclear = day == last_sunday(year, month) and hour == 2
                    assert (words in trouble) if unclear else trouble == ""


def test_the_sentence_in_both_languages():
    with translation.override("sv"):
        assert clock_trouble(DAY(2026, 3, 29), TIME(2, 30)) == (
            "Den 29 mars 2026 finns inte kl.\u00a02.30: klockan ställs fram från 2 till 3. Välj en annan tid."
        )
        assert clock_trouble(DAY(2026, 10, 25), TIME(2)) == (
            "Den 25 oktober 2026 kommer kl.\u00a02 två gånger: klockan ställs tillbaka från 3 till 2. "
            "Välj en annan tid."
        )
    with translation.override("en"):
        assert "On 29 March 2026 there is no 2:30" in clock_trouble(DAY(2026, 3, 29), TIME(2, 30))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"start_date": DAY(2026, 3, 29), "start_time": TIME(2, 30)}, "start_time"),
        ({"start_date": DAY(2026, 10, 25), "start_time": TIME(1), "end_time": TIME(2, 30)}, "end_time"),
        (
            {
                "start_date": DAY(2026, 3, 28),
                "end_date": DAY(2026, 3, 29),
                "start_time": TIME(2, 30),
                "end_time": TIME(2, 30),
            },
            "end_time",
        ),
    ],
)
def test_a_meeting_is_not_held_then(facts, field):
    meeting = MeetingPage(title="Träff", state="confirmed", **facts)
    with pytest.raises(ValidationError) as refused:
        meeting.clean_appointment()
    assert list(refused.value.message_dict) == [field]


def test_a_meeting_of_one_day_ends_after_it_starts_however_the_day_is_written():
    meeting = MeetingPage(state="confirmed", start_date=DAY(2027, 4, 9), end_date=DAY(2027, 4, 9))
    meeting.start_time, meeting.end_time = TIME(9), TIME(9)
    with pytest.raises(ValidationError):
        meeting.clean_appointment()
    meeting.end_date = DAY(2027, 4, 10)
    meeting.clean_appointment()


@pytest.mark.django_db
def test_the_editor_of_the_page_says_so_at_the_field(home):
    meeting = MeetingPageFactory(parent=NetworkPageFactory(parent=home))
    editor = Editor(Client(), UserFactory(is_staff=True, is_superuser=True))
    answer = editor.publish(meeting, start_date=DAY(2026, 3, 29), start_time=TIME(2, 30))
    assert "finns inte kl." in answer.context["form"].errors["start_time"][0]
    assert fresh(meeting).start_time is None
