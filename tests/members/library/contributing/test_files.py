"""What a contributor is told of a file at each moment, what readers are told, and how it leaves the house."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from members.library import publishing, tasks
from members.library.models import ResourceFile, ResourceVersion
from tests.members.files import office_samples as office
from tests.members.files import pdf_samples as pdfs
from tests.members.files import samples
from tests.members.files.looked_through import in_this_process
from tests.members.library.writing import CONTRIBUTE, FILLED, MINE, QUEUE

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(client, member):
    """Upload a file through the form; returns the draft's page."""
    client.force_login(member)

    def upload(name: str, content: bytes) -> str:
        with in_this_process():
            sent = {**FILLED, "uploads": SimpleUploadedFile(name, content)}
            return client.post(CONTRIBUTE, sent, follow=True).content.decode()

    return upload


def read_texts() -> None:
    for file in ResourceFile.objects.filter(text_state="pending"):
        tasks.read_file.call(file.pk)


@pytest.fixture
def worker_waits(monkeypatch):
    """The worker has not come to the file yet."""
    left = SimpleNamespace(read_file=SimpleNamespace(enqueue=lambda pk: None))
    monkeypatch.setattr("members.library.contributing.drafts.tasks", left)


def disposition(client) -> str:
    file = ResourceFile.objects.get()
    return client.get(file.get_absolute_url())["Content-Disposition"].split(";")[0]


def test_a_document_is_cleaned_by_a_process_of_its_own(client, member):
    client.force_login(member)
    sent = {**FILLED, "uploads": SimpleUploadedFile("rutin.pdf", pdfs.with_info(Author=pdfs.NAME))}
    page = client.post(CONTRIBUTE, sent, follow=True).content.decode()
    assert "Vi har tagit bort namn på författare" in page
    with ResourceFile.objects.get().file.open("rb") as kept:
        assert pdfs.NAME.encode() not in kept.read()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", office.word(docProps__core=office.CORE), "Vi har tagit bort namn på författare"),
        ("a.docx", office.word(word__comments=office.COMMENTS), "har ett nummer i stället för sitt namn"),
        ("a.pdf", pdfs.signed(), "Den är signerad"),
        ("a.pdf", pdfs.pdf(password="hemligt"), "Den är låst med lösenord: namn"),
        ("a.pdf", pdfs.pdf(password=""), "Den är låst för ändringar"),
        ("a.pdf", samples.PDF, "Den kunde inte gås igenom"),
        ("a.docx", office.word(docProps__core=office.CORE, **{"_xmlsignatures__a.xml": "<a/>"}), "Den är signerad"),
    ],
)  # fmt: skip
def test_what_became_of_the_names_is_said(bring, name, content, words):
    page = bring(name, content)
    assert words in page
    cleaned = "Vi har tagit bort namn" in page
    assert cleaned == bool(ResourceFile.objects.get().findings & 64)


def test_comments_that_keep_their_names_are_not_said_to_be_numbered(bring):
    page = bring("a.docx", office.word(word__comments=office.COMMENTS, **{"_xmlsignatures__a.xml": "<a/>"}))
    assert "med namn på dem som har gjort dem" in page and "har ett nummer" not in page


@pytest.mark.parametrize("button", ["hand_in", "publish"])
def test_who_never_sees_the_draft_again_is_told_as_well(client, organiser, button):
    client.force_login(organiser)
    files = [SimpleUploadedFile("a.pdf", pdfs.signed()), SimpleUploadedFile("b.docm", samples.with_macros())]
    with in_this_process():
        page = client.post(
            CONTRIBUTE, {**FILLED, "uploads": files, "do": button}, follow=True
        ).content.decode()
    assert "a.pdf: Den är signerad" in page and "b.docm: Innehåller makron" in page


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mall.docx", office.word(**{"word___rels__settings.xml.rels": office.relations("attachedTemplate", "https://example.org/a.dotm")}), "Hämtar något utifrån"),
        ("dde.docx", office.word(word__document=office.field("DDEAUTO cmd")), "Kan starta program"),
        ("skript.pdf", pdfs.pdf(pdfs.root(OpenAction=pdfs.SCRIPT)), "Innehåller skript"),
        ("faktura.pdf", pdfs.with_attachment(samples.packed({"a": b"b"})), "Innehåller andra filer"),
        ("makro.docm", samples.with_macros(), "Innehåller makron"),
    ],
)  # fmt: skip
def test_contributor_organiser_and_reader_are_told_what_it_does(
    bring, client, organiser, name, content, words
):
    assert words in bring(name, content)
    version = ResourceVersion.objects.get()
    publishing.hand_in(version, version.uploaded_by)
    client.force_login(organiser)
    assert words in client.get(f"{QUEUE}granska/{version.pk}/").content.decode()
    publishing.publish(version, organiser)
    client.force_login(version.uploaded_by)
    page = client.get(version.resource.get_absolute_url()).content.decode()
    assert words in page and name in page


