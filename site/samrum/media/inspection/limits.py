"""What looking through one document may cost. Beyond it the process ends, and the document counts as not looked through."""

import resource

CPU_SECONDS = 20  # of the processor
SECONDS = 40  # by the clock
MEMORY = 1024 * 1024 * 1024  # bytes of address space
MOST_WRITTEN = 300 * 1024 * 1024  # bytes of the cleaned copy; an uploaded file is at most 100 MB by default
MOST_OBJECTS = 1_000_000  # of a PDF: dictionaries, arrays and streams
MOST_ENTRIES = 10_000  # of an archive
MOST_UNPACKED = 300 * 1024 * 1024  # bytes of an archive with those inside it
MOST_DEPTH = 3  # archives in archives
MOST_PICTURE = 50 * 1024 * 1024  # bytes of one picture in a document; a larger one stays as it is


class TooMuch(Exception):
    """The document is larger than anybody's real one."""


def limit() -> None:
    """For the process itself, before it opens anything."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
