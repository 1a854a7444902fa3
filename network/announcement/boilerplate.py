"""The remains of a contact form at the end of a page: the page has a form of its own."""

import re

from .source import Line
from .vocabulary import plain

STRONG = re.compile(
    r"kontaktformulär|\bverifiering\b|inte en robot|re?captcha|\(obligatorisk[ta]?\)|fält markerade med|"
    r"obligatoriska fält",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"(?:(?:ditt|din|ert|er)\s+)?(?:namn|e-?post(?:adress)?|meddelande|ämne|telefon(?:nummer)?|organisation|"
    r"fråga|kommun(?: eller region)?|skicka(?: meddelande| in)?|rensa|ladda upp fil|bifoga fil)\s*:?\s*\*?",
    re.IGNORECASE,
)
HEADINGS = frozenset(
    ("kontakta oss", "kontakt", "kontaktformulär", "skriv till oss", "skicka ett meddelande")
)


def split_off(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """(the announcement, the remains of a form after it). A heading of the form goes with it."""
    cut = len(lines)
    while cut > 0 and (STRONG.search(lines[cut - 1].text) or FIELD.fullmatch(lines[cut - 1].text)):
        cut -= 1
    form = lines[cut:]
    if not any(STRONG.search(line.text) for line in form):
        return lines, []
    if cut and plain(lines[cut - 1].text) in HEADINGS:
        cut -= 1
    return lines[:cut], lines[cut:]
