"""The world is made once per worker; every request in it is undone."""

import logging
from pathlib import Path

import pytest
from django.core.cache import cache, caches
from django.db import transaction

from members.files.storage import PrivateFolder

from .matrix import Matrix
from .world import World


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="package")
def matrix(django_db_setup, django_db_blocker):
    # Thousands of refusals are what is wanted: nobody reads them in the log.
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        for each in (cache, caches["fragments"]):
            each.clear()
        made = Matrix(World())
        # What a request did is undone in the database: so its files stay, too.
        patch.setattr(PrivateFolder, "delete", lambda storage, name: None)
        yield made
        made.browser.close()
        patch.undo()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """What one actor leaves in the caches the next may be given: that is a part of the proof."""
