"""Where private files lie: a storage of its own, outside MEDIA_ROOT, under names that say nothing."""

import os
import uuid
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from django.core.files.storage import FileSystemStorage, storages
from django.db import models, transaction
from storages.backends.s3 import S3Storage

from .pending import Pending

BLOCK = 64 * 1024  # bytes


def private_storage():
    return storages["private"]


class PrivateFolder(FileSystemStorage):
    """A folder of this machine that nobody else on it reads, except the web server where that serves the files."""

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("A private file has no address.")

    def _save(self, name: str, content: Any) -> str:
        # Django's own way of giving folders their mode changes the umask of all threads for a moment.
        folder = Path(self.location)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in Path(name).parent.parts:
            folder /= part
            folder.mkdir(exist_ok=True, mode=self.folder_mode)
        saved = super()._save(name, content)  # type: ignore[misc]
        # The row that names it may be on the disk a moment later: the file must be there before.
        with Path(self.path(saved)).open("rb") as file:
            os.fsync(file.fileno())
        return saved

    @property
    def folder_mode(self) -> int:
        return 0o750 if (self.file_permissions_mode or 0) & 0o040 else 0o700

    def blocks(self, name: str, start: int, length: int) -> Iterator[bytes]:
        with self.open(name) as file:
            file.seek(start)
            while length > 0 and (block := file.read(min(BLOCK, length))):
                length -= len(block)
                yield block

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        """Every file below `folder`, and when it was written (seconds since 1970)."""
        root = Path(self.location)
        for path in (root / folder).rglob("*"):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path.stat().st_mtime


class PrivateBucket(S3Storage):
    """A bucket of an S3 service. Browsers never learn of it: no address, no presigned link."""

    def url(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValueError("A private file has no address.")

    def blocks(self, name: str, start: int, length: int) -> Iterator[bytes]:
        if length <= 0:
            return
        answer = self.bucket.Object(self._normalize_name(name)).get(
            Range=f"bytes={start}-{start + length - 1}"
        )
        with closing(answer["Body"]) as body:
            yield from body.iter_chunks(BLOCK)

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        for item in self.bucket.objects.filter(Prefix=f"{folder}/"):
            yield item.key, item.last_modified.timestamp()


class PrivateFileField(models.FileField):
    """A file in private storage. Its name there is random; what it is called for people is a field beside it.

    `folder` is the first part of its name. The address of a file is a view with a permission check: `url` raises.
    File and row live together when the row is saved inside a transaction: the file is written first, goes when the
    transaction is rolled back, and goes after the transaction that deletes the row or gives it another file.
    What a killed process leaves behind is removed by `manage.py sweep_private_files`.
    """

    def __init__(self, *args: Any, folder: str = "", **kwargs: Any):
        self.folder = folder
        kwargs.setdefault("storage", private_storage)
        kwargs.setdefault("max_length", 120)
        super().__init__(*args, **kwargs)

    @property
    def storage(self) -> Any:
        """As the settings say now: Django itself would ask once, when the model is made."""
        return private_storage()

    @storage.setter
    def storage(self, _value: Any) -> None:
        pass

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        # The function, not what it gives here and now: a migration must not name this machine's folders.
        return name, path, args, kwargs | {"folder": self.folder, "storage": private_storage}

    def generate_filename(self, _instance, _filename) -> str:
        key = uuid.uuid4().hex
        return f"{self.folder}/{key[:2]}/{key}"

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            models.signals.post_save.connect(self._forget_replaced, sender=cls)
            models.signals.pre_delete.connect(self._forget_deleted, sender=cls)

    def pre_save(self, model_instance, add):
        before = None if add else self._stored_name(model_instance)
        is_new = bool(file := getattr(model_instance, self.attname)) and not file._committed
        file = super().pre_save(model_instance, add)
        if is_new:
            transaction.on_commit(Pending(file.storage, file.name).keep)
        if before and before != file.name:
            vars(model_instance)[self._replaced] = before
        return file

    @property
    def _replaced(self) -> str:
        return f"_replaced_{self.attname}"

    def _stored_name(self, instance) -> str | None:
        return self.model._base_manager.filter(pk=instance.pk).values_list(self.attname, flat=True).first()

    def _forget_replaced(self, instance, **kwargs) -> None:
        if name := vars(instance).pop(self._replaced, None):
            transaction.on_commit(partial(self._remove, name))

    def _forget_deleted(self, instance, **kwargs) -> None:
        if name := str(getattr(instance, self.attname) or ""):
            transaction.on_commit(partial(self._remove, name))

    def _remove(self, name: str) -> None:
        if not self.model._base_manager.filter(**{self.attname: name}).exists():
            self.storage.delete(name)
