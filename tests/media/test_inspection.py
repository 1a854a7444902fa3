"""Public documents are looked through like private ones; a hostile one costs its own process and nothing else."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf.generic import DecodedStreamObject, NameObject

from samrum.media.inspection import examination
from samrum.media.inspection.examination import Busy, examine
from samrum.media.inspection.findings import Finding
from samrum.media.models import SamrumDocument
from tests.members.files import office_samples as office
from tests.members.files import pdf_samples as pdfs
from tests.members.files import samples
from tests.members.files.looked_through import in_this_process


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client, db):
    client.force_login(get_user_model().objects.create_superuser("dokument@example.org", "samrum-demo"))
    return client


def upload(editor, name: str, content: bytes, **kwargs):
    sent = {"title": "Fil", "file": SimpleUploadedFile(name, content), "collection": 1}
    with in_this_process():
        return editor.post(reverse("wagtaildocs:add"), sent, **kwargs)


def public() -> bytes:
    with SamrumDocument.objects.get().file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", pdfs.with_info(Author=pdfs.NAME)),
        ("a.docx", office.word(docProps__core=office.CORE)),
        ("a.odt", office.open_document(meta=office.META)),
    ],
)
def test_public_documents_name_nobody(editor, name, content):
    page = upload(editor, name, content, follow=True).content.decode()
    assert "Vi har tagit bort namn på författare" in page
    kept = public()
    assert pdfs.NAME.encode() not in kept and not names_in_archive(kept)
    document = SamrumDocument.objects.get()
    assert document.file_size == len(kept) and document.filename == name


def names_in_archive(content: bytes) -> bool:
    if not samples.is_zip(content):
        return False
    with samples.opened(content) as archive:
        return any(pdfs.NAME.encode() in archive.read(entry) for entry in archive.namelist())


def test_many_at_once_are_cleaned_and_the_form_says_so(editor):
    sent = {
        "title": "Fil",
        "files[]": SimpleUploadedFile("a.pdf", pdfs.with_info(Author=pdfs.NAME)),
        "collection": 1,
    }
    with in_this_process():
        answer = editor.post(
            reverse("wagtaildocs:add_multiple"), sent, headers={"X-Requested-With": "XMLHttpRequest"}
        )
    assert "Vi har tagit bort namn på författare" in answer.json()["form"]
    assert pdfs.NAME.encode() not in public()


def test_the_editor_reads_afterwards_what_a_document_does(editor):
    upload(editor, "a.pdf", pdfs.signed())
    document = SamrumDocument.objects.get()
    assert public() == pdfs.signed()
    assert "Den är signerad" in editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    sent = {
        "title": "Ny",
        "file": SimpleUploadedFile("b.docx", office.word(word__document=office.field("DDE cmd"))),
        "collection": 1,
    }
    with in_this_process():
        page = editor.post(
            reverse("wagtaildocs:edit", args=[document.pk]), sent, follow=True
        ).content.decode()
    assert "Kan starta program" in page and "Den är signerad" not in page


def test_archives_and_what_is_one_in_disguise(editor):
    upload(editor, "a.zip", samples.packed({"a": b"b"}))
    assert (
        "Innehåller andra filer"
        in editor.get(reverse("wagtaildocs:edit", args=[SamrumDocument.objects.get().pk])).content.decode()
    )
    answer = upload(editor, "a.pdf", pdfs.plain() + samples.packed({"a.class": b"x"}) + b"%%EOF")
    assert "både en PDF och ett arkiv" in str(answer.context["form"].errors["file"])
    assert upload(editor, "b.pdf", pdfs.with_attachment(samples.packed({"a": b"b"}))).status_code == 302


def test_templates_are_public_documents_too(editor):
    assert upload(editor, "a.dotx", office.as_template(samples.word(), "dotx")).status_code == 302
    assert SamrumDocument.objects.get().type_and_size.startswith("Word, ")


@pytest.mark.django_db
def test_a_document_that_a_program_saves_is_cleaned_as_well():
    file = ContentFile(pdfs.with_info(Author=pdfs.NAME), name="a.pdf")
    SamrumDocument.objects.create(title="Fil", file=file)
    assert pdfs.NAME.encode() not in public()


# Hostile ones: in processes of their own.


def found(content: bytes, extension: str = "pdf") -> Finding:
    return examine(ContentFile(content), extension).findings


def test_what_takes_too_long_is_ended_and_said(monkeypatch):
    monkeypatch.setattr(examination, "SECONDS", 0.01)
    assert found(pdfs.plain()) == Finding.UNCHECKED


def test_circles_end():
    def change(writer):
        page = writer.pages[0]
        page[NameObject("/A")] = page.indirect_reference
        writer.root_object[NameObject("/B")] = page.indirect_reference

    assert found(pdfs.pdf(change)) == Finding.CLEANED


def test_depths_that_no_document_has_harm_nobody():
    started = time.monotonic()
    depth = b"[" * 100_000 + b"]" * 100_000
    content = pdfs.with_right_places(pdfs.plain().replace(b"/Type /Catalog", b"/Type /Catalog /X " + depth))
    assert found(content) == Finding.UNCHECKED
    assert time.monotonic() - started < 30


def test_a_packet_that_unpacks_to_gigabytes_harms_nobody():
    packet = DecodedStreamObject()
    packet.set_data(b" " * 100_000_000)

    def change(writer):
        writer.root_object[NameObject("/Metadata")] = writer._add_object(packet.flate_encode())

    content = pdfs.pdf(change)
    assert len(content) < 1_000_000
    assert found(content) in (Finding.UNCHECKED, Finding.CLEANED)


def test_only_so_many_at_once_and_the_next_is_told_to_come_back(monkeypatch, editor):
    monkeypatch.setattr(examination, "PATIENCE", 0.01)
    for _slot in range(examination.AT_ONCE):
        assert examination._slots.acquire(timeout=1)
    try:
        with pytest.raises(Busy):
            found(pdfs.plain())
        answer = upload(editor, "a.pdf", pdfs.plain())
        assert "Försök igen om en stund" in str(answer.context["form"].errors["file"])
    finally:
        for _slot in range(examination.AT_ONCE):
            examination._slots.release()


def test_nothing_is_left_behind(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    examined = examine(ContentFile(pdfs.with_info(Author=pdfs.NAME)), "pdf")
    assert examined.replacement is not None and examined.replacement.read().startswith(b"%PDF")
    assert not list(tmp_path.iterdir())
