"""Before a date is decided, moved or cancelled its organiser reads what will happen; then it does."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from members.meetings import deciding
from members.meetings.models import Registration, RoomMeeting
from members.models import RoomEvent
from samrum.core.dates import day_in_words
from tests.core.editing import fresh
from tests.members.factories import MembershipFactory
from tests.members.meetings.factories import answers, meeting_in, propose, seat
from tests.members.meetings.told import forget, told

pytestmark = pytest.mark.django_db


def soon(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def words_of(page) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text[page.text.index("<main") :]))


def press(client, address: str, **sent):
    """Read the page, then press its button, as a browser does."""
    seen = re.search(r'name="seen" value="(\w+)"', client.get(address).text)
    return client.post(address, sent | ({"seen": seen[1]} if seen else {}), follow=True)


# --- Deciding -------------------------------------------------------------------------------------------


def test_the_page_says_what_will_happen_and_then_it_does(leader, url, room, undecided, member, organiser):
    undecided.seats = 1
    undecided.save()
    (day,) = propose(undecided, 20, start_time=datetime.time(9), end_time=datetime.time(15, 30))
    second = MembershipFactory(room=room, notices="none")
    answers(day, member), answers(day, second)
    address = url("decide", undecided, day.pk)
    text = words_of(leader.get(address))
    assert day_in_words(soon(20)) in text and "kl. 9–15.30" in text
    for said in (
        "Den öppna sidan ändras genast.",
        "visas träffen som bekräftad",
        f"1 person har svarat ja till dagen och får en plats som hålls till {day_in_words(soon(14))}.",
        "1 som har svarat ja hamnar på väntelistan",
        "2 brev går ut",
        "1 person har valt bort brev.",
        "Det går inte längre att svara om datum.",
    ):
        assert said in text, said
    assert fresh(undecided.page).state == "undecided" and not told()
    done = press(leader, address)
    assert "Klart. Det gäller genast." in done.text
    assert fresh(undecided.page).state == "confirmed" and fresh(undecided.page).start_date == soon(20)
    seats = {row.membership: row.seat for row in Registration.objects.all()}
    assert seats == {member: "held", second: "waiting"}
    assert told("meeting_decided") == {organiser, member, second}


def test_an_english_page_is_spoken_of(leader, url, room, undecided):
    (day,) = propose(undecided, 20)
    for page in (room.network, undecided.page):
        page.copy_for_translation(
            Locale.objects.get(language_code="en"), copy_parents=True
        ).save_revision().publish()
    assert "på svenska och engelska" in leader.get(url("decide", undecided, day.pk)).text


def test_preliminarily(leader, url, undecided, member):
    (day,) = propose(undecided, 20)
    address = url("decide_preliminarily", undecided, day.pk)
    assert "visas träffen som preliminär" in words_of(leader.get(address))
    press(leader, address)
    assert fresh(undecided.page).state == "preliminary"
    text = leader.get(url("appointment", undecided)).text
    assert url("settle", undecided) in text and url("propose", undecided) in text


def test_a_preliminary_date_is_confirmed(leader, url, undecided, member, organiser):
    (day,) = propose(undecided, 20)
    deciding.decide(undecided, day, state="preliminary", by=organiser.user)
    seat(undecided, member)
    forget()
    text = words_of(leader.get(url("settle", undecided)))
    assert "1 person är anmäld och förblir det." in text and "2 brev går ut" in text
    press(leader, url("settle", undecided))
    assert fresh(undecided.page).state == "confirmed" and told("meeting_decided") == {member, organiser}


def test_whoever_pressed_second_is_told_and_nothing_happens_twice(leader, url, undecided, member, organiser):
    first, second = propose(undecided, 20, 30)
    address = url("decide", undecided, second.pk)
    seen = re.search(r'name="seen" value="(\w+)"', leader.get(address).text)[1]
    deciding.decide(undecided, first, state="preliminary", by=organiser.user)
    forget()
    late = leader.post(address, {"seen": seen}, follow=True)
    assert "Någon annan hann före" in late.text
    assert fresh(undecided.page).start_date == soon(20) and not told()
    assert RoomEvent.objects.count() == 1


def test_pressing_again_does_nothing_more(leader, url, undecided, member):
    (day,) = propose(undecided, 20)
    address = url("decide", undecided, day.pk)
    sent = {"seen": re.search(r'name="seen" value="(\w+)"', leader.get(address).text)[1]}
    assert leader.post(address, sent).status_code == 302
    forget()
    assert "Någon annan hann före" in leader.post(address, sent, follow=True).text
    assert not told() and RoomEvent.objects.count() == 1


def test_without_having_seen_anything_nothing_is_decided(leader, url, undecided):
    (day,) = propose(undecided, 20)
    leader.post(url("decide", undecided, day.pk))
    leader.post(url("cancel", undecided), {"seen": ""})
    assert fresh(undecided.page).state == "undecided"


def test_a_day_that_has_passed_or_was_taken_back_is_not_decided(leader, url, undecided):
    passed, gone = propose(undecided, -1, 20)
    taken_back = gone.pk
    gone.delete()
    for key in (passed.pk, taken_back, 10**17):
        page = leader.get(url("decide", undecided, key), follow=True)
        assert "Någon annan hann före" in page.text
    assert url("decide", undecided, passed.pk) not in leader.get(url("appointment", undecided)).text


def test_what_the_page_cannot_say_is_refused_with_words(leader, url, undecided):
    (day,) = propose(undecided, 20, start_time=datetime.time(15), end_time=datetime.time(9))
    address = url("decide", undecided, day.pk)
    seen = re.search(r'name="seen" value="(\w+)"', leader.get(address).text)[1]
    page = leader.post(address, {"seen": seen})
    assert page.status_code == 422 and "slutar innan" in page.text
    assert fresh(undecided.page).state == "undecided"


# --- Moving ---------------------------------------------------------------------------------------------


def fields(meeting, **changes) -> dict[str, str]:
    page = meeting.page
    now = {
        "start_date": str(page.start_date),
        "end_date": "",
        "start_time": "",
        "end_time": "",
        "part_of_day": page.part_of_day,
        "format": page.format,
        "city": page.city,
    }
    return now | changes


def test_a_move_is_written_then_read_then_done(leader, url, meeting, member, organiser):
    seat(meeting, member)
    forget()
    address = url("move", meeting)
    assert f'value="{soon(30)}"' in leader.get(address).text
    sent = fields(meeting, start_date=str(soon(44)), start_time="09:30", city="Örebro")
    read = leader.post(address, sent)
    text = words_of(read)
    assert (
        read.status_code == 200 and day_in_words(soon(44)) in text and "kl. 9.30" in text and "Örebro" in text
    )
    assert "1 person är anmäld, förblir det och får brev." in text
    assert fresh(meeting.page).start_date == soon(30) and not told()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', read.text))
    back = leader.post(address, hidden | {"edit": "1"})
    assert back.status_code == 200 and 'value="Örebro"' in back.text and 'type="date"' in back.text
    done = leader.post(address, hidden | {"sure": "1"}, follow=True)
    assert "Klart. Det gäller genast." in done.text
    page = fresh(meeting.page)
    assert (page.start_date, page.start_time, page.city) == (soon(44), datetime.time(9, 30), "Örebro")
    assert told("meeting_moved", always=True) == {member} and told("meeting_moved", always=False) == {
        organiser
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"start_date": ""}, "start_date", "obligatorisk"),
        ({"start_date": str(soon(0))}, "start_date", "Välj en dag som kommer"),
        ({"start_date": "9999-12-31"}, "start_date", "fyra siffror"),
        ({"end_date": str(soon(2))}, "end_date", "före den första"),
        ({"end_time": "15:00"}, "start_time", "när träffen börjar"),
        ({"start_time": "15:00", "end_time": "9:00"}, "end_time", "slutar innan"),
        ({"start_date": "2099-03-29", "start_time": "02:30"}, "start_time", "finns inte"),
        ({"city": "Å" * 81}, "city", "80"),
        ({"format": "telepati"}, "format", "telepati"),
        ({}, "__all__", "Ingenting är ändrat än"),
    ],
)
def test_the_rules_of_the_page_are_said_at_the_fields(leader, url, meeting, changes, field, words):
    page = leader.post(url("move", meeting), fields(meeting, **changes))
    assert page.status_code == 422
    assert words in " ".join(page.context["form"].errors[field])
    assert "Det är inte sparat än" in page.text and fresh(meeting.page).start_date == soon(30)
    if field == "city":
        assert "Å" * 81 in page.text


def test_a_move_that_was_overtaken(leader, url, meeting, member, organiser):
    address = url("move", meeting)
    read = leader.post(address, fields(meeting, start_date=str(soon(44))))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', read.text))
    deciding.cancel(meeting, by=organiser.user)
    forget()
    assert "Någon annan hann före" in leader.post(address, hidden | {"sure": "1"}, follow=True).text
    assert fresh(meeting.page).state == "cancelled" and not told()


def test_a_physical_meeting_that_becomes_digital_says_so(leader, url, meeting, member):
    seat(meeting, member)
    text = words_of(leader.post(url("move", meeting), fields(meeting, format="digital", city="")))
    assert "1 av dem har anmält ett sätt att delta som inte längre finns" in text


def test_a_last_day_to_register_that_has_passed_is_pointed_out(leader, url, meeting):
    meeting.register_by = soon(-1)
    meeting.save()
    text = words_of(leader.post(url("move", meeting), fields(meeting, start_date=str(soon(44)))))
    assert "Sista dagen att anmäla sig" in text


# --- Cancelling and opening again -----------------------------------------------------------------------


def test_cancelling_is_read_first(leader, url, meeting, member, organiser):
    seat(meeting, member)
    member.notices = "none"
    member.save()
    forget()
    text = words_of(leader.get(url("cancel", meeting)))
    assert (
        "1 person är anmäld och får brev, även om personen har valt bort brev." in text
        and "2 brev går ut" in text
    )
    press(leader, url("cancel", meeting))
    assert fresh(meeting.page).state == "cancelled" and told("meeting_cancelled", always=True) == {member}


def test_the_date_is_opened_again(leader, url, meeting, member, organiser):
    seat(meeting, member)
    meeting.poll_closes_on = soon(-20)
    meeting.save()
    forget()
    address = url("reopen", meeting)
    assert "försvinner ur kalendrarna" in words_of(leader.get(address))
    bad = press(leader, address, term="", term_year="27")
    assert bad.status_code == 422 and "Välj en dag" not in bad.text and not told()
    done = press(leader, address, term="autumn", term_year=str(soon(0).year + 1))
    assert done.status_code == 200 and "Datumet är öppet" in done.text
    page = fresh(meeting.page)
    assert (page.state, page.start_date, page.term, page.term_year) == (
        "undecided",
        None,
        "autumn",
        soon(0).year + 1,
    )
    assert told("meeting_moved", always=True) == {member}
    assert Registration.objects.get().seat == "seated"
    assert RoomMeeting.objects.get(pk=meeting.pk).poll_closes_on is None


@pytest.mark.parametrize("year", ["1999", "2025", "2101", "9" * 30, "-1", "tjugosju", ""])
def test_a_year_that_is_none(leader, url, meeting, year):
    page = press(leader, url("reopen", meeting), term="spring", term_year=year)
    assert page.status_code == 422 and page.context["form"].errors["term_year"]
    assert fresh(meeting.page).state == "confirmed"


def test_a_cancelled_meeting_is_opened_again_without_letters(leader, url, meeting, member, organiser):
    deciding.cancel(meeting, by=organiser.user)
    forget()
    assert "Ingen får brev." in words_of(leader.get(url("reopen", meeting)))
    press(leader, url("reopen", meeting), term="spring", term_year=str(soon(0).year + 1))
    assert fresh(meeting.page).state == "undecided" and not told()


def test_a_meeting_that_has_been_stays_as_it_was(leader, url, room):
    past = meeting_in(room, days=-3)
    for name in ("move", "cancel", "reopen"):
        assert "Någon annan hann före" in press(leader, url(name, past), term="spring", term_year="2090").text
    assert fresh(past.page).state == "confirmed"


def test_confirmations_ask_as_much_of_the_database_for_thirty_as_for_three(
    leader, url, room, meeting, undecided
):
    (day,) = propose(undecided, 20)
    undecided.seats = 5
    undecided.save()
    addresses = [url("decide", undecided, day.pk), url("cancel", meeting), url("reopen", meeting)]

    def count():
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                leader.get(address)
            numbers.append(len(queries))
        return numbers

    def fill(number):
        for _ in range(number):
            person = MembershipFactory(room=room)
            answers(day, person)
            seat(meeting, person)

    fill(3)
    count()
    few = count()
    fill(27)
    assert count() == few
