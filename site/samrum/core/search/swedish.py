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
# Nouns that lose a vowel before an ending, and the endings that tell the noun from a verb (spegeln, not speglar).
_PLURAL_AR = "artikel fågel muskel mantel nyckel sedel stövel titel tunnel ängel afton fröken kalender minister morgon orkester semester socken sommar syster teater vinter"
_PLURAL_ER = "möbel regel partikel"
_NEUTER = "exempel kapitel medel filter fönster kloster lager läger mönster nummer papper register tecken vapen vatten väder"
_DEFINITE = "bibel cirkel fackel fabel handel kabel segel spegel stapel vinkel"


def _forms() -> dict[str, str]:
    """Ending of a form -> ending of its word; the genitive is left out."""
    forms: dict[str, str] = {}
    for singular, plural in CHANGED_VOWEL.items():
        for ending in ("", "na", "en"):
            forms[plural + ending] = singular
    forms |= {"männen": "man", "männ": "man", "bror": "broder", "brodern": "broder", "brorn": "broder"}
    forms |= {"ögat": "öga", "örat": "öra"}
    for nouns, endings in (
        (_PLURAL_AR, ("ar", "arna")),
        (_PLURAL_ER, ("er", "erna")),
        (_NEUTER, ("et", "en", "ena")),
        (_DEFINITE, ()),
    ):
        for noun in nouns.split():
            short = noun[:-2].removesuffix("mm") + ("m" if noun[:-2].endswith("mm") else "") + noun[-1]
            forms[noun + "n"] = noun
            forms |= {short + ending: noun for ending in endings}
    for ending in ("a", "ana", "et", "en", "er", "erna", "umet", "umen"):
        forms[f"centr{ending}"] = "centrum"
    for word in ("jubile", "muse"):
        for ending in ("um", "umet", "et", "er", "erna", "i"):
            forms[word + ending] = f"{word}um"
    # anmälan has anmälningar as its plural.
    for noun in "anmälning ansökning erinring fordring förfrågning hemställning inbjudning predikning".split() + [
        "verkning",
        "önskning",
        "överklagning",
    ]:
        for ending in ("", "en", "ar", "arna"):
            forms[noun + ending] = re.sub("n?ing$", "an", noun)
    return forms


