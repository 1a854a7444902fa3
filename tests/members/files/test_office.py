"""Office files: nobody's name comes in with them, and what they do when they are opened is seen."""

import io

import docx
import openpyxl
import pptx
import pytest
from PIL import Image

from members.files.checks import LIBRARY, check_upload
from samrum.media.inspection.findings import Finding
from tests.leaks.canaries import unpacked

from . import office_samples as office
from . import pdf_samples, samples
from .looked_through import in_this_process
from .office_samples import NAME, relations
from .samples import upload
from .test_checks import refused


def check(content: bytes, extension: str):
    with in_this_process():
        return check_upload(upload(f"a.{extension}", content))


def names_somebody(content: bytes) -> bool:
    return any(
        name in part for part in unpacked(content) for name in (NAME.encode(), NAME.encode("utf-16-le"))
    )


PHOTOGRAPH = pdf_samples.photograph()
SHEET_COMMENTS = (
    f'<comments xmlns="{office.SHEET}"><authors><author>{NAME}</author></authors><commentList><comment ref="A1" '
    f'authorId="0"><text><r><rPr><b/></rPr><t>{NAME}:</t></r><r><t> Stryk detta</t></r></text></comment></commentList>'
    "</comments>"
)
NAMING = {
    "core.docx": office.word(docProps__core=office.CORE),
    "core elsewhere.docx": office.word(
        **{"package__services__metadata__core-properties__1.psmdcp": office.CORE}
    ),
    "core in UTF-16.docx": office.word(docProps__core=office.CORE.encode("utf-16")),
    "core.xlsx": office.excel(docProps__core=office.CORE),
    "core.pptx": office.powerpoint(docProps__core=office.CORE),
    "strict.docx": office.strict(office.word(docProps__app=office.APP, docProps__custom=office.CUSTOM)),
    "app.docx": office.word(docProps__app=office.APP),
    "custom.docx": office.word(docProps__custom=office.CUSTOM),
    "columns.docx": office.word(customXml__item1=office.COLUMNS),
    "comments.docx": office.word(word__comments=office.COMMENTS, word__people=office.PEOPLE),
    "changes.docx": office.word(word__document=office.CHANGES),
    "photograph.docx": office.word(**{"word__media__image1.jpg": PHOTOGRAPH}),
    "workbook inside.docx": office.word(
        **{"word__embeddings__a.xlsx": office.excel(docProps__core=office.CORE)}
    ),
    "place of the template.docx": office.word(
        **{
            "word___rels__settings.xml.rels": relations(
                "attachedTemplate", f"file:///C:\\Users\\{NAME}\\AppData\\Mall.dotx"
            )
        }
    ),
    "comments.xlsx": office.excel(xl__comments1=SHEET_COMMENTS),
    "persons.xlsx": office.excel(
        xl__persons__person=f'<personList xmlns="x"><person displayName="{NAME}" id="1" userId="{NAME}"/></personList>'
    ),
    "place.xlsx": office.excel(
        xl__workbook=f'<workbook xmlns="{office.SHEET}"><x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\{NAME}\\"/></workbook>'
    ),
    "pivot.xlsx": office.excel(
        xl__pivotCache__a=f'<pivotCacheDefinition xmlns="{office.SHEET}" refreshedBy="{NAME}"/>'
    ),
    "comments.pptx": office.powerpoint(
        ppt__commentAuthors=f'<p:cmAuthorLst xmlns:p="{office.SLIDE}"><p:cmAuthor id="1" name="{NAME}" initials="KK"/></p:cmAuthorLst>'
    ),
    "authors.pptx": office.powerpoint(
        ppt__authors=f'<p188:authorLst xmlns:p188="x"><p188:author id="1" name="{NAME}" userId="{NAME}"/></p188:authorLst>'
    ),
    "trace.pptx": office.powerpoint(
        ppt__changesInfos__a=f'<pc:chgInfo xmlns:pc="x"><pc:chgData name="{NAME}" userId="{NAME}" providerId="AD"/></pc:chgInfo>'
    ),
    "meta.odt": office.open_document(meta=office.META),
    "remarks.odt": office.open_document(content=office.REMARKS),
    "object.odt": office.open_document(**{"Object 1__meta.xml": office.META}),
}


