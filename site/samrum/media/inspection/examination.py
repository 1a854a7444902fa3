"""Has a document looked through by a process of its own: a hostile one may neither hang nor kill the web server."""

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from .findings import NONE, Finding
from .limits import SECONDS
from .zips import is_archive

logger = logging.getLogger("samrum.media")

BLOCK = 64 * 1024  # bytes
# How many documents one web process has looked through at the same time, and how long the next one waits for that.
AT_ONCE = 2
PATIENCE = 30  # seconds
# Where the last lines of a PDF are sought; without them pypdf cannot know which objects are its newest.
TAIL = 8 * 1024  # bytes
OFFICE = (
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "pptx", "pptm", "potx", "potm",
    "odt", "ods", "odp", "ott", "ots", "otp",
)  # fmt: skip
_slots = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Others have their documents looked through; try again in a while."""


class Examined(NamedTuple):
    findings: Finding
    replacement: File | None = None  # what is to be kept in the document's place; goes when it is closed
    is_polyglot: bool = False  # a PDF that is an archive too


NOTHING = Examined(NONE)
UNCHECKED = Examined(Finding.UNCHECKED)


def examine(file: Any, extension: str) -> Examined:
    """What a document holds, and the document without names in its properties. Raises Busy.

    `file` is an open file, read in blocks; `extension` in lower case. Pictures and texts hold nothing for this.
    """
    if extension == "zip":
        return Examined(Finding.EMBEDDED)
    if extension in OFFICE:
        return _examined(file, "office")
    if extension != "pdf":
        return NOTHING
    file.seek(max(0, file.size - TAIL))
    examined = _examined(file, "pdf") if b"startxref" in file.read(TAIL) else UNCHECKED
    if Finding.UNCHECKED in examined.findings and is_archive(file):
        return examined._replace(is_polyglot=True)
    return examined


def _examined(file: Any, kind: str) -> Examined:
    if not _slots.acquire(timeout=PATIENCE):
        raise Busy
    try:
        with tempfile.TemporaryDirectory(prefix="samrum-look-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
            source, target = Path(folder) / "source", Path(folder) / "target"
            file.seek(0)
            with source.open("wb") as copy:
                while block := file.read(BLOCK):
                    copy.write(block)
            findings, is_changed, is_polyglot = _run(kind, source, target)
            if not is_changed:
                return Examined(Finding(findings), None, is_polyglot)
            # Held open: it outlives its name, and goes when nobody holds it any more.
            return Examined(Finding(findings), File(target.open("rb"), name="document"))
    except (subprocess.SubprocessError, ValueError) as error:
        # Neither its name nor what stands in it is for the log.
        logger.warning("a document could not be looked through: %s", type(error).__name__)
        return UNCHECKED
    finally:
        _slots.release()


def _run(kind: str, source: Path, target: Path) -> tuple[int, bool, bool]:
    """Raises SubprocessError when the process ends badly or takes too long."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", f"samrum.media.inspection.{kind}", str(source), str(target), _("Author")],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=True,
        # No secret of ours is in its environment.
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(settings.BASE_DIR / "site"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "TMPDIR": str(source.parent),
        },
        cwd=source.parent,
    )
    return json.loads(done.stdout)
