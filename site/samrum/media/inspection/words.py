"""What is said of a finding: to everybody who opens the file, and to whoever brought it."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .findings import NOT_CLEANED, Finding


class Words(NamedTuple):
    """Translated when they are shown."""

    title: Any
    advice: Any


# For readers, the most dangerous first.
WARNINGS = {
    Finding.COMMANDS: Words(
        _("Can start programs."),
        _("It asks for that when it is opened or when one presses something. Say no unless you know why."),
    ),
    Finding.SCRIPTS: Words(
        _("Holds scripts."),
        _("Scripts are small programs, or send what one fills in. It is downloaded, never shown here."),
    ),
    Finding.EXTERNAL: Words(
        _("Fetches something from elsewhere when it is opened."),
        _(
            "A template, a picture or data: whoever has that place may see that you open the file, and can change "
            "what you see. Say no unless you know the place."
        ),
    ),
    Finding.EMBEDDED: Words(
        _("Holds other files."), _("Nobody has looked into them. Open them only if you know what they are.")
    ),
    Finding.UNCHECKED: Words(
        _("Could not be looked through."), _("It may hold scripts. It is downloaded, never shown here.")
    ),
    Finding.LOCKED: Words(
        _("Is locked with a password."),
        _("Nobody has looked into it: it may hold scripts. It is downloaded, never shown here."),
    ),
}
MACROS = Words(
    _("Holds macros."), _("Macros are small programs. Let them run only if you know what they do.")
)
NAMED_COMMENTS = _("It holds comments or tracked changes, with the names of those who made them.")
# For whoever brings it.
NOTES = {
    Finding.CLEANED: _(
        "The author’s name and the like in the file’s properties are removed; its title stays."
    ),
    Finding.COMMENTS: _(
        "It holds comments or tracked changes. They stay, but their authors are numbered instead of named."
    ),
    Finding.SIGNED: _(
        "It is signed, and any change would break the signature: names in its properties stay in it."
    ),
    Finding.LOCKED: _("It is locked with a password: names in its properties stay in it."),
    Finding.RESTRICTED: _("It is locked against change: names in its properties stay in it."),
    Finding.UNCHECKED: _(
        "It could not be looked through: names in its properties may be left in it. Save it anew as PDF or in "
        "its own program, and upload that."
    ),
    Finding.EMBEDDED: _("Names in the properties of the files inside it may be left."),
}


def warnings(findings: int) -> list[Words]:
    found = Finding(findings)
    return ([MACROS] if Finding.MACROS in found else []) + [
        words for finding, words in WARNINGS.items() if finding in found
    ]


def notes(findings: int) -> list[str]:
    """What was done with it, and what was left."""
    found = Finding(findings)
    is_cleaned = not found & NOT_CLEANED
    return [
        str(NAMED_COMMENTS if finding is Finding.COMMENTS and not is_cleaned else words)
        for finding, words in NOTES.items()
        if finding in found
    ]
