"""The HTML of a letter: it says what the text says, and nobody writes HTML or buttons into it."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from samrum.core.letter_html import letter_html, parts


class Page(HTMLParser):
    """What is seen of a letter, and where its links lead."""

    def __init__(self, html: str):
        super().__init__()
        self.words = ""
        self.links: dict[str, str] = {}
        self.tags: list[str] = []
        self._link = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "a":
            self._link = dict(attrs)["href"]

    def handle_endtag(self, tag):
        self._link = "" if tag == "a" else self._link

    def handle_data(self, data):
        if "style" not in self.tags[-1:]:
            self.words += data
        if self._link:
            self.links[data] = self._link


def kinds(text: str) -> list[str]:
    return [block.kind for block in parts(text).main]


def words(lines) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines]


def test_empty_lines_part_paragraphs_and_lines_stay_lines():
    # A line break of the source between a text and a tag is no space that anybody sees.
    html = letter_html("Hej", "Hälsningar\nSamrum\n\n\n \nEn rad till\n").replace("\n<", "<")
    assert '<p style="margin:0 0 18px">Hälsningar<br>Samrum</p>' in html
    assert '<p style="margin:0 0 18px">En rad till</p>' in html


def test_a_paragraph_of_dashes_is_a_list():
    main = parts("Att göra:\n\n- läs\n- skriv - kort\n\nBlandat:\n- inte en lista").main
    assert [block.kind for block in main] == ["paragraph", "list", "paragraph"]
    assert words(main[1].lines) == ["läs", "skriv - kort"]
    html = letter_html("Hej", "- läs\n- <i>skriv</i>")
    assert Page(html).tags.count("li") == 2 and "&lt;i&gt;skriv" in html


def test_the_first_address_of_ours_alone_is_the_button():
    text = "Läs här:\n\nhttp://testserver/rum/a/?x=1&copy=2\n\nEller:\n\nhttp://testserver/rum/b/"
    html = letter_html("Hej", text, "Öppna rummet")
    page = Page(html)
    address = "http://testserver/rum/a/?x=1&copy=2"
    # The address itself stands below, to be copied.
    assert page.links == {
        "Öppna rummet": address,
        address: address,
        "http://testserver/rum/b/": "http://testserver/rum/b/",
    }
    assert html.count('class="button"') == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://testserver.example.org/",
        "http://testserver@example.org/",
        "http://testserver:80@example.org/",
        "http://testserver",
        "Se http://testserver/rum/",
        "http://testserver/rum/ http://testserver/",
        "http://testserver/rum/\nhttp://testserver/",
        "javascript:alert(1)",
    ],
)
def test_no_stranger_gets_a_button_of_ours_that_leads_elsewhere(address):
    expected = ["button"] if address == "http://testserver" else ["paragraph"]
    assert kinds(f"Hej\n\n{address}") == ["paragraph", *expected]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Se https://example.org/a.", "https://example.org/a"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("(https://example.org/a).", "https://example.org/a"),
        ("https://sv.example.org/Hot_(brott), läs", "https://sv.example.org/Hot_(brott)"),
        ("”https://example.org/å?b=c&d#e”!", "https://example.org/å?b=c&d#e"),
        ("<https://example.org/a>", "https://example.org/a"),
    ],
)
def test_addresses_in_the_text_become_links(text, address):
    page = Page(letter_html("Hej", text))
    assert page.links == {address: address}
    assert text in page.words


def test_text_of_people_is_never_html():
    text = mark_safe('<script>x</script> {{ y }} https://example.org/"onclick="z\'a <b')
    page = Page(letter_html(mark_safe("<b>Ämne</b> & mer"), text, mark_safe("<i>Öppna</i>")))
    assert not {"script", "b", "i"} & set(page.tags)
    assert text in page.words and "<b>Ämne</b> & mer" in page.words
    assert page.links == {"https://example.org/": "https://example.org/"}


@pytest.mark.parametrize(
    ("text", "main", "small"),
    [
        ("Hej\n\n--\nSmått\nhttp://testserver/", ["Hej"], ["Smått", "http://testserver/"]),
        ("Hej\n-- \nSmått", ["Hej"], ["Smått"]),
        ("Hej\n\n-- Smått\noch mer", ["Hej"], ["Smått", "och mer"]),
        ("Hej\n-- inte smått", ["Hej", "-- inte smått"], []),
        ("Fråga\n--\nAnna\n\n--\nSmått", ["Fråga", "--", "Anna"], ["Smått"]),
        ("Bara text", ["Bara text"], []),
        ("--", [], []),
        ("", [], []),
    ],
)
def test_small_print_is_what_comes_after_the_last_line_of_dashes(text, main, small):
    found = parts(text)
    assert [line for block in found.main for line in words(block.lines)] == main
    assert [line for block in found.small_print for line in words(block.lines)] == small
    assert ("Smått" in text and "border-top" in letter_html("Hej", text)) == bool(small)


@given(st.text(alphabet=st.sampled_from("ab <>&\"'{}%/:.-()\n\u2028åhttps"), max_size=200))
def test_nothing_is_lost(text):
    """Every sign is shown, but for the dashes that say what is a list and what is small print."""
    shown = "".join(Page(letter_html("Hej", f"X{text}X")).words.split())
    assert re.sub("-", "", "".join(text.split())) in shown.replace("-", "")


@pytest.mark.parametrize(("language", "says"), [("sv", "Öppna i Samrum"), ("en", "Open in Samrum")])
def test_it_speaks_the_language_of_the_letter(language, says):
    with translation.override(language):
        html = letter_html("Hej", "http://testserver/rum/")
    assert f'<html lang="{language}"' in html and f">{says}</a>" in html


def test_it_fetches_nothing_and_stands_in_tables():
    html = letter_html("Hej", "Text\n\nhttp://testserver/\n\n- a\n\n--\nhttps://example.org")
    assert not re.search(r"src=|url\(|@import|<img|<link|<script", html)
    assert html.count("<table") == html.count('<table role="presentation"')
    outside = set(re.findall(r'https?://[^\s"<]+', html))
    assert outside == {"http://testserver/", "https://example.org"}
