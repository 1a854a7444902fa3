"""What a crash left is found and put right."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from members.files.sweep import AGE, private_file_fields, sweep
from members.library.models import ResourceFile
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
    attachment = written(private, "post_office_attachments/a.ics", 999)
    assert sorted(sweep().removed) == ["library/aa/orphan", "mandates/bb/orphan"]
    assert named.exists() and young.exists() and attachment.exists()
    assert not orphan.exists() and not mandate.exists()
    assert sweep() == ([], [])


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
    sweep()
    assert [path.name for path in tmp_path.glob("*.upload")] == ["young.upload"]


def test_the_schedule_sweeps_every_day():
    assert {"sweep_private_files", "read_files"} <= set(DAILY)


def test_every_private_field_has_a_folder_of_its_own():
    """Or sweeping one would remove another's files."""
    folders = [field.folder for field in private_file_fields()]
    assert len(folders) == len(set(folders)) >= 2 and all(folders)
