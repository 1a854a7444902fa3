"""The real network with its predecessor and a sister network, in words of our own.

Title, period, publication date, meetings and the two contact persons are those of the published announcement;
what is fictional says so.
"""

import datetime
from collections.abc import Callable

from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.demo_images import ensure_image, paths
from home.models import HomePage
from samrum.core.demo_pages import block, ensure_page, section, text, translate

from .demo_english import BLOCKS_EN, CONTACT_EN, FACTS_EN, MEETINGS_EN, NETWORK_EN, PERSONS_EN
from .models import (
    BuildingBlock,
    ContactPage,
    ContactPersonPage,
    ContactSettings,
    FactsPage,
    MeetingPage,
    NetworkContact,
    NetworkFacts,
    NetworkPage,
)

BLOCKS = [
    ("Ansvar och organisation", "Vem gör vad, dygnet runt, och vem bestämmer när det är bråttom."),
    ("Lägesbild", "Vad händer, hur ofta och var. Räknat på samma sätt varje gång."),
    ("Förebyggande arbete", "Lokaler, rutiner och utbildning som gör att mindre händer."),
    ("Stöd till den utsatta", "En ingång, en kontaktperson och hjälp även efteråt."),
    ("Uppföljning", "Varje händelse lär organisationen något."),
    ("Samverkan", "Polisen, partierna, grannkommunerna och regionen."),
]


def load(say: Callable[[str], None]) -> None:
    home = HomePage.objects.get(locale=Locale.get_default(), depth=2)
    contact = ContactPage.objects.child_of(home).get()
    contact_page(contact)
    building_blocks = ensure_building_blocks()
    people = contact_persons(contact)
    facts = facts_page(home)
    predecessor = first_round(home, facts)
    network = real_network(home, people, facts, predecessor, building_blocks)
    open_network(home, people, facts)
    say(f"Networks: {predecessor.title}; {network.title} and its sister")


def contact_page(contact: ContactPage) -> None:
    settings = ContactSettings.for_site(Site.objects.get(is_default_site=True))
    if not settings.fallback_email:
        settings.fallback_email = "natverk@example.org"
        settings.save()
    if not contact.lead:
        # Last in the menu, where people look for it; the English page follows.
        contact.move(contact.get_parent(), pos="last-child")
        contact.refresh_from_db()
        contact.lead = "Skriv till oss om nätverken. Du får svar på e-post, oftast inom två arbetsdagar."
        contact.thanks = "<p>Tack, vi har fått ditt meddelande.</p>"
        contact.save_revision().publish()
        english = contact.get_translation(Locale.objects.get(language_code="en"))
        english.lead, english.thanks = CONTACT_EN["lead"], CONTACT_EN["thanks"]
        english.save_revision().publish()


def ensure_building_blocks() -> list[BuildingBlock]:
    found = []
    for order, (name, summary) in enumerate(BLOCKS):
        item, _is_new = BuildingBlock.objects.get_or_create(
            name=name, locale=Locale.get_default(), defaults={"summary": summary, "order": order}
        )
        translate(item, BLOCKS_EN)
        found.append(item)
    return found


def contact_persons(contact: Page) -> list[ContactPersonPage]:
    people = []
    for slug, name, job_title in (
        ("anna-lena-pogulis", "Anna-Lena Pogulis", "Utvecklingsledare"),
        ("ulrika-stook", "Ulrika Stöök", "Handläggare"),
    ):
        person = ensure_page(contact, ContactPersonPage, slug, title=name, job_title=job_title)
        translate(person, PERSONS_EN)
        people.append(person)
    return people


def facts_page(home: Page) -> FactsPage:
    page = ensure_page(
        home,
        FactsPage,
        "fakta-hot-hat-vald",
        title="Fakta om hot, hat och våld mot förtroendevalda",
        lead="Det här vet vi om hur vanligt det är och om vem som har ansvaret.",
        body=[
            block(
                "fact",
                {
                    "text": "<p>En av fyra förtroendevalda blev utsatt under 2020.</p>",
                    "year": 2023,
                    "source": "SKR:s annons om nätverket",
                    "url": "",
                },
            ),
            block(
                "fact",
                {
                    "text": "<p>Mycket av det som händer sker på nätet och tar aldrig slut för dagen.</p>",
                    "year": 2023,
                    "source": "SKR:s annons om nätverket",
                    "url": "",
                },
            ),
            block(
                "legal",
                {
                    "heading": "Vem har ansvaret?",
                    "text": (
                        "<p>Lagen pekar inte ut någon. Därför behöver varje kommun och region själv bestämma hur långt "
                        "ansvaret räcker, hur arbetet ordnas och vad som görs före, under och efter en händelse.</p>"
                    ),
                },
            ),
        ],
        last_reviewed=datetime.date(2023, 11, 23),
        review_on=datetime.date(2026, 1, 15),
    )
    translate(page, FACTS_EN)
    return page


