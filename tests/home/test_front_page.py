"""The front page: networks by status, meetings to come, and something sensible where there are none."""

import datetime
import re

import pytest
import time_machine
from django.utils.html import strip_tags

from tests.factories import MeetingPageFactory, NetworkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


def words(response) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags(main))


def test_an_empty_site_says_what_will_be_here(client, home):
    text = words(client.get("/"))
    assert "Inget nätverk är utannonserat än" in text
    assert "Just nu är inga träffar planerade." in text


def test_open_networks_come_first_and_ended_ones_last(client, home):
    for status in ("ended", "running", "full", "planned", "open"):
        NetworkPageFactory(parent=home, status=status, title=f"Nätverk {status}")
    text = words(client.get("/"))
    order = [
        "Nätverk open",
        "Nätverk planned",
        "Nätverk running",
        "Nätverk full",
        "Kommande träffar",
        "Nätverk ended",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_meetings_to_come_of_all_networks(client, home):
    first, second = NetworkPageFactory(parent=home), NetworkPageFactory(parent=home)
    with time_machine.travel("2027-01-01 12:00", tick=False):
        MeetingPageFactory(parent=second, title="I maj", start_date=datetime.date(2027, 5, 4))
        MeetingPageFactory(parent=first, title="I mars", preliminary=True)
        MeetingPageFactory(parent=first, title="Förra året", start_date=datetime.date(2026, 5, 4))
        text = words(client.get("/"))
    assert text.index("4 mars 2027 I mars") < text.index("4 maj 2027 I maj")
    assert "Förra året" not in text
    assert "Nästa träff: 4 mars 2027 (preliminärt)" in text


def test_more_meetings_than_fit(client, home):
    network = NetworkPageFactory(parent=home)
    with time_machine.travel("2027-01-01 12:00", tick=False):
        for day in range(1, 11):
            MeetingPageFactory(parent=network, start_date=datetime.date(2027, 3, day))
        assert "2 träffar till finns på nätverkens sidor." in words(client.get("/"))


def test_when_all_meetings_are_past_the_last_one_is_named(client, home):
    network = NetworkPageFactory(parent=home)
    MeetingPageFactory(parent=network, title="Avslutningen", start_date=datetime.date(2024, 6, 4))
    MeetingPageFactory(parent=network, undecided=True, term_year=2024)
    assert "Den senaste var 4 juni 2024: Avslutningen" in words(client.get("/"))


def test_english_names_what_is_announced_in_swedish_only(client, home, home_en):
    NetworkPageFactory(parent=home, title="Bara på svenska", status="open")
    html = client.get("/en/").content.decode()
    assert "Announced in Swedish only" in html
    assert 'lang="sv">Bara på svenska</a>' in html


class TestFrame:
    def test_menu_footer_and_breadcrumbs_come_from_the_tree(self, client, home):
        about = StandardPageFactory(parent=home, title="Om oss", show_in_menus=True)
        StandardPageFactory(parent=home, title="Tillgänglighet")
        below = StandardPageFactory(parent=about, title="Längre ner")
        html = client.get(below.url).content.decode()
        menu = html.split('aria-label="Huvudmeny"')[1].split("</nav>")[0]
        assert f'<a href="{about.url}" aria-current="true">Om oss</a>' in menu
        assert "Tillgänglighet" not in menu
        assert "Tillgänglighet" in html.split("<footer")[1]
        trail = html.split('aria-label="Du är här"')[1].split("</nav>")[0]
        assert re.findall(r">([^<>\n]+)</", trail) == ["Start", "Om oss", "Längre ner"]
        assert "Längre ner" in words(client.get(about.url))

    def test_views_without_a_page_have_the_frame_of_their_language(self, client, home, home_en):
        StandardPageFactory(parent=home, title="Om oss", show_in_menus=True)
        html = client.get("/sok/").content.decode()
        assert "Om oss" in html
        assert 'href="/en/search/" lang="en"' in html
        assert "Om oss" not in client.get("/en/search/").content.decode()

    def test_the_language_switch_of_a_page_that_is_not_there(self, client, home):
        response = client.get("/finns-inte/")
        assert response.status_code == 404
        assert 'href="/en/" lang="en"' in response.content.decode()
