"""What lines of an announcement are understood as. No database."""

import datetime
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from network.announcement import report
from network.announcement.document import Announcement, Meeting
from network.announcement.parser import parse
from network.announcement.source import MAX_BYTES, SourceError, decode, lines_of

SAMPLES = Path(__file__).parent / "samples"
TODAY = datetime.date(2026, 11, 23)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def meetings_of(*lines: str, heading: str = "2027") -> list[Meeting]:
    listed = "\n".join(f"• {line}" for line in lines)
    return parse(f"Ett nätverk\n\nTräffar\n\n{heading}\n\n{listed}\n", TODAY).meetings


def reasons(announcement: Announcement) -> set[str]:
    return {note.reason for note in announcement.notes}


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("4 juni. Digitalt möte", "2027-06-04", None),
        ("6 december 2023. Digitalt möte", "2023-12-06", None),
        ("4-5 juni Digitalt möte", "2027-06-04", "2027-06-05"),
        ("4–5 juni 2024, digitalt", "2024-06-04", "2024-06-05"),
        ("4 och 5 juni digitalt", "2027-06-04", "2027-06-05"),
        ("den 4 juni digitalt", "2027-06-04", None),
        ("2024-06-04 digitalt", "2024-06-04", None),
        ("2024-06-04 – 2024-06-05 digitalt", "2024-06-04", "2024-06-05"),
        ("4/6 digitalt", "2027-06-04", None),
        ("4/6 2026 digitalt", "2026-06-04", None),
        ("tis 4 juni digitalt", "2027-06-04", None),
        ("Tisdagen den 4:e juni digitalt", "2027-06-04", None),
        ("4 sept. digitalt", "2027-09-04", None),
        ("30 december–2 januari digitalt", "2027-12-30", "2028-01-02"),
        ("30 november–1 december 2026 digitalt", "2026-11-30", "2026-12-01"),
        ("Skåne län 27 oktober", "2027-10-27", None),
        ("Region Skåne, Malmö: 27 oktober", "2027-10-27", None),
        ("2 maj. Flyttat till 9 maj. Digitalt möte", "2027-05-09", None),
        ("4. juni digitalt", "2027-06-04", None),
    ],
)
def test_dates(line, first, last):
    [meeting] = meetings_of(line)
    assert meeting.state == "confirmed"
    assert meeting.start_date == day(first)
    assert meeting.end_date == (day(last) if last else None)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("4 juni. Fysiskt möte i Stockholm, heldag", "Fysiskt möte i Stockholm, heldag"),
        ("Datum ej klart. Digitalt möte", "Digitalt möte"),
        ("4-5 juni 2027 – Internat", "Internat"),
        # What the page would not print word for word stays in the title.
        ("tis 4 juni. Digitalt möte", "tis 4 juni. Digitalt möte"),
        ("Skåne län 27 oktober", "Skåne län 27 oktober"),
        ("4 juni", "Träff"),
    ],
)
def test_titles_keep_the_wording(line, title):
    assert meetings_of(line)[0].title == title


@pytest.mark.parametrize(
    ("line", "term", "year"),
    [
        ("Datum ej klart. Digitalt möte", "year", 2027),
        ("Våren 2024. Digitalt möte", "spring", 2024),
        ("Hösten: digitalt möte", "autumn", 2027),
        ("vårterminen 2025, digitalt", "spring", 2025),
        ("VT 2025 digitalt", "spring", 2025),
        ("ht25 digitalt", "autumn", 2025),
        ("vecka 12, digitalt", "spring", 2027),
        ("v. 40 digitalt", "autumn", 2027),
        ("Maj 2026: fysiskt möte i Umeå", "spring", 2026),
        ("Datum meddelas senare. Digitalt", "year", 2027),
    ],
)
def test_open_dates_have_a_term(line, term, year):
    [meeting] = meetings_of(line)
    assert (meeting.state, meeting.start_date) == ("undecided", None)
    assert (meeting.term, meeting.term_year) == (term, year)


