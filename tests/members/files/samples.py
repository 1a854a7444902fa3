"""Files to upload: right ones, and all kinds of wrong ones."""

import functools
import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pptx
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", content)
    file._name = name  # as an application may find it, whatever Django's parser does to names
    return file


def made(write: Callable) -> bytes:
    output = io.BytesIO()
    write(output)
    return output.getvalue()


@functools.cache
def word(text: str = "Hej") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    return made(document.save)


@functools.cache
def excel() -> bytes:
    return made(openpyxl.Workbook().save)


@functools.cache
def powerpoint() -> bytes:
    return made(pptx.Presentation().save)


def picture(image_format: str, size=(12, 8), **options) -> bytes:
    return made(lambda output: Image.new("RGB", size, "green").save(output, image_format, **options))


def packed(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    def write(output):
        with zipfile.ZipFile(output, "w", compression) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)

    return made(write)


def open_document(kind: str = "text", **more: bytes) -> bytes:
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": b"<office/>",
        }
        | {name.replace("__", "/"): content for name, content in more.items()}
    )


def repacked(archive: bytes, **changes: bytes | None) -> bytes:
    """`archive` with entries added or replaced (`__` in a name is a slash)."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    return packed(entries | {name.replace("__", "/"): content for name, content in changes.items()})


def with_macros(extension: str = "docm") -> bytes:
    main = {
        "docm": (
            word(),
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document",
        ),
        "xlsm": (excel(), "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", "vnd.ms-excel.sheet"),
    }
    archive, plain, macro = main[extension]
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    types = entries["[Content_Types].xml"]
    entries["[Content_Types].xml"] = types.replace(plain.encode(), f"{macro}.macroEnabled.main".encode())
    folder = {"docm": "word", "xlsm": "xl"}[extension]
    return packed(entries | {f"{folder}/vbaProject.bin": b"macro"})


def bomb(megabytes: int = 400) -> bytes:
    return made(lambda output: _write_bomb(output, megabytes))


def _write_bomb(output, megabytes: int) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(word())) as old,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("word/media/zeros.bin", "w") as entry:
            for _megabyte in range(megabytes):
                entry.write(bytes(1024 * 1024))


def lying_bomb(megabytes: int = 30) -> bytes:
    """Its list of contents says that the large entry is small."""
    archive = bytearray(bomb(megabytes))
    real = (megabytes * 1024 * 1024).to_bytes(4, "little")
    assert archive.count(real) >= 1
    return bytes(archive.replace(real, (1000).to_bytes(4, "little")))


def overlapping_bomb() -> bytes:
    """Two entries of the list of contents lead to the same bytes."""
    archive = packed(
        {"[Content_Types].xml": b"x" * 100, "word/a.xml": b"y" * 5000, "word/b.xml": b"y" * 5000}
    )
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        offsets = {entry.filename: entry.header_offset for entry in old.filelist}
    listing = archive.rindex(b"PK\x01\x02")
    at = listing + 42
    assert int.from_bytes(archive[at : at + 4], "little") == offsets["word/b.xml"]
    return archive[:at] + offsets["word/a.xml"].to_bytes(4, "little") + archive[at + 4 :]


def flood(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG that says it is enormous, in a hundred bytes."""
    small = bytearray(picture("PNG"))
    small[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    import zlib

    small[29:33] = zlib.crc32(small[12:29]).to_bytes(4, "big")
    return bytes(small)


def is_zip(content: bytes) -> bool:
    return zipfile.is_zipfile(io.BytesIO(content))


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))
