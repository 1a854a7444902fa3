"""Organisers decide: page, translations, drafts, calendars, room and letters in one transaction, or nothing."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Locale

from members.meetings import deciding, following
from members.meetings.deciding import Overtaken, version_of
from members.meetings.models import DateAnswer, Registration, RoomMeeting
from members.models import Membership, RoomEvent
from members.notices.models import Notice
from network.models import CalendarEntry
from tests.at_once import at_once
from tests.core.editing import Editor, fresh
from tests.factories import UserFactory
from tests.members.factories import MembershipFactory

from .factories import answers, meeting_in, propose, seat
from .told import forget, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("waiting_worker")]


@pytest.fixture
def editor(db):
    return Editor(Client(), UserFactory(is_staff=True, is_superuser=True))


def soon(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def translated(page, **words):
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return fresh(copy)


@pytest.fixture
def english(room, undecided):
    network = translated(room.network, title="The network")
    network.save_revision().publish()
    return translated(undecided.page, title="Digital meeting", theme="Threats")


def event_of(client, network):
    events = Calendar.from_ical(client.get(network.calendar_url).content).walk("VEVENT")
    return events[0] if events else None


# --- Everywhere at once ---------------------------------------------------------------------------------


def test_one_press_changes_page_translation_calendar_room_and_log(
    client, editor, room, undecided, english, organiser, member
):
    (day,) = propose(undecided, 60, start_time=datetime.time(9), end_time=datetime.time(15, 30))
    answers(day, member)
    editor.edit(undecided.page, title="Påbörjad rubrik")
    editor.edit(english, theme="Half-written")
    deciding.decide(undecided, day, state="preliminary", by=organiser.user)
    before = event_of(client, room.network)
    assert (before["STATUS"], before["SEQUENCE"]) == ("TENTATIVE", 1)
    forget()

    deciding.settle(undecided, by=organiser.user)
    after = event_of(client, room.network)
    assert (after["STATUS"], after["SEQUENCE"], after["UID"]) == ("CONFIRMED", 2, before["UID"])
    assert after["DTSTART"].dt.replace(tzinfo=None) == datetime.datetime.combine(soon(60), datetime.time(9))
    for page in (fresh(undecided.page), fresh(english)):
        assert (page.state, page.start_date, page.live) == ("confirmed", soon(60), True)
    # What the editors have begun is as it was, and not public.
    swedish, copy = fresh(undecided.page), fresh(english)
    assert (swedish.title, swedish.get_latest_revision_as_object().title) == (
        "Digital träff",
        "Påbörjad rubrik",
    )
    assert (copy.theme, copy.get_latest_revision_as_object().theme) == ("Threats", "Half-written")
    for page in (swedish, copy):
        assert page.has_unpublished_changes and page.get_latest_revision_as_object().start_date == soon(60)
    assert "Påbörjad" not in client.get(swedish.url).text and "Half-written" not in client.get(copy.url).text
    assert Registration.objects.get(meeting=undecided, membership=member).seat == "held"
    assert told("meeting_decided") == {organiser, member}
    actions = list(RoomEvent.objects.filter(room=room).order_by("pk").values_list("action", "about"))
    assert actions == [
        ("Decided the date of a meeting", "Digital träff"),
        ("Confirmed the date of a meeting", "Digital träff"),
    ]


def test_seats_are_held_in_the_order_of_the_answers_and_the_others_wait(room, undecided, organiser):
    undecided.seats = 2
    undecided.save()
    (day,) = propose(undecided, 60)
    late, first, second, maybe = (MembershipFactory(room=room) for _ in range(4))
    for number, person in enumerate((first, second, late)):
        row = answers(day, person)
        DateAnswer.objects.filter(pk=row.pk).update(
            answered_at=timezone.now() - datetime.timedelta(hours=9 - number)
        )
    answers(day, maybe, "if_need_be")
    deciding.decide(undecided, day, by=organiser.user)
    rows = Registration.objects.filter(meeting=undecided).order_by("line")
    assert [(row.membership, row.seat) for row in rows] == [
        (first, "held"),
        (second, "held"),
        (late, "waiting"),
    ]


def test_days_in_a_row_and_the_part_of_the_day_come_along(undecided, organiser):
    (day,) = propose(undecided, 60)
    day.end_date, day.part_of_day = soon(61), "morning"
    day.save()
    deciding.decide(undecided, day, by=organiser.user)
    page = fresh(undecided.page)
    assert (page.start_date, page.end_date, page.ends_on, page.part_of_day) == (
        soon(60),
        soon(61),
        soon(61),
        "morning",
    )


def test_what_the_page_cannot_say_changes_nothing(undecided, organiser, member):
    (day,) = propose(undecided, 60, start_time=datetime.time(15), end_time=datetime.time(9))
    with pytest.raises(ValidationError):
        deciding.decide(undecided, day, by=organiser.user)
    assert fresh(undecided.page).state == "undecided"
    assert not RoomEvent.objects.exists() and not Notice.objects.exists()


def test_an_error_in_the_middle_leaves_nothing_changed(
    client, editor, room, undecided, english, organiser, member, monkeypatch
):
    (day,) = propose(undecided, 60)
    answers(day, member)
    editor.edit(undecided.page, title="Påbörjad rubrik")
    before = [fresh(page).latest_revision.content for page in (undecided.page, english)]

    def break_down(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(following, "announce", break_down)
    with pytest.raises(OSError, match="disk full"):
        deciding.decide(undecided, day, by=organiser.user)
    assert [fresh(page).latest_revision.content for page in (undecided.page, english)] == before
    assert {fresh(page).state for page in (undecided.page, english)} == {"undecided"}
    assert CalendarEntry.objects.get(translation_key=undecided.page.translation_key).sequence == 0
    assert event_of(client, room.network) is None
    assert not Registration.objects.exists() and not RoomEvent.objects.exists()
    assert not Notice.objects.exists()
    assert RoomMeeting.objects.get(pk=undecided.pk).announced == undecided.announced


# --- Somebody else was there ----------------------------------------------------------------------------


def test_whoever_saw_an_earlier_version_is_told(undecided, organiser, member):
    first, second = propose(undecided, 20, 30)
    seen = version_of(undecided.page)
    deciding.decide(undecided, first, by=organiser.user, seen=seen)
    forget()
    for step in (
        lambda: deciding.decide(undecided, second, by=organiser.user, seen=seen),
        lambda: deciding.move(undecided, by=organiser.user, start_date=soon(50), seen=seen),
        lambda: deciding.cancel(undecided, by=organiser.user, seen=seen),
        lambda: deciding.reopen(undecided, term="spring", term_year=2030, by=organiser.user, seen=seen),
    ):
        with pytest.raises(Overtaken):
            step()
    assert fresh(undecided.page).start_date == soon(20) and not Notice.objects.exists()


def test_a_day_that_was_taken_back_cannot_be_decided(undecided, organiser):
    (day,) = propose(undecided, 20)
    undecided.proposals.all().delete()
    with pytest.raises(Overtaken):
        deciding.decide(undecided, day, by=organiser.user)


def test_a_day_of_another_meeting_cannot_be_decided(room, undecided, organiser):
    (day,) = propose(meeting_in(room, days=None), 20)
    with pytest.raises(Overtaken):
        deciding.decide(undecided, day, by=organiser.user)


@pytest.mark.django_db(transaction=True)
def test_two_organisers_decide_at_once(room, undecided, organiser, member):
    """One of them decides; the other is told, and nobody gets two letters or two seats."""
    other = MembershipFactory(room=room, organiser=True)
    days = propose(undecided, 20, 30)
    for day in days:
        answers(day, member)
    seen = version_of(undecided.page)

    def press(day, by):
        def step():
            row = RoomMeeting.objects.select_related("page", "room__network").get(pk=undecided.pk)
            deciding.decide(row, day, by=by.user, seen=seen)

        return step

    raised = at_once(press(days[0], organiser), press(days[1], other))
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "Overtaken"]
    chosen = days[raised.index(None)]
    assert fresh(undecided.page).start_date == chosen.start_date
    assert CalendarEntry.objects.get(translation_key=undecided.page.translation_key).sequence == 1
    assert Registration.objects.filter(meeting=undecided).count() == 1
    assert Notice.objects.count() == 3 and RoomEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_organiser_decides_while_an_editor_publishes_and_somebody_registers(
    room, meeting, organiser, member
):
    """Three who hold the tree, the meeting or both: nobody waits for ever, nothing is lost."""
    editor = Editor(Client(), UserFactory(is_staff=True, is_superuser=True))

    def register():
        row = RoomMeeting.objects.select_related("page", "room__network").get(pk=meeting.pk)
        seat(row, member)

    raised = at_once(
        lambda: deciding.move(meeting, by=organiser.user, start_date=soon(40)),
        lambda: editor.publish(fresh(meeting.page), theme="Redaktörens tema"),
        register,
    )
    assert raised == [None, None, None]
    page = fresh(meeting.page)
    assert page.theme == "Redaktörens tema"
    assert Registration.objects.get(meeting=meeting).seat == "seated"


# --- How much it costs ----------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [None, 2])
def test_as_many_statements_for_thirty_as_for_three(room, organiser, limit):
    def decide(number: int) -> int:
        meeting = meeting_in(room, days=None, title=f"Träff för {number}")
        meeting.seats = limit
        meeting.save()
        people = [MembershipFactory(room=room) for _ in range(number)]
        (day,) = propose(meeting, 60)
        for person in people:
            answers(day, person)
        fetched = RoomMeeting.objects.select_related("page", "room__network").get(pk=meeting.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            deciding.decide(fetched, day, by=organiser.user)
        assert Registration.objects.filter(meeting=meeting).count() == number
        assert (
            Notice.objects.filter(subject_id=meeting.pk).count() == Membership.objects.in_room(room).count()
        )
        return len(queries)

    decide(1)  # what is looked up once in a process
    assert decide(30) == decide(3)