@pytest.mark.parametrize(
    ("line", "format", "city", "part"),
    [
        ("4 juni. Fysiskt möte i Stockholm, heldag", "physical", "Stockholm", "whole"),
        ("4 juni. Digitalt möte eftermiddag", "digital", "", "afternoon"),
        ("4 juni. Zoom, fm", "digital", "", "morning"),
        ("4 juni. Via Teams, halvdag", "digital", "", "half"),
        ("4 juni. Webbinarium på kvällen", "digital", "", "evening"),
        ("4 juni. Hybridmöte i Upplands Väsby", "hybrid", "Upplands Väsby", ""),
        ("4 juni. Fysiskt i Lund eller digitalt", "hybrid", "Lund", ""),
        ("4 juni, Örebro", "physical", "Örebro", ""),
        ("4 juni. Träff i Skåne", "", "", ""),
        ("4 juni. Fysikt möte, hedag", "physical", "", "whole"),
    ],
)
def test_format_city_and_part_of_day(line, format, city, part):
    [meeting] = meetings_of(line)
    assert (meeting.format, meeting.city, meeting.part_of_day) == (format, city, part)


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("4 juni kl. 9–15.30 digitalt", "09:00", "15:30"),
        ("4 juni 09.00-12.00", "09:00", "12:00"),
        ("4 juni, 9–15.30", "09:00", "15:30"),
        ("4 juni kl 13", "13:00", None),
        ("4 juni klockan 13:15 till 14", "13:15", "14:00"),
        ("4 juni, 13.30, digitalt", "13:30", None),
        ("4 juni kl. 25", None, None),
        ("4 juni kl. 15–9", None, None),
        ("4 juni kl. 12.75", None, None),
    ],
)
def test_clock_times(line, start, end):
    [meeting] = meetings_of(line)
    assert meeting.start_time == (datetime.time.fromisoformat(start) if start else None)
    assert meeting.end_time == (datetime.time.fromisoformat(end) if end else None)


def test_lunch_to_lunch_takes_two_days():
    one, two = meetings_of("4 juni. Lunch till lunch i Falun", "8–9 september, lunch–lunch i Falun")
    assert (one.end_date, two.end_date) == (day("2027-06-05"), day("2027-09-09"))


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("4 juni. Inställt. Digitalt möte", "cancelled"),
        ("Datum ej klart. Träffen är inställd", "cancelled"),
        ("4 juni (preliminärt). Digitalt möte", "preliminary"),
        ("Prel. 4 juni, digitalt", "preliminary"),
        ("4 juni. Flyttad till hösten", "undecided"),
        ("4 juni. Digitalt möte, flyttat från 2 maj", "confirmed"),
    ],
)
def test_states(line, state):
    assert meetings_of(line)[0].state == state


def test_a_preliminary_heading_counts_for_what_is_under_it_also_when_misspelt():
    text = """Ett nätverk

Träffar

2026

• 4 juni. Digitalt

Prelimära datum våren 2027

• 5 juni. Digitalt
• Datum ej klart. Digitalt
"""
    announcement = parse(text, TODAY)
    assert [(m.state, m.season, m.group_heading) for m in announcement.meetings] == [
        ("confirmed", (2026, "spring"), ""),
        ("preliminary", (2027, "spring"), "Prelimära datum våren 2027"),
        ("undecided", (2027, "spring"), "Prelimära datum våren 2027"),
    ]
    assert [(n.text, n.detail) for n in announcement.notes if n.code == "near_miss"] == [
        ("Prelimära", "preliminära")
    ]


def test_two_alike_undecided_meetings_remain_two():
    assert len(meetings_of("Datum ej klart. Digitalt möte", "Datum ej klart. Digitalt möte")) == 2


