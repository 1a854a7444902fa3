"""Puts storage and database in step again after a crash."""

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import FileField

from samrum.core import letter_attachments

from .storage import PrivateFileField, private_storage

# Younger files may belong to a transaction under way.
AGE = 24 * 60 * 60  # seconds


class Swept(NamedTuple):
    removed: list[str]  # files that no row named
    missing: list[str]  # rows whose file is not there: "library.resourcefile 7"


def sweep() -> Swept:
    """Remove files older than AGE that no row names; say which rows have lost theirs."""
    removed: list[str] = []
    missing: list[str] = []
    before = time.time() - AGE
    storage = private_storage()
    for field, folder in folders():
        # The files first: a row that is written meanwhile names a file that is too young anyway.
        found = dict(storage.names(folder))
        rows = field.model._base_manager.exclude(**{field.attname: ""})
        named = {name: key for key, name in rows.values_list("pk", field.attname).iterator()}
        for name, written in found.items():
            if name not in named and written < before:
                storage.delete(name)
                removed.append(name)
        for name, key in named.items():
            if name not in found and not storage.exists(name):
                missing.append(f"{field.model._meta.label_lower} {key}")
    return Swept(removed + _remove_interrupted_uploads(before), missing)


def folders() -> Iterator[tuple[FileField, str]]:
    """Whose files lie in which folder of private storage."""
    for field in private_file_fields():
        yield field, field.folder
    # post_office writes the file of a letter before it knows whether the transaction lasts.
    yield letter_attachments.FILE, letter_attachments.FOLDER


def private_file_fields() -> Iterator[PrivateFileField]:
    """Each has a folder of its own, or one would remove the other's files."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, PrivateFileField):
                yield field


def _remove_interrupted_uploads(before: float) -> list[str]:
    """What a process that was killed had received so far, or was looking through."""
    removed = []
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        # Others come and go while we look.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                removed.append(path.name)
    return removed
