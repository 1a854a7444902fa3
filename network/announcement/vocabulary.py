"""The words that announcements are made of, and which words are near misses of them."""

import difflib
import re
from functools import lru_cache

MONTHS = {
    1: ("januari", "jan"),
    2: ("februari", "feb", "febr"),
    3: ("mars", "mar"),
    4: ("april", "apr"),
    5: ("maj",),
    6: ("juni", "jun"),
    7: ("juli", "jul"),
    8: ("augusti", "aug"),
    9: ("september", "sep", "sept"),
    10: ("oktober", "okt"),
    11: ("november", "nov"),
    12: ("december", "dec"),
}
MONTH_WORDS = {word: number for number, words in MONTHS.items() for word in words}
WEEKDAYS = (
    *("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    *("mån", "tis", "ons", "tors", "tor", "fre", "lör", "sön"),
)

# The headings of each standing section; under "" the known headings of ordinary text.
_HEADINGS = {
    "target_group": """
målgrupp, målgrupper, målgrupp för nätverket, nätverkets målgrupp, vem kan delta, vilka kan delta,
för vem, vem riktar sig nätverket till, vem vänder sig nätverket till, vilka är nätverket till för,
vem är nätverket till för, vem kan vara med, vilka kan vara med
""",
    "fee": """
kostnad, kostnader, pris, avgift, avgifter, deltagaravgift, vad kostar det, kostnad för deltagande,
vad kostar det att delta, ekonomi
""",
    "meetings": """
tid och plats, tid och plats för planerade träffar, tid och plats för träffar, datum,
datum och plats, datum och platser, datum för träffar, träffar, planerade träffar, nätverksträffar,
kommande träffar, möten, planerade möten, mötesdatum, mötestider, tider, tider och platser, kalender,
kalendarium, när och var, när träffas vi, när ses vi, tillfällen, regionala träffar,
program och datum
""",
    "facts": """
fakta, fakta och bakgrund, bakgrund och fakta, bakgrund, statistik, siffror, lagstiftning,
vad säger lagen, lagen säger, juridisk bakgrund, det här vet vi, källor
""",
    "contacts": """
informationsansvarig, informationsansvariga, kontakt, kontakter, kontaktperson, kontaktpersoner,
kontaktuppgifter, ansvarig, ansvariga, processledare, projektledare, kontakta oss, mer information,
har du frågor, frågor, vi som leder nätverket, frågor om nätverket, vid frågor,
välkommen att höra av dig
""",
    "": """
förutsättningar, som deltagare får du, nätverkets innehåll, innehåll, syfte, mål, syfte och mål,
anmälan, så anmäler du dig, upplägg, arbetssätt, om nätverket, relaterad information, läs mer,
så arbetar vi, vad förväntas av dig, vad får du som deltagare
""",
}


def _phrases(listed: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in listed.split(",")]


HEADINGS = {heading: role for role, listed in _HEADINGS.items() for heading in _phrases(listed)}

# In a heading that is not known word for word these make a section a candidate; its content decides.
HEADING_HINTS = {
    "meetings": (
        "träff",
        "möte",
        "datum",
        "tid och plats",
        "tillfäll",
        "kalend",
        "när ",
        "våren",
        "hösten",
        "termin",
    ),
    "contacts": ("kontakt", "ansvarig", "frågor", "ledare", "handläggare"),
    "fee": ("kostnad", "avgift", "pris", "kosta"),
    "target_group": ("målgrupp",),
    "facts": ("fakta", "bakgrund"),
}

# Words whose misspelling would hide what a line says. Understood all the same, and pointed out.
_KEY_WORDS = """
april, augusti, bakgrund, datum, december, deltagare, digital, digitala, digitalt, eftermiddag,
februari, flyttad, flyttat, fysisk, fysiska, fysiskt, förmiddag, förutsättningar, halvdag, heldag,
hybrid, hösten, höstterminen, informationsansvarig, innehåll, inställd, inställda, inställt, januari,
klockan, kontaktperson, kontaktpersoner, kostnad, kostnadsfri, kostnadsfritt, målgrupp, november,
nätverkets, oktober, preliminär, preliminära, preliminärt, publicerad, september, uppdaterad, våren,
vårterminen, webbinarium
"""
KEY_WORDS = frozenset(_phrases(_KEY_WORDS))
# Real words that lie close to a key word.
_NOT_MISSPELT = """
bakgrunden, bakgrunds, datumen, deltagande, deltagaren, deltagares, deltagarna, digitalisera,
digitals, eftermiddagen, flytta, flyttas, fysisk, förmiddagen, förutsättning, förutsättningarna,
förutsättningen, halvdagen, heldagen, heldags, hybridmöte, hösttermin, informationsansvariga,
innehållet, innehålls, inställd, inställning, klocka, kontaktpersonen, kostnaden, kostnader,
kostnads, kostnadsfria, målgruppen, målgrupper, nätverk, nätverken, nätverket, publiceras,
publicerat, ställt, uppdateras, uppdaterat, vårtermin, webbinarier, webbinariet
"""
NOT_MISSPELT = frozenset(_phrases(_NOT_MISSPELT))
NEAR = 0.84
LONGEST = 30  # characters: no key word is longer
NEAR_SHORT = 0.9  # a word of five letters has many neighbours
WORD = re.compile(r"[^\W\d_]+")


def plain(heading: str) -> str:
    """A heading as it is looked up: without case, final colon or question mark."""
    return " ".join(heading.casefold().strip(" :?.!–-").split())


@lru_cache(maxsize=10_000)
def role_of(heading: str) -> tuple[str | None, str]:
    """The section that a heading opens (None: not a known one), and the known heading that it nearly is."""
    key = plain(heading)
    if key in HEADINGS:
        return HEADINGS[key], ""
    close = difflib.get_close_matches(key, HEADINGS, n=1, cutoff=NEAR) if 4 <= len(key) <= 60 else []
    if close and close[0][0] == key[0] and _differs_by_misspelling(key, close[0]):
        return HEADINGS[close[0]], close[0]
    return None, ""


def _differs_by_misspelling(key: str, known: str) -> bool:
    """Whether as many words stand in both: another word makes another heading, not a misspelt one."""
    pairs = list(zip(key.split(), known.split(), strict=False))
    if len(key.split()) != len(known.split()):
        return False
    return all(difflib.SequenceMatcher(None, one, other).ratio() >= 0.7 for one, other in pairs)


def near_misses(text: str) -> dict[str, str]:
    """Misspelt key words of a line and what was meant: {"Prelimära": "preliminära"}."""
    meant = {word: _near_key_word(word.casefold()) for word in WORD.findall(text)}
    return {word: known for word, known in meant.items() if known}


@lru_cache(maxsize=10_000)
def _near_key_word(word: str) -> str:
    if not 5 <= len(word) <= LONGEST or word in KEY_WORDS or word in NOT_MISSPELT:
        return ""
    close = difflib.get_close_matches(word, KEY_WORDS, n=1, cutoff=NEAR if len(word) > 5 else NEAR_SHORT)
    return close[0] if close and close[0][0] == word[0] and not word.startswith(close[0]) else ""


def corrected(text: str) -> str:
    """The line as it was meant, for understanding alone: pages keep the source's own spelling."""
    for word, meant in near_misses(text).items():
        text = text.replace(word, meant)
    return text
