"""One letter never stops another: what is refused, what cannot be built, what is put off, and what is urgent."""

import datetime
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import PRIORITY, STATUS, Attachment, Email

from samrum.core.letters import Attachment as File
from samrum.core.letters import Urgency, send_letter
from samrum.core.mail import queue
from samrum.core.mail.models import RecipientDomain
from samrum.core.mail_loop import MailLoop
from tests.mail_server import MailServer

pytestmark = pytest.mark.django_db
SLOW = "slow.example"
UNBUILDABLE = [
    "a@kommun.se\u202c",
    "=?utf-8?q?y1=0d=0a?=@kommun.se",
    "a@kommun\u00ad.se, <",
    "@",
    "a@" + "x" * 70 + ".se",
    "",
    "a\r\nBcc: b@kommun.se",
]


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.3
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "samrum.core.smtp.EmailBackend"},
    }
    server.start()
    yield server
    server.stop()


@pytest.fixture
def loop():
    return MailLoop(threading.Event(), interval=0.05)


def write(*receivers: str, urgency: Urgency = Urgency.ROUTINE) -> None:
    for receiver in receivers:
        send_letter(
            "contact_receipt",
            to=receiver,
            context={"message": {"subject": receiver}},
            language="sv",
            urgency=urgency,
        )


def many(*receivers: str, **fields) -> None:
    """Rows as a flood leaves them, beside every check at the door."""
    usual = {"from_email": "samrum@example.org", "subject": "Hej", "message": "Hej"} | fields
    Email.objects.bulk_create(
        Email(to=[receiver], **({"status": STATUS.queued, "priority": PRIORITY.low} | usual))
        for receiver in receivers
    )


def of(receiver: str) -> Email:
    return Email.objects.get(to=receiver)


class TestForGood:
    @pytest.mark.parametrize("answer", ["550 5.1.1 no such person", "553 bad name", "501 syntax"])
    def test_an_address_that_is_refused_is_tried_once(self, server, loop, answer):
        server.answer_rcpt = lambda receiver: answer if receiver.startswith("bad") else "250 OK"
        write("bad@example.org", "good@example.org")
        assert loop.send_due() == 1
        bad = of("bad@example.org")
        assert (bad.status, bad.number_of_retries, bad.logs.get().exception_type) == (
            STATUS.failed,
            None,
            "address_refused",
        )
        assert answer in bad.logs.get().message
        assert loop.send_due() == 0 and server.tried.count("bad@example.org") == 1

    def test_so_is_a_letter_that_is_refused(self, server, loop):
        server.answer = lambda receiver: "554 5.7.1 rubbish" if receiver.startswith("bad") else "250 OK"
        write("bad@example.org", "good@example.org")
        assert loop.send_due() == 1
        assert of("bad@example.org").status == STATUS.failed
        assert of("bad@example.org").logs.get().exception_type == "letter_refused"

    @pytest.mark.parametrize("address", UNBUILDABLE)
    def test_so_is_an_address_that_cannot_be_built(self, server, loop, address):
        many(address, "good@example.org")
        assert loop.send_due() == 1
        bad = Email.objects.exclude(to="good@example.org").get()
        assert (bad.status, bad.logs.get().exception_type) == (STATUS.failed, "cannot_be_built")
        assert server.tried == ["good@example.org"]

    @pytest.mark.parametrize(
        "broken",
        [
            {"headers": {"Reply-To": "a\r\nBcc: b@example.org"}},
            {"headers": {"X-Samrum": "a\nb"}},
            {"from_email": "samrum@example.org\r\nBcc: b@example.org"},
            {"from_email": "@"},
        ],
    )
    def test_so_is_a_letter_that_cannot_be_built(self, server, loop, broken):
        many("bad@example.org", **broken)
        write("good@example.org")
        assert loop.send_due() == 1
        assert of("bad@example.org").status == STATUS.failed and server.tried == ["good@example.org"]

    def test_so_is_one_whose_attachment_is_gone(self, server, loop):
        files = [File("a.ics", b"x", "text/calendar")]
        send_letter(
            "contact_receipt",
            to="bad@example.org",
            context={"message": {"subject": ""}},
            language="sv",
            attachments=files,
        )
        write("good@example.org")
        file = Attachment.objects.get().file
        file.storage.delete(file.name)
        assert loop.send_due() == 1
        assert of("bad@example.org").logs.get().exception_type == "cannot_be_built"

    def test_while_storage_is_away_the_letter_waits(self, server, loop, monkeypatch):
        files = [File("a.ics", b"x", "text/calendar")]
        context = {"message": {"subject": ""}}
        send_letter(
            "contact_receipt", to="bad@example.org", context=context, language="sv", attachments=files
        )
        write("good@example.org")
        storage = Attachment.objects.get().file.storage

        def away(*args, **kwargs):
            raise ConnectionError("bucket")

        monkeypatch.setattr(type(storage), "_open", away)
        assert loop.send_due() == 1
        assert of("bad@example.org").status == STATUS.requeued
        assert not RecipientDomain.objects.exists()

    def test_a_letter_that_is_out_of_date_is_not_sent(self, server, loop):
        many("late@example.org", expires_at=timezone.now() - datetime.timedelta(minutes=1))
        assert loop.send_due() == 0
        assert of("late@example.org").status == STATUS.failed and server.tried == []


