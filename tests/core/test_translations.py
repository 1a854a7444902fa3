"""wagtail-localize with every page type and with building blocks, pressed through as an editor does."""

import datetime
import io
import re
import uuid

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from network.models import BuildingBlock, NetworkContact, NetworkFacts
from samrum.core.translations import live_translations, translations_behind
from tests.core.editing import fresh
from tests.factories import (
    ContactPersonPageFactory,
    FactsPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(editor, django_capture_on_commit_callbacks):
    def publish_translation(copy, words=None):
        editor.translate(copy, words)
        with django_capture_on_commit_callbacks(execute=True):
            editor.publish_translation(copy)
        return fresh(copy)

    return publish_translation


def with_ids(blocks):
    """Blocks as the editor saves them: each with an id of its own."""
    for block in blocks:
        block["id"] = str(uuid.uuid4())
        if isinstance(block["value"], dict) and "content" in block["value"]:
            with_ids(block["value"]["content"])
    return blocks


@pytest.fixture
def section():
    """A section with everything that a section can hold."""
    image = get_image_model().objects.create(title="Bild", file=get_test_image_file())
    document = get_document_model().objects.create(
        title="Modell", file=ContentFile(b"%PDF-", name="modell.pdf")
    )
    content = [
        {"type": "text", "value": "<p>Stycke ett med <b>fetstil</b>.</p><ul><li>Punkt</li></ul>"},
        {"type": "quote", "value": {"text": "Citat", "attribution": "Någon"}},
        {
            "type": "figure",
            "value": {
                "image": {"image": image.pk, "alt_text": "Alternativ text", "decorative": False},
                "caption": "Bildtext",
            },
        },
        {
            "type": "documents",
            "value": {"documents": [{"type": "item", "id": str(uuid.uuid4()), "value": document.pk}]},
        },
    ]
    return {"type": "section", "value": {"heading": "Rubrik", "content": content}}


SECTION_EN = {
    "Rubrik": "Heading",
    "Stycke ett med <b>fetstil</b>.": "Paragraph one in <b>bold</b>.",
    "Punkt": "Item",
    "Citat": "Quotation",
    "Någon": "Somebody",
    "Alternativ text": "Alternative text",
    "Bildtext": "Caption",
}


def assert_section_in_english(text):
    for english in SECTION_EN.values():
        assert english in text
    for swedish in SECTION_EN:
        assert swedish not in text
    assert "modell" in text.lower()  # the document is there, in one language


# --- Each page type -------------------------------------------------------------------------------------


def test_standard_page(editor, client, publish, home, section):
    page = StandardPageFactory(
        parent=home, title="Om nätverket", slug="om", body=with_ids([section]), lead="Svensk ingress"
    )
    copy = editor.submit(page)
    assert not copy.live
    assert client.get(copy.url or "/en/om/").status_code == 404
    copy = publish(
        copy, {"Om nätverket": "About", "om": "about", "Svensk ingress": "English lead", **SECTION_EN}
    )
    assert copy.url == "/en/about/"
    text = client.get("/en/about/").text
    assert_section_in_english(text)
    assert "English lead" in text and "Svensk ingress" not in text
    assert '<html lang="en"' in text


def test_front_page(editor, client, home, home_en):
    # The two front pages come with the installation; the English one is written by hand.
    assert home_en.get_translation(home.locale).pk == home.pk
    assert editor.publish(home_en, lead="Welcome in English").status_code == 302
    assert "Welcome in English" in client.get("/en/").text


def test_contact_page(editor, client, contact_page, home_en):
    copy = contact_page.get_translation(home_en.locale)
    assert editor.publish(copy, lead="Write to us").status_code == 302
    assert "Write to us" in client.get("/en/contact/").text


def test_contact_person(editor, client, publish, contact_page):
    person = ContactPersonPageFactory(
        parent=contact_page, title="Namn Namnsson", job_title="Handläggare", area="Trygghet", slug="namn",
        email="namn@example.org",
    )  # fmt: skip
    copy = publish(editor.submit(person), {"Handläggare": "Officer", "Trygghet": "Safety", "namn": "name"})
    text = client.get("/en/contact/name/").text
    assert "Namn Namnsson" in text and "Officer" in text and "Safety" in text
    assert "namn@example.org" not in text
    assert (copy.title, copy.email) == ("Namn Namnsson", "namn@example.org")


def test_facts_page(editor, client, publish, home, section):
    body = [
        {
            "type": "fact",
            "value": {"text": "<p>Var fjärde.</p>", "year": 2020, "source": "Rapporten", "url": ""},
        },
        {"type": "legal", "value": {"heading": "Lagen", "text": "<p>Säger inget.</p>"}},
        section,
    ]
    page = FactsPageFactory(
        parent=home, title="Fakta", slug="fakta", body=with_ids(body), last_reviewed=datetime.date(2026, 1, 2)
    )
    words = {
        "Fakta": "Facts", "fakta": "facts", "Var fjärde.": "One in four.", "Rapporten": "The report",
        "Lagen": "The law", "Säger inget.": "Says nothing.",
    }  # fmt: skip
    copy = publish(editor.submit(page), {**words, **SECTION_EN})
    text = client.get("/en/facts/").text
    assert_section_in_english(text)
    for swedish, english in words.items():
        assert english in text and (swedish in ("Fakta", "fakta") or swedish not in text)
    assert copy.last_reviewed == datetime.date(2026, 1, 2)


@pytest.fixture
def network(home, contact_page, section):
    block = BuildingBlock.objects.create(name="Lägesbild", summary="Vad händer?", locale=home.locale)
    body = [
        section,
        {
            "type": "building_blocks",
            "value": {
                "heading": "Delarna",
                "items": [{"type": "item", "id": str(uuid.uuid4()), "value": block.pk}],
            },
        },
        *(
            {"type": name, "value": {"heading": ""}}
            for name in ("target_group", "fee", "meetings", "facts", "contacts")
        ),
    ]
    network = NetworkPageFactory(
        parent=home, title="Nätverket", slug="natverket", body=with_ids(body), target_group="<p>Tjänstepersoner</p>",
        fee="amount", fee_amount=1200, fee_note="<p>Faktureras</p>", physical_costs="<p>Resan själv</p>",
        lead="Svensk ingress",
    )  # fmt: skip
    person = ContactPersonPageFactory(parent=contact_page, title="Namn Namnsson", job_title="Handläggare")
    facts = FactsPageFactory(parent=home, title="Svenska fakta")
    network.contacts.add(NetworkContact(person=person))
    network.facts.add(NetworkFacts(facts_page=facts))
    network.predecessor = NetworkPageFactory(parent=home, title="Förra omgången", status="ended")
    network.save_revision().publish()
    return fresh(network)


NETWORK_EN = {
    "Nätverket": "The network",
    "natverket": "network",
    "Svensk ingress": "English lead",
    "Tjänstepersoner": "Officials",
    "Faktureras": "Invoiced",
    "Resan själv": "Your own journey",
    "Delarna": "The parts",
    **SECTION_EN,
}


def test_announcement(editor, client, publish, network):
    MeetingPageFactory(parent=network, title="Fysisk träff", slug="fysisk")
    copy = publish(editor.submit(network), NETWORK_EN)
    assert copy.url == "/en/network/"
    response = client.get("/en/network/")
    text = response.text
    assert_section_in_english(text)
    for english in ("English lead", "Officials", "Invoiced", "Your own journey", "The parts"):
        assert english in text
    assert (copy.fee_amount, copy.status, copy.predecessor_id) == (1200, "running", network.predecessor_id)
    assert [link.person_id for link in copy.contacts.all()] == [
        link.person_id for link in network.contacts.all()
    ]


def test_meeting(editor, client, publish, network, section):
    meeting = MeetingPageFactory(
        parent=network,
        title="Andra träffen",
        slug="andra",
        theme="Hot",
        body=with_ids([section]),
        lead="Svensk ingress",
    )
    publish(editor.submit(network), NETWORK_EN)
    words = {
        "Andra träffen": "The second meeting",
        "andra": "second",
        "Hot": "Threats",
        "Svensk ingress": "Lead",
    }
    copy = publish(editor.submit(meeting), {**words, **SECTION_EN})
    assert copy.url == "/en/network/second/"
    text = client.get(copy.url).text
    assert "The second meeting" in text and "Threats" in text
    assert_section_in_english(text)
    assert copy.start_date == meeting.start_date


def test_meeting_of_a_network_that_is_not_translated(editor, client, publish, network):
    meeting = MeetingPageFactory(parent=network, title="Andra träffen", slug="andra")
    copy = editor.submit(meeting)
    editor.translate(copy)
    response = editor.publish_translation(copy, follow=True)
    assert "Publicera ”Nätverket” först" in response.text
    assert not fresh(copy).live
    assert client.get("/en/natverket/").status_code == 404
    publish(editor.submit(network), NETWORK_EN)
    assert publish(copy).live


def test_announcement_shows_what_is_not_translated_in_swedish(editor, client, publish, network, home):
    first = MeetingPageFactory(parent=network, title="Första träffen", slug="forsta")
    MeetingPageFactory(parent=network, title="Andra träffen", start_date=datetime.date(2027, 5, 5))
    successor = NetworkPageFactory(parent=home, title="Nästa omgång", predecessor=network)
    publish(editor.submit(network), NETWORK_EN)
    publish(editor.submit(first), {"Första träffen": "The first meeting"})
    text = client.get("/en/network/").text
    assert "The first meeting" in text and "Första träffen" not in text
    assert re.search(r'<p[^>]* lang="sv"[^>]*><a href="[^"]*/natverket/[^"]*">Andra träffen', text)
    assert re.search(r'<p lang="sv">Handläggare', text)
    assert re.search(r'<a [^>]*lang="sv"[^>]*>Förra omgången', text)
    assert re.search(r'<a [^>]*lang="sv"[^>]*>Nästa omgång', text)
    publish(editor.submit(network.people[0]), {"Handläggare": "Officer"})
    publish(editor.submit(network.facts_pages[0]), {"Svenska fakta": "Facts in English"})
    publish(editor.submit(successor), {"Nästa omgång": "The next round"})
    text = client.get("/en/network/").text
    assert "Officer" in text and "Handläggare" not in text
    assert "Facts in English" in text and "The next round" in text
    # The Swedish page names each round once, in Swedish.
    assert fresh(network).other_rounds["after"] == [successor]
    assert "The next round" not in client.get("/natverket/").text


def test_english_front_page_lists_all_meetings_of_translated_networks(editor, client, publish, network, home):
    first = MeetingPageFactory(parent=network, title="Första träffen", start_date=datetime.date(2027, 3, 1))
    MeetingPageFactory(parent=network, title="Andra träffen", start_date=datetime.date(2027, 5, 5))
    elsewhere = NetworkPageFactory(parent=home, title="Bara på svenska")
    MeetingPageFactory(parent=elsewhere, title="Träff på annat håll")
    publish(editor.submit(network), NETWORK_EN)
    publish(editor.submit(first), {"Första träffen": "The first meeting"})
    with time_machine.travel(datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)):
        text = client.get("/en/").text
    assert "The first meeting" in text and "Första träffen" not in text
    assert re.search(r'lang="sv"><a href="[^"]*/natverket/[^"]*">Andra träffen', text)
    assert "Träff på annat håll" not in text
    with time_machine.travel(datetime.datetime(2029, 1, 1, tzinfo=datetime.UTC)):
        assert re.search(r'lang="sv">Andra träffen', client.get("/en/").text)


