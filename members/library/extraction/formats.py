"""One function per kind of file: yields its text in pieces, in reading order. Imports are made late: one per run."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from .limits import MAX_CELLS, MAX_PAGES, MAX_PART, MAX_TEXT

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
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
    from docx.opc.package import OpcPackage  # noqa: PLC0415
    from docx.oxml.parser import parse_xml  # noqa: PLC0415

    check_parts(path)
    parts = {str(part.partname): part for part in OpcPackage.open(str(path)).iter_parts()}
    names = [f"/word/{name}" for name in WORD_PARTS]
    for start in names:
        for name in sorted(parts):
            if name.startswith(start) and name.endswith(".xml"):
                for paragraph in parse_xml(parts[name].blob).iter(f"{WORD}p"):
                    yield "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))


def workbook(path: Path) -> Iterator[str]:
    """Names of sheets and what stands in the cells, not their formulas."""
    from openpyxl import load_workbook  # noqa: PLC0415

    check_parts(path)
    book = load_workbook(path, read_only=True, data_only=True)
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
    from pptx.opc.package import OpcPackage  # noqa: PLC0415
    from pptx.oxml import parse_xml  # noqa: PLC0415

    check_parts(path)
    parts = {str(part.partname): part for part in OpcPackage.open(str(path)).iter_parts()}
    for start in ("/ppt/slides/slide", "/ppt/notesSlides/notesSlide"):
        named = [name for name in parts if name.startswith(start) and name.endswith(".xml")]
        for name in sorted(named, key=lambda name: (len(name), name)):
            for paragraph in parse_xml(parts[name].blob).iter(f"{DRAWING}p"):
                yield "".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t"))


def opendocument(path: Path) -> Iterator[str]:
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415

    check_parts(path)
    blocks, spaces = ("}p", "}h"), ("}tab", "}line-break", "}s")
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
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


def check_parts(path: Path) -> None:
    """Raises ValueError for a packed document with a part too large to unpack."""
    with zipfile.ZipFile(path) as archive:
        if any(part.file_size > MAX_PART for part in archive.infolist()):
            raise ValueError("a part of the document is too large")
