"""The process that sends letters, against a real mail server."""

import datetime
import threading
import time

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email

from samrum.core import mail_loop
from samrum.core.letters import Attachment, send_letter
from samrum.core.mail_loop import MailLoop
from tests.mail_server import MailServer


@pytest.fixture
def server(settings):
    server = MailServer()
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 0.3
    backends = {"default": "samrum.core.smtp.EmailBackend"}
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": backends}
    yield server
    server.stop()


@pytest.fixture
def loop():
    return MailLoop(threading.Event(), interval=0.05)


def queue(*receivers: str) -> None:
    for receiver in receivers:
        send_letter("contact_receipt", to=receiver, context={"message": {"subject": receiver}}, language="sv")


@pytest.mark.django_db
def test_due_letters_are_sent_once(server, loop):
    server.start()
    queue("a@example.org", "b@example.org")
    assert loop.send_due() == 2
    assert loop.send_due() == 0
    assert [letter["To"] for letter in server.letters] == ["a@example.org", "b@example.org"]
    assert server.letters[0]["Message-ID"] == Email.objects.order_by("id")[0].message_id


@pytest.mark.django_db
def test_a_letter_arrives_as_text_as_html_and_with_its_file(server, loop):
    server.start()
    calendar = Attachment(
        'Träff i "Örebro"\r\nBcc: alla@example.org.ics',
        "BEGIN:VCALENDAR\r\nSUMMARY:Träff {{ 7|add:7 }} {% x %}\r\nEND:VCALENDAR\r\n".encode(),
        "text/calendar; charset=utf-8; method=PUBLISH",
    )
    paper = Attachment("karta.pdf", bytes(range(256)) * 10, "application/pdf")
    send_letter(
        "contact_receipt",
        to="a@example.org",
        context={"message": {"subject": "{{ 7|add:7 }} Å <b>"}},
        language="sv",
        attachments=[calendar, paper],
    )
    assert loop.send_due() == 1
    (letter,) = server.letters
    assert (letter.defects, letter["Bcc"]) == ([], None)
    words, first, second = letter.iter_parts()
    assert letter.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content() for part in words.iter_parts())
    assert "{{ 7|add:7 }} Å <b>" in text and "{{ 7|add:7 }} Å &lt;b&gt;" in html
    assert dict(first["Content-Type"].params) == {"charset": "utf-8", "method": "PUBLISH"}
    assert first.get_content_type() == "text/calendar" and not first["Content-Type"].defects
    assert first.get_payload(decode=True) == calendar.content
    assert first.get_filename() == "Träff i -Örebro- Bcc- alla@example.org.ics"
    assert first.get_content_disposition() == second.get_content_disposition() == "attachment"
    assert (second.get_filename(), second.get_content()) == ("karta.pdf", paper.content)


@pytest.mark.django_db
def test_headers_arrive_once_whole_and_unfolded(server, loop):
    server.start()
    address = f"<https://natverk.example.org/rum/brev/{'x' * 400}/>"
    send_letter(
        "contact_receipt",
        to="a@example.org",
        context={"message": {"subject": "Å" * 190}},
        language="sv",
        headers={
            "List-Unsubscribe": address,
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Reply-To": "Åsa Öberg\r\nBcc: alla@example.org <asa@example.org>",
        },
    )
    assert loop.send_due() == 1
    (letter,) = server.letters
    sent = [(name, value) for name, value in letter.raw_items() if name.startswith("List-")]
    assert sent == [
        ("List-Unsubscribe", address),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    (reply_to,) = letter.get_all("Reply-To")
    assert reply_to.addresses[-1].addr_spec == "asa@example.org"
    assert letter["Bcc"] is None and not letter.defects


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["refuses", "hangs"])
def test_a_server_that_is_down_costs_no_letter_a_try(server, loop, trouble):
    if trouble == "hangs":
        server.hang()
    queue("a@example.org")
    with pytest.raises(OSError):
        loop.send_due()
    letter = Email.objects.get()
    assert (letter.status, letter.number_of_retries) == (STATUS.queued, None)
    server.stop()
    server.start()
    assert loop.send_due() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("says", ["answer", "answer_rcpt"])
def test_a_letter_that_is_put_off_waits_longer_each_time_and_holds_up_no_other(server, loop, says):
    server.start()
    setattr(server, says, lambda receiver: "451 later" if receiver.startswith("bad") else "250 OK")
    queue("bad@example.org", "good@example.org")
    assert loop.send_due() == 1
    assert server.to("good@example.org")
    pauses = []
    for _ in range(3):
        bad = Email.objects.get(to="bad@example.org")
        assert bad.status == STATUS.requeued
        pauses.append(bad.scheduled_time - timezone.now())
        Email.objects.filter(pk=bad.pk).update(scheduled_time=timezone.now())
        loop.send_due()
    assert pauses[0] < datetime.timedelta(seconds=11)
    assert pauses[2] > pauses[1] > pauses[0]
    setattr(server, says, lambda receiver: "250 OK")
    Email.objects.filter(status=STATUS.requeued).update(scheduled_time=timezone.now())
    assert loop.send_due() == 1
    (letter,) = server.to("bad@example.org")
    assert letter["Message-ID"] == bad.message_id


@pytest.mark.django_db
def test_the_pause_grows_to_an_hour(server, loop):
    server.start()
    server.answer = lambda receiver: "451 later"
    queue("bad@example.org")
    Email.objects.update(number_of_retries=50)
    loop.send_due()
    pause = Email.objects.get().scheduled_time - timezone.now()
    assert datetime.timedelta(minutes=59) < pause <= datetime.timedelta(hours=1)


@pytest.mark.django_db
def test_a_letter_is_given_up_after_days(server, loop, settings):
    server.start()
    server.answer = lambda receiver: "451 later"
    queue("bad@example.org")
    Email.objects.update(number_of_retries=settings.POST_OFFICE["MAX_RETRIES"])
    loop.send_due()
    letter = Email.objects.get()
    assert letter.status == STATUS.failed
    assert letter.logs.get().exception_type == "given_up" and "451 later" in letter.logs.get().message


@pytest.mark.django_db(transaction=True)
def test_the_loop_goes_on_after_trouble(server, loop, caplog):
    queue("a@example.org")
    thread = threading.Thread(target=loop.run)
    thread.start()
    wait_until(lambda: "Letters wait" in caplog.text)
    server.start()
    assert server.taken.wait(10)
    wait_until(lambda: "sent again" in caplog.text)
    loop.stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert len(server.letters) == 1


@pytest.mark.django_db
def test_once(server, capsys, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    server.start()
    queue("a@example.org")
    call_command("send_letters", "--once")
    assert "1 letters sent" in capsys.readouterr().out


def test_one_process_at_a_time(tmp_path):
    path = tmp_path / "lock"
    with mail_loop.only_one(path, threading.Event()) as first:
        assert first
        stop = threading.Event()
        threading.Timer(0.1, stop.set).start()
        with mail_loop.only_one(path, stop) as second:
            assert not second
    with mail_loop.only_one(path, threading.Event()) as third:
        assert third


def wait_until(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