def test_translated_meetings_cost_the_same_for_few_and_many(publish, editor, network, client):
    def queries():
        caches["fragments"].clear()
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/en/network/").status_code == 200
        return len(captured)

    english = publish(editor.submit(network), NETWORK_EN)
    for n in range(3):
        MeetingPageFactory(parent=network, start_date=datetime.date(2027, 5, n + 1))
    client.logout()
    client.get("/en/network/")
    few = queries()
    for n in range(8):
        meeting = MeetingPageFactory(parent=network, start_date=datetime.date(2027, 6, n + 1))
        meeting.copy_for_translation(english.locale).save_revision().publish()
    assert queries() <= few
    assert few <= 18


def test_building_block(editor, client, publish, network, home_en):
    block = BuildingBlock.objects.get(locale=network.locale, name="Lägesbild")
    url = reverse("wagtail_localize:submit_snippet_translation", args=["network", "buildingblock", block.pk])
    assert editor.client.post(url, {"locales": [home_en.locale_id]}).status_code == 302
    copy = block.get_translation(home_en.locale)
    editor.translate(copy, {"Lägesbild": "The situation", "Vad händer?": "What happens?"})
    edit = reverse("wagtailsnippets_network_buildingblock:edit", args=[copy.pk])
    assert editor.client.post(edit, {"action": "publish"}).status_code == 302
    copy.refresh_from_db()
    assert (copy.name, copy.summary) == ("The situation", "What happens?")
    publish(editor.submit(network), NETWORK_EN)
    text = client.get("/en/network/").text
    assert "The situation" in text and "Lägesbild" not in text


