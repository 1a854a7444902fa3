"""PDF files: nobody's name comes in with them, what acts is downloaded, and attachments are no disguise."""

import io

import pytest
from pypdf import PdfReader

from members.files.checks import check_upload
from samrum.media.inspection.findings import Finding
from tests.leaks.canaries import unpacked

from . import pdf_samples as pdfs
from . import samples
from .looked_through import in_this_process
from .pdf_samples import NAME, pdf
from .samples import upload
from .test_checks import refused


def check(content: bytes):
    with in_this_process():
        return check_upload(upload("a.pdf", content))


def names_somebody(content: bytes) -> bool:
    wanted = (NAME.encode(), NAME.encode("utf-16-be"), NAME.replace(" ", "\\040").encode())
    return any(name in part for part in unpacked(content) for name in wanted)


NAMING = {
    "author": pdfs.with_info(Author=NAME),
    "creator": pdfs.with_info(Creator=f"Word {NAME}"),
    "producer": pdfs.with_info(Producer=f"{NAME}s skrivare"),
    "keywords": pdfs.with_info(Keywords=NAME, Subject=NAME),
    "own key": pdfs.with_info(**{"MSIP_Label_Owner": NAME}),
    "place as title": pdfs.with_info(Title=f"C:\\Users\\{NAME}\\rutin.doc"),
    "packet": pdfs.with_packet("document"),
    "packet of a page": pdfs.with_packet("page"),
    "packet of a picture": pdfs.with_packet("picture"),
    "private data": pdf(pdfs.page(PieceInfo={"/Program": {"/Private": NAME}})),
    "layers": pdf(pdfs.root(OCProperties={"/OCGs": [], "/D": {"/Creator": NAME}})),
    "remark": pdf(pdfs.annotated(Subtype="/Text", T=NAME, Contents="Stryk detta")),
    "photograph": pdfs.with_photograph(pdfs.photograph()),
    "earlier version": pdfs.with_earlier_version(),
}


@pytest.mark.parametrize("place", NAMING)
def test_names_in_a_pdf_go_wherever_they_stand(place):
    content = NAMING[place]
    assert names_somebody(content)
    checked = check(content)
    kept = checked.content.read()
    assert not names_somebody(kept)
    assert checked.findings & Finding.CLEANED
    assert checked.size == len(kept) and len(PdfReader(io.BytesIO(kept)).pages) == 1


def test_title_language_and_remarks_stay():
    content = pdf(
        lambda writer: (
            writer.add_metadata({"/Title": "Rutin för hot", "/Author": NAME}),
            pdfs.root(Lang="sv-SE")(writer),
            pdfs.annotated(Subtype="/Text", T=NAME, Contents="Stryk detta")(writer),
        )
    )
    checked = check(content)
    reader = PdfReader(checked.content)
    assert reader.metadata == {"/Title": "Rutin för hot"}
    assert reader.root_object["/Lang"] == "sv-SE"
    remark = reader.pages[0]["/Annots"][0].get_object()
    assert (remark["/Contents"], remark["/T"]) == ("Stryk detta", "Författare 1")
    assert checked.findings & Finding.COMMENTS


def test_what_a_pdf_says_of_standards_stays():
    packet = PdfReader(check(pdfs.with_packet("document")).content).root_object["/Metadata"].get_data()
    assert b"<pdfuaid:part>1<" in packet and "Rutin &amp; råd".encode() in packet


def test_nothing_is_said_of_a_pdf_that_names_nobody():
    assert not check(pdfs.plain()).findings


def test_what_viewers_see_is_what_was_looked_at():
    """One viewer looks for the last table of contents, another for the last catalog."""
    hidden = (
        b"9 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>\nendobj\n"
    )
    content = pdfs.with_right_places(pdfs.plain().replace(b"xref\n", hidden + b"xref\n", 1))
    checked = check(content)
    assert b"JavaScript" not in checked.content.read() and not checked.findings


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        (pdfs.signed(), Finding.SIGNED),
        (pdf(lambda w: w.add_metadata({"/Author": NAME}), password="hemligt"), Finding.LOCKED),
        (pdf(lambda w: w.add_metadata({"/Author": NAME}), password=""), Finding.RESTRICTED),
        (samples.PDF, Finding.UNCHECKED),
        (b"%PDF-1.4\nstartxref\n7\n%%EOF\n", Finding.UNCHECKED),
    ],
)
def test_what_cannot_be_cleaned_is_kept_as_it_is_and_said(content, finding):
    checked = check(content)
    assert checked.content.read() == content
    assert checked.findings & finding and not checked.findings & Finding.CLEANED