def test_a_year_is_assumed_from_period_then_publication_then_today():
    def years(text):
        found = parse(text, TODAY)
        assert "year" in reasons(found)
        return [meeting.season[0] for meeting in found.meetings]

    listed = "\n\nTräffar\n\n• 9 september. Digitalt\n• 9 mars. Digitalt\n"
    assert years("Nätverk 2023–2024" + listed) == [2023, 2024]
    assert years("Nätverk\n\nPublicerad 1 maj 2022\n\nText." + listed) == [2022, 2023]
    assert years("Nätverk" + listed) == [2027, 2027]


def test_spring_after_autumn_is_the_next_year():
    text = "Nätverk\n\nTräffar\n\nHösten 2026\n\n• 9 september. Digitalt\n\nVåren\n\n• 9 mars. Digitalt\n"
    assert [m.start_date.year for m in parse(text, TODAY).meetings] == [2026, 2027]


@pytest.mark.parametrize(
    "line", ["31 februari. Digitalt möte", "5–4 juni, digitalt", "0 juni digitalt", "2024-13-01 digitalt"]
)
def test_a_day_that_does_not_exist_stays_text_and_is_listed(line):
    announcement = parse(f"Nätverk\n\nTräffar\n\n• 4 juni 2027. Digitalt\n• {line}\n", TODAY)
    assert len(announcement.meetings) == 1
    assert announcement.sections[-1].blocks[0].text == line
    assert "impossible_date" in reasons(announcement)


def test_a_line_with_several_dates_is_pointed_out():
    announcement = parse(
        "Nätverk 2027\n\nTräffar\n\n• 4 juni, 8 september. Digitalt\n• 4 och 18 oktober. Digitalt\n", TODAY
    )
    assert [m.start_date for m in announcement.meetings] == [day("2027-06-04"), day("2027-10-04")]
    assert [n.line for n in announcement.notes if n.reason == "several_dates"] == [5, 6]


def test_last_day_to_apply_is_no_meeting():
    announcement = parse(
        "Nätverk 2027\n\nViktiga datum\n\n• Sista anmälningsdag 4 juni\n• 8 september. Digital träff\n", TODAY
    )
    assert [m.start_date for m in announcement.meetings] == [day("2027-09-08")]


