"""Which texts of our own ask to be translated: read from Python and templates, without gettext programs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize


class Message(NamedTuple):
    """What a catalogue calls an entry; `context` and `plural` are None where there is none."""

    msgid: str
    context: str | None = None
    plural: str | None = None


# Function name -> which of its arguments are what.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
}
_STRING = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
# Django's templatize() turns a template into noise with calls in it; only the calls are of interest.
_CALL = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")


def own_messages() -> set[Message]:
    found: set[Message] = set()
    for folder in _source_folders():
        for path in folder.rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(in_python(path.read_text(encoding="utf-8")))
        for path in folder.rglob("templates/**/*.*"):
            found.update(in_template(path.read_text(encoding="utf-8")))
    for folder in settings.TEMPLATES[0]["DIRS"]:  # type: ignore[attr-defined]
        for pattern in ("*.html", "*.txt"):
            for path in Path(folder).rglob(pattern):
                found.update(in_template(path.read_text(encoding="utf-8")))
    return {message for message in found if message.msgid}


def in_python(source: str) -> Iterator[Message]:
    """Calls whose texts are literals; a text that is put together at run time cannot be found."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        parts = FUNCTIONS.get(name, ())
        if parts and len(texts) >= len(parts) and all(isinstance(text, str) for text in texts[: len(parts)]):
            yield Message(**dict(zip(parts, map(str, texts), strict=False)))


def in_template(source: str) -> Iterator[Message]:
    for name, arguments in _CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(_STRING, arguments)]
        parts = FUNCTIONS[name]
        if len(texts) >= len(parts):
            yield Message(**dict(zip(parts, map(str, texts), strict=False)))


def _source_folders() -> list[Path]:
    """Our own apps, and the package that holds settings and addresses."""
    own = {Path(config.path) for config in apps.get_app_configs() if "site-packages" not in config.path}
    own.add(Path(settings.BASE_DIR) / "site" / "samrum")
    return sorted(folder for folder in own if not any(parent in own for parent in folder.parents))
