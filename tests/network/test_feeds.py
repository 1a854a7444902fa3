"""The Atom feed after RFC 4287: required elements, ids that last, dates that tell of changes."""

import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from wagtail.models import Locale

from tests.factories import FactsPageFactory, MeetingPageFactory, NetworkPageFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, address="/flode/"):
    response = client.get(address)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    ids = []
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        ids.append(element.findtext(f"{ATOM}id"))
        assert ids[-1].startswith("urn:uuid:")
        assert datetime.datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert any(link.get("rel") == "alternate" for link in element.findall(f"{ATOM}link"))
    assert len(set(ids)) == len(ids)
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == f"http://testserver{address}"
    return root


def titles(root) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_an_empty_feed_is_valid(client, home):
    assert titles(feed(client)) == []
    assert feed(client).get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"


def test_networks_and_facts_the_latest_change_first(client, home):
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        network = NetworkPageFactory(parent=home, title="Nätverk A & B", lead="Mot <hot>")
    with time_machine.travel("2026-03-02T10:00:00Z", tick=False):
        FactsPageFactory(parent=network, title="Fakta om hot")
    assert titles(feed(client)) == ["Fakta om hot", "Nätverk A & B"]
    entry = list(feed(client).iter(f"{ATOM}entry"))[1]
    assert entry.findtext(f"{ATOM}summary") == "Mot &lt;hot&gt;"
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == [
        "utvecklingsnätverk",
        "pågår",
    ]
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{network.url}"


def test_a_meeting_changes_its_network(client, home):
    with time_machine.travel("2026-03-01T10:00:00Z", tick=False):
        network = NetworkPageFactory(parent=home, title="Nätverk ett")
        NetworkPageFactory(parent=home, title="Nätverk två")
    with time_machine.travel("2026-03-05T10:00:00Z", tick=False):
        MeetingPageFactory(parent=network)
    root = feed(client)
    assert titles(root) == ["Nätverk ett", "Nätverk två"]
    assert root.findtext(f"{ATOM}updated") == "2026-03-05T10:00:00+00:00"


def test_drafts_and_other_languages_are_not_in_it(client, home):
    NetworkPageFactory(parent=home, title="Utkast", live=False)
    network = NetworkPageFactory(parent=home, title="Svenska")
    copy = network.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title = "English"
    copy.save_revision().publish()
    swedish, english = feed(client), feed(client, "/en/feed/")
    assert titles(swedish) == ["Svenska"]
    assert titles(english) == ["English"]
    assert swedish.find(f"{ATOM}entry/{ATOM}id").text != english.find(f"{ATOM}entry/{ATOM}id").text


def test_ids_outlive_a_new_address(client, home):
    network = NetworkPageFactory(parent=home)
    before = feed(client).find(f"{ATOM}entry/{ATOM}id").text
    network.slug = "nytt-namn"
    network.save_revision().publish()
    assert feed(client).find(f"{ATOM}entry/{ATOM}id").text == before


def test_characters_that_xml_lacks_are_left_out(client, home):
    NetworkPageFactory(parent=home, title="Nät\x0bverk", lead="Rad\x1f ett")
    assert titles(feed(client)) == ["Nätverk"]


def test_the_feed_is_public_and_conditional(client, home):
    NetworkPageFactory(parent=home)
    response = client.get("/flode/")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.get("/flode/", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.get("/flode/", headers={"If-Modified-Since": response["Last-Modified"]}).status_code == 304
    assert client.post("/flode/").status_code == 405


def test_queries_do_not_grow(client, home, django_assert_max_num_queries):
    network = NetworkPageFactory(parent=home)
    MeetingPageFactory(parent=network)
    client.get("/flode/")
    with django_assert_max_num_queries(8) as few:
        client.get("/flode/")
    for _ in range(3):
        MeetingPageFactory(parent=NetworkPageFactory(parent=home))
    with django_assert_max_num_queries(len(few)):
        client.get("/flode/")


@pytest.mark.parametrize("address", ["/feed/", "/en/flode/"])
def test_each_language_has_its_own_word(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("page", "address"), [("/", "/flode/"), ("/en/", "/en/feed/")])
def test_pages_link_to_the_feed_of_their_language(client, home, page, address):
    link = f'<link rel="alternate" type="application/atom+xml" title="Samrum" href="{address}">'
    assert link in client.get(page).content.decode()
