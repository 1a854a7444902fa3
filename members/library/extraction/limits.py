"""How much of a file is read at most. A library file is far below; what lies beyond is not found by the search."""

MAX_TEXT = 200_000  # characters, as an entry of the index keeps
MAX_PAGES = 1_000  # of a PDF
MAX_CELLS = 200_000  # of a workbook
MAX_PART = 64 * 1024 * 1024  # bytes of one unpacked part of a document
SECONDS = 60  # for one file, by the clock
CPU_SECONDS = 40  # of the processor
MEMORY = 1024 * 1024 * 1024  # bytes of address space
