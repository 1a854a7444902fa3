"""The list of the library over HTTP: search, filters and their counts, order, pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.library.models import Resource
from members.library.reading.counting import count
from members.library.search import index_resource
from network.models import BuildingBlock
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory

from .publishing import add_version, published

pytestmark = pytest.mark.django_db
LIST = "/rum/trygga/bibliotek/"


@pytest.fixture(autouse=True)
def signed_in(client, member):
    client.force_login(member)


def read(client, query="", **kwargs) -> str:
    answer = client.get(LIST + query, **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html: str) -> list[str]:
    found = re.findall(r'<h3 class="hit__title"><a [^>]*>(.*?)</a>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", title).strip() for title in found]


def counts(html: str) -> dict[str, int]:
    """The filters that are shown, with their counts."""
    found = re.findall(r'facet__label">(.*?)</span> <span class="facet__count">(\d+)<', html)
    return {label: int(number) for label, number in found}


def test_a_word_inside_a_file_is_found_and_it_says_where(client, room):
    published(room, "Rutin", {"handlingsplan.docx": "Först ringer du säkerhetssamordnaren om tjuvlarmet."})
    published(room, "Mall", {"annat.docx": "Ingenting av värde."})
    html = read(client, "?q=tjuvlarm")
    assert titles(html) == ["Rutin"]
    assert "handlingsplan.docx" in html and "<mark>tjuvlarmet</mark>" in html


def test_words_of_title_summary_organisation_and_building_block_are_found(client, room, home, home_en):
    block = BuildingBlock.objects.create(name="Lägesbild", locale=home.locale)
    english = block.copy_for_translation(home_en.locale)
    english.name = "Situation picture"
    english.save()
    published(
        room,
        "Trappan",
        summary="Om larmkedjor.",
        organisation=OrganisationFactory(name="Exempelmåla kommun"),
        blocks=[block],
    )
    for words in ("trappa", "larmkedja", "exempelmåla", "lägesbilden", "situation"):
        assert titles(read(client, f"?q={words}")) == ["Trappan"], words
    assert titles(read(client, "?q=trappan+saknas")) == []


def test_only_what_is_published_is_in_the_list_and_the_index(client, room):
    resource = published(room, "Dragspel", {"a.docx": "fiol"})
    assert titles(read(client, "?q=fiol")) == ["Dragspel"]
    resource.withdrawn_at = timezone.now()
    resource.save()
    index_resource(resource)
    assert titles(read(client, "?q=fiol")) == titles(read(client)) == []


def test_the_files_of_the_newest_published_version_are_searched(client, room):
    resource = published(room, "Rutin", {"a.docx": "gammalord"})
    add_version(resource, 2, {"a.docx": "nyttord"})
    add_version(resource, 3, {"a.docx": "utkastord"}, draft=True)
    found = {word: titles(read(client, f"?q={word}")) for word in ("gammalord", "nyttord", "utkastord")}
    assert found == {"gammalord": [], "nyttord": ["Rutin"], "utkastord": []}


def test_another_room_adds_neither_hits_nor_counts(client, room, home):
    other = RoomFactory(home=home, slug="annat")
    published(other, "Hemligt", {"a.docx": "dragspel"}, kind="film")
    published(room, "Eget", {"a.docx": "dragspel"}, kind="guide")
    html = read(client, "?q=dragspel")
    assert titles(html) == ["Eget"] and "Film" not in counts(html)
    client.force_login(MembershipFactory(room=other).user)
    assert client.get(LIST).status_code == 403


def test_each_filter_counts_over_what_the_others_and_the_words_leave(client, room):
    falun, boden = OrganisationFactory(name="Falun"), OrganisationFactory(name="Boden")
    published(room, "A hot", kind="model", language="sv", organisation=falun)
    published(room, "B hot", kind="model", language="en", organisation=falun)
    published(room, "C hot", kind="film", language="sv", organisation=boden)
    published(room, "D lugn", kind="film", language="sv", organisation=boden)
    html = read(client, f"?q=hot&typ=model&organisation={falun.pk}")
    assert sorted(titles(html)) == ["A hot", "B hot"]
    # Kinds: among hits of Falun. Organisations: among models with the word. Languages: among both.
    assert counts(html) == {"Modell": 2, "Falun": 2, "Svenska": 1, "Engelska": 1}
    assert counts(read(client, "?q=hot")) == {
        "Modell": 2, "Film": 1, "Falun": 2, "Boden": 1, "Svenska": 2, "Engelska": 1,
    }  # fmt: skip
    # Two of the same kind of filter are "or".
    assert len(titles(read(client, "?typ=model&typ=film"))) == 4


def test_counts_are_right_at_once_after_a_change(client, room):
    resource = published(room, "A", kind="model")
    assert counts(read(client))["Modell"] == 1
    Resource.objects.filter(pk=resource.pk).update(kind="film")
    index_resource(resource)
    published(room, "B", kind="film")
    assert counts(read(client)) == {"Film": 2, "Svenska": 2}
    resource.delete()
    assert counts(read(client))["Film"] == 1


def test_a_filter_can_be_taken_away_by_its_own_link(client, room):
    published(room, "A hot", kind="model")
    html = read(client, "?q=hot&typ=model&sida=1")
    assert 'class="chip" href="?typ=model"' in html
    assert 'class="chip" href="?q=hot"' in html
    assert '<input type="hidden" name="typ" value="model">' in html


def test_building_blocks_are_named_in_the_readers_language(client, room, home, home_en):
    block = BuildingBlock.objects.create(name="Lägesbild", locale=home.locale)
    english = block.copy_for_translation(home_en.locale)
    english.name = "Situation picture"
    english.save()
    published(room, "A", blocks=[block])
    published(room, "B", blocks=[english])
    assert counts(read(client))["Lägesbild"] == 2
    client.cookies["sprak"] = "en"
    html = read(client, f"?byggsten={block.pk}")
    assert counts(html)["Situation picture"] == 2
    assert sorted(titles(html)) == ["A", "B"]


def test_order(client, room):
    now = timezone.now()
    names = ["Örnar", "Zebror", "Ängar", "Ålar"]
    made = [
        published(room, name, renewed_at=now - timezone.timedelta(days=age)) for age, name in enumerate(names)
    ]
    count([made[3].pk, made[1].pk])
    count([made[3].pk])
    assert titles(read(client)) == names
    assert titles(read(client, "?sortera=titel")) == ["Zebror", "Ålar", "Ängar", "Örnar"]
    assert titles(read(client, "?sortera=hamtat")) == ["Ålar", "Zebror", "Örnar", "Ängar"]


def test_a_hit_in_the_title_comes_before_newer_ones_in_the_text(client, room):
    published(room, "Lugn", {"a.docx": "dragspel " + "annat " * 200}, renewed_at=timezone.now())
    published(room, "Dragspel", renewed_at=timezone.now() - timezone.timedelta(days=9))
    assert titles(read(client, "?q=dragspel")) == ["Dragspel", "Lugn"]
    assert titles(read(client, "?q=dragspel&sortera=nyast")) == ["Lugn", "Dragspel"]


def test_every_hit_is_reached_page_by_page_however_many_are_ranked(client, room, monkeypatch):
    monkeypatch.setattr("members.library.reading.listing.RANKED", 7)
    for number in range(23):
        published(room, f"Sak {number:02}", {"a.docx": "hot"})
    pages = [titles(read(client, f"?q=hot&sida={page}")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23


@pytest.mark.parametrize(
    "query",
    [
        "?sida=99999", "?sida=0", "?sida=x", "?sida=" + "9" * 400, "?typ=xyz", "?typ=model%00", "?q=%00",
        "?q=" + "a" * 5000, "?organisation=99999999999999999999999", "?organisation=-1", "?organisation=²",
        "?byggsten=x&byggsten=9&byggsten=9", "?sortera=xyz", "?q=%22*)(%22&typ=" + "&typ=".join("ab" * 500),
        "?q=%C3%28", "?visa=alla", "?q=%F0%9F%98%80", "?q=NEAR(%22a%22)&sortera=traff", "?sortera=traff",
    ],
)  # fmt: skip
def test_bad_addresses_are_passed_over(client, room, query):
    published(room, "A")
    # NUL stands in no address: the whole site answers 400 (core.middleware).
    assert client.get(LIST + query).status_code == (400 if "%00" in query else 200)


def test_too_long_a_search_says_so_and_keeps_what_was_written(client, room):
    published(room, "A")
    html = read(client, "?q=" + "a" * 300)
    assert "högst 200 tecken" in html and f'value="{"a" * 200}"' in html


def test_empty_states(client, room):
    assert "Här finns inget än" in read(client)
    published(room, "A", kind="model")
    html = read(client, "?q=xylofon&typ=model")
    assert "Inget i biblioteket" in html and 'href="?typ=model">Sök utan' in html


def test_what_was_written_is_escaped(client, room):
    published(room, "<b>Fet</b>", {"<i>.docx": "hot <script>alert(1)</script>"}, summary="<u>")
    html = read(client, "?q=hot%3Cscript%3E")
    assert "<script>alert" not in html and "<b>Fet" not in html and "<i>.docx" not in html


def test_twice_the_resources_take_the_same_queries(client, room):
    def queries(query: str) -> int:
        client.get(LIST + query)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST + query)
        return len(captured)

    def add(number: int) -> None:
        for n in range(number):
            organisation = OrganisationFactory()
            published(room, f"Sak {organisation.pk}-{n}", {"a.docx": "hot"}, organisation=organisation)

    addresses = ("", "?typ=tool&sprak=sv", "?q=hot", "?q=hot&typ=tool&sortera=hamtat")
    add(6)
    few = [queries(address) for address in addresses]
    add(12)
    assert [queries(address) for address in addresses] == few
    assert max(few) <= 20


def test_parts_of_compounds_other_forms_and_dates_are_found_and_counted(client, room, home):
    published(room, "Handböcker", kind="tool", summary="För kommunfullmäktige och säkerhetsansvariga.")
    published(
        room, "Minnen", {"möte.docx": "Mötet den 10–12 februari 2027 om polisanmälningar."}, kind="model"
    )
    published(room, "Roller", kind="tool", summary="Ansvarig för säkerhet.")
    published(
        RoomFactory(home=home, slug="annat"), "Annat", summary="Kommunfullmäktige, handböcker, 11/2 2027"
    )
    searches = {
        "fullmäktige": ["Handböcker"],
        "handbok": ["Handböcker"],
        "bok": ["Handböcker"],
        "anmälan": ["Minnen"],
        "11/2 2027": ["Minnen"],
        "säkerhetsansvarig": ["Handböcker", "Roller"],
        "var": [],
    }
    for words, found in searches.items():
        html = read(client, f"?q={words}")
        assert titles(html) == found, words
        assert sum(counts(html).get(label, 0) for label in ("Verktyg", "Modell")) == len(found), words
    assert titles(read(client, "?q=ansvarig&typ=model")) == []
    html = read(client, "?q=11/2 2027")
    assert "<mark>10–12 februari 2027</mark>" in html and "möte.docx" in html


def test_the_number_of_the_room_is_no_word_of_its_resources(client, room):
    published(room, "Rutin", summary="Utan siffror")
    assert titles(read(client, f"?q={room.pk}")) == []
