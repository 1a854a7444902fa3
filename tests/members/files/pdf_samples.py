"""PDF files that name somebody, act, or hold other files. Made by program; the last bytes are always `%%EOF`."""

import io
import zlib
from collections.abc import Callable

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

NAME = "Kanarie Kanariesson"


def value(python) -> PdfObject:
    """Strings that begin with a slash are names."""
    match python:
        case PdfObject():
            return python
        case dict():
            return DictionaryObject({NameObject(key): value(each) for key, each in python.items()})
        case list():
            return ArrayObject([value(each) for each in python])
        case str():
            return NameObject(python) if python.startswith("/") else TextStringObject(python)
        case float():
            return FloatObject(python)
    return NumberObject(python)


def stream(content: bytes, **keys) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(content)
    made.update(value({f"/{key}": each for key, each in keys.items()}))
    return made


def pdf(change: Callable[[PdfWriter], object] = lambda writer: None, **options) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    return written(writer, **options)


def written(writer: PdfWriter, password: str | None = None, owner: str = "agare") -> bytes:
    if password is not None:
        writer.encrypt(password, owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def root(**keys) -> Callable[[PdfWriter], None]:
    """A change of the catalog."""
    return lambda writer: writer.root_object.update(value({f"/{key}": each for key, each in keys.items()}))


def page(**keys) -> Callable[[PdfWriter], None]:
    return lambda writer: writer.pages[0].update(value({f"/{key}": each for key, each in keys.items()}))


def annotated(**keys) -> Callable[[PdfWriter], None]:
    box = {"/Type": "/Annot", "/Rect": [0, 0, 9, 9]} | {f"/{key}": each for key, each in keys.items()}
    return page(Annots=[box])


def plain() -> bytes:
    """Nothing in it names anybody."""

    def bare(writer: PdfWriter) -> None:
        writer.metadata = None

    return pdf(bare)


def with_info(**properties: str) -> bytes:
    return pdf(lambda writer: writer.add_metadata({f"/{key}": each for key, each in properties.items()}))


XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdf:Producer="{NAME}" pdfuaid:part="1">
<dc:creator><rdf:Seq><rdf:li>{NAME}</rdf:li></rdf:Seq></dc:creator>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Rutin &amp; råd</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def metadata(content: bytes = XMP) -> DecodedStreamObject:
    return stream(content, Type="/Metadata", Subtype="/XML")


def with_packet(place: str) -> bytes:
    """XMP of the document, of a page or of a picture."""

    def change(writer: PdfWriter) -> None:
        packet = writer._add_object(metadata())
        if place == "document":
            writer.root_object[NameObject("/Metadata")] = packet
        elif place == "page":
            writer.pages[0][NameObject("/Metadata")] = packet
        else:
            picture = stream(
                b"\0",
                Type="/XObject",
                Subtype="/Image",
                Width=1,
                Height=1,
                BitsPerComponent=8,
                ColorSpace="/DeviceGray",
            )
            picture[NameObject("/Metadata")] = packet
            resources = value({"/XObject": {"/P": writer._add_object(picture)}})
            writer.pages[0][NameObject("/Resources")] = resources

    return pdf(change)


def with_photograph(content: bytes) -> bytes:
    def change(writer: PdfWriter) -> None:
        picture = stream(
            content, Type="/XObject", Subtype="/Image", Width=12, Height=8, BitsPerComponent=8,
            ColorSpace="/DeviceRGB", Filter="/DCTDecode",
        )  # fmt: skip
        writer.pages[0][NameObject("/Resources")] = value({"/XObject": {"/P": writer._add_object(picture)}})

    return pdf(change)


def photograph() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = NAME  # artist
    out = io.BytesIO()
    Image.new("RGB", (12, 8), "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def with_earlier_version() -> bytes:
    """The newest version names nobody, the first one does: an incremental update."""
    first = with_info(Author=NAME)
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    writer.add_metadata({"/Author": ""})
    return written(writer)


def signed() -> bytes:
    def change(writer: PdfWriter) -> None:
        writer.add_metadata({"/Author": NAME})
        signature = writer._add_object(
            value(
                {"/Type": "/Sig", "/Filter": "/Adobe.PPKLite", "/ByteRange": [0, 9, 9, 9], "/Contents": "x"}
            )
        )
        field = {
            "/FT": "/Sig",
            "/T": "Underskrift",
            "/V": signature,
            "/Subtype": "/Widget",
            "/Rect": [0, 0, 0, 0],
        }
        writer.root_object.update(value({"/AcroForm": {"/Fields": [field], "/SigFlags": 3}}))

    return pdf(change)


SCRIPT = {"/S": "/JavaScript", "/JS": "app.alert(1)"}


def escaped() -> bytes:
    """The names are written with numbers for some of their letters."""
    content = pdf(root(OpenAction=SCRIPT))
    changed = content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/#4aS")
    return with_right_places(changed.replace(b"/OpenAction", b"/Open#41ction"))


def in_object_stream() -> bytes:
    """The catalog lies packed in another object, where no search for its words finds it."""
    inside = b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>> <</S/JavaScript/JS(app.alert\\(1\\))>>"
    offsets = b"1 0 5 " + str(inside.index(b" <<") + 1).encode() + b" "
    packed = zlib.compress(offsets + inside)
    objects = [
        b"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n",
        b"4 0 obj\n<</Type/ObjStm/N 2/First %d/Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n"
        % (len(offsets), len(packed), packed),
    ]
    content, places = b"%PDF-1.5\n", {}
    for number, each in zip((2, 3, 4), objects, strict=True):
        places[number] = len(content)
        content += each
    places[6] = len(content)
    entries = [
        (0, 0, 65535), (2, 4, 0), (1, places[2], 0), (1, places[3], 0), (1, places[4], 0), (2, 4, 1), (1, places[6], 0),
    ]  # fmt: skip
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for kind, place, last in entries
    )
    content += (
        b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        % (len(table), table)
    )
    return content + b"startxref\n%d\n%%%%EOF\n" % places[6]


def with_right_places(content: bytes) -> bytes:
    """The table of contents made anew, after bytes were changed."""
    body = content[: content.rindex(b"xref\n", 0, content.rindex(b"startxref"))]
    numbers = content[len(body) :]
    trailer = numbers[numbers.index(b"trailer") : numbers.index(b"startxref")]
    places, number = [], 1
    while (at := body.find(b"\n%d 0 obj" % number)) >= 0:
        places.append(at + 1)
        number += 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def with_attachment(content: bytes, name: str = "bilaga.zip", packed: bool = False, **options) -> bytes:
    """As an invoice carries its figures. `packed` is how most programs do it; else the bytes lie there bare."""

    def change(writer: PdfWriter) -> None:
        writer.metadata = None
        file = stream(content, Type="/EmbeddedFile")
        if packed:
            file = file.flate_encode()
        reference = writer._add_object(file)
        described = writer._add_object(
            value({"/Type": "/Filespec", "/F": name, "/UF": name, "/EF": {"/F": reference}})
        )
        writer.root_object.update(value({"/Names": {"/EmbeddedFiles": {"/Names": [name, described]}}}))

    return pdf(change, **options)


def text_of(content: bytes) -> str:
    return "".join(each.extract_text() for each in PdfReader(io.BytesIO(content)).pages)
