"""The announcement's budget: at most twelve queries, and no more with forty meetings than with four.

In Swedish and in English, with everything that an announcement can have.
"""

import io
import json
import uuid

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import Locale

from network.blocks import AnnouncementBody
from network.models import BuildingBlock
from samrum.media.models import SamrumDocument, SamrumImage
from tests.factories import (
    ContactPersonPageFactory,
    FactsPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    add_contact,
    add_facts,
)

pytestmark = pytest.mark.django_db
BUDGET = 12


def in_english(page):
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title = f"{page.title} (en)"
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def image() -> SamrumImage:
    content = io.BytesIO()
    Image.new("RGB", (1400, 800), "green").save(content, "PNG")
    return SamrumImage.objects.create(title="Bild", file=ContentFile(content.getvalue(), "bild.png"))


def block(kind: str, value) -> dict:
    """As stored: translations find blocks by their ids."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def body() -> list[dict]:
    """Each kind of section, some of them twice."""
    picture = {"image": image().pk, "decorative": False, "alt_text": "En bild"}
    document = SamrumDocument.objects.create(title="Mall", file=ContentFile(b"%PDF-1.4", "mall.pdf"))
    bricks = [BuildingBlock.objects.create(name=f"Byggsten {number}") for number in range(3)]
    sections = [
        {
            "heading": heading,
            "content": [
                block("text", "<p>Text</p>"),
                block("quote", {"text": "Ord", "attribution": "Någon"}),
                block("figure", {"image": picture, "caption": ""}),
                block("documents", {"documents": [block("item", document.pk)]}),
            ],
        }
        for heading in ("Förutsättningar", "Innehåll")
    ]
    return [
        *(block("section", section) for section in sections),
        block("building_blocks", {"heading": "", "items": [block("item", brick.pk) for brick in bricks]}),
        *(block(name, {"heading": ""}) for name in AnnouncementBody.STANDING_SECTIONS),
    ]


@pytest.fixture
def network(home, contact_page, settings, tmp_path):
    """An announcement with everything that it can have; people, facts and rounds in part translated."""
    settings.MEDIA_ROOT = tmp_path
    before = NetworkPageFactory(parent=home, status="ended")
    network = NetworkPageFactory(
        parent=home,
        predecessor=before,
        fee="free",
        target_group="<p>Tjänstepersoner</p>",
        physical_costs="<p>Var och en betalar sin resa.</p>",
        body=json.dumps(body()),
    )
    successors = [
        NetworkPageFactory(parent=home, predecessor=network, status="planned") for _number in range(2)
    ]
    fact = {"text": "<p>Så är det.</p>", "year": 2024, "source": "Brå", "url": ""}
    law = {"heading": "Lagen", "text": "<p>Så står det.</p>"}
    people = [ContactPersonPageFactory(parent=contact_page) for _number in range(2)]
    facts = [
        FactsPageFactory(
            parent=home,
            body=json.dumps([block("fact", fact), block("legal", law)]),
        )
        for _number in range(2)
    ]
    for person, page in zip(people, facts, strict=True):
        add_contact(network, person)
        add_facts(network, page)
    for page in (contact_page, before, successors[0], people[0], facts[0]):
        if not page.has_translation(Locale.objects.get(language_code="en")):
            in_english(page)
    return network


@pytest.fixture
def network_en(network):
    return in_english(network)


def add_meetings(network, count: int) -> None:
    for number in range(count):
        MeetingPageFactory(parent=network, undecided=number % 3 == 0)


def queries_of(client, url: str) -> list[str]:
    client.get(url)  # content types, site roots and renditions are looked up once per process
    caches["fragments"].clear()  # the budget is that of a page made anew
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_announcement_stays_within_its_budget(client, network, network_en, language):
    shown = {"sv": network, "en": network_en}[language]
    add_meetings(network, 4)
    in_english(network.get_children().first().specific)
    few = queries_of(client, shown.url)
    assert len(few) <= BUDGET, "\n".join(few)
    add_meetings(network, 36)
    many = queries_of(client, shown.url)
    assert len(many) == len(few), "\n".join(many)


def test_the_measured_announcement_shows_everything(client, network, network_en):
    """So that the budget is not kept by leaving things out."""
    MeetingPageFactory(parent=network, title="Första träffen")
    for url in (network.url, network_en.url):
        text = client.get(url).content.decode()
        for words in ("Första träffen", "Byggsten 2", "Mall", "En bild", "Tjänstepersoner", "Så är det."):
            assert words in text
        assert text.count('class="person"') == 2
        assert text.count('class="notice__way"') == 3
        assert text.count("<option") == 3