def first_round(home: Page, facts: FactsPage) -> NetworkPage:
    network = ensure_page(
        home,
        NetworkPage,
        "trygga-fortroendevalda-2021-2022",
        title="Trygga förtroendevalda, utvecklingsnätverk 2021–2022",
        lead="Den första omgången prövade vilka byggstenar som behövs. Det här är ett påhittat exempel på ett avslutat nätverk.",
        kind=NetworkPage.Kind.DEVELOPMENT,
        status=NetworkPage.Status.ENDED,
        period_start=2021,
        period_end=2022,
        published_on=datetime.date(2021, 9, 1),
        body=[
            section(
                "Det här kom nätverket fram till",
                text("<p>Sex byggstenar, som nästa omgång arbetar vidare med.</p>"),
            ),
            block("meetings", {"heading": "Träffar"}),
            block("facts", {"heading": "Fakta och bakgrund"}),
        ],
        children={"facts": [NetworkFacts(facts_page=facts)]},
    )
    meeting(
        network,
        "Startträff",
        "startdag",
        start_date=datetime.date(2021, 10, 14),
        format="digital",
        part_of_day="morning",
    )
    meeting(
        network,
        "Slutkonferens",
        "slutkonferens",
        start_date=datetime.date(2022, 11, 9),
        format="physical",
        city="Stockholm",
        part_of_day="whole",
    )
    return network


def real_network(
    home: Page,
    people: list[ContactPersonPage],
    facts: FactsPage,
    predecessor: NetworkPage,
    blocks: list[BuildingBlock],
) -> NetworkPage:
    network = ensure_page(
        home,
        NetworkPage,
        "hot-hat-vald-fortroendevalda",
        title="Systematiskt förebygga hot, hat och våld mot förtroendevalda, utvecklingsnätverk",
        lead=(
            "För dig som har i uppdrag att göra de förtroendevalda tryggare i din kommun eller region. "
            "Tillsammans bygger vi ett arbetssätt som håller."
        ),
        kind=NetworkPage.Kind.DEVELOPMENT,
        status=NetworkPage.Status.RUNNING,
        period_start=2023,
        period_end=2024,
        published_on=datetime.date(2023, 11, 23),
        body=[
            section(
                "Förutsättningar",
                text(
                    "<ul><li>Du arbetar vidare hemma mellan träffarna.</li>"
                    "<li>Din organisation har gett dig uppdraget och vill ha resultatet.</li></ul>"
                ),
            ),
            section(
                "Som deltagare får du",
                text(
                    "<ul><li>kunskap om vad som avgör hur arbetet lyckas</li>"
                    "<li>exempel från andra som har kommit en bit</li>"
                    "<li>kollegor i samma sits att fråga</li></ul>"
                ),
            ),
            section(
                "Nätverkets innehåll",
                text(
                    "<ul><li>vem som ansvarar för vad</li><li>modeller och verktyg</li>"
                    "<li>ett sätt att arbeta som passar era behov hemma</li>"
                    "<li>ett digitalt rum för deltagarna</li></ul>"
                ),
                block(
                    "figure",
                    {
                        "image": {
                            "image": ensure_image(
                                "Vägar som möts", "Nio linjer som löper samman till en.", paths
                            ).pk,
                            "alt_text": "Nio linjer som löper samman till en.",
                            "decorative": False,
                        },
                        "caption": "Olika vägar, samma mål.",
                    },
                ),
            ),
            block("building_blocks", {"heading": "Byggstenar", "items": [item.pk for item in blocks]}),
            block("target_group", {"heading": "Målgrupp"}),
            block("fee", {"heading": "Kostnad"}),
            block("meetings", {"heading": "Tid och plats för planerade träffar"}),
            block("facts", {"heading": "Fakta och bakgrund"}),
            block("contacts", {"heading": "Informationsansvarig"}),
        ],
        target_group=(
            "<p>Tjänstepersoner i kommuner och regioner med uppdrag att arbeta för de förtroendevaldas trygghet "
            "och säkerhet.</p>"
        ),
        fee=NetworkPage.Fee.FREE,
        physical_costs="<p>Du betalar resan och eventuell övernattning. SKR betalar lokal, mat och program.</p>",
        predecessor=predecessor,
        children={
            "contacts": [
                NetworkContact(person=person, sort_order=order) for order, person in enumerate(people)
            ],
            "facts": [NetworkFacts(facts_page=facts)],
        },
    )
    spring = {"group_heading": "Preliminära datum våren 2024"}
    meetings = [
        meeting(
            network, "Fysiskt möte i Stockholm, heldag", "traff-1",
            start_date=datetime.date(2023, 12, 6), format="physical", city="Stockholm", part_of_day="whole",
        ),
        *(
            meeting(
                network, "Digitalt möte, eftermiddag", slug, state="undecided", term="spring", term_year=2024,
                format="digital", part_of_day="afternoon", **spring,
            )
            for slug in ("traff-2", "traff-3")
        ),
        meeting(
            network, "Fysiskt möte i Stockholm, heldag", "traff-4", state="preliminary",
            start_date=datetime.date(2024, 6, 4), format="physical", city="Stockholm", part_of_day="whole", **spring,
        ),
    ]  # fmt: skip
    translate(network, NETWORK_EN)
    for page in meetings:
        translate(page, MEETINGS_EN)
    return network


