"""The demo site as `make run` serves it, once per worker, and the Chromium that looks at it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests import browser as chromium
from tests import demo_site as demo

# Playwright's event loop lives in the test's thread; Django would refuse its database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {"executable_path": chromium.find(), "args": chromium.ARGUMENTS}


@pytest.fixture(scope="session")
def demo_environment(tmp_path_factory, worker_id) -> dict[str, str]:
    """Where the demo site lives: a folder, and a database of the kind that the suite runs on."""
    environment = {"SAMRUM_DATA_DIR": str(tmp_path_factory.mktemp("demo-site"))}
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        environment["DATABASE_URL"] = f"{server}/samrum_demo_site_{worker_id}"
    return environment


@pytest.fixture(scope="session")
def demo_site(demo_environment) -> Iterator[str]:
    """The address of a running site with the demo content, without a final slash.

    It has a database of its own and the bundled style sheet. Tests may write to it (send a message) but must not
    rely on what another test has written.
    """
    data_dir = Path(demo_environment["SAMRUM_DATA_DIR"])
    if "DATABASE_URL" not in demo_environment:
        with demo.running(data_dir) as url:
            yield url
        return
    name = demo_environment["DATABASE_URL"].rsplit("/", 1)[1]
    replace_database(name, create=True)
    with demo.running(data_dir, DATABASE_URL=demo_environment["DATABASE_URL"]) as url:
        yield url
    replace_database(name, create=False)


@pytest.fixture(scope="session")
def demo_worker(demo_site, demo_environment) -> None:
    """The worker has done what waited for it: what stands inside the files of the demo is found."""
    subprocess.run(
        [sys.executable, "manage.py", "db_worker", "--batch", "--verbosity", "0"],
        cwd=demo.ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "samrum.settings.development"} | demo_environment,
        check=True,
    )


@pytest.fixture(scope="session")
def base_url(demo_site) -> str:
    """So that `page.goto("/sok/")` means the demo site."""
    return demo_site


def replace_database(name: str, create: bool) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        if create:
            connection.execute(f'CREATE DATABASE "{name}"')
