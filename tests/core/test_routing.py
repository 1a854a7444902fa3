"""From addresses to pages and back, the short way: the same as Wagtail's own."""

import pytest
from django.http import Http404
from django.utils import translation
from wagtail.models import Page, Site

from samrum.core import routing
from samrum.core.addresses import page_path
from tests.factories import MeetingPageFactory, NetworkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home, home_en):
    network = NetworkPageFactory(parent=home, slug="natverket")
    return [home, home_en, network, MeetingPageFactory(parent=network, slug="natverket")]


def test_a_page_is_found_in_its_own_type(pages):
    for page in pages:
        found = routing.find(page.url_path)
        assert type(found) is type(page)
        assert found.pk == page.pk


def test_what_is_not_live_or_not_there_is_not_found(home, client):
    draft = StandardPageFactory(parent=home, live=False)
    assert routing.find(draft.url_path) is None
    assert routing.find("/nowhere/at/all/") is None
    assert client.get(f"/{draft.slug}/").status_code == 404


def test_addresses_are_those_of_wagtail(pages, rf):
    for page in pages:
        request = rf.get("/")
        assert page_path(page) == page_path(page, request) == page.get_url(rf.get("/"))


def test_a_page_outside_the_site_has_no_address(db):
    assert page_path(Page.objects.get(depth=1)) == ""


def test_with_several_sites_wagtail_decides(home, client, rf):
    network = NetworkPageFactory(parent=home, slug="natverket")
    other = StandardPageFactory(parent=home, slug="annan", title="En annan webbplats")
    site = Site.objects.create(hostname="annan.localhost", root_page=other)
    assert "En annan webbplats" in client.get("/", headers={"host": site.hostname}).content.decode()
    assert page_path(network, rf.get("/")) == network.get_url(rf.get("/"))


def test_a_language_without_a_front_page_has_no_pages(home, home_en, rf):
    home_en.delete()
    Site.clear_site_root_paths_cache()
    with translation.override("en"), pytest.raises(Http404):
        routing.serve(rf.get("/en/"), "")
