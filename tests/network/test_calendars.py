"""Calendar files as programs read them: parsed strictly, checked against RFC 5545."""

import datetime
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from icalendar import Calendar, Event
from wagtail.models import Locale

from network import calendars
from network.models import CalendarEntry, MeetingPage, NetworkPage
from samrum.core.plain_text import printable
from tests.factories import MeetingPageFactory, NetworkPageFactory

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def strict(response) -> Calendar:
    """The calendar in an answer, after the rules of RFC 5545 that a lenient parser lets pass."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    raw = response.content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # folding never splits a letter
    parsed = Calendar.from_ical(raw)
    assert not parsed.errors
    assert parsed.to_ical() == raw
    assert parsed["VERSION"] == "2.0"
    assert parsed["PRODID"]
    assert parsed.subcomponents, "at least one component (RFC 5545, 3.6)"
    zones = {zone["TZID"] for zone in parsed.walk("VTIMEZONE")}
    uids = []
    for event in parsed.walk("VEVENT"):
        assert not event.errors
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED"):
            assert name in event, name
        uids.append(str(event["UID"]))
        for name in ("DTSTART", "DTEND"):
            if name in event and "TZID" in event[name].params:
                assert event[name].params["TZID"] in zones
        if "DTEND" in event:
            assert type(event["DTEND"].dt) is type(event["DTSTART"].dt)
            assert event["DTEND"].dt > event["DTSTART"].dt
        assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)
    assert len(set(uids)) == len(uids)
    return parsed


# What a calendar's own signs would make of it, were they not escaped (RFC 5545, 3.3.11).
HOSTILE = [
    "Hot; våld, hat",
    "C:\\nytt \\; \\, slut\\",
    "Rad ett\nBEGIN:VEVENT\nUID:falsk\nEND:VEVENT",
    "Rad ett\r\nMETHOD:CANCEL",
    "Rad ett\rATTENDEE:mailto:x@example.org",
    "Tecken \x1b\x7f\x85\u2028\u2029 slut",
    'Citat ": kolon: ^n',
    "å" * 32 + "; 😀" * 16,  # as long as a city can be, and longer than a line of a calendar
]


def as_kept(text: str) -> str:
    """Line breaks of any kind are one kind, and signs that nobody sees are gone."""
    return printable("\n".join(text.splitlines()))


def raw_value(raw: bytes, name: str) -> str:
    """What stands on the line of a property, unfolded and as it is escaped."""
    lines = raw.decode().replace("\r\n ", "").split("\r\n")
    [line] = [line for line in lines if line.startswith(f"{name}:")]
    return line.removeprefix(f"{name}:")


def read_as_text(value: str) -> str:
    return str(Event.from_ical(f"BEGIN:VEVENT\r\nSUMMARY:{value}\r\nEND:VEVENT\r\n")["SUMMARY"])


@pytest.mark.parametrize("title", HOSTILE)
def test_no_text_breaks_a_calendar(client, network, title):
    meeting = MeetingPageFactory(parent=network)
    MeetingPage.objects.filter(pk=meeting.pk).update(title=title, lead=title, theme=title, city=title)
    NetworkPage.objects.filter(pk=network.pk).update(title=title)
    network.refresh_from_db()
    meeting.refresh_from_db()
    kept = as_kept(title)
    for address in (network.calendar_url, f"{meeting.url}traff.ics"):
        answer = client.get(address)
        (event,) = strict(answer).walk("VEVENT")
        assert event["SUMMARY"] == f"{kept} – {kept}"
        assert event["LOCATION"] == kept
        assert str(event["DESCRIPTION"]).startswith(f"{kept}\n")
        for name in ("NAME", "X-WR-CALNAME"):
            value = raw_value(answer.content, name)
            assert read_as_text(value) == kept
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), "a separator that is not escaped"


def events(client, page) -> list:
    return strict(client.get(page.calendar_url)).walk("VEVENT")


def only_event(client, page):
    (event,) = events(client, page)
    return event


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, title="Nätverk mot hot och våld")


def translated(page, **fields):
    """A live English translation, as an editor makes it."""
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.mark.parametrize(
    ("state", "status", "prefix"),
    [
        ("confirmed", "CONFIRMED", ""),
        ("preliminary", "TENTATIVE", "Preliminärt: "),
        ("cancelled", "CANCELLED", "Inställt: "),
    ],
)
def test_state_is_told(client, network, state, status, prefix):
    MeetingPageFactory(parent=network, title="Träff 1", state=state)
    event = only_event(client, network)
    assert event["STATUS"] == status
    assert event["SUMMARY"] == f"{prefix}Träff 1 – Nätverk mot hot och våld"


def test_meetings_without_a_date_are_absent_and_the_calendar_stays_valid(client, network):
    undecided = MeetingPageFactory(parent=network, undecided=True)
    MeetingPageFactory(parent=network, undecided=True, state="cancelled")
    MeetingPageFactory(parent=network, live=False)
    assert events(client, network) == []
    assert undecided.calendar_url is None
    assert client.get(f"{undecided.url}traff.ics").status_code == 404


def test_whole_day_ends_on_the_day_after(client, network):
    MeetingPageFactory(parent=network)
    event = only_event(client, network)
    assert event["DTSTART"].dt == datetime.date(2027, 3, 4)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["DTEND"].dt == datetime.date(2027, 3, 5)


def test_several_whole_days(client, network):
    MeetingPageFactory(parent=network, end_date=datetime.date(2027, 3, 5))
    assert only_event(client, network)["DTEND"].dt == datetime.date(2027, 3, 6)


@pytest.mark.parametrize("day", [datetime.date(2027, 3, 4), datetime.date(2027, 6, 4)])
def test_clock_times_are_swedish(client, network, day):
    MeetingPageFactory(
        parent=network,
        start_date=day,
        start_time=datetime.time(9),
        end_time=datetime.time(15, 30),
        part_of_day="whole",
    )
    event = only_event(client, network)
    assert event["DTSTART"].to_ical() == f"{day:%Y%m%d}T090000".encode()
    assert event["DTSTART"].params["TZID"] == "Europe/Stockholm"
    assert event["DTEND"].dt == datetime.datetime.combine(day, datetime.time(15, 30), STOCKHOLM)


def test_several_days_with_clock_times(client, network):
    MeetingPageFactory(
        parent=network,
        end_date=datetime.date(2027, 3, 5),
        start_time=datetime.time(13),
        end_time=datetime.time(12),
    )
    event = only_event(client, network)
    assert event["DTSTART"].dt == datetime.datetime(2027, 3, 4, 13, tzinfo=STOCKHOLM)
    assert event["DTEND"].dt == datetime.datetime(2027, 3, 5, 12, tzinfo=STOCKHOLM)


def test_a_start_without_an_end_has_none(client, network):
    MeetingPageFactory(parent=network, start_time=datetime.time(9))
    event = only_event(client, network)
    assert event["DTSTART"].dt == datetime.datetime(2027, 3, 4, 9, tzinfo=STOCKHOLM)
    assert "DTEND" not in event


def test_several_days_with_a_start_alone_tell_it_in_words(client, network):
    MeetingPageFactory(parent=network, end_date=datetime.date(2027, 3, 5), start_time=datetime.time(9))
    event = only_event(client, network)
    assert event["DTEND"].dt == datetime.date(2027, 3, 6)
    assert "(börjar kl. 09.00)" in event["SUMMARY"]


def test_part_of_day_without_clock_is_told_in_words(client, network):
    MeetingPageFactory(parent=network, part_of_day="morning")
    event = only_event(client, network)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["SUMMARY"].endswith("(förmiddag)")


def test_awkward_texts_survive(client, network):
    theme = 'Å, Ä; Ö \\ "citat": ' + "😀 åäö " * 25
    MeetingPageFactory(
        parent=network,
        title="Träff; med, tecken\\n",
        theme=theme[:200],
        lead="Rad ett\nRad två",
        city="Malmö, Lund",
    )
    event = only_event(client, network)
    assert event["SUMMARY"].startswith("Träff; med, tecken\\n – ")
    assert theme[:200] in event["DESCRIPTION"]
    assert event["LOCATION"] == "Malmö, Lund"


def test_a_digital_meeting_has_no_place(client, network):
    meeting = MeetingPageFactory(parent=network, format="digital", city="")
    event = only_event(client, network)
    assert "LOCATION" not in event
    assert "Digital träff" in event["DESCRIPTION"]
    assert event["URL"] == f"http://testserver{meeting.url}"


def test_calendar_names_itself_and_says_when_to_look_again(client, network):
    parsed = strict(client.get(network.calendar_url))
    assert parsed["X-WR-CALNAME"] == parsed["NAME"] == "Nätverk mot hot och våld"
    assert parsed["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert parsed["REFRESH-INTERVAL"].to_ical() == b"PT6H"
    assert b"\r\nX-PUBLISHED-TTL:PT6H\r\n" in parsed.to_ical()
    assert parsed["URL"] == f"http://testserver{network.url}"


def test_summer_time_begins_and_ends_at_the_right_instants():
    """Every change 2026-2037, read from the time zone data alone as RFC 5545 3.6.5 says."""
    zone = Calendar.from_ical(
        b"BEGIN:VCALENDAR\r\n" + calendars.swedish_time().to_ical() + b"END:VCALENDAR\r\n"
    )
    parts = {part.name: part for part in zone.walk() if part.name in ("DAYLIGHT", "STANDARD")}
    for year in range(2026, 2038):
        for part in parts.values():
            rule = part["RRULE"]
            assert rule["FREQ"] == ["YEARLY"] and rule["BYDAY"] == ["-1SU"]
            month = int(rule["BYMONTH"][0])
            assert month == part["DTSTART"].dt.month
            day = datetime.date(year, month, 31)
            day -= datetime.timedelta(days=(day.weekday() + 1) % 7)
            before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
            onset = datetime.datetime.combine(day, part["DTSTART"].dt.time(), datetime.timezone(before))
            instant = onset.astimezone(datetime.UTC)
            assert (instant - datetime.timedelta(seconds=1)).astimezone(STOCKHOLM).utcoffset() == before
            assert instant.astimezone(STOCKHOLM).utcoffset() == after


def sequence(meeting) -> int:
    return CalendarEntry.objects.get(translation_key=meeting.translation_key).sequence


def publish(meeting, **changes):
    for name, value in changes.items():
        setattr(meeting, name, value)
    revision = meeting.save_revision()
    revision.publish()
    meeting.refresh_from_db()
    return revision


@pytest.mark.parametrize(
    "change",
    [
        {"start_date": datetime.date(2027, 3, 11)},
        {"end_date": datetime.date(2027, 3, 5)},
        {"start_time": datetime.time(9)},
        {"city": "Örebro"},
        {"state": "cancelled"},
        {"part_of_day": "morning"},
        {"format": "hybrid"},
    ],
)
def test_another_appointment_raises_the_sequence_once(client, network, change):
    meeting = MeetingPageFactory(parent=network)
    before = only_event(client, network)
    publish(meeting, **change)
    publish(meeting)
    after = only_event(client, network)
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["UID"] == before["UID"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_texts_do_not_raise_the_sequence(network):
    meeting = MeetingPageFactory(parent=network)
    publish(meeting, title="Annan titel", theme="Tema", lead="Ny text")
    assert sequence(meeting) == 0


def test_drafts_do_not_raise_the_sequence(network):
    meeting = MeetingPageFactory(parent=network)
    meeting.city = "Örebro"
    meeting.save_revision()
    assert sequence(meeting) == 0


def test_an_old_revision_restored_raises_the_sequence(client, network):
    meeting = MeetingPageFactory(parent=network)
    first = meeting.latest_revision
    publish(meeting, start_date=datetime.date(2027, 3, 11))
    assert sequence(meeting) == 1
    first.publish()
    assert sequence(meeting) == 2
    assert only_event(client, network)["DTSTART"].dt == datetime.date(2027, 3, 4)


def test_a_meeting_whose_date_is_decided_and_opened_again(client, network):
    meeting = MeetingPageFactory(parent=network, undecided=True)
    publish(meeting, state="confirmed", start_date=datetime.date(2027, 4, 1))
    assert only_event(client, network)["SEQUENCE"] == 1
    publish(meeting, state="undecided", start_date=None)
    assert events(client, network) == []
    publish(meeting, state="confirmed", start_date=datetime.date(2027, 4, 1))
    assert only_event(client, network)["SEQUENCE"] == 3


def test_unpublishing_and_publishing_again_keeps_the_sequence(network):
    meeting = MeetingPageFactory(parent=network)
    meeting.unpublish()
    publish(meeting)
    assert sequence(meeting) == 0


def test_one_meeting_is_one_meeting_in_all_languages(client, network):
    meeting = MeetingPageFactory(parent=network, title="Träff 1", part_of_day="morning")
    english_network = translated(network, title="Network against threats")
    english = translated(meeting, title="Meeting 1")
    swedish, other = only_event(client, network), only_event(client, english_network)
    assert CalendarEntry.objects.filter(translation_key=meeting.translation_key).count() == 1
    assert other["UID"] == swedish["UID"] == only_event(client, english)["UID"]
    assert other["SUMMARY"] == "Meeting 1 – Network against threats (morning)"
    assert other["URL"] == f"http://testserver{english.url}"
    # A copy that lags behind does not decide the date.
    MeetingPage.objects.filter(pk=english.pk).update(start_date=datetime.date(2020, 1, 1))
    publish(english)
    assert only_event(client, english)["DTSTART"].dt == datetime.date(2027, 3, 4)
    assert sequence(meeting) == 0


def test_an_untranslated_meeting_is_in_the_english_calendar_with_swedish_words(client, network):
    english_network = translated(network, title="Network")
    MeetingPageFactory(parent=network, title="Träff 1", state="preliminary")
    event = only_event(client, english_network)
    assert event["SUMMARY"] == "Preliminary: Träff 1 – Network"


def test_an_unpublished_meeting_is_gone_in_every_language(client, network):
    translated(network)
    meeting = MeetingPageFactory(parent=network)
    english = translated(meeting)
    MeetingPage.objects.filter(pk=meeting.pk).update(live=False)
    assert events(client, english.get_parent().specific) == []
    assert client.get(english.calendar_url).status_code == 404
    assert client.get(meeting.calendar_url).status_code == 404


def test_a_copied_meeting_is_another_meeting(client, network):
    meeting = MeetingPageFactory(parent=network)
    meeting.copy(update_attrs={"slug": "kopia"})
    first, second = events(client, network)
    assert first["UID"] != second["UID"]


def test_an_alias_is_the_same_meeting(client, home, network):
    meeting = MeetingPageFactory(parent=network)
    other = NetworkPageFactory(parent=home)
    alias = meeting.create_alias(parent=other, update_slug="alias")
    publish(meeting, city="Örebro")
    assert CalendarEntry.objects.count() == 1
    assert only_event(client, alias)["UID"] == only_event(client, meeting)["UID"]
    assert only_event(client, other)["UID"] == only_event(client, meeting)["UID"]


def test_a_meeting_that_was_never_noted_has_its_key_as_uid(client, network):
    meeting = MeetingPageFactory(parent=network)
    CalendarEntry.objects.all().delete()
    event = only_event(client, network)
    assert uuid.UUID(event["UID"]) == meeting.translation_key
    assert event["SEQUENCE"] == 0


def test_order_is_by_date(client, network):
    for day in (9, 3, 6):
        MeetingPageFactory(parent=network, start_date=datetime.date(2027, 5, day))
    assert [event["DTSTART"].dt.day for event in events(client, network)] == [3, 6, 9]


def test_answers_are_public_and_conditional(client, network):
    MeetingPageFactory(parent=network)
    response = client.get(network.calendar_url)
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    again = client.get(network.calendar_url, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert "public" in again["Cache-Control"]
    assert client.post(network.calendar_url).status_code == 405
    assert client.head(network.calendar_url).status_code == 200


def test_the_file_of_one_meeting_is_downloaded(client, network):
    meeting = MeetingPageFactory(parent=network)
    response = client.get(meeting.calendar_url)
    strict(response)
    assert response["Content-Disposition"] == 'attachment; filename="traff.ics"'


@pytest.mark.parametrize(
    "address", ["/finns-inte/kalender.ics", "/kontakt/kalender.ics", "/kalender.ics", "/kontakt/traff.ics"]
)
def test_no_calendar_where_there_is_no_network(client, address):
    assert client.get(address).status_code == 404


def test_queries_do_not_grow(client, network, django_assert_max_num_queries):
    english = translated(network)
    for _ in range(3):
        MeetingPageFactory(parent=network)
    for page in (network, english):
        client.get(page.calendar_url)
        with django_assert_max_num_queries(12) as few:
            client.get(page.calendar_url)
        for _ in range(5):
            MeetingPageFactory(parent=network)
        with django_assert_max_num_queries(len(few)):
            client.get(page.calendar_url)


@override_settings(SITE_URL="https://example.org")
def test_addresses_come_from_the_settings_not_from_the_host_header(client, network):
    MeetingPageFactory(parent=network)
    response = client.get(network.calendar_url, headers={"Host": "evil.example"})
    unfolded = re.sub(rb"\r\n ", b"", response.content)
    assert b"evil.example" not in unfolded
    assert b"https://example.org/" in unfolded


def test_a_calendar_does_not_name_a_network_that_is_a_draft(client, home):
    network = NetworkPageFactory(parent=home, title="Ännu hemligt", live=False)
    meeting = MeetingPageFactory(parent=network, state="confirmed", start_date=datetime.date(2027, 5, 4))
    assert client.get(meeting.calendar_url).status_code == 404
    network.save_revision().publish()
    meeting.get_latest_revision().publish()
    assert "Ännu hemligt" in str(only_event(client, meeting)["SUMMARY"])
