"""What the letters about meetings say, to whom, and what they never say."""

import datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from post_office.models import Email

from members.meetings import deciding, seating
from members.meetings.evaluation import questions
from members.meetings.models import Message, PreparationDone, Registration
from members.meetings.polls import polling
from members.meetings.seating import Colleague
from members.models import Membership
from members.notices import outbox
from members.notices.models import Notice
from members.notices.outbox import tell
from network.models import MeetingPage
from samrum.core.dates import day_in_words
from tests.members.factories import MembershipFactory, ResourceFactory
from tests.members.meetings.factories import answers, meeting_in, propose, seat
from tests.network.test_calendars import HOSTILE, as_kept, strict

pytestmark = pytest.mark.django_db

SECRETS = (
    "Hemliga gatan 7",
    "Ring portvakten",
    "video.example.org",
    "Beslutet är fattat",
    "Jordnötter",
    "Hörslinga",
)


@pytest.fixture
def no_worker(monkeypatch):
    """What is told waits, as if the worker were away."""
    monkeypatch.setattr(outbox, "deliver_notices", SimpleNamespace(enqueue=lambda: None))


@pytest.fixture
def told(letters):
    """The newest letter to somebody."""

    def told(membership: Membership, subject: str = ""):
        found = [one for one in letters(membership.user.email) if one.subject.startswith(subject)]
        assert found, [one.subject for one in letters(membership.user.email)]
        return found[-1]

    return told


def deliver() -> None:
    call_command("send_notices", verbosity=0)