def test_order_of_building_blocks_follows(editor, network, home_en):
    block = BuildingBlock.objects.get(name="Lägesbild")
    copy = block.copy_for_translation(home_en.locale)
    copy.name = "The situation"
    copy.save()
    edit = reverse("wagtailsnippets_network_buildingblock:edit", args=[block.pk])
    response = editor.client.post(edit, {"name": "Lägesbild", "summary": "", "order": 7})
    assert response.status_code == 302
    copy.refresh_from_db()
    assert (copy.order, copy.name) == (7, "The situation")
    delete = reverse("wagtailsnippets_network_buildingblock:delete", args=[block.pk])
    editor.client.post(delete)
    assert not BuildingBlock.objects.filter(pk=copy.pk).exists()


@pytest.mark.parametrize("replaced", [False, True])
def test_imported_announcement(editor, home, home_en, tmp_path, replaced):
    text = (
        "Nätverk för trygghet\n\nPublicerad: 4 juni 2026\n\nFörutsättningar\n\nTre saker krävs:\n\n"
        "- tid\n- mandat\n\nTid och plats för träffar\n\n2027\n\n- 4 mars Stockholm, heldag\n\n"
        "Fakta\n\nVar fjärde blev utsatt 2020.\n\nInformationsansvarig\n\nNamn Namnsson\nHandläggare\n"
    )
    path = tmp_path / "annons.txt"
    path.write_text(text)
    call_command("import_announcement", str(path), slug="trygghet", publish=True, stdout=io.StringIO())
    if replaced:
        path.write_text(text.replace("mandat", "mandat och tålamod"))
        options = {"publish": True, "replace": True, "stdout": io.StringIO()}
        call_command("import_announcement", str(path), slug="trygghet", **options)
    network = home.get_children().get(slug="trygghet")
    url = reverse("wagtail_localize:submit_page_translation", args=[network.pk])
    response = editor.client.post(url, {"locales": [home_en.locale_id], "include_subtree": "on"})
    assert response.status_code == 302
    copies = network.get_translation(home_en.locale).get_descendants(inclusive=True)
    assert copies.count() == network.get_descendants(inclusive=True).count()
    editor.translate(copies.first(), {"mandat": "authority"})


