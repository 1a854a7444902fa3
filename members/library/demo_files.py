"""Makes the demo's files: real PDF, Word, Excel, PowerPoint and picture files, the same bytes' worth every time.

A document is a title and parts; a part is a heading (`# ...`), a paragraph, a list or a table.
"""

import datetime
import io
from collections.abc import Callable

from docx import Document
from fpdf import FPDF
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from PIL import Image, ImageDraw
from pptx import Presentation

Part = str | list[str] | list[list[str]]
WRITTEN = datetime.datetime(2024, 3, 1, 9, 0, tzinfo=datetime.UTC)
PINE, PAPER, AMBER = (23, 84, 63), (250, 246, 236), (197, 123, 18)


def pdf(title: str, parts: list[Part]) -> bytes:
    document = FPDF(format="A4")
    document.set_creation_date(WRITTEN)
    document.set_title(title)
    document.set_lang("sv-SE")
    document.set_margin(25)
    document.add_page()
    document.set_font("Times", "B", 22)
    document.multi_cell(0, 10, title, new_x="LMARGIN", new_y="NEXT")
    for part in parts:
        document.ln(4)
        if isinstance(part, str) and part.startswith("# "):
            document.set_font("Times", "B", 15)
            document.multi_cell(0, 8, part[2:], new_x="LMARGIN", new_y="NEXT")
            continue
        document.set_font("Times", size=12)
        if isinstance(part, str):
            document.multi_cell(0, 6, part, new_x="LMARGIN", new_y="NEXT")
        elif part and isinstance(part[0], list):
            with document.table(first_row_as_headings=True) as table:
                for row in part:
                    cells = table.row()
                    for cell in row:
                        cells.cell(cell)
        else:
            for line in part:
                document.multi_cell(0, 6, f"- {line}", new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def docx(title: str, parts: list[Part]) -> bytes:
    document = Document()
    document.core_properties.title, document.core_properties.author = title, "Samrum"
    document.core_properties.created = document.core_properties.modified = WRITTEN.replace(tzinfo=None)
    document.add_heading(title, 0)
    for part in parts:
        if isinstance(part, str):
            if part.startswith("# "):
                document.add_heading(part[2:], 1)
            else:
                document.add_paragraph(part)
        elif part and isinstance(part[0], list):
            table = document.add_table(rows=0, cols=len(part[0]), style="Table Grid")
            for row in part:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        else:
            for line in part:
                document.add_paragraph(str(line), style="List Bullet")
    return _saved(document.save)


def xlsx(title: str, parts: list[Part]) -> bytes:
    """One sheet for each table; a heading before a table names it."""
    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    book.properties.title, book.properties.creator = title, "Samrum"
    name = title
    for part in parts:
        if isinstance(part, str):
            name = part.removeprefix("# ")
        elif part and isinstance(part[0], list):
            sheet = book.create_sheet(name[:31])
            for row in part:
                sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
            for number, column in enumerate(sheet.columns, 1):
                width = max(len(str(cell.value or "")) for cell in column)
                sheet.column_dimensions[get_column_letter(number)].width = min(width + 2, 60)
            for cell in sheet[1]:
                cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.freeze_panes = "A2"
    return _saved(book.save)


def pptx(title: str, parts: list[Part]) -> bytes:
    """A slide for each heading, with what follows it."""
    show = Presentation()
    show.core_properties.title, show.core_properties.author = title, "Samrum"
    show.core_properties.created = show.core_properties.modified = WRITTEN.replace(tzinfo=None)
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = title
    frame = None
    for part in parts:
        if isinstance(part, str) and part.startswith("# "):
            slide = show.slides.add_slide(show.slide_layouts[1])
            slide.shapes.title.text = part[2:]
            frame = slide.placeholders[1].text_frame
        elif frame is None:
            first.placeholders[1].text = str(part)
        else:
            for line in [part] if isinstance(part, str) else part:
                paragraph = frame.add_paragraph() if frame.text else frame.paragraphs[0]
                paragraph.text = line if isinstance(line, str) else ", ".join(line)
    return _saved(show.save)


def png(title: str, parts: list[Part]) -> bytes:
    """A round model with one field for each line of the first list; the words are in the resource's summary."""
    lines = next((part for part in parts if isinstance(part, list)), [])
    picture = Image.new("RGB", (1200, 900), PAPER)
    draw = ImageDraw.Draw(picture)
    step = 360 / max(len(lines), 1)
    for number in range(len(lines)):
        start = -90 + number * step
        draw.pieslice((250, 100, 950, 800), start + 3, start + step - 3, fill=PINE if number % 2 else AMBER)
    draw.ellipse((450, 300, 750, 600), fill=PAPER)
    draw.text((600, 450), title, fill=PINE, anchor="mm", font_size=34)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def txt(title: str, parts: list[Part]) -> bytes:
    lines = [title, ""]
    for part in parts:
        lines += [part] if isinstance(part, str) else [f"- {line}" for line in part]
    return "\n".join(lines).encode()


def _saved(save: Callable) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


MAKERS: dict[str, Callable[[str, list[Part]], bytes]] = {
    "pdf": pdf, "docx": docx, "xlsx": xlsx, "pptx": pptx, "png": png, "txt": txt,
}  # fmt: skip
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "txt": "text/plain",
}
