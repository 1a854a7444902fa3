"""The front page, the pages about the site and three learning examples, all in words of our own."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Locale

from samrum.core.demo_pages import block, ensure_page, section, text, translate

from .demo_images import ensure_image, paths, round_table, town_hall
from .models import HomePage, StandardPage


def figure(image, alt_text: str, caption: str = "") -> dict:
    value = {"image": {"image": image.pk, "alt_text": alt_text, "decorative": False}, "caption": caption}
    return block("figure", value)


HOME_LEAD = (
    "Här finns SKR:s nätverk för dig som arbetar i en kommun eller region. "
    "Du kan läsa om nätverken, se när de träffas och skriva till dem som håller i dem."
)
HOME_LEAD_EN = (
    "These are SKR's networks for officials of Swedish municipalities and regions. "
    "Read about them, see when they meet and write to the people who run them."
)


def load(say: Callable[[str], None]) -> None:
    home = HomePage.objects.get(locale=Locale.get_default(), depth=2)
    if not home.lead:
        home.title, home.seo_title, home.lead = "Samrum", "Samrum – SKR:s nätverk", HOME_LEAD
        home.search_description = "Nätverk för tjänstepersoner i kommuner och regioner."
        home.save_revision().publish()
        translate_home(home)
    about_pages(home)
    learning_examples(home)
    say("Front page, pages about the site and learning examples")


def translate_home(home: HomePage) -> None:
    english = home.get_translation(Locale.objects.get(language_code="en"))
    english.title, english.seo_title, english.lead = "Samrum", "Samrum – networks of SKR", HOME_LEAD_EN
    english.search_description = "Networks for officials of Swedish municipalities and regions."
    english.save_revision().publish()


def about_pages(home: HomePage) -> None:
    about = ensure_page(
        home,
        StandardPage,
        "om-natverken",
        title="Om nätverken",
        show_in_menus=True,
        lead="Ett utvecklingsnätverk samlar tjänstepersoner som har samma uppdrag hemma och vill lösa det tillsammans.",
        body=[
            section(
                "Så arbetar ett nätverk",
                text(
                    "<p>Ett nätverk pågår i ett eller två år. Deltagarna ses några gånger, ibland i samma rum och "
                    "ibland på skärm. Mellan träffarna prövar var och en något hemma och tar med sig resultatet.</p>"
                ),
            ),
            section(
                "Samarbetsrummet",
                text(
                    "<p>Varje nätverk har ett eget digitalt rum. Bara deltagarna kommer in. Där finns modeller, "
                    "verktyg och samtal som inte hör hemma på en öppen webbplats.</p>"
                ),
            ),
            section(
                "Vem kan vara med",
                text(
                    "<p>Du arbetar i en kommun eller region och har ett uppdrag som din chef står bakom. "
                    "På varje nätverks sida ser du om det finns plats.</p>"
                ),
            ),
        ],
    )
    translate(about, ABOUT_EN)
    ensure_page(
        home,
        StandardPage,
        "tillganglighet",
        title="Tillgänglighetsredogörelse",
        lead="Alla ska kunna använda den här webbplatsen. Här står hur väl den följer lagen och vad du gör om något brister.",
        body=[
            section(
                "Hur tillgänglig är webbplatsen?",
                text(
                    "<p>Vi bygger för att följa lagen om tillgänglighet till digital offentlig service och nivå AA i "
                    "WCAG 2.1. Sidorna prövas automatiskt och för hand med tangentbord, förstoring och mörkt läge.</p>"
                    "<p>Det här är en demonstration. Den som driver webbplatsen på riktigt skriver här vad en egen "
                    "granskning har visat.</p>"
                ),
            ),
            section(
                "Kända brister",
                text(
                    "<p>Dokument som någon annan har gjort kan sakna taggar för skärmläsare. Be oss om en annan form.</p>"
                ),
            ),
            section(
                "Säg till om något inte fungerar",
                text(
                    '<p>Skriv till oss i <a href="/kontakt/">kontaktformuläret</a>. Du behöver inte tala om varför. '
                    "Vi svarar inom två arbetsdagar.</p>"
                ),
            ),
            section(
                "Tillsyn",
                text(
                    "<p>Myndigheten för digital förvaltning, Digg, har tillsyn över lagen. Är du inte nöjd med vårt svar "
                    "kan du anmäla det till Digg.</p>"
                ),
            ),
            section(
                "Så har vi prövat",
                text(
                    "<p>Automatisk prövning av varje sidtyp på svenska och engelska, i två bredder, ljust och mörkt.</p>"
                ),
            ),
        ],
    )
    ensure_page(
        home,
        StandardPage,
        "personuppgifter",
        title="Så hanterar vi personuppgifter",
        lead="Vi samlar in lite, sparar det kort tid och visar det bara för dem som behöver det.",
        body=[
            section(
                "När du läser",
                text(
                    "<p>Vi sätter inga kakor på de öppna sidorna och hämtar ingenting från andra företag.</p>"
                ),
            ),
            section(
                "När du skriver till oss",
                text(
                    "<p>Vi sparar namn, e-postadress och det du skriver, så att vi kan svara. Meddelandet tas bort efter "
                    "tolv månader. Skriv inget känsligt, till exempel om hälsa eller om en hotbild mot någon.</p>"
                ),
            ),
            section(
                "Dina rättigheter",
                text("<p>Du kan be att få se det vi har om dig, få det rättat eller få det borttaget.</p>"),
            ),
        ],
    )


def learning_examples(home: HomePage) -> None:
    index = ensure_page(
        home,
        StandardPage,
        "larande-exempel",
        title="Lärande exempel",
        show_in_menus=True,
        lead="Så har några kommuner och regioner gått till väga. Exemplen är påhittade för den här demonstrationen.",
        body=[
            section(
                "", text("<p>Välj ett exempel här nedanför. Varje exempel går att läsa på tre minuter.</p>")
            )
        ],
    )
    table = ensure_image("Runt bord", "Ett runt bord uppifrån med tio stolar, en av dem ledig.", round_table)
    hall = ensure_image(
        "Kommunhus i kvällsljus", "Ett kommunhus på kvällen, det lyser i några fönster.", town_hall
    )
    roads = ensure_image("Vägar som möts", "Nio linjer som löper samman till en.", paths)
    ensure_page(
        index,
        StandardPage,
        "en-ingang-for-den-utsatta",
        title="En enda ingång för den som utsätts",
        lead="I Exempelköpings kommun ringer den förtroendevalda ett nummer. Resten sköter organisationen.",
        body=[
            section(
                "Utgångsläget",
                text(
                    "<p>Tidigare visste ingen säkert vem som skulle ringas. Gruppledaren, säkerhetschefen och "
                    "kommunsekreteraren fick olika delar av samma händelse.</p>"
                ),
                figure(
                    table,
                    "Ett runt bord uppifrån med tio stolar, en av dem ledig.",
                    "Alla runt bordet vet vem som tar emot samtalet.",
                ),
            ),
            section(
                "Så gjorde de",
                text(
                    "<ul><li>En funktion tar emot, dygnet runt.</li><li>Ett kort frågestöd gör att inget glöms bort.</li>"
                    "<li>Samma person håller kontakten tills ärendet är stängt.</li></ul>"
                ),
                block(
                    "quote",
                    {
                        "text": "Det viktigaste var inte rutinen utan att alla visste att den fanns.",
                        "attribution": "Säkerhetssamordnare i Exempelköping (påhittad)",
                    },
                ),
            ),
        ],
    )
    ensure_page(
        index,
        StandardPage,
        "kommunhuset-efter-mandatskiftet",
        title="Genomgång efter mandatskiftet",
        lead="Region Exempelbygden går igenom trygghetsfrågorna med alla nya ledamöter under den första månaden.",
        body=[
            section(
                "Innehållet",
                figure(hall, "Ett kommunhus på kvällen, det lyser i några fönster."),
                text(
                    "<p>Genomgången tar en timme. Den handlar om vad som är brottsligt, vad som är obehagligt men tillåtet, "
                    "och vart man vänder sig i båda fallen.</p>"
                ),
            ),
            section(
                "Material",
                block("documents", {"documents": [self_assessment().pk]}),
            ),
        ],
    )
    ensure_page(
        index,
        StandardPage,
        "lagesbild-varje-kvartal",
        title="Lägesbild varje kvartal",
        lead="Exempelstads kommun räknar händelser på samma sätt varje kvartal och ser därför när något ändras.",
        body=[
            section(
                "Vad som räknas",
                figure(roads, "Nio linjer som löper samman till en."),
                text(
                    "<p>Antal, plats, kanal och vilket stöd som gavs. Aldrig namn. Fyra kvartal i rad räcker för att "
                    "skilja en slump från en utveckling.</p>"
                ),
            ),
        ],
    )


def self_assessment():
    """A file to download: a form for self-assessment per building block."""
    documents = get_document_model().objects
    title = "Egenbedömning per byggsten"
    if document := documents.filter(title=title).first():
        return document
    rows = ["Byggsten;Nuläge (1-4);Nästa steg;Ansvarig"] + [
        f"{name};;;"
        for name in (
            "Ansvar och organisation",
            "Lägesbild",
            "Förebyggande arbete",
            "Stöd till den utsatta",
            "Uppföljning",
        )
    ]
    # The byte order mark makes spreadsheet programs read å, ä and ö.
    content = ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()
    return documents.create(
        title=title, file=ContentFile(content, name="egenbedomning-byggstenar.csv"), file_size=len(content)
    )


ABOUT_EN = {
    "Om nätverken": "About the networks",
    "om-natverken": "about-the-networks",
    "Ett utvecklingsnätverk samlar tjänstepersoner som har samma uppdrag hemma och vill lösa det tillsammans.": (
        "A development network brings together officials who have the same task at home and want to solve it together."
    ),
    "Så arbetar ett nätverk": "How a network works",
    "Ett nätverk pågår i ett eller två år. Deltagarna ses några gånger, ibland i samma rum och ibland på skärm. Mellan "
    "träffarna prövar var och en något hemma och tar med sig resultatet.": (
        "A network lasts one or two years. The participants meet a few times, sometimes in one room and sometimes on "
        "screen. Between the meetings each of them tries something at home and brings back the result."
    ),
    "Samarbetsrummet": "The shared room",
    "Varje nätverk har ett eget digitalt rum. Bara deltagarna kommer in. Där finns modeller, verktyg och samtal som inte "
    "hör hemma på en öppen webbplats.": (
        "Each network has a digital room of its own. Only the participants come in. There they find models, tools and "
        "conversations that do not belong on an open site."
    ),
    "Vem kan vara med": "Who can take part",
    "Du arbetar i en kommun eller region och har ett uppdrag som din chef står bakom. På varje nätverks sida ser du om "
    "det finns plats.": (
        "You work for a municipality or a region and have a task that your manager stands behind. The page of each "
        "network says whether there are seats left."
    ),
}