def test_theme_from_a_line_of_its_own_or_the_end_of_the_line():
    text = """Nätverk 2027

Träffar

• 4 juni. Digitalt
  Tema: Roller
• 8 juni. Digitalt. Tema: Ansvar
• 9 juni. Digitalt
  Ta med dator
"""
    assert [(m.title, m.theme) for m in parse(text, TODAY).meetings] == [
        ("Digitalt", "Roller"), ("Digitalt", "Ansvar"), ("Digitalt Ta med dator", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("costs", "fee", "amount"),
    [
        ("Nätverket är kostnadsfritt.", "free", None),
        ("Det kostar ingenting att delta.", "free", None),
        ("Nätverket är inte kostnadsfritt.", "", None),
        ("1 250 kr per person.", "amount", Decimal("1250")),
        ("Avgiften är 99,50 kronor.", "amount", Decimal("99.50")),
        ("500 kr eller 700 kr.", "", None),
        ("Gratis, men 500 kr om du uteblir.", "free", None),
    ],
)
def test_costs(costs, fee, amount):
    announcement = parse(f"Nätverk\n\nKostnad\n\n{costs}\n\nSKR står för lunch. Du betalar resan.\n", TODAY)
    assert (announcement.fee, announcement.fee_amount) == (fee, amount)
    assert [block.text for block in announcement.fee_blocks] == [costs]
    assert [block.text for block in announcement.physical_costs] == ["SKR står för lunch. Du betalar resan."]


def test_persons_in_many_forms():
    text = """Nätverk

Kontakt

• Åsa Öberg-Ek, jurist
• Li von Ek
  Samordnare
  E-post: li.ek@example.org
  Tfn 08-123 456 78

Bo Al – strateg

Örjan Å
Chef
"""
    people = [(p.name, p.job_title, p.email, p.phone) for p in parse(text, TODAY).persons]
    assert people == [
        ("Åsa Öberg-Ek", "jurist", "", ""),
        ("Li von Ek", "Samordnare", "li.ek@example.org", "08-123 456 78"),
        ("Bo Al", "strateg", "", ""),
        ("Örjan Å", "Chef", "", ""),
    ]


def test_text_among_persons_keeps_its_place():
    text = """Nätverk

Kontakt

Vi svarar.

• Bo Al
  Chef

Vi ringer upp dig i lugn och ro så fort vi kan göra det.

• Li Ek
  Jurist
"""
    announcement = parse(text, TODAY)
    assert [section.kind for section in announcement.sections] == ["section", "contacts"]
    assert len(announcement.sections[0].blocks) == 4
    assert [p.name for p in announcement.persons] == ["Bo Al", "Li Ek"]
    assert "persons_twice" in reasons(announcement)


def test_kind_period_and_status():
    def of(text):
        found = parse(text, TODAY)
        return found.kind, found.period_start, found.period_end, found.status

    assert of("X, utvecklingsnätverk 2023-2024") == ("development", 2023, 2024, "ended")
    assert of("Chefsnätverk 2027/28\n\nNätverket är fulltecknat.") == ("professional", 2027, 2028, "full")
    assert of("Erfarenhetsnätverk\n\nVi har startat.") == ("experience", None, None, "running")
    assert of("Träffar för alla\n\nAnmäl dig nu.") == ("other", None, None, "open")
    assert of("Nätverk 2027") == ("other", 2027, 2027, "planned")


def test_a_long_first_paragraph_goes_on_below_the_lead():
    sentence = "Det här är en mening som upprepas till leda. "
    announcement = parse(f"Nätverk\n\n{sentence * 40}\n", TODAY)
    assert len(announcement.lead) <= 1200
    assert f"{announcement.lead} {announcement.sections[0].blocks[0].text}" == (sentence * 40).strip()
    unbroken = parse("Nätverk\n\n" + "x" * 1300, TODAY)
    assert unbroken.lead == ""
    assert unbroken.sections[0].blocks[0].text == "x" * 1300


def test_headings_without_empty_lines_and_misspelt():
    text = "Nätverk\nVi ses.\nMålgrup\nAlla som vill.\nKostnad:\nInget alls.\n"
    announcement = parse(text, TODAY)
    assert [(s.kind, s.heading) for s in announcement.sections] == [
        ("target_group", "Målgrup"),
        ("fee", "Kostnad:"),
    ]
    assert [(n.text, n.detail) for n in announcement.notes if n.reason == "heading"] == [
        ("Målgrup", "målgrupp")
    ]


def test_a_heading_and_a_line_that_introduces_its_list():
    announcement = parse("Nätverk\n\nVad får du?\n\nDu får:\n- verktyg\n- vänner\n", TODAY)
    assert [s.heading for s in announcement.sections] == ["Vad får du?"]
    assert [b.text for b in announcement.sections[0].blocks] == ["Du får:", "verktyg", "vänner"]


def test_facts_with_lists_sources_and_headings():
    text = """Nätverk

Fakta

Källa: ingen
Var femte svarade 2021.
Källor: en bok
- ett
- två

Vad säger lagen

Kommunallagen säger en sak.

Statistik

Sju.
"""
    facts = [(f.kind, f.heading, f.year, f.source, len(f.blocks)) for f in parse(text, TODAY).facts]
    assert facts == [
        ("fact", "", None, "", 1),
        ("fact", "", 2021, "Källor: en bok", 1),
        ("fact", "", None, "", 2),
        ("legal", "Vad säger lagen", None, "", 1),
        ("section", "Statistik", None, "", 1),
    ]


def test_a_workshop_keeps_its_name_in_the_list_of_meetings():
    text = (SAMPLES / "workshops.sv.txt").read_text(encoding="utf-8")
    assert [m.title for m in parse(text, TODAY).meetings] == [
        "Workshop 1: kl. 9–12 i Stockholm",
        "Workshop 2: kl. 9–12 i Borås",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "x" * 190_000,
        "a b " * 45_000,
        "• 4 juni. Fysikt möte i Stokholm, hedag\n" * 2_000,
        "1-1 " * 40_000,
        "Eva Ek\n" * 20_000,
    ],
)
def test_a_text_as_large_as_allowed_is_read_in_seconds(line):
    began = time.monotonic()
    parse(f"Nätverk\n\nKontakt\n\nTräffar\n\n{line}", TODAY)
    assert time.monotonic() - began < 15  # a slow machine; something quadratic takes minutes


