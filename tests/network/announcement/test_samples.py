"""Varied announcements, each read whole: every line of the source is on the page, in its place."""

import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from network.announcement.builder import build
from network.announcement.parser import parse
from network.announcement.source import decode
from network.models import NetworkPage
from tests.network.announcement.transcript import Entry, absent_lines, entries_of

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.name.removesuffix(".sv.txt") for path in SAMPLES.glob("*.sv.txt"))
TODAY = datetime.date(2026, 11, 23)

pytestmark = pytest.mark.django_db


def source(name: str) -> str:
    return decode((SAMPLES / f"{name}.sv.txt").read_bytes())


def make(name: str, **options) -> NetworkPage:
    return build(parse(source(name), TODAY), slug="prov", **options).page


# What the page says in its own words instead: a publication line that was written in another way.
REWORDED = {"no_contacts": ["Publicerad: 2026-01-15"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_in_its_place(home, name):
    page = make(name)
    assert absent_lines(source(name), entries_of(page)) == REWORDED.get(name, [])


@pytest.mark.parametrize("name", NAMES)
def test_the_published_page_shows_every_line(client, home, name):
    page = make(name, publish=True)
    shown = visible_text(client.get(page.get_url()).content.decode())
    hidden = [line for line in ("kim.andersson@example.org", "08-123 45 67") if line in source(name)]
    assert absent_lines(source(name), shown) == REWORDED.get(name, []) + hidden


BLOCKS = ["h1", "h2", "h3", "h4", "p", "li"]


def visible_text(html: str) -> list[Entry]:
    """The words of the page in order: a meeting and a person are one entry each, made of several parts."""
    main = BeautifulSoup(html, "html.parser").find("main")
    for hidden in main.find_all(["form", "svg", "script"]):
        hidden.decompose()
    entries: list[Entry] = []
    for tag in main.find_all(BLOCKS):
        parts = {"person", "meeting"} & set(tag.get("class") or [])
        if tag.find_parent(class_=["person", "meeting"]) or (tag.find(BLOCKS) and not parts):
            continue
        for line_break in tag.find_all("br"):
            line_break.replace_with("\n")
        group = "meetings" if tag.find_parent(class_="line") else ""
        text = tag.get_text(" " if parts else "")
        for line in [text] if parts else text.split("\n"):
            entries.append(Entry(" ".join(line.split()), bool(parts), group))
    return [entry for entry in entries if entry.text]
