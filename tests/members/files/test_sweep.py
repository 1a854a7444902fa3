"""What a crash left is found and put right."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from post_office.models import Attachment

from members.files.sweep import AGE, folders, sweep
from members.library.models import ResourceFile
from samrum.core import letter_attachments
from samrum.core.letters import send_letter
from samrum.core.management.commands.schedule import DAILY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]


def written(folder: Path, name: str, hours_ago: float) -> Path:
    path = folder / storages["private"].save(name, ContentFile(b"x"))
    moment = time.time() - hours_ago * 3600
    os.utime(path, (moment, moment))
    return path


def test_only_what_no_row_names_and_is_old_goes(private, make_file):
    named = private / make_file().file.name
    os.utime(named, (0, 0))
    orphan = written(private, "library/aa/orphan", 25)
    young = written(private, "library/aa/young", 23)
    mandate = written(private, "mandates/bb/orphan", 25)
    other = written(private, "something-else/a", 999)
    assert sorted(sweep().removed) == ["library/aa/orphan", "mandates/bb/orphan"]
    assert named.exists() and young.exists() and other.exists()
    assert not orphan.exists() and not mandate.exists()
    assert sweep() == ([], [])


def test_files_of_letters_stay_as_long_as_their_letter(private, monkeypatch):
    """post_office leaves a file behind when the transaction that wrote it is rolled back."""
    monkeypatch.setattr(letter_attachments.FILE, "storage", storages["private"])
    send_letter(
        "contact_receipt",
        to="a@example.org",
        context={"message": {"subject": "Hej"}},
        language="sv",
        attachments=[letter_attachments.Attachment("träff.ics", b"x", "text/calendar")],
    )
    queued = private / Attachment.objects.get().file.name
    os.utime(queued, (0, 0))
    orphan = written(private, f"{letter_attachments.FOLDER}/2026/1/1/a.ics", 25)
    young = written(private, f"{letter_attachments.FOLDER}/2026/1/1/b.ics", 23)
    assert sweep() == ([f"{letter_attachments.FOLDER}/2026/1/1/a.ics"], [])
    assert queued.exists() and young.exists() and not orphan.exists()


def test_rows_without_their_file_are_reported(make_file, caplog, capsys):
    row = make_file()
    row.file.storage.delete(row.file.name)
    call_command("sweep_private_files")
    assert f"library.resourcefile {row.pk}" in caplog.text
    assert "1 rows without their file" in capsys.readouterr().out
    assert ResourceFile.objects.exists()


def test_uploads_that_a_killed_process_received_go(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    for name, age in (("old.upload", AGE + 60), ("young.upload", 60)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    # A document that was being looked through.
    (tmp_path / "old.look").mkdir()
    (tmp_path / "old.look" / "source").write_bytes(b"x")
    os.utime(tmp_path / "old.look", (time.time() - AGE - 60,) * 2)
    sweep()
    assert [path.name for path in tmp_path.iterdir()] == ["young.upload"]


def test_the_schedule_sweeps_every_day():
    assert {"sweep_private_files", "read_files"} <= set(DAILY)


def test_every_private_field_has_a_folder_of_its_own():
    """Or sweeping one would remove another's files."""
    names = [folder for _field, folder in folders()]
    assert len(names) == len(set(names)) >= 3 and all(names)
