"""The Swedish and English catalogues: kept in step with the code, checked, compiled. Pure Python (polib)."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings

from .extraction import Message

OWN, UPSTREAM = (Path(folder) for folder in settings.LOCALE_PATHS)
SWEDISH = "sv"
DOMAINS = ("django", "djangojs")
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<![%\w])%[sd]")


def catalogue_path(root: Path, language: str, domain: str = "django") -> Path:
    return root / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path) -> polib.POFile:
    """The catalogue, or an empty one where there is no file yet."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {"Language": path.parts[-3], **METADATA}
    return catalogue


def key(entry: polib.POEntry) -> tuple[str, str | None]:
    return entry.msgid, entry.msgctxt


def merge(messages: set[Message], language: str) -> tuple[int, int]:
    """Add what is new, untranslated, and drop what the code no longer says. Returns how many of each."""
    path = catalogue_path(OWN, language)
    catalogue = read(path)
    wanted = {(message.msgid, message.context): message for message in messages}
    before = {key(entry) for entry in catalogue}
    kept = [entry for entry in catalogue if key(entry) in wanted and not entry.obsolete]
    catalogue.clear()
    catalogue.extend(kept)
    for name in wanted.keys() - {key(entry) for entry in kept}:
        message = wanted[name]
        catalogue.append(
            polib.POEntry(
                msgid=message.msgid,
                msgctxt=message.context,
                msgid_plural=message.plural or "",
                msgstr_plural={0: "", 1: ""} if message.plural else {},
            )
        )
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return len(wanted.keys() - before), len(before - wanted.keys())


def compile_all() -> list[Path]:
    """Write each .po as the .mo that Django reads."""
    sources = [path for root in (OWN, UPSTREAM) for path in sorted(root.rglob("*.po"))]
    for path in sources:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return sources


def faults(messages: set[Message]) -> Iterator[str]:
    """Everything that keeps the Swedish of our own texts from being complete, one line each."""
    entries = {key(entry): entry for entry in read(catalogue_path(OWN, SWEDISH))}
    for message in sorted(messages, key=lambda m: (m.msgid, m.context or "")):
        entry = entries.pop((message.msgid, message.context), None)
        if entry is None or not entry.translated():
            yield f"no Swedish: {message.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"fuzzy: {message.msgid!r}"
        elif wrong := _wrong_placeholders(entry):
            yield f"placeholders differ ({wrong}): {message.msgid!r}"
    for msgid, _context in sorted(entries, key=lambda name: (name[0], name[1] or "")):
        yield f"no longer used: {msgid!r}"


def upstream_gaps() -> Iterator[str]:
    """Texts of the installed apps for which neither they nor our own supplement has Swedish."""
    for domain in DOMAINS:
        folders = [
            folder for config in apps.get_app_configs() if (folder := Path(config.path, "locale")).is_dir()
        ]
        folders = [folder for folder in folders if "site-packages" in folder.parts]
        swedish = {
            key(entry)
            for path in (
                *(catalogue_path(folder, SWEDISH, domain) for folder in folders),
                catalogue_path(UPSTREAM, SWEDISH, domain),
            )
            for entry in read(path)
            if entry.translated()
        }
        for folder in folders:
            for entry in _reference(folder, domain):
                if entry.msgid and not entry.obsolete and key(entry) not in swedish:
                    yield f"no Swedish for {folder.parent.name} ({domain}): {entry.msgid!r}"


def _reference(folder: Path, domain: str) -> polib.POFile:
    """What an app may say: its English catalogue, else its largest."""
    english = catalogue_path(folder, "en", domain)
    if english.exists():
        return read(english)
    others = sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po"))
    return read(max(others, key=lambda path: path.stat().st_size)) if others else polib.POFile()


def _wrong_placeholders(entry: polib.POEntry) -> str:
    """Placeholders that only one side has; a plural form may leave out the number."""
    original = set(_PLACEHOLDER.findall(entry.msgid)) | set(_PLACEHOLDER.findall(entry.msgid_plural or ""))
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    for text in texts:
        used = set(_PLACEHOLDER.findall(text))
        if used - original or (not entry.msgid_plural and original - used):
            return ", ".join(sorted(original ^ used))
    return ""