FORMS = _forms()
_FORM = re.compile(rf"(?:{'|'.join(sorted(FORMS, key=len, reverse=True))})(?=s?$)")
# Adjectives beside a noun in -et: allmän is no man.
_NO_CHANGED = re.compile(rf"(?:{'|'.join(sorted(set(FORMS.values()), key=len, reverse=True))})$")
_FORM = re.compile(r"(?:all|ge)män$")
# Ends of other words, and what stands in their place.
_ENDINGS = (
    (re.compile(r"ium(?:et|en)?s?$"), "ie"),  # seminarium, seminarier
    (re.compile(r"(?<=and|end)ens$"), "en"),  # ordförandens
    (re.compile(r"orns?$"), "or"),  # datorn
    (re.compile(r"(?<!s)yns?$"), "y"),  # policyn
    (re.compile(r"åns?$"), "å"),  # nivån
    (re.compile(r"(?<!gest)(?<!sf)(?<!kob)(?<=..a)lt$"), "l"),  # digitalt
    (re.compile(r"(?<=.el)lt$"), "l"),  # aktuellt
    (re.compile(r"(?<=allmän)t$|(?<=säker)t$|(?<=.(?:er|tr)n)t$|(?<=(?:imin|opul)är)t$"), ""),  # allmänt, externt
)
# Words in -an that are no definite form: a plan, somebody's roman.
_OWN_AN = re.compile(
    r"(?:plan|organ|(?<!m)man|kran|gran|membran|veteran|sopran|koran|lakan|orkan|vulkan|pelikan|tulpan|ian|erikan|afrikan"
    r"|mexikan|ocean|korean|titan|sultan|altan|platan|kaftan|vegan|slogan|huligan|afghan|kumpan|urban|dekan|karavan|divan"
    r"|världsvan|simultan|spartan|saffran)$"
    r"|^(?:annan|balkan|hurdan|innan|japan|likadan|medan|mellan|nedan|ovan|redan|satan|sedan|sådan|talan|undan|utan|verkan)$"
)
_VOWEL = {
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
# Nouns that lose a vowel before an ending, and the endings that tell the noun from a verb (spegeln, not speglar).
_PLURAL_AR = "artikel fågel muskel mantel nyckel sedel stövel titel tunnel ängel afton fröken kalender minister morgon orkester semester socken sommar syster teater vinter"
_PLURAL_ER = "möbel regel partikel"
_NEUTER = "exempel kapitel medel filter fönster kloster lager läger mönster nummer papper register tecken vapen vatten väder"
_DEFINITE = "bibel cirkel fackel fabel handel kabel segel spegel stapel vinkel"


def _forms() -> dict[str, str]:
    """Ending of a form -> ending of its word; the genitive is left out."""
    forms: dict[str, str] = {}
    for singular, plural in CHANGED_VOWEL.items():
        for ending in ("", "na", "en"):
            forms[plural + ending] = singular
    forms |= {"männen": "man", "männ": "man", "bror": "broder", "brodern": "broder", "brorn": "broder"}
    forms |= {"ögat": "öga", "örat": "öra"}
    for nouns, endings in (
        (_PLURAL_AR, ("ar", "arna")),
        (_PLURAL_ER, ("er", "erna")),
        (_NEUTER, ("et", "en", "ena")),
        (_DEFINITE, ()),
    ):
        for noun in nouns.split():
            short = noun[:-2].removesuffix("mm") + ("m" if noun[:-2].endswith("mm") else "") + noun[-1]
            forms[noun + "n"] = noun
            forms |= {short + ending: noun for ending in endings}
    for ending in ("a", "ana", "et", "en", "er", "erna", "umet", "umen"):
        forms[f"centr{ending}"] = "centrum"
    for word in ("jubile", "muse"):
        for ending in ("um", "umet", "et", "er", "erna", "i"):
            forms[word + ending] = f"{word}um"
    # anmälan has anmälningar as its plural.
    for noun in "anmälning ansökning erinring fordring förfrågning hemställning inbjudning predikning".split() + [
        "verkning",
        "önskning",
        "överklagning",
    ]:
        for ending in ("", "en", "ar", "arna"):
            forms[noun + ending] = re.sub("n?ing$", "an", noun)
    return forms


FORMS = _forms()
_FORM = re.compile(rf"(?:{'|'.join(sorted(FORMS, key=len, reverse=True))})(?=s?$)")
# Adjectives beside a noun in -et: allmän is no man.
_NO_CHANGED = re.compile(rf"(?:{'|'.join(sorted(set(FORMS.values()), key=len, reverse=True))})$")
_FORM = re.compile(r"(?:all|ge)män$")
# Ends of other words, and what stands in their place.
_ENDINGS = (
    (re.compile(r"ium(?:et|en)?s?$"), "ie"),  # seminarium, seminarier
    (re.compile(r"(?<=and|end)ens$"), "en"),  # ordförandens
    (re.compile(r"orns?$"), "or"),  # datorn
    (re.compile(r"(?<!s)yns?$"), "y"),  # policyn
    (re.compile(r"åns?$"), "å"),  # nivån
    (re.compile(r"(?<!gest)(?<!sf)(?<!kob)(?<=..a)lt$"), "l"),  # digitalt
    (re.compile(r"(?<=.el)lt$"), "l"),  # aktuellt
    (re.compile(r"(?<=allmän)t$|(?<=säker)t$|(?<=.(?:er|tr)n)t$|(?<=(?:imin|opul)är)t$"), ""),  # allmänt, externt
)
# Words in -an that are no definite form: a plan, somebody's roman.
_OWN_AN = re.compile(
    r"(?:plan|organ|(?<!m)man|kran|gran|membran|veteran|sopran|koran|lakan|orkan|vulkan|pelikan|tulpan|ian|erikan|afrikan"
    r"|mexikan|sådan|likadan|hurdan|sedan|medan|redan|nedan|undan|utan|innan|annan|mellan|ovan|ocean|korean|titan|sultan"
    r"|altan|platan|kaftan|vegan|slogan|huligan|afghan|japan|kumpan|urban|dekan|balkan|karavan|divan|svan|världsvan|satan"
    r"|simultan|spartan|saffran|safran|talan|^verkan)$"
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
