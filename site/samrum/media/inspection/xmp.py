"""The metadata packet of a PDF that is left when everything about people is taken out. ISO 16684-1.

Title and language stay, and what the file says of the standards that it follows: readers for the blind look for
PDF/UA (ISO 14289) there, archives for PDF/A (ISO 19005).
"""

from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_STANDARDS = {
    "http://www.aiim.org/pdfa/ns/id/": ("pdfaid", ("part", "conformance", "amd", "rev")),
    "http://www.aiim.org/pdfua/ns/id/": ("pdfuaid", ("part", "amd", "corr", "rev")),
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LONGEST = 1000  # characters of one value


def reduced(packet: bytes) -> bytes:
    """A packet with what stays of `packet`; empty when that is nothing, or when it cannot be read."""
    try:
        root = fromstring(packet.strip(b"\0 \r\n\t"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return b""
    found: dict[str, str] = {}
    for description in root.iter(f"{{{_RDF}}}Description"):
        for name in ("title", "language"):
            items = description.findall(f"{{{_DC}}}{name}//{{{_RDF}}}li")
            if items:
                found[f"dc:{name}"] = "".join(
                    f"<rdf:li{f' xml:lang={quoteattr(item.get(_LANG))}' if item.get(_LANG) else ''}>"
                    f"{escape((item.text or '')[:LONGEST])}</rdf:li>"
                    for item in items[:20]
                )
        for space, (prefix, names) in _STANDARDS.items():
            for name in names:
                element = description.find(f"{{{space}}}{name}")
                value = description.get(f"{{{space}}}{name}") or (element.text if element is not None else "")
                if value:
                    found[f"{prefix}:{name}"] = escape(value.strip()[:20])
    return _packet(found) if found else b""


def _packet(found: dict[str, str]) -> bytes:
    wrappers = {"dc:title": "rdf:Alt", "dc:language": "rdf:Bag"}
    spaces = " ".join(
        f'xmlns:{prefix}="{space}"'
        for prefix, space in (("dc", _DC), *((prefix, space) for space, (prefix, _n) in _STANDARDS.items()))
    )
    values = "\n".join(
        f"<{name}><{wrappers[name]}>{value}</{wrappers[name]}></{name}>"
        if name in wrappers
        else f"<{name}>{value}</{name}>"
        for name, value in found.items()
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{_RDF}"><rdf:Description rdf:about="" {spaces}>\n{values}\n'
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()