@pytest.mark.parametrize("place", NAMING)
def test_names_in_an_office_file_go_wherever_they_stand(place):
    content = NAMING[place]
    assert names_somebody(content)
    checked = check(content, place.rpartition(".")[2])
    kept = checked.content.read()
    assert not names_somebody(kept)
    assert checked.findings & Finding.CLEANED and checked.size == len(kept)


def test_title_comments_and_changes_stay_and_authors_are_told_apart():
    content = office.word(
        docProps__core=office.CORE, word__comments=office.COMMENTS, word__document=office.CHANGES
    )
    checked = check(content, "docx")
    kept = checked.content.read()
    assert "<dc:title>Rutin<" in office.part(kept, "docProps/core.xml")
    comments, changes = office.part(kept, "word/comments.xml"), office.part(kept, "word/document.xml")
    assert "Stryk detta" in comments and "nytt" in changes and "gammalt" in changes
    numbers = {
        name: text.split('w:author="')[1].split('"')[0] for name, text in (("c", comments), ("d", changes))
    }
    assert numbers["c"] == numbers["d"] and numbers["c"].startswith("Författare ")
    assert 'w:author="Författare 2"' in comments + changes and "KK" not in comments
    assert checked.findings & Finding.COMMENTS


def test_what_is_left_opens_and_nothing_else_was_changed():
    document = docx.Document()
    document.add_paragraph("Rad ett\tmed <tecken> & åäö")
    document.core_properties.author = NAME
    document.add_comment(document.paragraphs[0].runs, "Hej", author=NAME, initials="KK")
    kept = check(samples.made(document.save), "docx").content
    opened = docx.Document(kept)
    assert opened.paragraphs[0].text == "Rad ett\tmed <tecken> & åäö"
    [comment] = opened.comments
    assert (comment.text, comment.author, comment.initials) == ("Hej", "Författare 1", "F1")
    book = openpyxl.Workbook()
    book.active["A1"], book.properties.creator = "=1+1", NAME
    assert openpyxl.load_workbook(check(samples.made(book.save), "xlsx").content).active["A1"].value == "=1+1"
    assert pptx.Presentation(check(samples.powerpoint(), "pptx").content).slide_layouts


def test_a_photograph_in_a_document_keeps_its_pixels_and_stands_upright():
    exif = Image.Exif()
    exif[0x013B], exif[0x0112] = NAME, 6
    out = io.BytesIO()
    Image.radial_gradient("L").resize((12, 8)).save(out, "JPEG", exif=exif)
    kept = check(office.word(**{"word__media__image1.jpg": out.getvalue()}), "docx").content.read()
    with samples.opened(kept) as archive, archive.open("word/media/image1.jpg") as file:
        picture = Image.open(io.BytesIO(file.read()))
        assert dict(picture.getexif()) == {0x0112: 6}
        assert picture.tobytes() == Image.open(out).tobytes()


@pytest.mark.parametrize("image_format", ["PNG", "GIF", "TIFF", "WEBP"])
def test_pictures_of_every_kind_in_a_document_lose_their_names(image_format):
    from PIL.PngImagePlugin import PngInfo

    exif, text = Image.Exif(), PngInfo()
    exif[0x013B] = NAME
    text.add_text("Author", NAME)
    options = {
        "PNG": {"pnginfo": text}, "GIF": {"comment": NAME}, "TIFF": {"tiffinfo": {315: NAME}}, "WEBP": {"exif": exif},
    }[image_format]  # fmt: skip
    out = io.BytesIO()
    Image.radial_gradient("L").resize((12, 8)).convert("P" if image_format == "GIF" else "RGB").save(
        out, image_format, **options
    )
    content = office.word(word__media__a=out.getvalue())
    assert names_somebody(content)
    kept = check(content, "docx").content.read()
    assert not names_somebody(kept)
    with samples.opened(kept) as archive, archive.open("word/media/a.xml") as file:
        assert Image.open(io.BytesIO(file.read())).tobytes() == Image.open(out).tobytes()


