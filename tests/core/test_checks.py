"""House rules that `manage.py check` watches."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from home.models import StandardPage
from samrum.core import checks, email_checks


class Plain(Page):
    """A page type that somebody adds without BasePage."""

    class Meta:
        abstract = True


def ids(messages):
    return [message.id for message in messages]


def test_the_site_keeps_the_rules(db):
    output = io.StringIO()
    call_command("check", databases=["default"], stdout=output)
    assert "no issues" in output.getvalue()


def test_page_type_without_base_page_is_found(monkeypatch):
    monkeypatch.setattr(checks, "page_types", lambda: [StandardPage, Plain])
    assert ids(checks.every_page_type_is_a_base_page(None)) == ["samrum.E001"]


def test_page_type_with_privacy_is_found(monkeypatch):
    monkeypatch.setattr(StandardPage, "private_page_options", ["login"])
    assert ids(checks.privacy_is_switched_off(None)) == ["samrum.E002"]


def test_restrictions_that_exist_are_found(home):
    PageViewRestriction.objects.create(page=home, restriction_type="login")
    collection = Collection.get_first_root_node().add_child(name="Hemligt")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    messages = checks.nothing_is_restricted(databases=["default"])
    assert ids(messages) == ["samrum.W001", "samrum.W001"]
    assert "Hemligt" in messages[1].msg


def test_restrictions_are_not_looked_for_before_the_first_migration(db, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert checks.nothing_is_restricted(databases=["default"]) == []


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PagesAPIViewSet)
urlpatterns = [path("api/", include(([path("v2/", router.urls)], "samrum")))]


@pytest.mark.urls(__name__)
def test_api_is_found():
    assert set(ids(checks.no_api(None))) == {"samrum.E003"}


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("Samrum <samrum@example.org>", []),
        ("samrum@example.org", []),
        ('"SKR, Samrum" <samrum@räksmörgås.se>', []),
        ("Samrum", ["samrum.E011"]),
        ("Samrum <samrum@localhost>", ["samrum.E011"]),
        ("Samrum <samrum@exam\u200bple.org>", ["samrum.E011"]),
    ],
)
def test_sender_of_letters(settings, sender, found):
    settings.DEFAULT_FROM_EMAIL = sender
    assert ids(email_checks.sender_is_an_address(None)) == found


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("", []),
        ("mailto:sakerhet@example.org", []),
        ("mailto:sakerhet@example.org?subject=Samrum", []),
        ("https://example.org/sakerhet", []),
        ("sakerhet@example.org", ["samrum.E012"]),
        ("mailto:sakerhet", ["samrum.E012"]),
        ("mailto:sakerhet@exam\u00adple.org", ["samrum.E012"]),
        ("http://example.org/", ["samrum.E012"]),
    ],
)
def test_contact_of_security_txt(settings, contact, found):
    settings.SECURITY_CONTACT = contact
    assert ids(email_checks.security_contact_is_an_address(None)) == found
