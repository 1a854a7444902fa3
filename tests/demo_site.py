"""A site with the demo content, as `make run` serves it: made once a run, copied to whoever needs one."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import databases

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT = 600  # seconds: the first start of a site on a busy machine
# What a site keeps outside its database.
FOLDERS = ("media", "private")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(data_dir: Path, **environment: str) -> Iterator[str]:
    """Serve the site in `data_dir` (new: with demo content); yield its address without a final slash.

    Raises RuntimeError, with the end of its log, when it does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data_dir.mkdir(parents=True, exist_ok=True)
    url = f"http://localhost:{port}"
    environment = _environment(data_dir) | {"PORT": str(port), **environment}
    with (data_dir / "serve.log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--only", "web"],
            cwd=ROOT,
            env=os.environ | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + START_LIMIT
            while not answers(url + "/health/"):
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    raise RuntimeError("The demo site did not start:\n" + log.read()[-4000:])
                time.sleep(0.3)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def running_copy(data_dir: Path, database: str) -> Iterator[str]:
    """Serve a copy of this run's demo on the kind of database that the tests use; yield its address."""
    name = _database_in(data_dir) if connection.vendor == "sqlite" else database
    shutil.copytree(_prepared(), data_dir, dirs_exist_ok=True)
    databases.copy(databases.named("demo"), name)
    with running(data_dir, DATABASE_URL=databases.address(name)) as url:
        yield url
    databases.drop(name)


def copy_into(database: databases.WorkersDatabase) -> None:
    """Make the tests' own database and files those of the demo."""
    prepared = _prepared()
    database.restore(databases.named("demo"))
    for folder in FOLDERS:
        shutil.copytree(prepared / folder, Path(settings.DATA_DIR) / folder, dirs_exist_ok=True)


def _prepared() -> Path:
    """The folder of the demo, made by the first who asks; its database is called `demo`."""
    folder = databases.run_folder() / "demo"
    databases.once("demo", lambda: _prepare(folder))
    return folder


def _prepare(folder: Path) -> None:
    """As the first start of a site does, in a database that has been migrated; and the worker has read all files."""
    folder.mkdir()
    (folder / "demo-unfinished").touch()
    name = databases.named("demo")
    databases.copy(databases.named("prepared"), name)
    environment = os.environ | _environment(folder) | {"DATABASE_URL": databases.address(name)}
    for command in (["serve", "--prepare"], ["db_worker", "--batch", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def _database_in(data_dir: Path) -> str:
    return str(data_dir / "samrum.sqlite3")


def _environment(data_dir: Path) -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "samrum.settings.development", "SAMRUM_DATA_DIR": str(data_dir)}