# --- Drafts ---------------------------------------------------------------------------------------------


def test_translation_of_a_draft_cannot_be_published(editor, client, home, django_capture_on_commit_callbacks):
    page = StandardPageFactory(parent=home, title="Utkast", slug="utkast", live=False)
    copy = editor.submit(page)
    editor.translate(copy, {"Utkast": "Draft", "utkast": "draft"})
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.publish_translation(copy, follow=True)
    assert "Sidan är inte publicerad utan sparad som utkast" in response.text
    assert "Publicera ”Utkast” först" in response.text
    assert not fresh(copy).live
    assert client.get("/en/draft/").status_code == client.get("/en/utkast/").status_code == 404
    editor.publish(page)
    assert not fresh(copy).live
    with django_capture_on_commit_callbacks(execute=True):
        editor.publish_translation(copy)
    assert fresh(copy).live and client.get("/en/draft/").status_code == 200


def test_sync_and_publish_of_a_draft(editor, home, django_capture_on_commit_callbacks):
    page = StandardPageFactory(parent=home, live=False)
    copy = editor.submit(page)
    source = copy.get_translation(page.locale) and editor.translate(copy).source
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        editor.client.post(url, {"publish_translations": "on"})
    assert not fresh(copy).live


def test_whole_subtree_is_submitted_as_drafts(editor, network, home_en):
    MeetingPageFactory(parent=network)
    url = reverse("wagtail_localize:submit_page_translation", args=[network.pk])
    editor.client.post(url, {"locales": [home_en.locale_id], "include_subtree": "on"})
    copies = network.get_translation(home_en.locale).get_descendants(inclusive=True)
    assert [copy.live for copy in copies] == [False, False]


