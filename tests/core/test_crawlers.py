"""Sitemap, robots.txt, security.txt and icons."""

import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.contrib.staticfiles import finders
from PIL import Image
from wagtail.models import Locale

from tests.factories import MeetingPageFactory, NetworkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def listed(client) -> dict[str, dict]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return {
        entry.findtext(f"{SITEMAP}loc").removeprefix("http://testserver"): {
            "lastmod": entry.findtext(f"{SITEMAP}lastmod"),
            **{link.get("hreflang"): link.get("href") for link in entry.iter(LINK)},
        }
        for entry in root
    }


def translated(page, **fields):
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def test_untranslated_pages_have_no_alternates(client, home):
    with time_machine.travel("2026-03-01T23:30:00Z", tick=False):
        page = StandardPageFactory(parent=home)
    assert listed(client)[page.url] == {"lastmod": "2026-03-02"}  # the day in Sweden


def test_real_translations_name_each_other(client, home):
    page = StandardPageFactory(parent=home)
    copy = translated(page, slug="translated")
    expected = {
        "sv": f"http://testserver{page.url}",
        "en": f"http://testserver{copy.url}",
        "x-default": f"http://testserver{page.url}",
    }
    found = listed(client)
    for address in (page.url, copy.url):
        assert {key: value for key, value in found[address].items() if key != "lastmod"} == expected


def test_drafts_and_aliases_are_not_listed(client, home, home_en):
    page = StandardPageFactory(parent=home)
    draft = StandardPageFactory(parent=home, live=False)
    alias = page.copy_for_translation(Locale.objects.get(language_code="en"), alias=True)
    alias.refresh_from_db()
    found = listed(client)
    assert draft.url not in found and alias.url not in found
    assert set(found[page.url]) == {"lastmod"}


def test_unpublished_translations_are_not_named(client, home):
    page = StandardPageFactory(parent=home)
    translated(page, slug="translated").unpublish()
    assert set(listed(client)[page.url]) == {"lastmod"}


def test_queries_do_not_grow(client, home, django_assert_max_num_queries):
    network = NetworkPageFactory(parent=home)
    client.get("/sitemap.xml")
    with django_assert_max_num_queries(4) as few:
        client.get("/sitemap.xml")
    for _ in range(5):
        MeetingPageFactory(parent=network)
    with django_assert_max_num_queries(len(few)):
        client.get("/sitemap.xml")


def test_robots_are_told_where_the_sitemap_is(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def security_txt(client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in response.content.decode().splitlines())


@pytest.mark.parametrize("today", ["2026-11-23T12:00:00Z", "2031-02-01T00:00:00Z"])
def test_security_txt_is_never_out_of_date(client, today):
    with time_machine.travel(today, tick=False):
        expires = datetime.datetime.fromisoformat(security_txt(client)["Expires"])
        ahead = expires - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < ahead < datetime.timedelta(days=365)


def test_security_txt_says_whom_to_write_to(client, settings):
    found = security_txt(client)
    assert found["Contact"] == "http://testserver/kontakt/"
    assert found["Preferred-Languages"] == "sv, en"
    assert found["Canonical"] == "http://testserver/.well-known/security.txt"
    settings.SECURITY_CONTACT = "mailto:sakerhet@example.org"
    assert security_txt(client)["Contact"] == "mailto:sakerhet@example.org"


def test_icons(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"] == "/static/img/favicon.ico"
    assert "public" in response["Cache-Control"]
    with Image.open(finders.find("img/favicon.ico")) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(finders.find("img/apple-touch-icon.png")) as icon:
        assert icon.size == (180, 180)
    ElementTree.parse(finders.find("img/favicon.svg"))
