"""Text is found in every kind of file, and a hostile file harms nothing but itself."""

import io
import zipfile

import pytest
from fpdf import FPDF

from members.library import publishing, tasks
from members.library.extraction import reading
from members.library.extraction.tidy import tidy
from members.library.models import Resource, ResourceFile, ResourceSearchEntry
from tests.members.factories import ResourceFactory, ResourceFileFactory, VersionFactory
from tests.members.files import office_samples as office
from tests.members.files import pdf_samples as pdfs
from tests.members.library.writing import docx, pptx, xlsx

pytestmark = pytest.mark.django_db

ODF = (
    '<office:document-content xmlns:office="o" xmlns:text="t"><office:body>'
    "<text:p>hotbild<text:span>sanalys</text:span><text:tab/>klar</text:p></office:body></office:document-content>"
)


def pdf(text: str) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("Times", size=12)
    document.multi_cell(0, 6, text)
    return bytes(document.output())


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"{name}.xml", content)
    return out.getvalue()


@pytest.fixture
def version(room):
    return VersionFactory(resource=ResourceFactory(room=room, title="Checklista"))


def read(version, name: str, content: bytes) -> ResourceFile:
    file = ResourceFileFactory(version=version, name=name, content=content)
    tasks.read_file.enqueue(file.pk)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdf("Rutin för hotbildsanalys klar")),
        ("a.docx", docx("Rutin för", "hotbildsanalys klar")),
        ("A.XLSX", xlsx(["rutin", 12], ["hotbildsanalys", "klar"])),
        ("a.pptx", pptx("Rutin", "hotbildsanalys klar")),
        ("a.odt", packed(content=ODF)),
        ("a.txt", "hotbildsanalys klar".encode("utf-8-sig")),
        ("b.txt", "hotbildsanalys klar å".encode("cp1252")),
        ("a.csv", "hotbildsanalys klar".encode("utf-16")),
    ],
)
def test_the_text_of_a_file_is_found_by_the_search(client, version, member, name, content):
    file = read(version, name, content)
    assert file.text_state == "done" and "hotbildsanalys klar" in file.text
    client.force_login(member)
    assert "Checklista" in client.get("/rum/trygga/bibliotek/?q=hotbildsanalys").content.decode()


@pytest.mark.parametrize("extension", ["dotx", "dotm", "xltx", "xltm", "potx", "potm"])
def test_templates_are_read(version, extension):
    plain = {
        "d": docx("hotbildsanalys klar"), "x": xlsx(["hotbildsanalys", "klar"]), "p": pptx("hotbildsanalys klar"),
    }[extension[0]]  # fmt: skip
    file = read(version, f"a.{extension}", office.as_template(plain, extension))
    assert file.text_state == "done" and "hotbildsanalys klar" in file.text


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", docx("Rutin för", "hotbildsanalys klar")),
        ("xlsx", xlsx(["rutin", 12, "2027-02-10"], ["hotbildsanalys", "klar"])),
        ("pptx", pptx("Rutin", "hotbildsanalys klar")),
        ("dotx", office.as_template(docx("hotbildsanalys klar"), "dotx")),
        ("xltx", office.as_template(xlsx(["hotbildsanalys", "klar"]), "xltx")),
        ("potx", office.as_template(pptx("hotbildsanalys klar"), "potx")),
    ],
)
def test_the_strict_form_of_the_standard_is_read(version, extension, content):
    content = office.strict(content)
    assert b"purl.oclc.org" in office.part(content, "_rels/.rels").encode()
    file = read(version, f"a.{extension}", content)
    assert file.text_state == "done" and "hotbildsanalys klar" in file.text


def test_locked_and_scanned_pdfs_are_told_apart(version):
    assert read(version, "a.pdf", pdfs.pdf(password="hemligt")).text_state == "failed"
    assert read(version, "a.pdf", pdfs.pdf()).text_state == "none"


@pytest.mark.parametrize(
    ("name", "content", "state"),
    [
        ("a.pdf", b"%PDF-1.7\nnot really", "failed"),
        ("a.docx", b"PK\x03\x04 nothing", "failed"),
        ("a.xlsx", packed(content="<a/>"), "failed"),
        ("a.odt", packed(content='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "failed"),
        ("a.png", b"\x89PNG", "none"),
        ("a.txt", b" \n ", "none"),
        ("nothing", b"x", "none"),
    ],
)
def test_what_cannot_be_read_is_said_once_and_not_tried_again(version, name, content, state, monkeypatch):
    file = read(version, name, content)
    assert file.text_state == state and file.text == ""
    monkeypatch.setattr(tasks, "text_of", lambda file: pytest.fail("was read again"))
    tasks.read_file.enqueue(file.pk)


def test_a_reader_that_hangs_is_ended(version, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.01)
    assert read(version, "a.docx", docx("x")).text_state == "failed"


def test_a_bomb_is_not_unpacked(version):
    bomb = packed(content="<a>" + " " * (65 * 1024 * 1024) + "</a>")
    assert len(bomb) < 100_000
    assert read(version, "a.odt", bomb).text_state == "failed"


def test_text_is_cut_and_normalised(version):
    assert len(read(version, "a.txt", b"ord " * 200_000).text) <= 200_000
    assert tidy("e\ufb03cient ris\u00adk\x00 trygg-\nhet\r\n E-\nPost") == "efficient risk trygghet E- Post"


def test_a_draft_is_read_and_found_only_when_it_is_published(version, organiser, member):
    draft = publishing.new_version(version.resource, organiser)
    file = read(draft, "a.txt", b"hotbildsanalys")
    assert file.text_state == "done"
    assert not ResourceSearchEntry.objects.filter(text__contains="hotbildsanalys").exists()
    publishing.publish(draft, organiser)
    assert ResourceSearchEntry.objects.filter(text__contains="hotbildsanalys").exists()
    publishing.withdraw(Resource.objects.get(), organiser, "x")
    assert not ResourceSearchEntry.objects.exists()


def test_the_command_reads_again(version):
    from django.core.management import call_command

    failed = read(version, "a.pdf", b"%PDF-")
    ResourceFile.objects.filter(pk=failed.pk).update(name="a.txt")
    call_command("read_files", stdout=io.StringIO())
    failed.refresh_from_db()
    assert failed.text_state == "failed"
    call_command("read_files", "--failed", stdout=io.StringIO())
    failed.refresh_from_db()
    assert (failed.text_state, failed.text) == ("done", "%PDF-")