class TestForNow:
    def test_a_domain_that_puts_letters_off_rests_and_the_others_go_on(self, server, loop):
        server.answer_rcpt = lambda receiver: "451 later" if SLOW in receiver else "250 OK"
        many(*(f"{n}@{SLOW}" for n in range(60)))
        write("good@example.org")
        assert loop.send_due() == 1
        assert len([one for one in server.tried if SLOW in one]) == 3
        assert loop.send_due() == 0 and len(server.tried) == 4
        # A new process knows it too.
        many(f"late@{SLOW}")
        assert MailLoop(threading.Event()).send_due() == 0 and len(server.tried) == 4

    def test_it_rests_longer_each_time_and_an_hour_at_most(self, server, loop):
        server.answer_rcpt = lambda receiver: "451 later"
        many(*(f"{n}@{SLOW}" for n in range(5)))
        rests = []
        for _ in range(13):
            loop.send_due()
            rests.append(RecipientDomain.objects.get(name=SLOW).retry_at - timezone.now())
            RecipientDomain.objects.update(retry_at=timezone.now())
            Email.objects.update(scheduled_time=timezone.now())
        seconds = [round(rest.total_seconds()) for rest in rests]
        assert seconds == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600, 3600, 3600]
        assert len(server.tried) == 3 + 12  # one letter asks for all of them

    def test_the_first_letter_that_is_taken_ends_its_rest(self, server, loop):
        server.answer_rcpt = lambda receiver: "451 later"
        many(*(f"{n}@{SLOW}" for n in range(5)))
        loop.send_due()
        server.answer_rcpt = lambda receiver: "250 OK"
        RecipientDomain.objects.update(retry_at=timezone.now())
        Email.objects.update(scheduled_time=timezone.now())
        assert loop.send_due() == 5
        assert not RecipientDomain.objects.exists()

    def test_all_letters_of_such_a_domain_end_after_days(self, server, loop, settings):
        settings.POST_OFFICE = {**settings.POST_OFFICE, "MAX_RETRIES": 4}
        server.answer_rcpt = lambda receiver: "451 later"
        many(*(f"{n}@{SLOW}" for n in range(5)))
        for _ in range(5):
            loop.send_due()
            RecipientDomain.objects.update(retry_at=timezone.now())
            Email.objects.filter(status=STATUS.requeued).update(scheduled_time=timezone.now())
        assert {letter.status for letter in Email.objects.all()} == {STATUS.failed}
        assert {letter.logs.get().exception_type for letter in Email.objects.all()} == {"given_up"}

    def test_an_urgent_letter_is_tried_all_the_same(self, server, loop):
        """Greylisting wants a first try; it ends with a second one."""
        server.answer_rcpt = lambda receiver: "451 later" if receiver[0].isdigit() else "250 OK"
        many(*(f"{n}@{SLOW}" for n in range(5)))
        loop.send_due()
        write(f"anna@{SLOW}", urgency=Urgency.ACCOUNT)
        assert loop.send_due() == 1

    def test_a_full_mailbox_is_not_the_domain(self, server, loop):
        server.answer_rcpt = lambda receiver: "452 full" if "full" in receiver else "250 OK"
        write(f"full@{SLOW}", f"a@{SLOW}", f"full2@{SLOW}", f"b@{SLOW}")
        assert loop.send_due() == 2


