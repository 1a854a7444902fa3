"""What a contributor sends, and files that are what they say."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

FILLED = {
    "title": "Checklista för öppna möten",
    "summary": "En lista att gå igenom före mötet.",
    "kind": "tool",
    "language": "sv",
    "sharing": "room",
    "link": "",
    "note": "",
    "contact": "",
}
CONTRIBUTE = "/rum/trygga/bibliotek/bidra/"
MINE = "/rum/trygga/bibliotek/mina/"
QUEUE = "/rum/trygga/leda/bibliotek/"


def text_file(name: str = "lista.txt", text: str = "Gå igenom utrymningsvägarna."):
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return _saved(document)


def xlsx(*rows: list) -> bytes:
    book = Workbook()
    book.active.title = "Riskanalys"
    for row in rows:
        book.active.append(row)
    return _saved(book)


def pptx(*titles: str) -> bytes:
    show = Presentation()
    for title in titles:
        show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = title
    return _saved(show)


def _saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
