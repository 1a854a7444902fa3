"""Strict Open XML (ISO/IEC 29500-1) for libraries that know the transitional form alone (29500-4).

Both say the same under other names; the names of the strict form all begin alike.
"""

import io
import re
import zipfile

_BEGINNING = b"http://purl.oclc.org/ooxml/"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/?([A-Za-z]*)")
# Where the transitional name is not made by the rule: <group>/2006/<name>.
_NAMES = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
_MEDIA = ("media/", "embeddings/", "thumbnail")


def is_strict(archive: zipfile.ZipFile) -> bool:
    """By the package's own relations, which every such file has."""
    try:
        with archive.open("_rels/.rels") as relations:
            return _BEGINNING in relations.read(1024 * 1024)
    except KeyError:
        return False


def transitional(archive: zipfile.ZipFile) -> io.BytesIO:
    """A copy in memory without pictures. Its parts are as large as `check_parts` allows, and packed."""
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")) and not any(word in name for word in _MEDIA):
                new.writestr(name, _STRICT.sub(_transitional, archive.read(name)))
    copy.seek(0)
    return copy


def _transitional(strict: re.Match[bytes]) -> bytes:
    group, name = strict.groups()
    return b"http://schemas.openxmlformats.org/" + group + b"/2006/" + _NAMES.get(name, name)
