"""The text in a file, for the search. Files come from people: a hostile one may neither hang nor kill the worker.

So they are read by a process of their own (`reader`) with limits of time and memory, which knows neither the database
nor the settings; all that comes back is text, cut at MAX_TEXT.
"""

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath
from shutil import copyfileobj

from django.conf import settings

from members.library.models import ResourceFile

from .limits import MAX_TEXT, SECONDS
from .reader import READERS
from .tidy import tidy

logger = logging.getLogger("members.library")

State = ResourceFile.TextState


def text_of(file: ResourceFile) -> tuple[str, str]:
    """What became of it (a TextState) and the text. Never raises for what a file holds."""
    suffix = PurePath(file.name).suffix.lower().removeprefix(".")
    if suffix not in READERS:
        return State.NONE, ""
    try:
        with tempfile.TemporaryDirectory(prefix="samrum-text-") as folder:
            copy = Path(folder) / f"file.{suffix}"
            with file.file.open("rb") as source, copy.open("wb") as target:
                copyfileobj(source, target)
            text = tidy(read(copy))[:MAX_TEXT]
    except (OSError, subprocess.SubprocessError) as error:
        # Neither its name nor its text is for the log.
        logger.warning("file %s could not be read: %s", file.uuid, type(error).__name__)
        return State.FAILED, ""
    return (State.DONE, text) if text else (State.NONE, "")


def read(path: Path) -> str:
    """Raises SubprocessError when the reader ends badly or takes too long."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "members.library.extraction.reader", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=True,
        # No secret of ours is in the reader's environment.
        env={"PATH": os.defpath, "PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=path.parent,
    )
    return done.stdout.decode("utf-8", errors="replace")