class TestTheServer:
    @pytest.mark.parametrize("answer", ["421 closing", "530 who are you"])
    def test_while_it_speaks_of_itself_no_letter_loses_a_try(self, server, loop, answer):
        server.answer_rcpt = lambda receiver: answer
        write(*(f"{n}@{n}.example" for n in range(5)))
        with pytest.raises(OSError, match=answer[:3]):
            loop.send_due()
        assert len(server.tried) == 2
        assert set(Email.objects.values_list("status", "number_of_retries")) == {(STATUS.queued, None)}
        server.answer_rcpt = lambda receiver: "250 OK"
        assert loop.send_due() == 5

    def test_so_does_one_letter_alone(self, server, loop):
        server.answer = lambda receiver: "421 closing"
        write("a@example.org")
        with pytest.raises(OSError, match="421"):
            loop.send_due()
        assert Email.objects.get().number_of_retries is None

    def test_a_letter_that_breaks_the_connection_stops_no_other(self, server, loop):
        server.answer = lambda receiver: "421 closing" if receiver.startswith("bad") else "250 OK"
        write("bad@example.org", "good@example.org", "fine@example.org")
        assert loop.send_due() == 2
        assert of("bad@example.org").number_of_retries == 1

    def test_a_connection_may_end_between_letters(self, server, loop):
        """Servers take so many letters in one connection."""
        taken = set()

        def answer(receiver: str) -> str:
            if len(taken) == 2 and receiver not in taken:
                taken.clear()
                return "421 enough"
            taken.add(receiver)
            return "250 OK"

        server.answer_rcpt = answer
        write(*(f"{n}@example.org" for n in range(6)))
        assert loop.send_due() == 6
        assert set(Email.objects.values_list("number_of_retries", flat=True)) == {None}

    def test_a_row_that_cannot_be_written_is_owed_and_the_letter_not_repeated(
        self, server, loop, monkeypatch
    ):
        write("a@example.org", "b@example.org")
        done, calls = queue.sent, []

        def locked(letter):
            calls.append(letter)
            if len(calls) < 3:
                raise connection.Database.OperationalError("locked")
            done(letter)

        monkeypatch.setattr(queue, "sent", locked)
        for _ in range(2):
            with pytest.raises(connection.Database.OperationalError):
                loop.send_due()
        loop.send_due()
        assert server.tried == ["a@example.org", "b@example.org"]


class TestUrgency:
    def test_the_more_urgent_goes_first(self, server, loop):
        write("c@example.org")
        write("b@example.org", urgency=Urgency.CONFIRMATION)
        write("a@example.org", urgency=Urgency.ACCOUNT)
        loop.send_due()
        assert server.tried == ["a@example.org", "b@example.org", "c@example.org"]

    def test_one_that_comes_meanwhile_waits_for_one_letter(self, server, loop, monkeypatch):
        many(*(f"{n}@example.org" for n in range(6)))
        next_due = queue.next_due

        def while_the_third_goes(*args):
            if server.tried[-1:] == ["2@example.org"]:
                many("urgent@example.org", priority=PRIORITY.high)
            return next_due(*args)

        monkeypatch.setattr(queue, "next_due", while_the_third_goes)
        loop.send_due()
        assert server.tried[3] == "urgent@example.org"

    def test_what_was_put_off_waits_for_what_is_new(self, server, loop):
        old = timezone.now() - datetime.timedelta(hours=1)
        many("old@example.org", status=STATUS.requeued, scheduled_time=old)
        many("new@example.org")
        loop.send_due()
        assert server.tried == ["new@example.org", "old@example.org"]

    @pytest.mark.parametrize(
        "fields",
        [
            {"priority": None},
            {"priority": PRIORITY.now},
            {"scheduled_time": timezone.now()},
            {"status": STATUS.requeued},
            {"status": STATUS.requeued, "priority": None},
        ],
    )
    def test_letters_that_came_in_another_way_are_sent_too(self, server, loop, fields):
        many("a@example.org", **fields)
        assert loop.send_due() == 1

    def test_one_that_is_for_later_is_not(self, server, loop):
        many("a@example.org", scheduled_time=timezone.now() + datetime.timedelta(hours=1))
        assert loop.send_due() == 0


class TestLongQueues:
    @pytest.fixture
    def long_queue(self):
        later = timezone.now() + datetime.timedelta(hours=1)
        many(*(f"{n}@a.example" for n in range(2000)))
        many(*(f"{n}@b.example" for n in range(2000)), status=STATUS.requeued, scheduled_time=later)
        many(*(f"{n}@c.example" for n in range(1000)), status=STATUS.failed)
        earlier = timezone.now() - datetime.timedelta(hours=1)
        many(*(f"{n}@d.example" for n in range(1000)), status=STATUS.sent, scheduled_time=earlier)
        many(*(f"{n}@e.example" for n in range(1000)), status=STATUS.requeued, scheduled_time=earlier)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def test_every_question_is_one_of_an_index(self, long_queue):
        *_urgent, fresh, due = queue._lanes()
        for lane in (fresh, due):
            plan = lane[:50].explain()
            assert "core_mail_queue" in plan, plan
            assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan

    def test_a_letter_costs_the_same_number_of_questions(self, server, loop):
        def questions(letters: int) -> int:
            Email.objects.all().delete()
            many(*(f"{n}@a.example" for n in range(letters)))
            one = iter([False] * 2 + [True] * 3)
            loop.stop.is_set = lambda: next(one)
            with CaptureQueriesContext(connection) as captured:
                loop.send_due()
            return len(captured)

        assert questions(3) == questions(600) <= 30
