"""The public search as visitors meet it."""

import html
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page
from wagtail.signals import page_published

from samrum.core.search import engine
from samrum.core.search.analysis import parse
from samrum.core.search.models import PageSearchEntry
from tests.factories import ContactPersonPageFactory, FactsPageFactory, MeetingPageFactory, NetworkPageFactory
from tests.factories import StandardPageFactory as TextPageFactory

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def titles(response) -> list[str]:
    found = re.findall(r'<h3 class="hit__title"><a[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", title)).strip() for title in found]


def search(client, words: str, address: str = "/sok/", **more):
    response = client.get(address, {"q": words, **more})
    assert response.status_code == 200
    return response


def section(text: str) -> list:
    return [("section", {"heading": "Om", "content": [("text", f"<p>{text}</p>")]})]


def test_each_language_has_its_address(client):
    with translation.override("sv"):
        assert reverse("search") == "/sok/"
    with translation.override("en"):
        assert reverse("search") == "/en/search/"
    assert client.get("/sok/").status_code == 200
    assert client.get("/en/search/").status_code == 200
    assert client.get("/en/sok/").status_code == client.get("/search/").status_code == 404


def test_before_a_search_the_page_says_what_can_be_found(client):
    response = client.get("/sok/")
    assert "Vad letar du efter?" in text_of(response)
    assert "träffar på" not in text_of(response)


def test_it_may_be_kept_by_shared_caches_but_not_by_search_engines(client):
    response = search(client, "hot")
    assert "public" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_forms_of_a_word_find_each_other_and_are_marked(client, home):
    TextPageFactory(
        parent=home, title="Trygghet", body=section("Mötet handlade om våldet mot förtroendevalda.")
    )
    for words in ("våld", "VÅLDET", "möten", "förtroendevald", "möte våld"):
        assert titles(search(client, words)) == ["Trygghet"], words
    assert (
        "<mark>Mötet</mark> handlade om <mark>våldet</mark>" in search(client, "våld möte").content.decode()
    )
    assert titles(search(client, "vald mote")) == []


def test_words_find_compounds_that_begin_with_them(client, home):
    TextPageFactory(parent=home, title="Nätverksträffar")
    assert titles(search(client, "nätverk")) == ["Nätverksträffar"]


def test_all_words_must_be_there(client, home):
    TextPageFactory(parent=home, title="Hot på nätet")
    assert titles(search(client, "hot nätet")) == ["Hot på nätet"]
    assert titles(search(client, "hot skolan")) == []


def test_hyphens_do_not_matter(client, home):
    TextPageFactory(parent=home, title="Skriv e-post")
    TextPageFactory(parent=home, title="Skriv epost")
    assert len(titles(search(client, "e-post"))) == 2
    assert len(titles(search(client, "epost"))) == 2


def test_title_weighs_more_than_text(client, home):
    TextPageFactory(parent=home, title="Andra saker", body=section("Om trakasserier " * 3 + "och annat"))
    TextPageFactory(parent=home, title="Trakasserier")
    TextPageFactory(parent=home, title="Annat", body=section("Trakasserier"))
    assert titles(search(client, "trakasserier"))[0] == "Trakasserier"


def test_each_kind_of_page_is_found_by_what_it_says(client, home, contact_page):
    network = NetworkPageFactory(
        parent=home,
        title="Nätverket Alfa",
        target_group="<p>Säkerhetschefer</p>",
        fee_note="<p>Fika ingår.</p>",
    )
    MeetingPageFactory(parent=network, title="Träff", city="Kristianstad", theme="Polisanmälan")
    FactsPageFactory(
        parent=network,
        title="Siffror",
        body=[("fact", {"text": "<p>Var fjärde utsattes.</p>", "source": "Brå"})],
    )
    ContactPersonPageFactory(
        parent=contact_page,
        title="Exempel Person",
        job_title="Säkerhetsstrateg",
        email="hemlig@example.org",
        phone="0701234567",
        email_is_public=True,
    )
    found = {
        "säkerhetschef": "Nätverket Alfa",
        "fikat": "Nätverket Alfa",
        "kristianstad": "Träff",
        "polisanmälan": "Träff",
        "fjärde": "Siffror",
        "brå": "Siffror",
        "säkerhetsstrateger": "Exempel Person",
    }
    for words, title in found.items():
        assert titles(search(client, words)) == [title], words
    assert titles(search(client, "hemlig")) == titles(search(client, "0701234567")) == []
    assert "hemlig" not in "".join(PageSearchEntry.objects.values_list("text", flat=True))
    response = text_of(search(client, "kristianstad"))
    assert "Träff · Nätverket Alfa" in response


def test_each_language_finds_its_own_pages(client, home, home_en):
    TextPageFactory(parent=home, title="Hot och hat")
    TextPageFactory(parent=home_en, title="Threats and hatred", locale=home_en.locale)
    assert titles(search(client, "hot")) == ["Hot och hat"]
    assert titles(search(client, "threat", "/en/search/")) == ["Threats and hatred"]
    assert titles(search(client, "hot", "/en/search/")) == titles(search(client, "threat")) == []


def test_only_live_pages_are_found(client, home):
    page = TextPageFactory(parent=home, title="Gurka")
    TextPageFactory(parent=home, title="Gurka i utkast", live=False)
    assert titles(search(client, "gurka")) == ["Gurka"]
    page.title = "Tomat"
    page.save_revision()
    assert titles(search(client, "tomat")) == []
    page.save_revision().publish()
    assert (titles(search(client, "tomat")), titles(search(client, "gurka"))) == (["Tomat"], [])
    page.unpublish()
    assert titles(search(client, "tomat")) == []
    page.get_latest_revision().publish()
    assert titles(search(client, "tomat")) == ["Tomat"]
    page.delete()
    assert titles(search(client, "tomat")) == []
    assert not PageSearchEntry.search(parse("tomat", "sv"), language="sv")


def test_deleting_a_branch_forgets_all_of_it(client, home):
    parent = TextPageFactory(parent=home, title="Gren")
    TextPageFactory(parent=parent, title="Löv")
    Page.objects.get(pk=parent.pk).delete()
    assert titles(search(client, "löv")) == []


def test_a_page_taken_off_the_air_past_the_signals_is_not_shown(client, home):
    page = TextPageFactory(parent=home, title="Gurka")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert titles(search(client, "gurka")) == []


def test_a_page_that_others_took_off_the_air_while_it_was_published_is_not_kept(home):
    page = TextPageFactory(parent=home, title="Gurka")
    Page.objects.filter(pk=page.pk).update(live=False)
    page_published.send(sender=type(page), instance=page, revision=None)
    assert PageSearchEntry.search(parse("gurka", "sv"), language="sv") == []


def test_a_moved_page_is_linked_where_it_is(client, home):
    page = TextPageFactory(parent=home, title="Flyttad")
    TextPageFactory(parent=home, title="Mål", slug="nytt")
    page.move(Page.objects.get(slug="nytt"), pos="last-child")
    page.refresh_from_db()
    page.slug = "annan"
    page.save_revision().publish()
    assert 'href="/nytt/annan/"' in search(client, "flyttad").content.decode()


def test_copies_of_the_text_in_another_tree_are_not_found(client, home, home_en):
    page = TextPageFactory(parent=home, title="Gurka")
    page.create_alias(parent=home_en, update_slug="gurka-kopia")
    assert titles(search(client, "gurka", "/en/search/")) == []
    assert titles(search(client, "gurka")) == ["Gurka"]


def test_hits_are_counted_and_paged(client, home):
    for number in range(23):
        TextPageFactory(parent=home, title=f"Gurka {number}")
    first = search(client, "gurka")
    assert "23 träffar" in text_of(first)
    assert "Sida 1 av 3" in text_of(first)
    pages = [titles(search(client, "gurka", sida=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23
    assert 'href="?q=gurka&amp;sida=2"' in first.content.decode()
    assert (
        titles(search(client, "gurka", sida="abc")) == titles(search(client, "gurka", sida="0x")) == pages[0]
    )
    assert titles(search(client, "gurka", sida="9" * 5000)) == pages[0]
    assert (
        titles(search(client, "gurka", sida="99")) == titles(search(client, "gurka", sida="-1")) == pages[2]
    )


def test_a_page_of_hits_costs_the_same_for_ten_and_for_twenty(client, home):
    network = NetworkPageFactory(parent=home, title="Alfa")
    for number in range(5):
        MeetingPageFactory(parent=network, title=f"Gurka {number}")
    search(client, "gurka")

    def count() -> int:
        with CaptureQueriesContext(connection) as counted:
            search(client, "gurka")
        return len(counted)

    few = count()
    for number in range(5, 10):
        MeetingPageFactory(parent=network, title=f"Gurka {number}")
    assert count() == few <= 8


def test_text_of_visitors_and_editors_is_escaped(client, home):
    TextPageFactory(parent=home, title="<b>Gurka</b> & <i>", lead="<script>alert(1)</script> gurka")
    response = search(client, "gurka <script>")
    assert titles(response) == ["<b>Gurka</b> & <i>"]
    content = response.content.decode()
    assert "<script>alert" not in content
    assert "&lt;<mark>script</mark>&gt;" in content
    content = search(client, '"><img src=x>').content.decode()
    assert "<img" not in content


def test_no_hit_suggests_what_is_nearly_written_so(client, home):
    TextPageFactory(parent=home, title="Trakasserier i kommunen")
    for words in ("trakaserier", "trakassreier", "trakassseri er kommunen"):
        search(client, words)
    response = search(client, "trakaserier")
    assert "Inga träffar" in text_of(response)
    assert "Menade du: trakasserier" in text_of(response)
    assert "trakasserier kommunen" in text_of(search(client, "trakaserier kommunen"))
    assert "Menade du" not in text_of(search(client, "xyzzyxyzzy"))


def test_words_of_pages_that_are_gone_are_not_suggested(client, home):
    page = TextPageFactory(parent=home, title="Trakasserier")
    page.unpublish()
    assert "Menade du" not in text_of(search(client, "trakaserier"))


@pytest.mark.parametrize(
    "words",
    [
        "\x00",
        "hot\x00",
        '"',
        "*",
        "hot*",
        "NEAR(hot, 2)",
        "-hot",
        "hot AND",
        "OR",
        "NOT",
        "title_stems:hot",
        "'",
        "':*",
        "\\",
        "hot & !våld",
        "%",
        "_",
        "(",
        "😀",
        "ℌ𝔬𝔱",
        "½",
        "٣",
        "\udcff".encode("utf-8", "replace").decode(),
        " ",
        "a" * 200,
    ],
)
def test_odd_input_is_answered(client, home, words):
    for address in ("/sok/", "/en/search/"):
        assert client.get(address, {"q": words}).status_code in (200, 400)


def test_too_long_a_search_says_so_and_keeps_what_was_typed(client):
    response = search(client, "x" * 10_000)
    assert "Sök på högst 200 tecken" in text_of(response)
    assert 'aria-invalid="true"' in response.content.decode()


def test_other_methods_are_refused(client):
    assert client.post("/sok/", {"q": "hot"}).status_code == 405
    assert client.head("/sok/?q=hot").status_code == 200


def test_the_index_can_be_made_anew(client, home, capsys):
    page = TextPageFactory(parent=home, title="Gurka")
    Page.objects.filter(pk=page.pk).update(title="Melon")
    assert titles(search(client, "melon")) == []
    call_command("rebuild_search")
    assert titles(search(client, "melon")) == ["Melon"]
    assert "pages can be found" in capsys.readouterr().out


def test_a_search_must_say_where(home):
    with pytest.raises(TypeError, match="language"):
        PageSearchEntry.search(parse("hot", "sv"))


def test_a_long_text_is_shown_where_the_hits_are_closest(client, home):
    filler = "Ord om annat. " * 60
    TextPageFactory(
        parent=home,
        title="Lång",
        body=section(f"Hot nämns här. {filler}Hotet och våldet står tillsammans. {filler}"),
    )
    shown = text_of(search(client, "hot våld"))
    assert "Hotet och våldet står tillsammans" in shown
    assert "… " in shown and " …" in shown
    assert "Hot nämns här" not in shown


def test_a_common_word_is_not_ranked_without_end(client, home, monkeypatch):
    monkeypatch.setattr(engine, "MAX_HITS", 12)
    for number in range(15):
        TextPageFactory(parent=home, title=f"Gurka {number}")
    response = search(client, "gurka", sida=2)
    assert "Minst 12 träffar" in text_of(response)
    assert len(titles(response)) == 2