@pytest.mark.parametrize(
    "content",
    [
        pdf(pdfs.root(OpenAction=pdfs.SCRIPT)),
        pdf(pdfs.root(Names={"/JavaScript": {"/Names": ["a", pdfs.SCRIPT]}})),
        pdf(pdfs.root(AA={"/WC": {"/S": "/Named", "/N": "/Print"}})),
        pdf(pdfs.page(AA={"/O": pdfs.SCRIPT})),
        pdf(pdfs.annotated(Subtype="/Link", A=pdfs.SCRIPT)),
        pdf(pdfs.annotated(Subtype="/Link", A={"/S": "/URI", "/URI": "x", "/Next": [pdfs.SCRIPT]})),
        pdf(pdfs.annotated(Subtype="/Widget", A={"/S": "/SubmitForm", "/F": "https://example.org/"})),
        pdf(pdfs.annotated(Subtype="/Widget", A={"/S": "/ImportData", "/F": "a.fdf"})),
        pdf(pdfs.annotated(Subtype="/RichMedia")),
        pdf(pdfs.root(AcroForm={"/Fields": [], "/XFA": pdfs.stream(b"<xdp/>")})),
        pdf(pdfs.root(OpenAction=pdfs.SCRIPT), password=""),
        pdfs.escaped(),
        pdfs.in_object_stream(),
    ],
)
def test_scripts_in_a_pdf_are_found(content):
    assert check(content).findings & Finding.SCRIPTS


def test_programs_that_a_pdf_starts_are_found():
    content = pdf(pdfs.root(OpenAction={"/S": "/Launch", "/F": "cmd.exe"}))
    assert check(content).findings & Finding.COMMANDS


@pytest.mark.parametrize(
    "content",
    [
        pdf(pdfs.root(OpenAction=[0, "/Fit"])),
        pdf(pdfs.root(OpenAction={"/S": "/GoTo", "/D": [0, "/Fit"]}, AA={})),
        pdf(pdfs.annotated(Subtype="/Link", A={"/S": "/URI", "/URI": "https://example.org/JavaScript"})),
        pdf(lambda w: w.add_metadata({"/Title": "/JavaScript /JS /Launch"})),
        pdf(pdfs.page(Resources={"/Font": {"/JS": {"/Type": "/Font", "/Subtype": "/Type1"}}})),
    ],
)
def test_what_only_looks_like_a_script_is_none(content):
    assert not check(content).findings & (Finding.SCRIPTS | Finding.COMMANDS | Finding.EXTERNAL)


ZIP = samples.packed({"siffror.xml": b"<a/>"})
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


@pytest.mark.parametrize(
    "content",
    [
        pdfs.with_attachment(ZIP),
        pdfs.with_attachment(ZIP, packed=True),
        pdfs.with_attachment(samples.word(), "avtal.docx"),
        pdfs.with_attachment(HTML, "sida.html"),
        pdfs.with_attachment(ZIP, password=""),
        pdf(pdfs.root(Collection={"/View": "/D"})),
    ],
)
def test_a_pdf_with_attachments_is_no_polyglot(content):
    checked = check(content)
    assert checked.findings & Finding.EMBEDDED
    assert not samples.is_zip(checked.content.read())


def test_attachments_arrive_whole():
    reader = PdfReader(check(pdfs.with_attachment(ZIP)).content)
    assert reader.attachments == {"bilaga.zip": [ZIP]}


def test_a_signed_pdf_keeps_its_attachment_and_its_bytes():
    def change(writer):
        writer.add_attachment("a.zip", ZIP)
        signature = {"/Type": "/Sig", "/ByteRange": [0, 1, 2, 3], "/Contents": "x"}
        writer.root_object.update(pdfs.value({"/Perms": {"/DocMDP": signature}}))

    content = pdf(change)
    assert samples.is_zip(content)
    assert check(content).content.read() == content


@pytest.mark.parametrize(
    "content",
    [
        pdfs.plain() + ZIP,
        pdfs.plain() + ZIP + b"\n%%EOF",
        pdfs.with_attachment(ZIP) + ZIP + b"\n%%EOF",
        # Bare in the middle, but in no attachment.
        pdf(lambda w: w.pages[0].update(pdfs.value({"/X": w._add_object(pdfs.stream(ZIP))}))),
        # The attachment is one thing, the archive another.
        pdfs.with_attachment(b"hej").replace(b"hej", b"hej") + samples.packed({"a.class": b"x"}) + b"%%EOF",
    ],
)
def test_a_pdf_that_is_an_archive_is_refused(content):
    assert samples.is_zip(content)
    assert refused("a.pdf", content) == "polyglot"


@pytest.mark.parametrize("before", [HTML, b"GIF89a", b"\xff\xd8\xff\xe0", b"MZ"])
def test_what_puts_something_before_a_pdf_is_refused(before):
    assert refused("a.pdf", before + pdfs.with_attachment(ZIP)) == "other_content"