def calendars_in(letter: Email) -> list:
    """The calendar files that go with a letter, parsed strictly: each has one event."""
    found = []
    for part in letter.email_message().message().walk():
        if part.get_content_type() == "text/calendar":
            assert part.get_filename() == "traff.ics"
            answer = HttpResponse(part.get_payload(decode=True), content_type="text/calendar; charset=utf-8")
            parsed = strict(answer)
            (event,) = parsed.walk("VEVENT")
            # RFC 5546, 3.2.2 and 3.2.5; the part says the method too (RFC 6047, 2.4), or Outlook takes it for a file.
            method = "CANCEL" if event["STATUS"] == "CANCELLED" else "REQUEST"
            assert parsed["METHOD"] == method
            assert part["Content-Type"] == f"text/calendar; charset=utf-8; method={method}"
            assert part.get_param("method") == method
            assert event["ORGANIZER"] == "mailto:samrum@example.org"
            assert event["ATTENDEE"] == f"mailto:{letter.to[0]}"
            assert event["ATTENDEE"].params["RSVP"] == "FALSE"
            # A program would open what says how it is called and refreshed as a calendar of its own.
            assert not {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"} & set(parsed)
            found.append(event)
    return found


class TestTheEntryInACalendar:
    """One entry that changes, in Outlook as elsewhere: the same UID, a higher SEQUENCE, a newer DTSTAMP."""

    def test_it_changes_and_goes(self, undecided, organiser, member, letters):
        (day,) = propose(undecided, 30)
        answers(day, member)
        with time_machine.travel(timezone.now(), tick=False) as clock:
            deciding.decide(undecided, day, by=organiser.user)
            for step in (
                lambda: seat(undecided, member),
                lambda: move(undecided, organiser, 40),
                lambda: deciding.cancel(undecided, by=organiser.user),
            ):
                clock.shift(datetime.timedelta(hours=1))
                undecided.refresh_from_db()
                step()
        told = [calendars_in(letter)[0] for letter in letters(member.user.email)]
        held, seated, moved, cancelled = told
        assert len({str(event["UID"]) for event in told}) == 1
        stamps = [event["DTSTAMP"].dt for event in told]
        assert stamps == sorted(set(stamps))
        numbers = [event["SEQUENCE"] for event in told]
        assert numbers[0] == numbers[1] < numbers[2] < numbers[3]
        states = [event["ATTENDEE"].params["PARTSTAT"] for event in told]
        assert states[:3] == ["NEEDS-ACTION", "ACCEPTED", "ACCEPTED"]
        assert moved["DTSTART"].dt - held["DTSTART"].dt == datetime.timedelta(days=10)
        assert (seated["STATUS"], cancelled["STATUS"]) == ("CONFIRMED", "CANCELLED")

    def test_nobody_elses_address_is_in_it(self, meeting, organiser, member, room, letters):
        others = [MembershipFactory(room=room) for _number in range(3)]
        for person in (member, *others):
            seat(meeting, person)
        for letter in letters(member.user.email):
            for part in letter.email_message().message().walk():
                text = (part.get_payload(decode=True) or b"").decode()
                for person in (*others, organiser):
                    assert person.user.email not in text and person.user.last_name not in text

    @pytest.mark.parametrize("title", HOSTILE)
    def test_no_title_breaks_it(self, meeting, member, told, title):
        MeetingPage.objects.filter(pk=meeting.page_id).update(
            title=title, lead=title, theme=title, city=title
        )
        meeting.refresh_from_db()
        seat(meeting, member)
        (event,) = calendars_in(told(member))
        assert str(event["LOCATION"]) == as_kept(title)
        assert as_kept(title) in str(event["SUMMARY"]) and as_kept(title) in str(event["DESCRIPTION"])

    @pytest.mark.parametrize(
        "sender", ['"Ö, \\"SKR\\"; nätverk" <natverk+a@example.org>', "natverk+a@example.org"]
    )
    def test_any_sender_can_be_the_organiser(self, meeting, member, letters, settings, sender):
        settings.DEFAULT_FROM_EMAIL = sender
        seat(meeting, member)
        [part] = [
            part
            for part in letters(member.user.email)[-1].email_message().message().walk()
            if part.get_content_type() == "text/calendar"
        ]
        (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
        assert event["ORGANIZER"] == "mailto:natverk+a@example.org"


def chosen(membership: Membership, notices: str) -> Membership:
    Membership.objects.filter(pk=membership.pk).update(notices=notices)
    membership.refresh_from_db()
    return membership


def move(meeting, organiser, days: int) -> None:
    day = timezone.localdate() + datetime.timedelta(days=days)
    deciding.move(meeting, by=organiser.user, start_date=day, end_date=None)


class TestDecided:
    def test_a_yes_has_given_a_seat_that_is_held(self, undecided, organiser, member, room, told):
        silent, guest = MembershipFactory(room=room), MembershipFactory(room=room, guest=True)
        (day, _other) = propose(undecided, 30, 40)
        answers(day, member)
        deciding.decide(undecided, day, by=organiser.user)
        letter = told(member)
        assert letter.subject == "Datum klart: Digital träff"
        until = day_in_words(Registration.objects.get(membership=member).held_until)
        assert f"En plats hålls åt dig till och med {until}. Bekräfta den senast då" in letter.message
        assert f"\n{day_in_words(day.start_date)}\n" in letter.message and "Stockholm" in letter.message
        assert f"http://testserver/rum/trygga/traffar/{undecided.pk}/anmal/\n" in letter.message
        assert "Bekräfta din plats" in letter.html_message
        assert [event["STATUS"] for event in calendars_in(letter)] == ["CONFIRMED"]
        asked = told(silent)
        assert (
            "Svara om du kommer:" in asked.message and "/anmal/" in asked.message and not calendars_in(asked)
        )
        assert "hålls" not in asked.message
        read = told(guest)
        assert "Svara om du kommer" not in read.message and f"/traffar/{undecided.pk}/\n" in read.message

    def test_beyond_the_seats_a_yes_waits(self, undecided, organiser, room, told):
        undecided.seats = 1
        undecided.save()
        (day,) = propose(undecided, 30)
        first, second = MembershipFactory(room=room), MembershipFactory(room=room)
        answers(day, first)
        answers(day, second)
        deciding.decide(undecided, day, by=organiser.user)
        assert "En plats hålls åt dig" in told(first).message
        assert "Du står på väntelistan" in told(second).message

    def test_a_preliminary_date_says_so(self, undecided, organiser, member, told):
        (day,) = propose(undecided, 30)
        deciding.decide(undecided, day, state="preliminary", by=organiser.user)
        letter = told(member)
        assert letter.subject == "Preliminärt datum: Digital träff"
        assert "Det kan ändras" in letter.message and "(preliminärt datum)" in letter.message

    def test_the_last_day_to_answer_is_told(self, undecided, organiser, member, told):
        undecided.register_by = timezone.localdate() + datetime.timedelta(days=9)
        undecided.save()
        (day,) = propose(undecided, 30)
        deciding.decide(undecided, day, by=organiser.user)
        assert f"Svara om du kommer, senast {day_in_words(undecided.register_by)}:" in told(member).message

    def test_in_english(self, undecided, organiser, room, told):
        reader = MembershipFactory(room=room, user__language="en")
        (day,) = propose(undecided, 30)
        answers(day, reader)
        deciding.decide(undecided, day, by=organiser.user)
        letter = told(reader)
        assert letter.subject == "Date decided: Digital träff"
        assert "A seat is held for you until" in letter.message and "Confirm your seat" in letter.html_message

    def test_what_is_cancelled_before_the_letter_is_written_is_told_as_cancelled(
        self, undecided, organiser, member, no_worker, letters
    ):
        (day,) = propose(undecided, 30)
        deciding.decide(undecided, day, by=organiser.user)
        deciding.cancel(undecided, by=organiser.user)
        deliver()
        assert [one.subject for one in letters(member.user.email)] == ["Inställd: Digital träff"]


class TestMoved:
    def test_it_reaches_those_who_come_whatever_they_have_chosen(
        self, meeting, organiser, member, room, told, letters
    ):
        chosen(member, "none")
        other = chosen(MembershipFactory(room=room), "none")
        daily = chosen(MembershipFactory(room=room), "daily")
        seat(meeting, member)
        seat(meeting, other, "no")
        move(meeting, organiser, 37)
        letter = told(member, "Ny tid eller plats: Lägesbild i praktiken")
        day = timezone.localdate() + datetime.timedelta(days=37)
        assert f"\n{day_in_words(day)}\n" in letter.message and "Du har en plats i lokalen." in letter.message
        assert "Om du inte kan komma, ändra ditt svar." in letter.message and "/anmal/" in letter.message
        (event,) = calendars_in(letter)
        assert event["DTSTART"].dt == day and event["SEQUENCE"] == 1
        # Who said no, and has chosen no letters, has the receipt alone.
        assert [one.subject for one in letters(other.user.email)] == ["Du kommer inte: Lägesbild i praktiken"]
        assert not letters(daily.user.email) and Notice.objects.get().membership == daily

    def test_the_entry_in_the_calendar_is_changed_and_not_doubled(self, meeting, organiser, member, letters):
        seat(meeting, member)
        move(meeting, organiser, 37)
        move(meeting, organiser, 44)
        events = [event for one in letters(member.user.email) for event in calendars_in(one)]
        assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
        assert len({str(event["UID"]) for event in events}) == 1

    def test_moved_twice_before_the_letter_is_one_letter_that_is_right(
        self, meeting, organiser, member, told, no_worker, letters
    ):
        seat(meeting, member)
        move(meeting, organiser, 37)
        move(meeting, organiser, 44)
        deliver()
        assert len(letters(member.user.email)) == 2  # the receipt, too
        day = timezone.localdate() + datetime.timedelta(days=44)
        assert day_in_words(day) in told(member, "Ny tid").message

    def test_the_date_is_open_again(self, meeting, organiser, member, told):
        seat(meeting, member)
        deciding.reopen(meeting, term="autumn", term_year=timezone.localdate().year + 1, by=organiser.user)
        letter = told(member, "Datumet gäller inte")
        assert (
            "Datum ej klart" in letter.message and "Du får ett brev när det finns en ny dag" in letter.message
        )
        assert not calendars_in(letter) and "ändra ditt svar" not in letter.message


class TestCancelled:
    def test_it_reaches_those_who_come_whatever_they_have_chosen(
        self, meeting, organiser, member, room, told
    ):
        chosen(member, "weekly")
        seat(meeting, member)
        deciding.cancel(meeting, by=organiser.user)
        letter = told(member, "Inställd: Lägesbild i praktiken")
        assert "är inställd:" in letter.message and "Du behöver inte avanmäla dig." in letter.message
        assert [event["STATUS"] for event in calendars_in(letter)] == ["CANCELLED"]

    def test_also_where_the_page_is_taken_away(self, meeting, organiser, member, told, no_worker):
        seat(meeting, member)
        deciding.cancel(meeting, by=organiser.user)
        MeetingPage.objects.get(pk=meeting.page_id).unpublish()
        deliver()
        assert not calendars_in(told(member, "Inställd"))


class TestColleague:
    EMAIL = "kollega@example.org"

    @pytest.fixture(autouse=True)
    def goes(self, meeting, member):
        seat(meeting, member, colleague=Colleague("Kim Kollega", self.EMAIL))

    def test_gets_a_letter_of_their_own_that_leads_to_the_public_page(self, meeting, member, letters, told):
        (letter,) = letters(self.EMAIL)
        assert letter.subject == "Du är anmäld: Lägesbild i praktiken"
        assert letter.message.startswith("Hej Kim Kollega!")
        assert (
            "En kollega har anmält dig" in letter.message and "Du har en plats i lokalen." in letter.message
        )
        assert f"http://testserver{meeting.page.url}\n" in letter.message
        assert "/rum/" not in letter.message and "List-Unsubscribe" not in letter.headers
        assert member.user.last_name not in letter.message and member.user.email not in letter.message
        assert len(calendars_in(letter)) == 1
        own = told(member)
        assert (
            "Din kollega har en plats i lokalen." in own.message
            and "Din kollega har också fått" in own.message
        )
        assert "Kim" not in own.message

    def test_hears_of_a_move_and_a_cancellation(self, meeting, organiser, letters):
        move(meeting, organiser, 37)
        deciding.cancel(meeting, by=organiser.user)
        _receipt, moved, cancelled = letters(self.EMAIL)
        assert moved.subject.startswith("Ny tid eller plats") and "/rum/" not in moved.message
        assert "ändra ditt svar" not in moved.message and len(calendars_in(moved)) == 1
        assert (
            cancelled.subject.startswith("Inställd") and calendars_in(cancelled)[0]["STATUS"] == "CANCELLED"
        )

    def test_without_an_address_or_with_a_bad_one_the_person_hears_all_the_same(
        self, meeting, room, told, caplog
    ):
        for email in ("", "ingen adress"):
            person = MembershipFactory(room=room)
            seat(meeting, person, colleague=Colleague("Kim", email))
            assert told(person).subject.startswith("Du är anmäld")
        assert "the address of a colleague cannot be mailed" in caplog.text

    def test_where_the_page_is_not_public_there_is_no_link(self, meeting, organiser, letters, no_worker):
        meeting.page.unpublish()
        tell(
            "registration_receipt",
            meeting.registrations.get().pk,
            [meeting.registrations.get().membership_id],
        )
        deliver()
        letter = letters(self.EMAIL)[-1]
        assert "http" not in letter.message and not calendars_in(letter)


class TestReceipt:
    def test_of_a_seat(self, meeting, member, told):
        chosen(member, "none")
        seat(meeting, member)
        letter = told(member)
        assert letter.subject == "Du är anmäld: Lägesbild i praktiken"
        assert "Du har en plats i lokalen." in letter.message
        assert "Du kan ändra ditt svar tills träffen börjar:" in letter.message
        assert f"/rum/trygga/traffar/{meeting.pk}/anmal/\n" in letter.message
        assert "http://testserver/rum/trygga/jag/" in letter.message
        assert letter.headers["List-Unsubscribe"] and letter.headers["List-Unsubscribe-Post"]
        (event,) = calendars_in(letter)
        assert event["DTSTART"].dt == meeting.page.start_date and event["LOCATION"] == "Stockholm"

    def test_of_a_place_on_the_waiting_list_and_of_the_seat_that_comes(
        self, meeting, member, room, told, letters
    ):
        meeting.seats = 1
        meeting.save()
        first = MembershipFactory(room=room)
        seat(meeting, first)
        seat(meeting, chosen(member, "none"))
        waits = told(member)
        assert waits.subject.startswith("Du står på väntelistan") and not calendars_in(waits)
        seat(meeting, first, "no")
        letter = told(member)
        assert letter.subject == "Du har fått en plats: Lägesbild i praktiken"
        assert "Du har en plats i lokalen." in letter.message and len(calendars_in(letter)) == 1
        no = told(first)
        assert no.subject.startswith("Du kommer inte") and not calendars_in(no)

    def test_of_what_an_organiser_wrote_down(self, meeting, member, organiser, told):
        seating.register(meeting, member, "on_site", by=organiser.user)
        assert "En processledare i" in told(member).message
        assert organiser.user.last_name not in told(member).message

    def test_online_and_the_last_day(self, room, member, told):
        last = timezone.localdate() + datetime.timedelta(days=3)
        meeting = meeting_in(room, format="digital", city="")
        meeting.register_by = last
        meeting.save()
        seat(meeting, member, "online")
        letter = told(member)
        assert "Du har en plats och deltar digitalt." in letter.message
        assert f"Du kan ändra ditt svar till och med {day_in_words(last)}:" in letter.message

    def test_two_answers_in_a_minute_are_one_letter_that_is_right(self, meeting, member, no_worker, letters):
        seat(meeting, member)
        seat(meeting, member, "no")
        deliver()
        (letter,) = letters(member.user.email)
        assert letter.subject.startswith("Du kommer inte")

    def test_a_seat_that_is_gone_again_is_not_told_of(self, meeting, member, room, no_worker, letters):
        row = seat(meeting, member)
        tell("registration_seated", row.pk, [member.pk], always=True)
        Registration.objects.filter(pk=row.pk).update(seat="waiting")
        deliver()
        assert [one.subject.split(":")[0] for one in letters(member.user.email)] == ["Du står på väntelistan"]


class TestPoll:
    def test_it_asks_those_who_can_answer_and_have_not(
        self, undecided, organiser, member, room, told, letters
    ):
        done, guest = MembershipFactory(room=room), MembershipFactory(room=room, guest=True)
        (day,) = propose(undecided, 30)
        answers(day, done, "no")
        tell("meeting_poll", undecided.pk, [member.pk, done.pk, guest.pk])
        letter = told(member)
        assert letter.subject == "Vilken dag passar dig? Digital träff"
        assert f"http://testserver/rum/trygga/traffar/{undecided.pk}/datum/\n" in letter.message
        assert "Datum ej klart" in letter.message and "Svara när du kan" in letter.html_message
        assert not letters(done.user.email) and not letters(guest.user.email)

    def test_it_says_the_last_day(self, undecided, organiser, member, told):
        propose(undecided, 30)
        last = timezone.localdate() + datetime.timedelta(days=5)
        polling.set_last_day(undecided, last, by=organiser.user)
        tell("meeting_poll", undecided.pk, [member.pk])
        assert f"Svara senast {day_in_words(last)}:" in told(member).message

    def test_nothing_once_it_is_closed(self, undecided, organiser, member, no_worker, letters):
        (day,) = propose(undecided, 30)
        tell("meeting_poll", undecided.pk, [member.pk])
        deciding.decide(undecided, day, by=organiser.user)
        deliver()
        assert [one.subject for one in letters(member.user.email)] == ["Datum klart: Digital träff"]


class TestReminder:
    def test_it_says_the_seat_and_what_is_left_to_prepare(self, room, member, told):
        meeting = meeting_in(room, days=6, title="Träff 2")
        seat(meeting, member)
        meeting.preparations.create(title="Läs rutinen")
        done = meeting.preparations.create(title="Fråga säkerhetschefen")
        PreparationDone.objects.create(preparation=done, membership=member)
        tell("meeting_reminder", meeting.pk, [member.pk], always=True)
        letter = told(member, "Påminnelse: Träff 2")
        assert (
            "Om 6 dagar är det en träff" in letter.message and "Du har en plats i lokalen." in letter.message
        )
        assert "återstår att förbereda:\n\n- Läs rutinen\n" in letter.message
        assert "säkerhetschefen" not in letter.message
        assert f"/rum/trygga/traffar/{meeting.pk}/\n" in letter.message

    @pytest.mark.parametrize(("days", "subject"), [(1, "I morgon: Träff 2"), (0, "I dag: Träff 2")])
    def test_tomorrow_and_today(self, room, member, told, days, subject):
        meeting = meeting_in(room, days=days, title="Träff 2")
        seat(meeting, member)
        tell("meeting_reminder", meeting.pk, [member.pk], always=True)
        letter = told(member, subject)
        assert letter.message.count(subject.split(":")[0]) == 1 and "förbereda" not in letter.message

    def test_not_to_those_who_do_not_come_themselves(self, meeting, room, letters):
        waits, away, no = MembershipFactory.create_batch(3, room=room)
        seat(meeting, away, colleague=Colleague("Kim"))
        seat(meeting, no, "no")
        Registration.objects.filter(pk=seat(meeting, waits).pk).update(seat="waiting")
        silent = MembershipFactory(room=room)
        before = Email.objects.count()
        tell("meeting_reminder", meeting.pk, [one.pk for one in (waits, away, no, silent)], always=True)
        assert Email.objects.count() == before and not Notice.objects.exists()


class TestAfterwards:
    def test_new_material_is_titles_that_the_reader_sees(self, meeting, member, organiser, room, told):
        for resource in (
            ResourceFactory(room=room, title="Checklista A"),
            ResourceFactory(room=room, title="Utkast B", draft=True, contributor=organiser.user),
            ResourceFactory(room=room, title="Borttagen C", withdrawn_at=timezone.now()),
        ):
            meeting.material.create(resource=resource)
        tell("meeting_material", meeting.pk, [member.pk, organiser.pk])
        letter = told(member)
        assert letter.subject == "Nytt material: Lägesbild i praktiken"
        for reader in (member, organiser):
            assert "\n- Checklista A\n" in told(reader).message
            assert "Utkast B" not in told(reader).message and "Borttagen C" not in told(reader).message

    def test_nothing_where_there_is_none_to_see_by_now(self, meeting, member, room, no_worker, letters):
        meeting.material.create(resource=ResourceFactory(room=room, withdrawn_at=timezone.now()))
        tell("meeting_material", meeting.pk, [member.pk])
        deliver()
        assert not letters(member.user.email)

    def test_notes_while_they_are_published(self, meeting, member, told, no_worker, letters):
        meeting.notes, meeting.notes_published_at = "Beslutet är fattat", timezone.now()
        meeting.save()
        tell("meeting_notes", meeting.pk, [member.pk])
        deliver()
        assert told(member).subject == "Anteckningar: Lägesbild i praktiken"
        assert "Beslutet" not in told(member).message
        tell("meeting_notes", meeting.pk, [member.pk])
        meeting.notes_published_at = None
        meeting.save()
        deliver()
        assert len(letters(member.user.email)) == 1

    def test_an_evaluation_for_those_who_can_still_answer(self, room, member, told, letters):
        meeting = meeting_in(room, days=-1, title="Träff 1")
        seat(meeting, member)
        absent, done = MembershipFactory(room=room), MembershipFactory(room=room)
        for person, fields in ((absent, {"attended": False}), (done, {"evaluated": True})):
            Registration.objects.filter(pk=seat(meeting, person).pk).update(**fields)
        questions.ensure(meeting)
        tell("meeting_evaluation", meeting.pk, [member.pk, absent.pk, done.pk])
        letter = told(member, "Hur var träffen? Träff 1")
        assert f"/rum/trygga/traffar/{meeting.pk}/utvardera/\n" in letter.message
        assert "svaren är anonyma" in letter.message
        assert "Hur var träffen" not in "".join(one.subject for one in letters(absent.user.email))
        assert "Hur var träffen" not in "".join(one.subject for one in letters(done.user.email))


class TestOrganisersWrite:
    def test_it_comes_as_it_was_written_and_answers_go_to_the_organiser(
        self, meeting, organiser, member, told
    ):
        chosen(member, "none")
        organiser.user.first_name = "Åsa"
        organiser.user.save()
        message = Message.objects.create(
            room=meeting.room,
            meeting=meeting,
            by=organiser.user,
            subject="Parkering & buss",
            body="Hej!\n\n<b>Ta buss 4</b> {{ 7 }}\n--\nÅsa",
        )
        tell("organiser_message", message.pk, [member.pk], always=True)
        letter = told(member)
        sent = letter.email_message()
        assert letter.subject == "Parkering & buss"
        assert sent.body.startswith("Hej!\n\n<b>Ta buss 4</b> {{ 7 }}\n--\nÅsa\n")
        assert letter.to == [member.user.email]
        assert "&lt;b&gt;Ta buss 4&lt;/b&gt;" in sent.alternatives[0][0]
        assert sent.message()["Reply-To"].endswith(f"<{organiser.user.email}>")
        assert (
            "Åsa Ledare, processledare i" in letter.message
            and "träffen ”Lägesbild i praktiken”" in letter.message
        )
        assert f"/rum/trygga/traffar/{meeting.pk}/\n" in letter.message

    def test_whose_account_is_gone(self, room, member, told):
        message = Message.objects.create(room=room, subject="Hej", body="Text")
        tell("organiser_message", message.pk, [member.pk], always=True)
        assert "Reply-To" not in told(member).headers and "En processledare i" in told(member).message


class TestShutRoom:
    """Who cannot come in is told what is public, and led to the public page."""

    @pytest.fixture(autouse=True)
    def shut(self, meeting, member, organiser):
        seat(meeting, member)
        meeting.room.closes_on = timezone.localdate()
        meeting.room.save()

    def test_a_move_leads_to_the_public_page(self, meeting, member, organiser, told):
        move(meeting, organiser, 37)
        assert f"http://testserver{meeting.page.url}\n" in told(member, "Ny tid").message
        assert f"/rum/trygga/traffar/{meeting.pk}/\n" in told(organiser, "Ny tid").message

    def test_nothing_of_what_is_in_the_room(self, meeting, member, organiser, room, letters):
        meeting.notes, meeting.notes_published_at = "Text", timezone.now()
        meeting.save()
        meeting.material.create(resource=ResourceFactory(room=room))
        before = len(letters(member.user.email))
        for kind in ("meeting_notes", "meeting_material"):
            tell(kind, meeting.pk, [member.pk, organiser.pk])
        assert len(letters(member.user.email)) == before
        assert len(letters(organiser.user.email)) == 2


def test_no_letter_says_what_is_in_the_room(room, organiser, member):
    """Neither address nor way there, neither link nor notes, neither diet nor who else comes."""
    other = MembershipFactory(room=room, user__last_name="Någonannan")
    reader = MembershipFactory(room=room, user__language="en")
    undecided = meeting_in(room, days=None)
    (day,) = propose(undecided, 30)
    tell("meeting_poll", undecided.pk, [member.pk, reader.pk])
    meeting = meeting_in(room, days=6)
    for one in (meeting, undecided):
        one.address, one.directions, one.video_link = SECRETS[0], SECRETS[1], f"https://{SECRETS[2]}/x"
        one.notes, one.notes_published_at, one.recording_link = (
            SECRETS[3],
            timezone.now(),
            f"https://{SECRETS[2]}/y",
        )
        one.recording_until = timezone.localdate()
        one.save()
    for person in (member, reader, other):
        seat(meeting, person, diet=SECRETS[4], access=SECRETS[5])
    meeting.material.create(resource=ResourceFactory(room=room))
    for kind in ("meeting_reminder", "meeting_material", "meeting_notes"):
        tell(kind, meeting.pk, [member.pk, reader.pk])
    deciding.decide(undecided, day, by=organiser.user)
    move(meeting, organiser, 20)
    deciding.cancel(meeting, by=organiser.user)
    past = meeting_in(room, days=-1)
    seat(past, member)
    tell("meeting_evaluation", past.pk, [member.pk])
    sent = Email.objects.exclude(to=other.user.email)
    assert len({letter.subject.split(":")[0] for letter in sent.filter(to=member.user.email)}) >= 8
    for letter in sent:
        raw = letter.email_message().message().as_string()
        parts = [part.get_payload(decode=True) or b"" for part in letter.email_message().message().walk()]
        text = raw + b"".join(parts).decode(errors="replace")
        for secret in (*SECRETS, "Någonannan", other.user.email):
            assert secret not in text, (letter.subject, secret)


def test_many_letters_of_a_meeting_cost_the_same_for_each(meeting, room, organiser, no_worker):
    people = MembershipFactory.create_batch(30, room=room)
    for person in people:
        seat(meeting, person)
    deliver()

    def queries(count: int) -> int:
        tell("meeting_moved", meeting.pk, [one.pk for one in people[:count]], always=True)
        with CaptureQueriesContext(connection) as context:
            deliver()
        return len(context)

    queries(1)
    few, many = queries(10), queries(30)
    assert (many - few) % 20 == 0 and (many - few) // 20 <= 16
