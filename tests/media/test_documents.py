"""Documents: what may be uploaded, what links say about them, how they are answered."""

import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from samrum.media.models import SamrumDocument

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 1_258_291


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("dokument@example.org", "samrum-demo"))
    return client


def archive() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    return output.getvalue()


def document(content: bytes = PDF, name: str = "modell å.pdf", title: str = "Modell") -> SamrumDocument:
    return SamrumDocument.objects.create(title=title, file=ContentFile(content, name=name))


def rendered(html: str) -> str:
    html = Template("{% load wagtailcore_tags %}{{ html|richtext }}").render(Context({"html": html}))
    return html.strip()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (PDF, "a.pdf", "PDF, 1,2\xa0MB"),
        (archive(), "a.docx", "Word, 120\xa0byte"),
        (archive(), "a.xlsx", "Excel, 120\xa0byte"),
        (b"a;b\n", "a.csv", "CSV, 4\xa0byte"),
    ],
)
def test_type_and_size_in_words(content, name, words):
    found = document(content, name).type_and_size
    assert found == words or (name != "a.pdf" and found.split(",")[0] == words.split(",")[0])


def test_size_in_english():
    with translation.override("en"):
        assert document().type_and_size == "PDF, 1.2\xa0MB"


def test_size_that_nobody_knows_is_left_out():
    found = document()
    found.file_size = None
    assert found.type_and_size == "PDF"


def test_links_in_running_text_say_type_and_size(django_assert_num_queries):
    first, second = document(), document(archive(), "mall.docx", "Mall")
    html = (
        f'<p>Se <a linktype="document" id="{first.pk}">modellen <b>här</b></a>, <a href="https://example.org/">annat</a>'
        f' och <a linktype="document" id="{second.pk}">mallen</a>.</p>'
    )
    rendered(html)
    with django_assert_num_queries(1):
        result = rendered(html)
    assert (
        f'<a href="{first.url}">modellen <b>här</b> <span class="file-facts">(PDF, 1,2\xa0MB)</span></a>'
        in result
    )
    assert 'mallen <span class="file-facts">(Word, ' in result
    assert '<a href="https://example.org/">annat</a>' in result
    assert "data-file" not in result


def test_a_link_to_a_deleted_document_is_plain_text():
    assert rendered('<p><a linktype="document" id="999">borta</a></p>') == "<p><a>borta</a></p>"


def test_documents_are_downloaded_and_do_nothing_in_the_browser(client):
    response = client.get(document().url)
    assert response.status_code == 200
    assert response.streaming
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert "Vary" not in response or "Cookie" not in response["Vary"]


def test_documents_are_sent_once(client):
    url = document().url
    again = client.get(url, headers={"If-None-Match": client.get(url)["ETag"]})
    assert again.status_code == 304
    assert client.post(url).status_code == 405
    assert client.get(url.replace("modell", "annan")).status_code == 404
    assert client.get("/documents/99999/a.pdf").status_code == 404


def upload(editor, name: str, content: bytes):
    return editor.post(
        reverse("wagtaildocs:add"),
        {"title": "Fil", "file": SimpleUploadedFile(name, content), "collection": 1},
    )


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"%PDF-1.4 x"), ("a.docx", archive()), ("a.txt", b"Text")]
)
def test_good_files_are_taken(editor, name, content):
    assert upload(editor, name, content).status_code == 302
    assert SamrumDocument.objects.get().file_size == len(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("a.js", b"alert(1)"),
        ("a.exe", b"MZ"),
        ("utan", b"x"),
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.docx", b"<html>"),
        ("a.pdf", b""),
    ],
)
def test_bad_files_are_refused_in_words(editor, name, content):
    response = upload(editor, name, content)
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    many = editor.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Fil", "files[]": SimpleUploadedFile(name, content), "collection": 1},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert many.status_code in (200, 400)
    assert not SamrumDocument.objects.exists()


def test_files_that_are_too_big_are_refused(editor, monkeypatch):
    monkeypatch.setattr("samrum.media.models.DOCUMENT_SIZE_AT_MOST", 10)
    response = upload(editor, "a.pdf", b"%PDF-1.4 and more")
    assert "för stor" in str(response.context["form"].errors["file"])


def test_editing_the_title_leaves_the_file(editor):
    found = document()
    response = editor.post(reverse("wagtaildocs:edit", args=[found.pk]), {"title": "Nytt", "collection": 1})
    assert response.status_code == 302
    found.refresh_from_db()
    assert found.title == "Nytt" and found.file_size == len(PDF)