def test_the_same_heading_twice_stays_text_the_second_time():
    announcement = parse("Nätverk\n\nMålgrupp\n\nEtt.\n\nMålgrupp\n\nTvå.\n", TODAY)
    assert [s.kind for s in announcement.sections] == ["target_group", "section"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\xef\xbb\xbf\t\n", "empty"),
        (b"Hej\0", "binary"),
        ("Nätverk".encode("latin-1"), "encoding"),
        (b"\xff\xfeN\0", "binary"),
        (b"a" * (MAX_BYTES + 1), "huge"),
        ("Målgrupp\n\nAlla\n".encode(), "title"),
        (b"x" * 300, "title"),
        (b"Publicerad 4 juni 2024\n", "title"),
    ],
)
def test_what_cannot_be_an_announcement_is_refused(data, code):
    with pytest.raises(SourceError) as refused:
        parse(decode(data), TODAY)
    assert refused.value.code == code
    assert report.refusal(code)


LINES = """
Träffar|Målgrupp|Kostnad|Fakta|Kontakt|2024|Våren 2025|Prelim datum|• 4 juni. Digitalt möte
• Datum ej klart. Fysiskt möte i Umeå|• 31 februari|4/6|kl. 9–15|Eva Ek|• Bo Al|  Jurist
Det här är en vanlig mening.|- en punkt|1. ett|3) tre|Publicerad 4 juni 2024|Källa: en bok
Skåne län 27 oktober|inställt|\t· udda|  Tema: x|Kontaktformulär|Namn *|Nätverket är gratis.|500 kr
Lagen säger nej.|hej@example.org|Rubrik utan punkt|Uppdaterad 2 maj 2025|Vem betalar?|o\tpunkt|•
"""
WORDS = st.sampled_from(LINES.strip("\n").replace("\n", "|").split("|"))
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.tuples(WORDS, st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n"])), max_size=25).map(
        lambda parts: "".join(word + end for word, end in parts)
    ),
)


@given(TEXTS)
@example("0\rTRÄFFA\r1JUL\r2000")
@example("0")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_or_refused_and_nothing_of_it_is_lost(text):
    try:
        announcement = parse(text, TODAY)
    except SourceError:
        return
    for note in announcement.notes:
        assert report.sentence(note)
    kept = " ".join(words_of(announcement))
    dropped = {note.line for note in announcement.notes if note.code == "dropped"}
    for line in lines_of(text):
        if line.number not in dropped:
            assert set(line.text.split()) <= set(kept.split()) | set(line.bullet.split()), line


def words_of(announcement: Announcement) -> list[str]:
    """Everything that the announcement holds, in words."""
    words = [announcement.title, announcement.lead]
    if announcement.published_on:
        words += [str(note.text) for note in announcement.notes if note.reason == "published_reworded"]
        words.append(f"Publicerad {announcement.published_on.day} juni {announcement.published_on.year}")
    blocks = [*announcement.target_group, *announcement.fee_blocks, *announcement.physical_costs]
    for section in announcement.sections:
        words.append(section.heading)
        blocks += section.blocks
    for meeting in announcement.meetings:
        words += [
            meeting.source,
            meeting.title,
            "Tema:",
            meeting.theme,
            meeting.group_heading,
            str(meeting.season[0]),
        ]
    for fact in announcement.facts:
        words += [fact.heading, fact.source]
        blocks += fact.blocks
    for person in announcement.persons:
        words += [person.name, person.job_title, person.email, person.phone]
    return [*words, *(line for block in blocks for line in (block.mark, *block.lines))]
