"""What Snowball's Swedish rules do not know: plurals that change their vowel, and other forms far from their word.

Each rule looks at the end of a word, so that it holds for all compounds: böcker and arbetsböcker. These are closed
classes (Svenska Akademiens grammatik, the nouns of the third declension with a changed vowel); new words have regular
forms.
"""

import re

# Singular and plural. händer, tänder and länder are verbs too: rather a hit too many than the noun not found.
CHANGED_VOWEL = {
    "bok": "böcker",
    "bokstav": "bokstäver",
    "bonde": "bönder",
    "brand": "bränder",
    "broder": "bröder",
    "dotter": "döttrar",
    "fader": "fäder",
    "fot": "fötter",
    "gås": "gäss",
    "hand": "händer",
    "land": "länder",
    "ledamot": "ledamöter",
    "lus": "löss",
    "man": "män",
    "moder": "mödrar",
    "mus": "möss",
    "natt": "nätter",
    "rand": "ränder",
    "rot": "rötter",
    "son": "söner",
    "stad": "städer",
    "strand": "stränder",
    "tand": "tänder",
    "öga": "ögon",
    "öra": "öron",
}
# Nouns that lose a vowel before these endings, which tell the noun from a verb (spegeln, but not speglar).
LOST_VOWEL = {
    ("ar", "arna"): (
        "afton artikel fröken fågel kalender minister morgon muskel mantel nyckel orkester sedel semester socken sommar "
        "stövel syster teater titel tunnel vinter ängel"
    ),
    ("er", "erna"): "möbel partikel regel",
    ("et", "en", "ena"): (
        "exempel filter fönster kapitel kloster lager läger medel mönster nummer papper register tecken vapen vatten väder"
    ),
    (): "bibel cirkel fackel fabel handel kabel segel spegel stapel vinkel",
}
# Of which anmälan and its like have their plural.
_VERBAL = "anmälning ansökning erinring fordring förfrågning hemställning inbjudning överklagning predikning verkning önskning"


def _forms() -> dict[str, str]:
    """Ending of a form -> ending of its word; the genitive is left out."""
    forms: dict[str, str] = {}
    for singular, plural in CHANGED_VOWEL.items():
        forms |= {plural + ending: singular for ending in ("", "na" if plural.endswith("r") else "en")}
    forms |= {"männen": "man", "bror": "broder", "brodern": "broder", "ögat": "öga", "örat": "öra"}
    for endings, nouns in LOST_VOWEL.items():
        for noun in nouns.split():
            short = noun[:-2].replace("mm", "m") + noun[-1]
            forms[noun + "n"] = noun
            forms |= {short + ending: noun for ending in endings}
    forms |= {f"centr{ending}": "centrum" for ending in ("a", "et", "en", "er", "erna", "umet", "umen")}
    for noun in ("jubileum", "museum"):
        forms |= {noun[:-2] + ending: noun for ending in ("umet", "et", "er", "erna", "i")}
    for noun in _VERBAL.split():
        singular = noun.removesuffix("ing").removesuffix("n") + "an"
        forms |= {noun + ending: singular for ending in ("", "en", "ar", "arna")}
    return forms


FORMS = _forms()
_FORM = re.compile(rf"(?:{'|'.join(sorted(FORMS, key=len, reverse=True))})(?=s?$)")
# Allmän is no man.
_NO_FORM = re.compile(r"(?:all|ge)män$")
# Ends of other words, and what stands in their place.
_ENDINGS = (
    (re.compile(r"ium(?:et|en)?s?$"), "ie"),  # seminarium, seminarier
    (re.compile(r"(?<=and|end)ens$"), "en"),  # ordförandens
    (re.compile(r"orns?$"), "or"),  # datorn
    (re.compile(r"(?<!s)yns?$"), "y"),  # policyn
    (re.compile(r"åns?$"), "å"),  # nivån
    (re.compile(r"(?<!gest)(?<!sf)(?<!kob)(?<=..a)lt$"), "l"),  # digitalt
    (re.compile(r"(?<=.el)lt$"), "l"),  # aktuellt
    (
        re.compile(r"(?<=allmän)t$|(?<=säker)t$|(?<=.(?:er|tr)n)t$|(?<=(?:imin|opul)är)t$"),
        "",
    ),  # allmänt, externt
)
# Words in -an that are no definite form: a plan, somebody's roman.
_OWN_AN = re.compile(
    r"(?:plan|organ|(?<!m)man|kran|gran|membran|veteran|sopran|koran|lakan|orkan|vulkan|pelikan|tulpan|ian|erikan|afrikan"
    r"|mexikan|ocean|korean|titan|sultan|altan|platan|kaftan|vegan|slogan|huligan|afghan|kumpan|urban|dekan|karavan|divan"
    r"|världsvan|simultan|spartan|saffran)$"
    r"|^(?:annan|balkan|hurdan|innan|japan|likadan|medan|mellan|nedan|ovan|redan|satan|sedan|sådan|talan|undan|utan|verkan)$"
)
_VOWEL = re.compile("[aeiouyåäö]")


def base_form(word: str) -> str:
    """The word that a folded form belongs to, where Snowball would not find it; else the form itself."""
    if (found := _FORM.search(word)) and not _NO_FORM.search(word):
        return word[: found.start()] + FORMS[found[0]]
    for ending, instead in _ENDINGS:
        shorter = ending.sub(instead, word)
        if shorter != word and len(shorter) >= 4:
            return shorter
    return word


def without_article(stem: str) -> str:
    """A stem without -et (våldet, but not ett paket) or -an (frågan, ansökan, but not en plan)."""
    rest = stem[:-2]
    if len(rest) < 3 or not _VOWEL.search(rest):
        return stem
    if stem.endswith("et") and not rest.endswith("h"):
        return rest
    if stem.endswith("an") and not _OWN_AN.search(stem):
        return rest
    return stem
