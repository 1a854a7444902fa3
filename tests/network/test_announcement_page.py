"""What an announcement says: status and next step, dates, cost, sections in the editors' order."""

import datetime
import re

import pytest
from django.core.cache import caches
from django.utils.html import strip_tags

from network.models import NetworkPage
from tests.factories import (
    ContactPersonPageFactory,
    FactsPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    add_contact,
    add_facts,
)

pytestmark = pytest.mark.django_db


def words(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags(main).replace("&nbsp;", " "))


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("planned", "Du kan inte ansöka än"),
        ("open", "Ansök om plats"),
        ("full", "Nätverket är fullt"),
        ("running", "Nätverket pågår"),
        ("ended", "Nätverket är avslutat"),
    ],
)
def test_the_status_says_what_to_do(client, home, status, says):
    assert says in words(client.get(NetworkPageFactory(parent=home, status=status).url))


def test_rounds_lead_to_each_other(client, home):
    before = NetworkPageFactory(
        parent=home, title="Första omgången", status="ended", period_start=2020, period_end=2021
    )
    after = NetworkPageFactory(parent=home, title="Andra omgången", predecessor=before)
    assert (
        f'Nästa omgång: <a href="{after.url}">Andra omgången, 2026–2027'
        in client.get(before.url).content.decode()
    )
    assert "Förra omgången: " in words(client.get(after.url))
    assert "Arbetet fortsätter i en ny omgång" in words(client.get(before.url))


def test_when_it_was_published_and_changed(client, home):
    network = NetworkPageFactory(parent=home, published_on=datetime.date(2023, 11, 23))
    text = words(client.get(network.url))
    assert "Publicerad 23 november 2023" in text
    assert "Uppdaterad" not in text
    NetworkPage.objects.filter(pk=network.pk).update(
        first_published_at="2024-01-02T12:00Z", last_published_at="2024-02-03T12:00Z"
    )
    caches["fragments"].clear()  # parts of pages are kept until somebody publishes
    assert "Publicerad 23 november 2023 Uppdaterad 3 februari 2024" in words(
        client.get(f"{network.url}?igen")
    )


def test_a_fee_is_an_amount_per_person(client, home):
    network = NetworkPageFactory(
        parent=home, fee="amount", fee_amount="1200", fee_note="<p>Faktura i mars.</p>"
    )
    assert "Kostnad 1 200 kr per person Faktura i mars." in words(client.get(network.url)).replace(
        "\u00a0", " "
    )
    free = NetworkPageFactory(parent=home, fee="free")
    assert "Det kostar ingenting att delta." in words(client.get(free.url))


def test_who_pays_for_what_stands_only_where_somebody_travels(client, home):
    paid = {"physical_costs": "<p>Du betalar resan.</p>"}
    digital = NetworkPageFactory(parent=home, **paid)
    assert "Du betalar resan." in words(client.get(digital.url))
    MeetingPageFactory(parent=digital, format="digital")
    assert "Du betalar resan." not in words(client.get(f"{digital.url}?igen"))
    MeetingPageFactory(parent=digital, format="hybrid")
    assert "Du betalar resan." in words(client.get(f"{digital.url}?en-gang-till"))


def test_sections_stand_in_the_editors_order_and_the_rest_at_the_end(client, home, contact_page):
    body = [
        ("contacts", {"heading": "Informationsansvarig"}),
        ("section", {"heading": "Förutsättningar", "content": [("text", "<p>Ett eget arbete.</p>")]}),
    ]
    network = NetworkPageFactory(parent=home, body=body, target_group="<p>Tjänstepersoner.</p>")
    add_contact(network, ContactPersonPageFactory(parent=contact_page, title="Kim Kontakt"))
    add_facts(network, FactsPageFactory(parent=home, last_reviewed=datetime.date(2026, 3, 4)))
    text = words(client.get(network.url))
    order = [
        "Informationsansvarig Kim Kontakt Utvecklingsledare",
        "Förutsättningar Ett eget arbete.",
        "Målgrupp",
    ]
    places = [text.index(part) for part in [*order, "Senast granskad 4 mars 2026", "Ditt namn"]]
    assert places == sorted(places)
    assert "Kostnad" not in text


def test_addresses_of_persons_stay_secret(client, home, contact_page):
    shy = ContactPersonPageFactory(parent=contact_page, email="hemlig@example.org", phone="08-123 45 67")
    network = NetworkPageFactory(parent=home)
    add_contact(network, shy)
    for url in (network.url, shy.url):
        html = client.get(url).content.decode()
        assert "hemlig@example.org" not in html
        assert "08-123" not in html
    assert f"?receiver={shy.pk}" in client.get(shy.url).content.decode()
    assert (
        f'<option value="{shy.pk}" selected'
        in client.get(f"{contact_page.url}?receiver={shy.pk}").content.decode()
    )
    open_ = ContactPersonPageFactory(
        parent=contact_page,
        email="oppen@example.org",
        email_is_public=True,
        phone="08-765 43 21",
        phone_is_public=True,
    )
    html = client.get(open_.url).content.decode()
    assert "mailto:oppen@example.org" in html
    assert "tel:087654321" in html


def test_a_person_chosen_twice_stands_once(client, home, contact_page):
    network = NetworkPageFactory(parent=home, slug="dubbel")
    person = ContactPersonPageFactory(parent=contact_page, title="Kim Kontakt")
    add_contact(network, person)
    add_contact(network, person)
    assert client.get("/dubbel/").text.count('class="person__name"') == 1


def test_facts_and_persons_name_their_networks(client, home, contact_page):
    network = NetworkPageFactory(parent=home, title="Nätverket som lutar sig mot fakta")
    facts, person = FactsPageFactory(parent=home), ContactPersonPageFactory(parent=contact_page)
    add_contact(network, person)
    add_facts(network, facts)
    assert "Nätverket som lutar sig mot fakta" in words(client.get(facts.url))
    assert "Kontaktperson för Nätverket som lutar sig mot fakta" in words(client.get(person.url))