def open_network(home: Page, people: list[ContactPersonPage], facts: FactsPage) -> NetworkPage:
    """A fictional sister network, always one that starts next year."""
    year = timezone.localdate().year + 1
    if network := NetworkPage.objects.child_of(home).filter(slug="trygg-i-digitala-miljoer").first():
        year = network.period_start or year
    network = ensure_page(
        home,
        NetworkPage,
        "trygg-i-digitala-miljoer",
        title="Trygg som förtroendevald i digitala miljöer, utvecklingsnätverk",
        lead="Ett påhittat systernätverk om hat och hot på nätet: vad man kan göra innan, medan och efteråt.",
        kind=NetworkPage.Kind.DEVELOPMENT,
        status=NetworkPage.Status.OPEN,
        period_start=year,
        period_end=year + 1,
        body=[
            section(
                "Förutsättningar",
                text("<p>Du kan avsätta ungefär två dagar i månaden och har din chefs stöd.</p>"),
            ),
            section(
                "Nätverkets innehåll",
                text(
                    "<ul><li>att upptäcka och dokumentera</li><li>att anmäla så att det leder någonstans</li>"
                    "<li>att stötta den som är utsatt</li></ul>"
                ),
            ),
            block("target_group", {"heading": "Målgrupp"}),
            block("meetings", {"heading": "Träffar"}),
            block("fee", {"heading": "Kostnad"}),
            block("facts", {"heading": "Fakta och bakgrund"}),
            block("contacts", {"heading": "Informationsansvarig"}),
        ],
        target_group="<p>Säkerhetssamordnare, kommunikatörer och nämndsekreterare.</p>",
        fee=NetworkPage.Fee.AMOUNT,
        fee_amount=1200,
        physical_costs="<p>Du betalar resan. SKR betalar lokal och lunch.</p>",
        children={
            "contacts": [NetworkContact(person=people[1])],
            "facts": [NetworkFacts(facts_page=facts)],
        },
    )
    meeting(
        network,
        "Informationsträff",
        "informationstraff",
        start_date=timezone.localdate() - datetime.timedelta(days=21),
        format="digital",
        start_time=datetime.time(13),
        end_time=datetime.time(14, 30),
        theme="Så arbetar nätverket",
    )
    meeting(
        network,
        "Uppstart",
        "uppstart",
        start_date=datetime.date(year, 2, 10),
        format="physical",
        city="Stockholm",
        start_time=datetime.time(9),
        end_time=datetime.time(15, 30),
        theme="Vad vi vill uppnå",
    )
    meeting(
        network,
        "Att dokumentera och anmäla",
        "dokumentera",
        state="preliminary",
        start_date=datetime.date(year, 4, 21),
        format="digital",
        part_of_day="afternoon",
    )
    meeting(
        network,
        "Internat",
        "internat",
        start_date=datetime.date(year, 9, 15),
        end_date=datetime.date(year, 9, 16),
        format="hybrid",
        city="Örnsköldsvik",
    )
    meeting(
        network,
        "Studiebesök",
        "studiebesok",
        state="cancelled",
        start_date=datetime.date(year, 5, 19),
        format="physical",
        city="Malmö",
    )
    meeting(
        network,
        "Digital träff",
        "digital-traff",
        state="undecided",
        term="autumn",
        term_year=year,
        format="digital",
    )
    meeting(
        network,
        "Digital träff",
        "digital-traff-2",
        state="undecided",
        term="autumn",
        term_year=year,
        format="digital",
    )
    return network  # fmt: skip


def meeting(network: NetworkPage, title: str, slug: str, **fields) -> MeetingPage:
    fields.setdefault("state", MeetingPage.State.CONFIRMED)
    return ensure_page(network, MeetingPage, slug, title=title, **fields)
