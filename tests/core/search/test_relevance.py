"""What is found by which words, and what is not: a table of searches among a few pages."""

import html
import re

import pytest

from samrum.core.search.analysis import parse
from samrum.core.search.models import PageSearchEntry
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db

# Title of a page, and its text.
PAGES = {
    "Fullmäktige": "Kommunfullmäktige beslutar",
    "Ledamöter": "Regionfullmäktigeledamöterna och vice ordföranden i nämnden",
    "Roller": "Säkerhetsansvariga och personalresurser",
    "Ansvar": "Försvaret har ansvar för centrum, inte för kontrollen av en rapport",
    "Hotell": "Festivalen hölls på ett hotell vid havet",
    "Stöd": "Handboken, arbetsböcker och en åtgärdsplan",
    "Böcker": "Böckerna om städerna, länderna och nätterna",
    "Människor": "Söner, bröder, bönder och tjänstemän",
    "Kroppen": "Händerna, fötterna, tänderna och rötter",
    "Anmälan": "Polisanmälningar, ansökningarna och en inbjudan",
    "Frågan": "Frågorna om artiklarna, reglerna och nycklarna i registret",
    "Byggnader": "Museer, seminarier, centrumet och nivåerna",
    "Adjektiv": "Digitala, aktuella och allmänna medel",
    "Samtal": "Nämndordföranden ringde kommunalrådet om händelserna",
    "Kriser": "Utredningen av krishanteringen efter hotet",
    "Hav": "Håtuna är inte hat",
    "Val": "Valsedlarna till riksdagsvalet",
    "Isär": "Den som är ansvarig finns på stadshuset, och frågor om säkerhet går dit",
    "Datum": "Vi ses den 10 februari 2027 och 30 maj–1 juni 2026",
    "Fler datum": "Sista dag 2026-11-05, start 3/12 2026 och våren 2028",
    "Teknik": "Mötesteknik i vallokaler och en rättvis rapport om lägesbilden",
    "Råd": "Tillgänglighetsrådgivarna i samverkan med elevrådet",
}  # fmt: skip

# What is sought: the titles that are found, with commas.
SEARCHES = {
    # parts of compounds, at the end and in the middle
    "fullmäktige": "Fullmäktige, Ledamöter",
    "kommunfullmäktige": "Fullmäktige",
    "kommun": "Fullmäktige, Samtal",
    "ledamot": "Ledamöter",
    "ledamöterna": "Ledamöter",
    "ansvarig": "Roller, Isär, Ansvar",
    "ansvariga": "Roller, Isär, Ansvar",
    "resurs": "Roller",
    "bok": "Stöd, Böcker",
    "plan": "Stöd",
    "ordförande": "Ledamöter, Samtal",
    "råd": "Samtal, Råd",
    "rådgivare": "Råd",
    "hantering": "Kriser",
    "val": "Val, Teknik",
    "sedel": "Val",
    "riksdag": "Val",
    "teknik": "Teknik",
    "lokal": "Teknik",
    "bild": "Teknik",
    # the compound finds its words apart, both of them
    "säkerhetsansvarig": "Roller, Isär",
    "säkerhetsansvariga": "Roller, Isär",
    "brandsäkerhet": "",
    # no parts: prefixes and chance
    "svar": "",
    "var": "",
    "visa": "",
    "rum": "",
    "roll": "Roller",
    "port": "",
    "verkan": "",
    "slag": "",
    "hot": "Hotell, Kriser",
    "hotet": "Hotell, Kriser",
    "håt": "Hav",
    "hat": "Hav",
    "val fest": "",
    "stival": "",
    "skap": "",
    # plurals with another vowel
    "handbok": "Stöd",
    "handböcker": "Stöd",
    "arbetsbok": "Stöd",
    "böcker": "Stöd, Böcker",
    "stad": "Böcker, Isär",
    "städer": "Böcker",
    "land": "Böcker",
    "natt": "Böcker",
    "son": "Människor",
    "bror": "Människor",
    "bonde": "Människor",
    "man": "Människor",
    "män": "Människor",
    "tjänsteman": "Människor",
    "tjänstemännen": "Människor",
    "fot": "Kroppen",
    "tand": "Kroppen",
    "rot": "Kroppen",
    "händer": "Kroppen",
    # -an, -ning, -else and other forms
    "anmälan": "Anmälan",
    "anmälningar": "Anmälan",
    "polisanmälan": "Anmälan",
    "ansökan": "Anmälan",
    "ansökningar": "Anmälan",
    "inbjudningar": "Anmälan",
    "fråga": "Frågan, Isär",
    "frågan": "Frågan, Isär",
    "artikel": "Frågan",
    "regeln": "Frågan",
    "nyckel": "Frågan",
    "register": "Frågan",
    "museum": "Byggnader",
    "seminarium": "Byggnader",
    "centra": "Ansvar, Byggnader",
    "nivån": "Byggnader",
    "digitalt": "Adjektiv",
    "aktuellt": "Adjektiv",
    "allmänt": "Adjektiv",
    "händelse": "Samtal",
    "utredningar": "Kriser",
    # dates
    "10 februari 2027": "Datum",
    "10 feb 2027": "Datum",
    "10/2 2027": "Datum",
    "10/2": "Datum",
    "10.2.2027": "Datum",
    "2027-02-10": "Datum",
    "20270210": "Datum",
    "februari 2027": "Datum",
    "februari": "Datum",
    "11 februari 2027": "",
    "februari 2025": "",
    "31 maj 2026": "Datum",
    "juni 2026": "Datum",
    "5 november 2026": "Fler datum",
    "november": "Fler datum",
    "3 dec 2026": "Fler datum",
    "våren 2028": "Fler datum",
    "vt 2028": "Fler datum",
    "VT28": "Fler datum",
    "hösten 2028": "",
    "beslutar 10 februari 2027": "",
}  # fmt: skip