# --- Behind ---------------------------------------------------------------------------------------------


def behind():
    return [page.pk for page in translations_behind()]


def test_changed_words_put_a_translation_behind(editor, publish, network):
    copy = publish(editor.submit(network), NETWORK_EN)
    assert behind() == []
    network = fresh(network)
    network.lead = "Ny svensk ingress"
    revision = network.save_revision()
    assert behind() == []
    revision.publish()
    assert behind() == [copy.pk]
    response = editor.client.get(reverse("wagtailadmin_pages:edit", args=[copy.pk]))
    assert "Ny svensk ingress" in response.text
    publish(copy, {**NETWORK_EN, "Ny svensk ingress": "New lead"})
    assert behind() == []
    assert fresh(copy).lead == "New lead"


def test_changed_facts_do_not(editor, publish, network):
    meeting = MeetingPageFactory(parent=network)
    publish(editor.submit(network), NETWORK_EN)
    publish(editor.submit(meeting))
    editor.publish(meeting, city="Malmö", start_date=datetime.date(2027, 5, 5), slug="annan")
    assert behind() == []


def test_translation_published_with_words_missing_is_behind(
    editor, network, django_capture_on_commit_callbacks
):
    copy = editor.submit(network)
    with django_capture_on_commit_callbacks(execute=True):
        editor.publish_translation(copy)
    assert behind() == [copy.pk]


def test_translation_made_without_wagtail_localize(editor, home, home_en, django_assert_num_queries):
    page = StandardPageFactory(parent=home)
    copy = page.copy_for_translation(home_en.locale)
    copy.title = "By hand"
    copy.save_revision().publish()
    assert behind() == []
    editor.publish(page, show_in_menus=True)
    assert behind() == []
    editor.publish(page, lead="Ny ingress")
    with django_assert_num_queries(1):
        assert behind() == [copy.pk]
    editor.publish(fresh(copy), lead="New lead")
    assert behind() == []


def test_unpublished_and_foreign_pages_are_not_behind(editor, network, publish, home_en):
    StandardPageFactory(parent=home_en, locale=home_en.locale)
    copy = publish(editor.submit(network), NETWORK_EN)
    editor.unpublish(copy)
    network.lead = "Ny"
    network.save_revision().publish()
    assert behind() == []


# --- Languages ------------------------------------------------------------------------------------------


def test_languages_that_a_page_exists_in(editor, publish, network, home_en, django_assert_num_queries):
    assert live_translations(network) == {"sv": network, "en": None}
    network.copy_for_translation(home_en.locale, alias=True)
    assert live_translations(network)["en"] is None
    copy = editor.submit(network)
    assert live_translations(network)["en"] is None
    copy = publish(copy, NETWORK_EN)
    network = type(network).objects.select_related("locale").get(pk=network.pk)
    with django_assert_num_queries(1):
        languages = live_translations(network)
    assert languages["en"].pk == copy.pk
    assert live_translations(copy)["sv"].pk == network.pk


def test_canonical_is_the_swedish_page(editor, publish, network, home_en):
    copy = publish(editor.submit(network), NETWORK_EN)
    assert copy.canonical == network.canonical == network
    alone = StandardPageFactory(parent=home_en, locale=Locale.objects.get(language_code="en"))
    assert alone.canonical == alone
