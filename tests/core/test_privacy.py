"""Wagtail's privacy settings: no control to press, and nothing behind it."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from tests.factories import (
    ContactPersonPageFactory,
    FactsPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home, contact_page):
    """One of each type, and the root, which is a plain Wagtail page."""
    network = NetworkPageFactory(parent=home)
    return [
        Page.get_first_root_node(),
        home,
        contact_page,
        network,
        MeetingPageFactory(parent=network),
        FactsPageFactory(parent=network),
        ContactPersonPageFactory(parent=contact_page),
        StandardPageFactory(parent=home),
    ]


def test_no_page_takes_a_restriction(editor, pages):
    for page in pages:
        url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        for data in (
            {"restriction_type": "login"},
            {"restriction_type": "password", "password": "x", "groups": []},
        ):
            response = editor.client.post(url, data)
            assert response.status_code == 403
            assert "publikt" in response.text
        assert editor.client.get(url).status_code == 403
    assert not PageViewRestriction.objects.exists()


def test_no_collection_takes_a_restriction(editor):
    collection = Collection.get_first_root_node().add_child(name="Bilder")
    url = reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])
    assert editor.client.post(url, {"restriction_type": "login"}).status_code == 403
    assert not CollectionViewRestriction.objects.exists()


def test_the_controls_are_not_drawn(editor, pages):
    collection = Collection.get_first_root_node().add_child(name="Bilder")
    addresses = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages[1:]]
    addresses += [reverse("wagtailadmin_explore", args=[pages[1].pk])]
    addresses += [reverse("wagtailadmin_collections:edit", args=[collection.pk])]
    for address in addresses:
        response = editor.client.get(address)
        assert response.status_code == 200
        assert "set-privacy" not in response.text and "/privacy/" not in response.text, address
