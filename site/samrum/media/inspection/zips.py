"""Where a file is an archive, whatever else it is."""

import zipfile
import zlib
from typing import Any

# NotImplementedError: zipfile's word for a way of packing that it does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
END = b"PK\x05\x06"
LONGEST_END = 22 + 65_536  # bytes, with a comment


def zip_extent(file: Any) -> tuple[int, int] | None:
    """The first byte of the archive's first entry, and the end of the record that ends it; None for no archive."""
    try:
        with zipfile.ZipFile(file) as archive:
            if not archive.filelist:
                return None
            first = min(entry.header_offset for entry in archive.filelist)
            first = min(first, archive.start_dir)  # type: ignore[attr-defined]
    except DAMAGED:
        return None
    size = file.seek(0, 2)
    tail = min(size, LONGEST_END)
    file.seek(size - tail)
    return first, size - tail + file.read(tail).rfind(END) + 22


def is_archive(file: Any) -> bool:
    return zip_extent(file) is not None
