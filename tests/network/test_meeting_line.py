"""The meeting line: its order and grouping, and what it says about each meeting."""

import datetime
import re

import pytest
import time_machine
from django.utils import translation
from django.utils.html import strip_tags

from network.meeting_line import entry_for, facts_in_words
from network.models import MeetingPage
from network.schedule import by_year, in_order
from tests.factories import MeetingPageFactory, NetworkPageFactory


def meeting(title: str = "Träff", **fields) -> MeetingPage:
    return MeetingPage(title=title, **fields)


def dated(month: int, day: int, title: str = "Träff", year: int = 2024, **fields) -> MeetingPage:
    return meeting(title, state="confirmed", start_date=datetime.date(year, month, day), path=title, **fields)


def undecided(term: str = "spring", title: str = "Träff", year: int = 2024, **fields) -> MeetingPage:
    return meeting(title, state="undecided", term=term, term_year=year, **fields)


class TestOrder:
    def test_terms_follow_each_other_and_dates_within_them(self):
        late, early = dated(9, 3, "late"), dated(2, 1, "early")
        before, open_ = dated(12, 6, "before", 2023), undecided("year", "open")
        assert in_order([late, open_, early, before]) == [before, early, late, open_]

    def test_an_open_meeting_keeps_its_place_among_the_dated_ones(self):
        first, second = undecided(title="first"), undecided(title="second")
        june, march = dated(6, 4, "june"), dated(3, 1, "march")
        titles = [one.title for one in in_order([first, june, second, march])]
        assert titles == ["first", "march", "second", "june"]

    def test_groups_by_year_and_term(self):
        years = by_year(in_order([dated(12, 6, year=2023), undecided(), dated(6, 4), dated(10, 1)]))
        assert [(year.number, [len(term.meetings) for term in year.terms]) for year in years] == [
            (2023, [1]),
            (2024, [2, 1]),
        ]

    def test_the_editors_own_heading_stands_while_a_date_is_open(self):
        own = "Preliminära datum våren 2024"
        (year,) = by_year([undecided(group_heading=own), dated(6, 4)])
        assert year.terms[0].heading == own
        (year,) = by_year([dated(5, 2, group_heading=own), dated(6, 4)])
        assert year.terms[0].heading == ""


class TestFacts:
    def test_what_the_title_says_is_not_said_again(self):
        told = meeting(
            "Fysiskt möte i Stockholm,  heldag", format="physical", city="Stockholm", part_of_day="whole"
        )
        assert facts_in_words(told) == []

    def test_what_the_title_does_not_say(self):
        with translation.override("sv"):
            facts = facts_in_words(
                meeting(
                    "Internat",
                    format="hybrid",
                    city="Örebro",
                    part_of_day="morning",
                    start_time=datetime.time(9),
                )
            )
        assert facts == ["Fysisk och digital träff", "Örebro", "förmiddag", "kl.\u00a09"]

    @pytest.mark.parametrize(
        ("first", "last", "day", "month"),
        [
            ((2024, 6, 4), None, "4", "juni"),
            ((2024, 6, 4), (2024, 6, 5), "4–5", "juni"),
            ((2024, 5, 30), (2024, 6, 1), "30", "maj–1 juni"),
        ],
    )
    def test_the_date_block(self, first, last, day, month):
        last = datetime.date(*last) if last else None
        entry = entry_for(meeting(state="confirmed", start_date=datetime.date(*first), end_date=last), "/")
        assert (entry.day, entry.month) == (day, month)

    def test_a_cancelled_meeting_without_a_date_has_its_term(self):
        entry = entry_for(meeting(state="cancelled", term="autumn", term_year=2025), "/")
        assert (entry.day, entry.when, entry.state) == ("", "hösten 2025", "Inställd")
        assert entry_for(meeting(state="cancelled"), "/").when == ""


def words(response) -> str:
    """The text of the page's content, white space made plain."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", strip_tags(main))


@pytest.mark.django_db
class TestPage:
    def test_every_state_says_what_it_is(self, client, home):
        network = NetworkPageFactory(parent=home)
        with time_machine.travel("2027-01-01 12:00", tick=False):
            MeetingPageFactory(parent=network, title="Bestämd")
            MeetingPageFactory(parent=network, title="Kanske", preliminary=True)
            MeetingPageFactory(parent=network, title="Blir inte av", cancelled=True)
            MeetingPageFactory(parent=network, title="Öppen", undecided=True)
            text = words(client.get(network.url))
        assert "4 mars 2027 Bestämd Fysisk träff · Stockholm · heldag" in text
        assert "Kanske Preliminärt datum" in text
        assert "Blir inte av Inställd" in text
        assert "Datum ej klart våren 2027 Öppen" in text
        assert "kalender" in text

    def test_past_meetings_fold_away(self, client, home):
        network = NetworkPageFactory(parent=home)
        MeetingPageFactory(parent=network, start_date=datetime.date(2026, 3, 4))
        MeetingPageFactory(parent=network, start_date=datetime.date(2026, 10, 4))
        with time_machine.travel("2026-06-01 12:00", tick=False):
            html = client.get(network.url).content.decode()
            assert '<details class="past">' in html
            assert "1 tidigare träff" in html
        with time_machine.travel("2026-12-01 12:00", tick=False):
            html = client.get(f"{network.url}?senare").content.decode()
            assert '<details class="past" open>' in html
            assert "Alla 2 träffarna har varit" in html

    def test_no_meetings_yet(self, client, home):
        assert "Inga träffar är planerade än" in words(client.get(NetworkPageFactory(parent=home).url))

    def test_a_meetings_own_page(self, client, home):
        network = NetworkPageFactory(parent=home)
        open_ = MeetingPageFactory(parent=network, undecided=True, start_time=None)
        text = words(client.get(open_.url))
        assert "Datum ej klart våren 2027" in text
        assert "Datumet är inte klart än" in text
        timed = MeetingPageFactory(parent=network, start_time=datetime.time(9), theme="Hot på nätet")
        text = words(client.get(timed.url))
        assert "4 mars 2027, kl.\u00a09" in text or "4 mars 2027, kl. 9" in text
        assert "Tema Hot på nätet" in text
        assert "traff.ics" in client.get(timed.url).content.decode()
