"""The site as `migrate` and `setup_site` leave it, or with the demo; each test rolls back."""

import gc
import os
import shutil

import hypothesis
import pytest
from django.core.cache import cache, caches
from django.test import TransactionTestCase

from home.models import HomePage
from network.models import ContactPage
from tests import databases, demo_site
from tests.postmaster import post  # noqa: F401 - a fixture

# The same examples in every run; `make check-full` looks for others (what it finds becomes an @example).
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("others", deadline=None)
hypothesis.settings.load_profile(os.environ.get("SAMRUM_EXAMPLES", "same"))


def pytest_collection_finish():
    """What has been loaded by now stays: not worth looking through again and again (a tenth of the suite's time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database = databases.WorkersDatabase()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.restore())
        with django_db_blocker.block():
            yield database
        databases.drop(database.name)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """What the workers shared goes when they have ended."""
    if not hasattr(session.config, "workerinput"):
        for purpose in databases.SHARED:
            databases.drop(databases.named(purpose))
        shutil.rmtree(databases.run_folder(), ignore_errors=True)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo in the tests' own database, for all tests of a module."""
    with django_db_blocker.unblock():
        demo_site.copy_into(django_db_setup)
        with django_db_blocker.block():
            yield
        django_db_setup.restore()


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
