"""`python -m members.library.extraction.reader <path>`: writes the text of one file to stdout.

Run by `extraction.read` as a process of its own. It limits itself before it opens anything: too much memory or time
ends it, and the worker sees that it ended. Knows nothing of Django.
"""

import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from . import formats
from .limits import CPU_SECONDS, MAX_TEXT, MEMORY

READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    "pdf": formats.pdf,
    **dict.fromkeys(("docx", "docm", "dotx", "dotm"), formats.word),
    **dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm"), formats.workbook),
    **dict.fromkeys(("pptx", "pptm", "potx", "potm"), formats.slides),
    **dict.fromkeys(("odt", "ods", "odp", "ott", "ots", "otp"), formats.opendocument),
    **dict.fromkeys(("txt", "csv"), formats.plain),
}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no files
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bounded(pieces: Iterator[str]) -> Iterator[str]:
    left = MAX_TEXT
    for piece in pieces:
        yield piece[:left]
        left -= len(piece) + 1
        if left <= 0:
            return


def main(path: Path) -> None:
    limit()
    for piece in bounded(READERS[path.suffix[1:]](path)):
        sys.stdout.buffer.write(piece.encode("utf-8", errors="replace") + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
