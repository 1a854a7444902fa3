"""What is taken in, what is refused, and that the refusal says why."""

import io
import tracemalloc
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from members.files import archives
from members.files.checks import LIBRARY, MANDATE, check_upload
from members.files.kinds import CONTENT_TYPES

from . import samples
from .looked_through import in_this_process
from .samples import PDF, upload

RIGHT = {
    "pdf": PDF,
    "docx": samples.word(),
    "xlsx": samples.excel(),
    "pptx": samples.powerpoint(),
    "docm": samples.with_macros("docm"),
    "xlsm": samples.with_macros("xlsm"),
    "odt": samples.open_document(),
    "ods": samples.open_document("spreadsheet"),
    "odp": samples.open_document("presentation"),
    "txt": "Hot och våld".encode(),
    "csv": "kommun;år\nMalmö stad;2024\n".encode("cp1252"),
    "png": samples.picture("PNG"),
    "jpg": samples.picture("JPEG"),
    "jpeg": samples.picture("JPEG"),
    "webp": samples.picture("WEBP"),
}


@pytest.mark.parametrize("extension", RIGHT)
def test_what_is_right_is_taken_in(extension):
    checked = check_upload(upload(f"Bilaga å.{extension}", RIGHT[extension]))
    content = checked.content.read()
    assert checked.name == f"Bilaga å.{extension}"
    assert checked.content_type == CONTENT_TYPES[extension]
    assert checked.size == len(content) > 0
    assert checked.has_macros == (extension in ("docm", "xlsm"))
    if extension in ("pdf", "odt", "ods", "odp", "txt", "csv"):  # nothing in them names anybody
        assert content == RIGHT[extension]


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfhej", "åäö".encode("utf-16"), "åäö\t\r\n".encode("cp1252")])
def test_texts_of_all_usual_encodings_are_taken_in(text):
    assert check_upload(upload("a.txt", text)).content.read() == text


def refused(name: str, content: bytes, kinds=LIBRARY) -> str:
    with pytest.raises(ValidationError) as caught:
        check_upload(upload(name, content), kinds)
    [message] = caught.value.messages
    assert message.startswith(("”", "Vi tar inte emot"))
    return caught.value.code


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "extension"),
        ("a.svg", SVG, "extension"),
        ("a.html", HTML, "extension"),
        ("a.zip", samples.packed({"a": b""}), "extension"),
        ("a", PDF, "extension"),
        ("a.pdf.exe", PDF, "extension"),
        ("a.pdf\0.exe", PDF, "extension"),
        ("", PDF, "extension"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", HTML, "other_content"),
        ("a.pdf", HTML + PDF, "other_content"),
        ("a.pdf", b"GIF89a" + PDF, "other_content"),
        ("a.pdf", PDF.replace(b"%%EOF", b""), "damaged"),
        ("a.pdf", PDF + samples.packed({"a.class": b"code"}), "polyglot"),
        ("a.pdf", PDF + samples.packed({"a.class": b"code"}) + b"\n%%EOF", "polyglot"),
        ("a.docx", PDF, "other_content"),
        ("a.docx", samples.excel(), "other_content"),
        ("a.docx", samples.packed({"a.txt": b"hej"}), "other_content"),
        ("a.docx", samples.with_macros(), "other_content"),
        ("a.docx", HTML + samples.word(), "other_content"),
        ("a.docx", OLE, "encrypted"),
        ("a.docx", samples.word()[:-400], "damaged"),
        ("a.docx", samples.word()[:4] + bytes(500), "damaged"),
        ("a.docx", samples.bomb(), "bomb"),
        ("a.docx", samples.bomb(40), "bomb"),
        ("a.docx", samples.lying_bomb(), "damaged"),
        ("a.docx", samples.overlapping_bomb(), "bomb"),
        ("a.docx", samples.repacked(samples.word(), word__embeddings__a=samples.bomb()), "bomb"),
        ("a.odt", samples.open_document("spreadsheet"), "other_content"),
        (
            "a.odt",
            samples.open_document(**{"META-INF__manifest.xml": b"<manifest:encryption-data/>"}),
            "encrypted",
        ),
        ("a.txt", b"MZ\x90\0\3", "other_content"),
        ("a.txt", b"\xff\xfe\x00", "other_content"),
        ("a.csv", samples.excel(), "other_content"),
        ("a.png", HTML, "other_content"),
        ("a.png", samples.picture("GIF"), "other_content"),
        ("a.png", samples.picture("JPEG"), "other_content"),
        ("a.jpg", b"GIF89a/*" + HTML, "other_content"),
        ("a.png", samples.picture("PNG")[:-30], "damaged"),
        ("a.png", samples.flood(), "pixels"),
        ("a.png", samples.flood(7000, 7000), "pixels"),
    ],
)
def test_what_is_wrong_is_refused_with_the_reason(name, content, code):
    assert refused(name, content) == code


