"""One function per kind of file: yields its text in pieces, in reading order. Imports are made late: one per run."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from .limits import MAX_CELLS, MAX_PAGES, MAX_PART, MAX_TEXT
from .strict import is_strict, transitional

# As nearly all files are written ("transitional"), and as the standard's strict form calls the same.
WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
DRAWING = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://purl.oclc.org/ooxml/drawingml/main}",
)
WORD_PARTS = ("document", "footnotes", "endnotes", "header", "footer")


def pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader  # noqa: PLC0415

    document = PdfReader(path)
    if document.is_encrypted:
        document.decrypt("")  # many are locked against change alone and open without a password
    for number, page in enumerate(document.pages):
        if number == MAX_PAGES:
            return
        yield page.extract_text()


def word(path: Path) -> Iterator[str]:
    """Paragraphs of the text with its tables and boxes, notes, headers and footers; not the comments."""
    with zipfile.ZipFile(path) as archive:
        for part in WORD_PARTS:
            for name in sorted(_named(archive, f"word/{part}")):
                yield from _paragraphs(archive, name, WORD)


def workbook(path: Path) -> Iterator[str]:
    """Names of sheets and what stands in the cells, not their formulas."""
    from openpyxl import load_workbook  # noqa: PLC0415

    with zipfile.ZipFile(path) as archive:
        check_parts(archive)
        readable = transitional(archive) if is_strict(archive) else path
    book = load_workbook(readable, read_only=True, data_only=True)
    left = MAX_CELLS
    for sheet in book.worksheets:
        yield sheet.title
        sheet.reset_dimensions()  # what the file says of its size need not be true
        for row in sheet.iter_rows(values_only=True):
            yield " ".join(str(value) for value in row[:left] if value is not None)
            left -= len(row)
            if left <= 0:
                return


def slides(path: Path) -> Iterator[str]:
    """Text of the slides in their order, then of their notes."""
    with zipfile.ZipFile(path) as archive:
        for start in ("ppt/slides/slide", "ppt/notesSlides/notesSlide"):
            for name in sorted(_named(archive, start), key=lambda name: (len(name), name)):
                yield from _paragraphs(archive, name, DRAWING)


def _named(archive: zipfile.ZipFile, start: str) -> list[str]:
    check_parts(archive)
    return [name for name in archive.namelist() if name.startswith(start) and name.endswith(".xml")]


def _paragraphs(archive: zipfile.ZipFile, name: str, spaces: tuple[str, str]) -> Iterator[str]:
    """The text of each paragraph, whichever of the two forms of the standard the file follows."""
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    blocks, texts = ({f"{space}{tag}" for space in spaces} for tag in ("p", "t"))
    with archive.open(name) as part:
        for _event, element in iterparse(part):
            if element.tag in blocks:
                yield "".join(text.text or "" for text in element.iter() if text.tag in texts)
                element.clear()


def opendocument(path: Path) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    blocks, spaces = ("}p", "}h"), ("}tab", "}line-break", "}s")
    with zipfile.ZipFile(path) as archive:
        check_parts(archive)
        with archive.open("content.xml") as content:
            for _event, element in iterparse(content):
                if element.tag.endswith(spaces):
                    element.text = " "
                elif element.tag.endswith(blocks):
                    yield "".join(element.itertext())
                    element.clear()


def plain(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        content = file.read(4 * MAX_TEXT)  # bytes: UTF-8 has at most four to a character
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", errors="replace")
        return
    try:
        # What is cut in the middle of its last character is not wrong.
        yield content.decode("utf-8-sig", errors="strict" if len(content) < 4 * MAX_TEXT else "ignore")
    except UnicodeDecodeError:
        yield content.decode("cp1252", errors="replace")


def check_parts(archive: zipfile.ZipFile) -> None:
    """Raises ValueError for a packed document with a part too large to unpack."""
    if any(part.file_size > MAX_PART for part in archive.infolist()):
        raise ValueError("a part of the document is too large")
