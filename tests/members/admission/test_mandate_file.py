"""A mandate comes from strangers: nobody's name comes in with its properties, and nothing in it runs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.members.files import office_samples as office
from tests.members.files import pdf_samples as pdfs
from tests.members.files.looked_through import in_this_process

from .conftest import only

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(apply):
    def send(name: str, content: bytes, /, **fields) -> str:
        with in_this_process():
            return apply(mandate_file=SimpleUploadedFile(name, content), **fields).content.decode()

    return send


def opened(lead):
    application = only()
    page = lead.get(f"/rum/trygga/leda/ansokningar/{application.pk}/").content.decode()
    return page, lead.get(
        f"/rum/trygga/leda/ansokningar/{application.pk}/mandat/{application.mandate_file_name}"
    )


def test_the_form_says_beforehand_what_is_taken_out(client, room):
    assert "Vi tar bort namn ur egenskaperna" in client.get("/trygga-moten/ansok/").content.decode()


@pytest.mark.parametrize("kept_for_another_fault", [False, True])
def test_names_go_and_scripts_are_downloaded(send, apply, lead, kept_for_another_fault):
    def change(writer):
        writer.add_metadata({"/Author": pdfs.NAME})
        pdfs.root(OpenAction=pdfs.SCRIPT)(writer)

    content = pdfs.pdf(change)
    if kept_for_another_fault:
        page = send("mandat.pdf", content, name="")
        assert "Vi har tagit bort namn på författare" in page
        apply(held=page.split('name="held" value="')[1].split('"')[0])
    else:
        send("mandat.pdf", content)
    page, response = opened(lead)
    assert "Innehåller skript" in page
    assert response["Content-Disposition"].startswith("attachment")
    assert pdfs.NAME.encode() not in b"".join(response.streaming_content)


def test_a_signed_mandate_keeps_its_signature(send, lead):
    send("mandat.pdf", pdfs.signed())
    _page, response = opened(lead)
    assert b"".join(response.streaming_content) == pdfs.signed()
    assert response["Content-Disposition"].startswith("inline")


def test_what_comes_instead_is_judged_anew(send, lead):
    page = send("mandat.pdf", pdfs.signed(), name="")
    assert "Den är signerad" in page
    held = page.split('name="held" value="')[1].split('"')[0]
    send("mandat.docx", office.word(docProps__core=office.CORE), held=held)
    page, response = opened(lead)
    with pytest.raises(UnicodeDecodeError):
        b"".join(response.streaming_content).decode()
    assert only().mandate_findings == 64 and "signerad" not in page
