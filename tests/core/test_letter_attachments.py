"""Files that go with letters: safe names, and no longer life than their letter."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email
from post_office.models import Attachment as KeptAttachment

from samrum.core.letter_attachments import FILE, FOLDER, file_name
from samrum.core.letters import Attachment, send_letter

pytestmark = pytest.mark.django_db


def queue(*names: str) -> Email:
    attachments = [Attachment(name, b"x", "text/calendar") for name in names]
    send_letter(
        "contact_receipt",
        to="a@example.org",
        context={"message": {"subject": "Hej"}},
        language="sv",
        attachments=attachments,
    )
    return Email.objects.latest("pk")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("träff.ics", "träff.ics"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("a\r\nBcc: x@example.org", "a Bcc- x@example.org"),
        ('a"b;c\x00.ics', "a-b;c.ics"),
        ("C:\\mapp\\a.pdf", "C-mapp-a.pdf"),
        ("å" * 300 + ".ics", "å" * 56 + ".ics"),
        ("a." + "b" * 300, "a." + "b" * 28),
        ("..", "samrum"),
        ("", "samrum"),
    ],
)
def test_any_name_is_safe_and_keeps_its_end(name, safe):
    assert file_name(name) == safe
    row = queue(name).attachments.get()
    assert row.name == safe
    path = Path(row.file.path)
    assert path.is_file() and path.is_relative_to(Path(row.file.storage.location) / FOLDER)
    assert len(row.file.name) <= FILE.max_length


def test_two_of_the_same_name_are_not_silently_one():
    assert queue("a.ics", "b.ics").attachments.count() == 2
    with pytest.raises(ValueError, match="same name"):
        queue("a.ics", "a.ics")


def test_they_lie_in_private_storage():
    row = queue("a.ics").attachments.get()
    with pytest.raises(ValueError, match="no address"):
        row.file.url  # noqa: B018


def test_they_go_with_their_letter(django_capture_on_commit_callbacks, capsys):
    old = timezone.now() - datetime.timedelta(days=31)
    letters = {status: queue("a.ics") for status in (STATUS.sent, STATUS.failed, STATUS.queued)}
    for status, letter in letters.items():
        Email.objects.filter(pk=letter.pk).update(status=status, created=old)
    letters["young"] = queue("a.ics")
    Email.objects.filter(pk=letters["young"].pk).update(status=STATUS.sent)
    files = {key: letter.attachments.get().file for key, letter in letters.items()}
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge")
    assert "attachments of letters: 2 erased" in capsys.readouterr().out
    there = {key for key, file in files.items() if file.storage.exists(file.name)}
    assert there == {STATUS.queued, "young"}
    assert KeptAttachment.objects.count() == 2
