"""The database that a test finds: migrated and filled once a run, copied to each worker, and back after a test that commits.

Django's own way builds it once per worker, and flushes it after a test that commits: then pages, groups and languages
are gone.
"""

import fcntl
import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

# Of the database that the settings name; the tests' own are called after it.
SETTINGS_NAME = Path(str(settings.DATABASES["default"]["NAME"])).stem
# What the workers share: an empty site, and one with the demo.
SHARED = ("prepared", "demo")


def run_folder() -> Path:
    """The folder that all workers of one run share; each has its own below it."""
    folder = Path(settings.DATA_DIR)
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


def once(name: str, build: Callable[[], None]) -> None:
    """Call `build` in the first worker of this run that comes here; the others wait until it is done."""
    done = run_folder() / f"{name}.done"
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            build()
            done.touch()


def is_begun(name: str) -> bool:
    """Whether a worker of this run has done it or is at it."""
    return (run_folder() / f"{name}.lock").exists()


def address(name: str) -> str:
    """The value of DATABASE_URL for a database of the run: a file, or a name on the server."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    database = connection.settings_dict
    user, password = database["USER"], database["PASSWORD"]
    who = f"{user}:{password}" if password else user
    return f"postgres://{who}@{database['HOST']}:{database['PORT'] or 5432}/{name}"


def named(purpose: str) -> str:
    """The name of a database that all workers share."""
    if connection.vendor == "sqlite":
        return str(run_folder() / f"{purpose}.sqlite3")
    return f"test_{SETTINGS_NAME}_{purpose}"


def copy(source: str, target: str) -> None:
    """Make `target`, there or not, what `source` is."""
    connections.close_all()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            new.execute("PRAGMA synchronous=OFF")
            old.backup(new)
        return
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')


def drop(name: str) -> None:
    connections.close_all()
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
        return
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _server() -> psycopg.Connection:
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    return psycopg.connect(**parameters, autocommit=True)


class WorkersDatabase:
    """The one that the tests of this worker use."""

    def __init__(self) -> None:
        self.name = connection.settings_dict["TEST"]["NAME"] or f"test_{SETTINGS_NAME}"
        self.prepared = named("prepared")
        once("prepared", self._prepare)
        self._use(self.name)
        self.restore()

    def restore(self, source: str = "") -> None:
        """Make it what `source` is, or what `migrate` and `setup_site` leave."""
        copy(source or self.prepared, self.name)

    def _prepare(self) -> None:
        drop(self.prepared)
        connection.settings_dict["TEST"]["NAME"] = self.prepared
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        call_command("setup_site", verbosity=0, stdout=io.StringIO())
        connections.close_all()

    def _use(self, name: str) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