@pytest.mark.parametrize(
    ("content", "how"),
    [
        (pdfs.plain(), "inline"),
        (pdfs.with_attachment(b"<html>", "a.html"), "inline"),
        (pdfs.signed(), "inline"),
        (pdfs.pdf(pdfs.root(OpenAction=pdfs.SCRIPT)), "attachment"),
        (pdfs.pdf(pdfs.root(OpenAction={"/S": "/Launch", "/F": "a.exe"})), "attachment"),
        (pdfs.escaped(), "attachment"),
        (pdfs.in_object_stream(), "attachment"),
        (pdfs.pdf(password="hemligt"), "attachment"),
        (samples.PDF, "attachment"),
    ],
)
def test_a_pdf_with_scripts_is_downloaded_and_never_shown(bring, client, content, how):
    bring("a.pdf", content)
    assert disposition(client) == how
    file = ResourceFile.objects.get()
    unchanged = client.get(file.get_absolute_url(), headers={"if-none-match": f'"{file.sha256}"'})
    assert unchanged.status_code == 304 and unchanged["Content-Disposition"].startswith(how)


SCANNED = pdfs.with_photograph(samples.picture("JPEG"))


@pytest.mark.parametrize(
    ("name", "content", "before", "after"),
    [
        ("skannad.pdf", SCANNED, "Dess text är inte läst än", "Ingen text hittades i den"),
        ("bild.png", samples.picture("PNG"), "Dess text är inte läst än", "Ingen text hittades i den"),
        ("last.pdf", pdfs.pdf(password="hemligt"), "låst med lösenord: sökningen", "låst med lösenord: sökningen"),
        ("trasig.pdf", samples.PDF, "Dess text är inte läst än", "Dess text gick inte att läsa"),
        ("rutin.docx", samples.word("Gå igenom"), "Dess text är inte läst än", ""),
        ("strikt.docx", office.strict(samples.word("Gå")), "Dess text är inte läst än", ""),
    ],
)  # fmt: skip
def test_what_search_does_not_find_is_said_while_it_is_so(
    bring, client, worker_waits, name, content, before, after
):
    page = bring(name, content)
    mine = client.get(MINE).content.decode()
    assert before in page and before in mine and f"{name}: " in mine
    version = ResourceVersion.objects.get()
    read_texts()
    draft = client.get(f"{CONTRIBUTE}{version.pk}/").content.decode()
    publishing.hand_in(version, version.uploaded_by)
    mine = client.get(MINE).content.decode()
    for page in (draft, mine):
        assert after in page and ("sökningen hittar inte" in page) == bool(after)


def test_the_same_document_chosen_again_is_kept_once(bring, client):
    content = pdfs.with_info(Author=pdfs.NAME)
    bring("a.pdf", content)
    version = ResourceVersion.objects.get()
    with in_this_process():
        client.post(f"{CONTRIBUTE}{version.pk}/", {**FILLED, "uploads": SimpleUploadedFile("a.pdf", content)})
    assert version.files.count() == 1


def test_templates_and_strict_files_come_in_through_the_form(bring):
    for extension, make in (("dotx", samples.word), ("xltx", samples.excel), ("potx", samples.powerpoint)):
        assert f"a.{extension}" in bring(f"a.{extension}", office.as_template(make(), extension))
    assert "s.xlsx" in bring("s.xlsx", office.strict(samples.excel()))
