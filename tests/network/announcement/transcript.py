"""Reads an imported announcement back in the order of its page, and says which source lines are not there.

The proof behind the promise “every line, in its place, word for word”. Fields give their words without the
punctuation that stood between them (“6 december. Fysiskt möte”): such an entry may have words of the page
between those of the line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from network.announcement.boilerplate import split_off
from network.announcement.parser import PUBLISHED
from network.announcement.source import lines_of
from network.models import FactsPage, MeetingPage, NetworkPage
from network.schedule import by_year, in_order
from samrum.core.dates import day_in_words, days_in_words

BLOCK_END = re.compile(r"</(?:p|li|h\d|ul|ol)>|<br\s*/?>")
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W_]+")
NO_DATE = "Datum ej klart"


@dataclass(frozen=True)
class Entry:
    """A line of the page. `group`: lines whose order the page decides by date, the meetings'."""

    text: str
    is_joined: bool = False
    group: str = ""


def entries_of(page: NetworkPage) -> list[Entry]:
    """The announcement as its newest revisions have it, drafts included."""
    page = page.get_latest_revision_as_object()
    entries = [Entry(page.title)]
    if page.published_on:
        entries.insert(0, Entry(f"Publicerad {day_in_words(page.published_on)}"))
    entries.append(Entry(page.lead))
    for block in page.body:
        heading = block.value.get("heading", "")
        if heading:
            entries.append(Entry(heading))
        match block.block_type:
            case "section":
                for part in block.value["content"]:
                    entries += _html_entries(str(part.value))
            case "target_group":
                entries += _html_entries(page.target_group)
            case "fee":
                entries += _html_entries(page.fee_note) + _html_entries(page.physical_costs)
            case "meetings":
                entries += _meeting_entries(page)
            case "facts":
                entries += _facts_entries(page)
            case "contacts":
                entries += _person_entries(page)
    return [entry for entry in entries if entry.text]


def _html_entries(html: str) -> list[Entry]:
    parts = BLOCK_END.sub("\n", html).split("\n")
    return [Entry(unescape(TAG.sub("", part)).strip()) for part in parts]


def _meeting_entries(page: NetworkPage) -> list[Entry]:
    children = MeetingPage.objects.child_of(page).order_by("path")
    entries = []
    for year in by_year(in_order([child.get_latest_revision_as_object() for child in children])):
        entries.append(Entry(str(year.number), group="meetings"))
        for term in year.terms:
            entries.append(Entry(term.heading, group="meetings"))
            for meeting in term.meetings:
                when = days_in_words(meeting.start_date, meeting.end_date) if meeting.start_date else NO_DATE
                entries.append(Entry(f"{when}. {meeting.title} Tema: {meeting.theme}", True, "meetings"))
    return entries


def _facts_entries(page: NetworkPage) -> list[Entry]:
    entries: list[Entry] = []
    for link in page.facts.all():
        facts = FactsPage.objects.get(pk=link.facts_page_id).get_latest_revision_as_object()
        for block in facts.body:
            value = block.value
            entries.append(Entry(value.get("heading", "") or ""))
            for part in value.get("content", []):
                entries += _html_entries(str(part.value))
            entries += _html_entries(str(value.get("text", "")))
            if value.get("source"):
                entries.append(Entry(value["source"]))
    return entries


def _person_entries(page: NetworkPage) -> list[Entry]:
    people = [link.person.get_latest_revision_as_object() for link in page.contacts.all()]
    return [Entry(" ".join((p.title, p.job_title, p.email, p.phone)), True) for p in people]


def absent_lines(source: str, entries: Sequence[Entry]) -> list[str]:
    """The lines of the source that the entries do not have in this order; remains of a form do not count."""
    lines, _form = split_off(lines_of(source))
    head = [line.text for line in lines if PUBLISHED.match(line.text)]
    # The page has its publication date at the top, wherever the source had it.
    return [line for line in head if absent([line], entries)] + absent(
        (line.text for line in lines if line.text not in head), entries
    )


def absent(lines: Iterable[str], entries: Sequence[Entry]) -> list[str]:
    left = [_Left(entry) for entry in entries]
    missing: list[str] = []
    cursor = 0
    for line in lines:
        place = next((i for i in range(_first(left, cursor), len(left)) if left[i].take(line)), None)
        if place is None:
            missing.append(line)
        else:
            cursor = max(cursor, place) if left[place].entry.group else place
    return missing


def _first(left: "list[_Left]", cursor: int) -> int:
    """Where the search goes on: among meetings at the first of them, since the page orders them by date."""
    if cursor < len(left) and left[cursor].entry.group:
        while cursor and left[cursor - 1].entry.group:
            cursor -= 1
    return cursor


class _Left:
    """An entry and what of it has not been found in the source yet."""

    def __init__(self, entry: Entry):
        self.entry = entry
        self.text = _even(entry.text)
        self.words = WORD.findall(self.text)

    def take(self, line: str) -> bool:
        line = _even(line)
        if self.entry.is_joined:
            return self._take_words(WORD.findall(line))
        _before, found, after = self.text.partition(line)
        if not found:
            return False
        self.text = after
        return True

    def _take_words(self, words: list[str]) -> bool:
        rest = list(self.words)
        position = 0
        for word in words:
            if word not in rest[position:]:
                return False
            position = rest.index(word, position)
            del rest[position]
        self.words = rest
        return bool(words)


def _even(text: str) -> str:
    return " ".join(text.replace("–", "-").replace("—", "-").split())
