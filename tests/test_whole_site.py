"""What must hold for every public page and machine address, seen on the demo in both languages."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from home.models import HomePage, StandardPage
from network.models import ContactPage, ContactPersonPage, FactsPage, MeetingPage, NetworkPage

pytestmark = pytest.mark.django_db
OWN_VIEWS = ["/sok/", "/sok/?q=hot", "/sok/?q=finnsinte", "/en/search/", "/en/search/?q=threats"]
MISSING = ["/finns-inte/", "/en/does-not-exist/", "/kontakt/finns-inte/"]
MACHINES = {
    "/sitemap.xml": "application/xml",
    "/robots.txt": "text/plain",
    "/.well-known/security.txt": "text/plain",
    "/flode/": "application/atom+xml",
    "/en/feed/": "application/atom+xml",
}
PAGE_TYPES = (HomePage, StandardPage, NetworkPage, MeetingPage, FactsPage, ContactPage, ContactPersonPage)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HTML = "{http://www.w3.org/1999/xhtml}"


class Answers(dict):
    """Address -> answer to an anonymous visitor, each fetched once."""

    def __missing__(self, address: str):
        response = self[address] = Client().get(address)
        return response


@pytest.fixture(scope="module")
def site(demo, django_db_blocker):
    """The demo's addresses and answers."""
    with django_db_blocker.unblock():
        answers = Answers()
        answers.pages = {page.url: page for page in Page.objects.live().specific() if page.url}
        for address in [*answers.pages, *OWN_VIEWS, *MISSING]:
            answers[address]
    return answers


@pytest.fixture(scope="module")
def trees(site):
    """Address -> the parsed page. Strict: the first error of the HTML standard's parser fails."""
    return {
        address: html5lib.HTMLParser(strict=True).parse(site[address].content.decode())
        for address in [*site.pages, *OWN_VIEWS, *MISSING]
    }


def elements(tree, name):
    return tree.iter(HTML + name)


def test_the_demo_shows_every_page_type_in_both_languages(site):
    shown = {(type(page), page.locale.language_code) for page in site.pages.values()}
    for page_type in PAGE_TYPES:
        assert (page_type, "sv") in shown, page_type
    assert {kind for kind, language in shown if language == "en"} >= {
        HomePage,
        NetworkPage,
        MeetingPage,
        ContactPage,
    }


def test_every_page_answers_everybody_alike(site):
    for address in [*site.pages, *OWN_VIEWS]:
        response = site[address]
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert "Cookie" not in response.get("Vary", ""), address
        assert "public" in response["Cache-Control"], (address, response["Cache-Control"])
        assert "private" not in response["Cache-Control"], address


def test_missing_pages_say_so(site):
    for address in MISSING:
        assert site[address].status_code == 404
        assert not site[address].cookies


def test_machine_addresses_answer(site, client):
    addresses = dict(MACHINES)
    for page in site.pages.values():
        if isinstance(page, NetworkPage) or (isinstance(page, MeetingPage) and page.calendar_url):
            addresses[page.calendar_url] = "text/calendar"
    for address, content_type in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"].split(";")[0] == content_type, address
        assert "public" in response["Cache-Control"], address
        assert not response.cookies, address


def test_html_is_valid(trees):
    assert trees  # parsed strictly


def test_ids_are_unique_and_references_lead_somewhere(trees):
    for address, tree in trees.items():
        ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
        assert max(Counter(ids).values()) == 1, (address, Counter(ids).most_common(1))
        for element in tree.iter():
            for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                for reference in (element.get(name) or "").split():
                    assert reference in ids, (address, name, reference)
            href = element.get("href") or ""
            if href.startswith("#"):
                assert href[1:] in ids, (address, href)


def test_one_h1_and_no_heading_level_left_out(trees):
    for address, tree in trees.items():
        levels = [
            int(e.tag[-1])
            for e in tree.iter()
            if isinstance(e.tag, str) and re.fullmatch(HTML + "h[1-6]", e.tag)
        ]
        assert levels.count(1) == 1, (address, levels)
        assert levels[0] == 1 or 1 in levels
        for before, after in pairwise(levels):
            assert after <= before + 1, (address, levels)


def test_language_is_that_of_the_address(trees, site):
    for address, tree in trees.items():
        language = "en" if address.startswith("/en/") else "sv"
        assert tree.get("lang") == language, address
        assert site[address]["Content-Language"] == language, address


