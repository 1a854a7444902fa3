"""Meetings are found by when they take place, as the page says it and in other ways of writing it."""

import datetime
import re

import pytest
from wagtail.models import Locale

from network.appointment import set_appointment
from tests.core.editing import fresh
from tests.factories import MeetingPageFactory, NetworkPageFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, slug="natverket", title="Nätverket")


def found(client, words: str, address: str = "/sok/") -> set[str]:
    page = client.get(address, {"q": words}).content.decode()
    return {
        re.sub(r"<[^>]+>", "", title).strip()
        for title in re.findall(r'<h3 class="hit__title"><a[^>]*>(.*?)</a>', page, re.DOTALL)
    }


def test_a_meeting_is_found_by_its_date_its_month_and_its_term(client, network):
    MeetingPageFactory(parent=network, title="Vinter", start_date=DAY(2027, 2, 10))
    MeetingPageFactory(parent=network, title="Vår", start_date=DAY(2026, 4, 28), end_date=DAY(2026, 5, 2))
    MeetingPageFactory(parent=network, title="Nyår", start_date=DAY(2026, 12, 31), end_date=DAY(2027, 1, 1))
    MeetingPageFactory(parent=network, title="Öppen", undecided=True, term="spring", term_year=2025)
    MeetingPageFactory(parent=network, title="Höst", undecided=True, term="autumn", term_year=2025)
    MeetingPageFactory(
        parent=network, title="Inställd", state="cancelled", start_date=None, term="autumn", term_year=2024
    )
    searches = {
        "10 februari 2027": {"Vinter"},
        "10 feb 2027": {"Vinter"},
        "10/2 2027": {"Vinter"},
        "10/2-27": {"Vinter"},
        "2027-02-10": {"Vinter"},
        "den 10:e februari": {"Vinter"},
        "februari 2027": {"Vinter"},
        "2027-02": {"Vinter"},
        "februari": {"Vinter"},
        "våren 2027": {"Vinter"},
        "träff 10 februari 2027": set(),
        "stockholm 10 februari 2027": {"Vinter"},
        "11 februari 2027": set(),
        "februari 2026": set(),
        "30 april 2026": {"Vår"},
        "1 maj 2026": {"Vår"},
        "april 2026": {"Vår"},
        "maj 2026": {"Vår"},
        "28 april–2 maj 2026": {"Vår"},
        "3 maj 2026": set(),
        "31 december 2026": {"Nyår"},
        "1 januari 2027": {"Nyår"},
        "januari 2027": {"Nyår"},
        "våren 2025": {"Öppen"},
        "hösten 2025": {"Höst"},
        "ht 2025": {"Höst"},
        "hösten 2024": {"Inställd"},
        "våren 2024": set(),
        "hösten": {"Höst", "Inställd", "Nyår"},
    }  # fmt: skip
    assert {words: found(client, words) for words in searches} == searches
    page = client.get("/sok/", {"q": "10/2 2027"}).content.decode()
    assert "<mark>10 februari 2027</mark> (våren 2027)" in page


def test_a_date_that_is_decided_in_the_room_is_found_in_both_languages(client, network):
    english = Locale.objects.get(language_code="en")
    meeting = MeetingPageFactory(
        parent=network, title="Träffen", undecided=True, term="spring", term_year=2027
    )
    for page, title in ((network, "The network"), (meeting, "The meeting")):
        copy = page.copy_for_translation(english)
        copy.title = title
        copy.save_revision().publish()
    assert found(client, "spring 2027", "/en/search/") == {"The meeting"}
    set_appointment(fresh(meeting), state="confirmed", start_date=DAY(2027, 2, 10))
    for words in ("10 February 2027", "Feb 10, 2027", "february 2027", "10/2 2027"):
        assert found(client, words, "/en/search/") == {"The meeting"}, words
        assert found(client, words) == {"Träffen"}, words
    set_appointment(fresh(meeting), start_date=DAY(2027, 9, 9))
    assert found(client, "10 februari 2027") == found(client, "10 February 2027", "/en/search/") == set()
    assert found(client, "hösten 2027") == {"Träffen"}
    assert (
        found(client, "September 2027", "/en/search/")
        == found(client, "autumn 2027", "/en/search/")
        == {"The meeting"}
    )
