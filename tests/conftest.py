"""The site as `migrate` and `setup_site` leave it, once per worker; each test rolls back."""

import io

import pytest
from django.core.cache import cache, caches
from django.core.management import call_command
from django.test import TransactionTestCase

from home.models import HomePage
from network.models import ContactPage
from tests import snapshot


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        call_command("setup_site", verbosity=0, stdout=io.StringIO())
        copy = snapshot.take()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: copy.restore())
        with django_db_blocker.block():
            yield copy
        copy.drop()


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    caches["fragments"].clear()


@pytest.fixture
def home(db):
    """The Swedish front page."""
    return HomePage.objects.get(locale__language_code="sv", depth=2)


@pytest.fixture
def home_en(db):
    return HomePage.objects.get(locale__language_code="en", depth=2)


@pytest.fixture
def contact_page(home):
    return ContactPage.objects.child_of(home).get()