def test_titles_and_descriptions(trees, site):
    titles = {address: next(elements(trees[address], "title")).text for address in site.pages}
    for address, title in titles.items():
        assert title and title.strip() == title and "None" not in title, address
    # Two meetings of one network and term, both without a date, may read alike; nothing else may.
    unlike = {address for address, page in site.pages.items() if getattr(page, "state", "") != "undecided"}
    by_language = Counter((address.startswith("/en/"), titles[address]) for address in unlike)
    assert by_language.most_common(1)[0][1] == 1, by_language.most_common(3)
    for address in site.pages:
        descriptions = [
            m.get("content") for m in elements(trees[address], "meta") if m.get("name") == "description"
        ]
        assert len(descriptions) == 1 and descriptions[0].strip(), address


def test_no_inline_script_or_style(trees):
    for address, tree in trees.items():
        assert not list(elements(tree, "style")), address
        for script in elements(tree, "script"):
            assert script.get("src") or script.get("type") == "application/ld+json", address
        for element in tree.iter():
            for name in element.attrib:
                assert name != "style" and not name.startswith("on"), (address, element.tag, name)
            assert not (element.get("href") or "").casefold().startswith(("javascript:", "data:")), address


def test_content_policy_is_strict(site):
    for address in [*site.pages, *OWN_VIEWS, *MISSING, *MACHINES]:
        policy = site[address]["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy, address
        assert "default-src 'none'" in policy, address
        assert "http:" not in policy and "https:" not in policy, address
        assert site[address]["X-Content-Type-Options"] == "nosniff"


def test_nothing_comes_from_a_third_party(trees):
    """What a browser fetches by itself; links that a reader follows may lead anywhere."""
    for address, tree in trees.items():
        for element in tree.iter():
            tag = str(element.tag).removeprefix(HTML)
            names = (
                "src",
                "srcset",
                "poster",
                "data",
                "action",
                "formaction",
                "{http://www.w3.org/1999/xlink}href",
            )
            fetched = [element.get(name) for name in names]
            if tag in ("link", "use") and element.get("rel") not in ("canonical", "alternate"):
                fetched.append(element.get("href"))
            for value in filter(None, fetched):
                for candidate in value.split(","):
                    host = urlsplit(candidate.split()[0]).netloc
                    assert host in ("", "testserver"), (address, tag, value)


def test_nothing_of_one_visitor_is_in_a_page(site):
    for address in [*site.pages, *OWN_VIEWS]:
        html = site[address].content.decode()
        assert "csrfmiddlewaretoken" not in html, address


def test_pages_link_to_pages_that_exist(trees, site, client):
    links = {
        (urlsplit(link.get("href")).path, address)
        for address in site.pages
        for link in elements(trees[address], "a")
        if link.get("href", "").startswith("/")
    }
    broken = {
        (target, address)
        for target, address in links
        if not target.startswith("/konto/") and client.get(target).status_code not in (200, 301, 302)
    }
    assert not broken


def test_images_have_alternatives(trees):
    for address, tree in trees.items():
        for image in elements(tree, "img"):
            assert image.get("alt") is not None, address
            assert image.get("width") and image.get("height"), address


def test_the_sitemap_lists_every_page_once_and_only_real_translations(site):
    sitemap = ElementTree.fromstring(site["/sitemap.xml"].content)
    listed = [entry.findtext(f"{SITEMAP}loc") for entry in sitemap]
    assert sorted(listed) == sorted(
        f"http://testserver{address}" for address, p in site.pages.items() if not p.alias_of_id
    )
    for entry in sitemap:
        alternates = {link.get("hreflang"): link.get("href") for link in entry.iter(f"{HTML}link")}
        page = site.pages[urlsplit(entry.findtext(f"{SITEMAP}loc")).path]
        real = {
            other.locale.language_code: other
            for other in site.pages.values()
            if other.translation_key == page.translation_key
        }
        if len(real) == 1:
            assert not alternates
        else:
            assert set(alternates) == {*real, "x-default"}
            assert alternates["x-default"] == alternates[settings.LANGUAGE_CODE]


def test_head_and_sitemap_tell_the_same_languages(site, trees):
    sitemap = ElementTree.fromstring(site["/sitemap.xml"].content)
    for entry in sitemap:
        address = urlsplit(entry.findtext(f"{SITEMAP}loc")).path
        told = {link.get("hreflang"): link.get("href") for link in entry.iter(f"{HTML}link")}
        head = {
            link.get("hreflang"): link.get("href")
            for link in elements(trees[address], "link")
            if link.get("rel") == "alternate" and link.get("hreflang")
        }
        assert head == told, address
        canonical = [
            link.get("href") for link in elements(trees[address], "link") if link.get("rel") == "canonical"
        ]
        assert canonical == [f"http://testserver{address}"]
