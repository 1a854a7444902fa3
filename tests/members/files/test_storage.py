"""File and row live and die together."""

import stat

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.migrations.writer import MigrationWriter

from members.library.models import ResourceFile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private")]


def files(folder) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nobody_else_on_the_machine_can_read(private, make_file):
    row = make_file()
    path = private / row.file.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in path.parents[:3]] == [0o700] * 3
    assert row.file.name.startswith("library/") and "tg" not in row.file.name


def test_a_file_has_no_address(make_file):
    with pytest.raises(ValueError, match="no address"):
        _address = make_file().file.url


def test_a_rollback_takes_the_file_with_it(private, make_file):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_file(b"rullas tillbaka")
        assert files(private) == [b"rullas tillbaka"]
        raise RuntimeError
    assert files(private) == [] and not ResourceFile.objects.exists()


def test_a_rolled_back_savepoint_takes_its_own_files_alone(private, make_file):
    with transaction.atomic():
        make_file(b"ett")
        with pytest.raises(RuntimeError), transaction.atomic():
            make_file(b"rullas tillbaka")
            raise RuntimeError
        make_file(b"tre")
    assert files(private) == [b"ett", b"tre"]


def test_the_file_goes_after_the_row_is_gone_for_good(private, make_file):
    row = make_file(b"ett")
    with transaction.atomic():
        row.delete()
        assert files(private) == [b"ett"]
    assert files(private) == []


def test_a_deletion_that_is_rolled_back_leaves_the_file(private, make_file):
    row = make_file(b"ett")
    with pytest.raises(RuntimeError), transaction.atomic():
        row.delete()
        raise RuntimeError
    assert files(private) == [b"ett"] and ResourceFile.objects.exists()


def test_deleting_what_it_belongs_to_deletes_the_file(private, make_file):
    row = make_file(b"ett")
    row.version.resource.delete()
    assert files(private) == []


def test_many_at_once_and_rows_without_the_column(private, make_file):
    make_file(b"ett")
    make_file(b"tva")
    ResourceFile.objects.only("pk").delete()
    assert files(private) == []


def test_a_replaced_file_goes(private, make_file):
    row = make_file(b"ett")
    row.file = ContentFile(b"nytt", "x")
    row.save()
    assert files(private) == [b"nytt"]
    row.refresh_from_db()
    row.name = "Annat namn.pdf"
    row.save()
    assert row.file.read() == b"nytt"


def test_a_replacement_that_is_rolled_back_changes_nothing(private, make_file):
    row = make_file(b"ett")
    with pytest.raises(RuntimeError), transaction.atomic():
        row.file = ContentFile(b"nytt", "x")
        row.save()
        raise RuntimeError
    assert files(private) == [b"ett"]
    assert ResourceFile.objects.get().file.read() == b"ett"


def test_a_file_that_two_rows_name_stays_with_the_last(private, make_file):
    row = make_file(b"ett")
    copy = ResourceFile.objects.get()
    copy.pk, copy.uuid = None, "12345678-1234-4234-8234-123456789012"
    copy._state.adding = True
    copy.save()
    row.delete()
    assert files(private) == [b"ett"]
    copy.delete()
    assert files(private) == []


def test_making_folders_does_not_change_the_mode_of_other_files(private, tmp_path):
    """Django's own way changes the umask of the process, and two threads can leave it changed."""
    import os

    before = os.umask(0o022)
    try:
        storages["private"].save("library/aa/x", ContentFile(b"x"))
        (tmp_path / "other").mkdir()
        assert stat.S_IMODE((tmp_path / "other").stat().st_mode) == 0o755
    finally:
        os.umask(before)


def test_migrations_do_not_name_folders_of_this_machine():
    writer = MigrationWriter.serialize(ResourceFile._meta.get_field("file"))
    assert "storage=members.files.storage.private_storage" in writer[0]