def found(client, words: str, address: str = "/sok/") -> list[str]:
    page = client.get(address, {"q": words}).content.decode()
    titles = re.findall(r'<h3 class="hit__title"><a[^>]*>(.*?)</a>', page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", title)).strip() for title in titles]


@pytest.fixture
def pages(home):
    return [StandardPageFactory(parent=home, title=title, lead=text) for title, text in PAGES.items()]


def test_what_is_found_by_which_words(client, pages):
    wrong = {}
    for words, titles in SEARCHES.items():
        wanted = {title for title in titles.split(", ") if title}
        if (hits := set(found(client, words))) != wanted:
            wrong[words] = {"missing": wanted - hits, "too many": hits - wanted}
    assert not wrong


def test_the_word_itself_comes_before_the_compound_and_both_before_words_apart(client, home):
    for title, text in (
        ("Hel", "Säkerhetsansvarig"),
        ("Del", "Var säkerhetsansvarigas roll"),
        ("Isär", "Säkerhet är vad alla är ansvariga för: säkerhet, ansvarig, säkerhet"),
    ):
        StandardPageFactory(parent=home, title=title, lead=text)
    StandardPageFactory(parent=home, title="Ansvarig för säkerhet", lead="Ansvarig")
    assert set(found(client, "säkerhetsansvarig")[:2]) == {"Hel", "Del"}
    assert set(found(client, "säkerhetsansvarig")) == {"Hel", "Del", "Isär", "Ansvarig för säkerhet"}
    assert found(client, "ansvarig")[0] == "Ansvarig för säkerhet"
    assert set(found(client, "ansvarig")[-2:]) == {"Hel", "Del"}


def test_what_stands_in_a_compound_is_marked(client, home):
    StandardPageFactory(
        parent=home,
        title="Om roller",
        lead="Se arbetsböckerna för kommunfullmäktige den 10–12 februari 2027.",
    )
    shown = {
        "fullmäktige": "<mark>kommunfullmäktige</mark>",
        "arbetsbok": "<mark>arbetsböckerna</mark>",
        "bok": "<mark>arbetsböckerna</mark>",
        "11/2 2027": "<mark>10–12 februari 2027</mark>",
        "februari": "10–12 <mark>februari</mark> 2027",
    }
    for words, text in shown.items():
        assert text in client.get("/sok/", {"q": words}).content.decode(), words


def test_a_slip_in_a_part_of_a_compound_is_seen(client, home):
    StandardPageFactory(parent=home, title="Kommunfullmäktige", lead="Säkerhetsansvariga")
    for words, suggestion in {"fullmektige": "fullmäktige", "ansvarriga": "ansvariga"}.items():
        assert (
            f'<a href="?q={suggestion.replace("ä", "%C3%A4")}">'
            in client.get("/sok/", {"q": words}).content.decode()
        )
    assert "?q=2031+" not in client.get("/sok/", {"q": "2031 fullmektige"}).content.decode()


def test_a_word_that_names_where_is_sought_is_not_found_everywhere(home):
    page = StandardPageFactory(parent=home, title="Tomt")
    assert PageSearchEntry.search(parse("sv", "sv"), language="sv") == []
    page.lead = "Kod SV"
    page.save_revision().publish()
    assert len(PageSearchEntry.search(parse("sv", "sv"), language="sv")) == 1


def test_english_is_not_taken_apart(client, home_en):
    StandardPageFactory(
        parent=home_en, locale=home_en.locale, title="Workshops", lead="Handbooks, 10 February 2027"
    )

    def english(words):
        return found(client, words, "/en/search/") == ["Workshops"]

    assert (
        english("handbook")
        and english("February 2027")
        and english("10 Feb 2027")
        and english("February 10, 2027")
    )
    assert not english("book") and not english("11 February 2027")