def test_too_many_entries_are_a_bomb(monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 5)
    assert refused("a.docx", samples.word()) == "bomb"


def test_archives_in_archives_end_somewhere():
    inner = samples.packed({"a.txt": b"hej"})
    for _depth in range(4):
        inner = samples.packed({"a.zip": inner})
    assert refused("a.docx", samples.repacked(samples.word(), word__embeddings__a=inner)) == "bomb"
    assert check_upload(
        upload("a.docx", samples.repacked(samples.word(), word__embeddings__a=samples.excel()))
    )


def test_each_form_has_its_own_limits(settings):
    settings.MAX_UPLOAD_MB = settings.MAX_MANDATE_MB = 1
    large = PDF + b" " * 1024 * 1024 + b"%%EOF"
    assert refused("a.pdf", large) == "too_big"
    assert refused("a.xlsx", samples.excel(), MANDATE) == "extension"
    settings.MAX_UPLOAD_MB = 2
    assert check_upload(upload("a.pdf", large)).size == len(large)
    assert refused("a.pdf", large, MANDATE) == "too_big"


def test_macros_are_flagged_wherever_they_are():
    assert check_upload(upload("a.odt", samples.open_document(Basic__Standard__M1=b"x"))).has_macros
    hidden = samples.repacked(samples.word(), **{"word__vbaProject.bin": b"x"})
    assert check_upload(upload("a.docx", hidden)).has_macros
    hidden = samples.repacked(samples.excel(), **{"xl__macrosheets__sheet1.xml": b"x"})
    assert check_upload(upload("a.xlsx", hidden)).has_macros


def test_refusals_are_in_swedish():
    with pytest.raises(ValidationError) as caught:
        check_upload(upload("rutin.pdf", HTML))
    assert caught.value.messages == ["”rutin.pdf”: Namnet säger pdf, men innehållet verkar vara html."]


def test_a_large_file_is_never_whole_in_memory():
    file = TemporaryUploadedFile("stor.pdf", "application/pdf", 0, None)
    file.write(PDF)
    for _megabyte in range(60):
        file.write(b" " * 1024 * 1024)
    file.write(b"%%EOF")
    file.size = file.tell()
    tracemalloc.start()
    checked = check_upload(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert checked.size > 60_000_000 and peak < 3_000_000


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(RIGHT)),
    st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=40)), max_size=6),
    st.one_of(st.none(), st.integers(0, 10**6)),
    st.text(max_size=60),
)
def test_whatever_comes_is_taken_in_or_refused_with_words(extension, changes, cut, stem):
    content = bytearray(RIGHT[extension])
    for place, new in changes:
        at = place % (len(content) + 1)
        content[at : at + len(new)] = new
    if cut is not None:
        content = content[: cut % (len(content) + 1)]
    try:
        with in_this_process():
            checked = check_upload(upload(f"{stem}.{extension}", bytes(content)))
    except ValidationError as error:
        assert error.messages
    else:
        assert checked.content.read()


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(RIGHT)), st.sampled_from(sorted(RIGHT)), st.sampled_from(sorted(RIGHT)))
def test_two_files_in_one_are_one_or_none(first, second, extension):
    try:
        with in_this_process():
            checked = check_upload(upload(f"a.{extension}", RIGHT[first] + RIGHT[second]))
    except ValidationError:
        return
    assert checked.content_type == CONTENT_TYPES[extension]
    if extension in ("png", "jpg", "jpeg", "webp"):
        assert not zipfile.is_zipfile(io.BytesIO(checked.content.read()))
