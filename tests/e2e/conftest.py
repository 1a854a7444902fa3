"""The demo site as `make run` serves it, a copy for each worker, and the Chromium that looks at it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import browser as chromium
from tests import databases
from tests import demo_site as demo

# Playwright's event loop lives in the test's thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# Whose pages hang on what the database finds, sorts and locks.
ON_BOTH_DATABASES = ("test_room.py", "test_meetings.py", "test_library_writing.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.no_cover)
            if item.path.name not in ON_BOTH_DATABASES:
                item.add_marker(pytest.mark.one_database)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": chromium.find(), "args": chromium.ARGUMENTS}


@pytest.fixture(scope="session")
def demo_site(django_db_setup, django_db_blocker, tmp_path_factory, worker_id) -> Iterator[str]:
    """The address of a running site with the demo content, without a final slash.

    It has a database of its own and the bundled style sheet. Tests may write to it (send a message) but must not
    rely on what another test has written.
    """
    folder, name = tmp_path_factory.mktemp("demo-site"), databases.named(f"demo_{worker_id}")
    with django_db_blocker.unblock(), demo.running_copy(folder, name) as url, django_db_blocker.block():
        yield url


@pytest.fixture(scope="session")
def base_url(demo_site) -> str:
    """So that `page.goto("/sok/")` means the demo site."""
    return demo_site
