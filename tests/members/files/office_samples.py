"""Office files that name somebody, fetch from elsewhere or act. Parts are what the programs themselves write, shortened."""

import io
import zipfile

from members.files.archives import MAIN_PARTS

from . import samples

NAME = "Kanarie Kanariesson"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
W = f'xmlns:w="{WORD}" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'

CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:title>Rutin</dc:title><dc:creator>{NAME}</dc:creator><cp:lastModifiedBy>{NAME}</cp:lastModifiedBy>"
    f"<cp:keywords>{NAME}</cp:keywords></cp:coreProperties>"
)
APP = (
    f'<Properties xmlns="{OFFICE}/extended-properties"><Application>Word</Application><Manager>{NAME}</Manager>'
    f"<Company>{NAME} AB</Company></Properties>"
)
CUSTOM = (
    f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
    f'<property fmtid="x" pid="2" name="Handläggare"><vt:lpwstr>{NAME}</vt:lpwstr></property></Properties>'
)
COLUMNS = (
    '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"><documentManagement>'
    f'<SharedWithUsers xmlns="x"><UserInfo><DisplayName>{NAME}</DisplayName></UserInfo></SharedWithUsers>'
    "</documentManagement></p:properties>"
)
COMMENTS = (
    f'<w:comments {W}><w:comment w:id="0" w:author="{NAME}" w:initials="KK"><w:p><w:r><w:t>Stryk detta</w:t></w:r></w:p>'
    '</w:comment><w:comment w:id="1" w:author="Annan Exempelsson" w:initials="AE"><w:p/></w:comment></w:comments>'
)
PEOPLE = (
    f'<w15:people {W}><w15:person w15:author="{NAME}"><w15:presenceInfo w15:providerId="AD" w15:userId="S::{NAME}"/>'
    "</w15:person></w15:people>"
)


def body(content: str) -> str:
    return f'<w:document {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{content}</w:body></w:document>'


CHANGES = body(
    f'<w:p><w:ins w:id="1" w:author="{NAME}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>nytt</w:t></w:r></w:ins>'
    f'<w:del w:id="2" w:author="Annan Exempelsson"><w:r><w:delText>gammalt</w:delText></w:r></w:del></w:p>'
)


def field(*pieces: str) -> str:
    """An instruction of Word, which Word itself often cuts into pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return body(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def relations(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/relationships/{kind}" '
        f'Target="{target}"{mode}/></Relationships>'
    )


def word(**parts: str | bytes) -> bytes:
    """`word__comments` is the part word/comments.xml."""
    return _with("docx", parts)


def excel(**parts: str | bytes) -> bytes:
    return _with("xlsx", parts)


def powerpoint(**parts: str | bytes) -> bytes:
    return _with("pptx", parts)


def open_document(**parts: str | bytes) -> bytes:
    return _with("odt", parts)


def _with(extension: str, parts: dict[str, str | bytes]) -> bytes:
    """A small archive that says it is such a file, with these parts."""
    named = {
        (name if "." in name else f"{name}.xml").replace("__", "/"): part.encode()
        if isinstance(part, str)
        else part
        for name, part in parts.items()
    }
    if extension == "odt":
        return samples.open_document(**named)
    types = f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/x" ContentType="{MAIN_PARTS[extension]}"/></Types>'
    return samples.packed({"[Content_Types].xml": types.encode()} | named)


def part(archive: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name).decode()


ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0"'
)
META = (
    f"<office:document-meta {ODF}><office:meta><dc:title>Rutin</dc:title><meta:initial-creator>{NAME}</meta:initial-creator>"
    f'<dc:creator>{NAME}</dc:creator><meta:user-defined meta:name="x">{NAME}</meta:user-defined>'
    "</office:meta></office:document-meta>"
)


def odf(content: str) -> str:
    return f"<office:document-content {ODF}><office:body>{content}</office:body></office:document-content>"


REMARKS = odf(
    f"<text:changed-region><text:deletion><office:change-info><dc:creator>{NAME}</dc:creator></office:change-info>"
    f"</text:deletion></text:changed-region><office:annotation><dc:creator>{NAME}</dc:creator>"
    "<meta:creator-initials>KK</meta:creator-initials><text:p>Stryk detta</text:p></office:annotation>"
)


def as_template(archive: bytes, extension: str) -> bytes:
    """dotx of a docx, and so on: its list of contents says so."""
    types = part(archive, "[Content_Types].xml")
    for kind, plain in (
        ("wordprocessingml", "document"),
        ("spreadsheetml", "sheet"),
        ("presentationml", "presentation"),
    ):
        types = types.replace(f"{kind}.{plain}.main+xml", f"{kind}.template.main+xml")
    if extension.endswith("m"):
        for old, new in (
            ("vnd.openxmlformats-officedocument.wordprocessingml.template.main", "vnd.ms-word.template.macroEnabledTemplate.main"),
            ("vnd.openxmlformats-officedocument.spreadsheetml.template.main", "vnd.ms-excel.template.macroEnabled.main"),
            ("vnd.openxmlformats-officedocument.presentationml.template.main", "vnd.ms-powerpoint.template.macroEnabled.main"),
        ):  # fmt: skip
            types = types.replace(old, new)
    return samples.repacked(archive, **{"[Content_Types].xml": types.encode()})


STRICT = {
    WORD: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    SHEET: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    SLIDE: "http://purl.oclc.org/ooxml/presentationml/main",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
    f"{OFFICE}/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    f"{OFFICE}/extended-properties": "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
    f"{OFFICE}/custom-properties": "http://purl.oclc.org/ooxml/officeDocument/customProperties",
}


def strict(archive: bytes) -> bytes:
    """As “Strict Open XML” saves it (ISO 29500-1): other names for the same."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    for name, content in entries.items():
        if name.endswith((".xml", ".rels")):
            for plain, other in STRICT.items():
                content = content.replace(plain.encode(), other.encode())
            entries[name] = content
    return samples.packed(entries)