def test_a_signed_document_is_kept_as_it_is_and_said():
    content = office.word(docProps__core=office.CORE, **{"_xmlsignatures__sig1.xml": "<Signature/>"})
    checked = check(content, "docx")
    assert checked.content.read() == content
    assert checked.findings & Finding.SIGNED and not checked.findings & Finding.CLEANED


@pytest.mark.parametrize("core", ["<a", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_what_cannot_be_read_is_kept_as_it_is_and_said(core):
    content = office.word(word__comments=core + "<!-- author -->")
    checked = check(content, "docx")
    assert checked.content.read() == content and checked.findings == Finding.UNCHECKED


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", office.word(**{"word___rels__settings.xml.rels": relations("attachedTemplate", "https://example.org/mall.dotm")})),
        ("docx", office.word(**{"word___rels__settings.xml.rels": relations("attachedTemplate", "\\\\example.org\\mall.dotx")})),
        ("docx", office.strict(office.word(**{"word___rels__settings.xml.rels": relations("attachedTemplate", "https://example.org/mall.dotm")}))),
        ("docx", office.word(**{"word___rels__document.xml.rels": relations("image", "https://example.org/a.png")})),
        ("docx", office.word(**{"word___rels__document.xml.rels": relations("oleObject", "file:///a.xls")})),
        ("docx", office.word(**{"word___rels__document.xml.rels": relations("aFChunk", "https://example.org/a.html")})),
        ("docx", office.word(**{"word___rels__document.xml.rels": relations("subDocument", "https://example.org/a.docx")})),
        ("docx", office.word(**{"word___rels__webSettings.xml.rels": relations("frame", "https://example.org/")})),
        ("docx", office.word(**{"word___rels__document.xml.rels": relations("image", "https://example.org/a.png", external=False)})),
        ("docx", office.word(word__document=office.field('INCLUDEPICTURE "https://example.org/a.png" \\d'))),
        ("docx", office.word(word__document=office.field("INCLUDE", "TEXT C:\\a.docx"))),
        ("docx", office.word(word__document=office.body('<w:p><w:r><w:pict><v:imagedata src="https://example.org/a.png"/></w:pict></w:r></w:p>'))),
        ("xlsx", office.excel(xl__connections=f'<connections xmlns="{office.SHEET}"><connection id="1"/></connections>')),
        ("xlsx", office.excel(xl__externalLinks__externalLink1=f'<externalLink xmlns="{office.SHEET}"><externalBook/></externalLink>')),
        ("xlsx", office.excel(customXml__item1='<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>'.encode("utf-16"))),
        ("xlsx", office.excel(xl__worksheets__sheet9=f'<worksheet xmlns="{office.SHEET}"><f>_xlfn.WEBSERVICE("https://example.org")</f></worksheet>')),
        ("docx", office.word(word__webextensions__a='<we:webextension xmlns:we="x"/>')),
        ("pptx", office.powerpoint(**{"ppt__slides___rels__slide1.xml.rels": relations("video", "https://example.org/a.mp4")})),
        ("odt", office.open_document(content=office.odf('<draw:image xlink:href="https://example.org/a.png"/>'))),
        ("odt", office.open_document(content=office.odf('<text:section-source xlink:href="../a.odt"/>'))),
    ],
)  # fmt: skip
def test_what_is_fetched_from_elsewhere_is_flagged(extension, content):
    assert check(content, extension).findings & Finding.EXTERNAL


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", office.word(word__document=office.field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"))),
        ("docx", office.word(word__document=office.field(" dd", "e excel"))),
        ("docx", office.word(word__document=office.field("QUOTE 68 68 69 65 85 84 79"))),
        ("docx", office.word(word__document=office.body('<w:p><w:fldSimple w:instr="DDE cmd"/></w:p>'))),
        ("docx", office.word(word__activeX__activeX1='<ax:ocx xmlns:ax="x"/>')),
        ("xlsx", office.excel(xl__externalLinks__a=f'<externalLink xmlns="{office.SHEET}"><ddeLink ddeService="cmd"/></externalLink>')),
        ("pptx", office.powerpoint(ppt__slides__slide1='<p:sld xmlns:p="x" xmlns:a="y"><a:hlinkClick action="ppaction://program"/></p:sld>')),
        ("csv", b"namn;tal\n=cmd|'/c calc'!A1;2\n"),
        ("csv", "namn\t@SUM(1)*cmd|' /c calc'!A0".encode("utf-16")),
        ("ods", samples.open_document("spreadsheet", **{"content.xml": office.odf("<table:dde-link xmlns:table='t'/>").encode()})),
    ],
)  # fmt: skip
def test_what_starts_programs_is_flagged(extension, content):
    assert check(content, extension).findings & Finding.COMMANDS


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", office.word(**{"word__embeddings__oleObject1.bin": b"\xd0\xcf\x11\xe0" + bytes(99)})),
        (
            "docx",
            office.word(**{"word___rels__document.xml.rels": relations("aFChunk", "a.html", external=False)}),
        ),
        ("docx", office.word(**{"word__embeddings__a.bin": samples.packed({"a.exe": b"MZ"})})),
    ],
)
def test_other_files_inside_are_flagged(extension, content):
    assert check(content, extension).findings & Finding.EMBEDDED


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("xlsx", office.excel(**{"xl__x__a.xml": '<xm:macrosheet xmlns:xm="x"/>'})),
        ("docx", office.word(**{"word__embeddings__a.docm": samples.with_macros("docm")})),
        ("odt", office.open_document(content=office.odf('<script:event-listener xlink:href="vnd.sun.star.script:a"/>'))),
        ("odt", office.open_document(content=office.odf("<office:script/>"))),
    ],
)  # fmt: skip
def test_macros_are_found_by_what_they_are(extension, content):
    assert check(content, extension).has_macros


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("docx", office.word(**{"word___rels__document.xml.rels": relations("hyperlink", "https://example.org/")})),
        ("docx", office.word(word__document=office.body('<w:p><w:r><w:t>DDEAUTO INCLUDEPICTURE w:author="x"</w:t></w:r></w:p>'))),
        ("docx", office.word(word__document=office.field('TOC \\o "1-3" LINK'))),
        ("docx", office.word(**{"word__embeddings__a.xlsx": samples.excel()})),
        ("xlsx", samples.excel()),
        ("csv", "namn;tal\nÅsa|Bo;-2\n=1+1;Hej!\n- a | b\n".encode()),
        ("pptx", samples.powerpoint()),
        ("odt", office.open_document(content=office.odf('<text:a xlink:href="https://example.org/"/><draw:object xlink:href="./Object 1"/><office:scripts/>'))),
    ],
)  # fmt: skip
def test_ordinary_files_are_not_flagged(extension, content):
    checked = check(content, extension)
    assert not checked.findings & ~Finding.CLEANED and not checked.has_macros


TEMPLATES = {
    "dotx": samples.word, "xltx": samples.excel, "potx": samples.powerpoint,
    "dotm": samples.word, "xltm": samples.excel, "potm": samples.powerpoint,
}  # fmt: skip


@pytest.mark.parametrize("extension", TEMPLATES)
def test_templates_are_taken_in_as_what_they_are(extension):
    content = office.as_template(TEMPLATES[extension](), extension)
    assert check(content, extension).content_type.startswith("application/vnd.")
    assert extension in LIBRARY.extensions
    for other in ("docx", "dotm" if extension != "dotm" else "dotx"):
        assert refused(f"a.{other}", content) == "other_content"
    assert refused(f"a.{extension}", samples.word()) == "other_content"


def test_templates_of_open_document_are_taken_in():
    assert check(samples.open_document("text-template"), "ott").content_type.endswith("text-template")
    assert refused("a.odt", samples.open_document("text-template")) == "other_content"
