"""Processes of the site itself, working on the test database: for tests that kill them.

One site is started for each worker of the suite; every process here is forked from it, which costs a hundredth of a start.
"""

import datetime
import multiprocessing
import os
import signal
import sys
from abc import ABC, abstractmethod
from multiprocessing import forkserver
from pathlib import Path

import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from gunicorn.app.wsgiapp import WSGIApplication

from tests import databases

SITE = multiprocessing.get_context("forkserver")
SITE.set_forkserver_preload(["tests.started_site"])


def database_url() -> str:
    """The address of the database that the tests use right now."""
    return databases.address(str(connection.settings_dict["NAME"]))


def site_folder() -> Path:
    """Where the processes keep their files."""
    return Path(settings.DATA_DIR) / "started-site"


def _start_site() -> None:
    """Start what the processes are forked from, unless it runs. Its settings are those of `make run`."""
    data_dir = site_folder()
    data_dir.mkdir(exist_ok=True)
    # What the tests sign, the processes check.
    (data_dir / "secret-key").write_text(settings.SECRET_KEY)
    own = {
        "DJANGO_SETTINGS_MODULE": "samrum.settings.development",
        "SAMRUM_DATA_DIR": str(data_dir),
        "DATABASE_URL": database_url(),
        "SAMRUM_SMTP_URL": "smtp://127.0.0.1:1",
        "SAMRUM_SMTP_TIMEOUT": "1",
    }
    before = os.environ.copy()
    os.environ.update(own)
    try:
        forkserver.ensure_running()
    finally:
        os.environ.clear()
        os.environ.update(before)


class SiteProcess(ABC):
    """A child in a process group of its own. `changed` are settings of this one alone."""

    def __init__(self, data_dir: Path, **changed: object):
        self.log = data_dir / "log.txt"
        self.changed = changed

    def start(self):
        _start_site()
        self.process = SITE.Process(target=self._begin, daemon=True)
        self.process.start()
        return self

    @abstractmethod
    def run(self) -> None:
        """In the child."""

    def kill(self) -> None:
        """kill -9, with its children."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join(10)

    def wait(self, seconds: float) -> int | None:
        """Return the exit code, or None when it still runs."""
        self.process.join(seconds)
        return self.process.exitcode

    def end(self) -> int | None:
        """SIGTERM; return the exit code."""
        self.process.terminate()
        return self.wait(20)

    def __getstate__(self) -> dict:
        return {name: value for name, value in vars(self).items() if name != "process"}

    def _begin(self) -> None:
        os.setpgid(0, 0)
        with self.log.open("a") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        for name, value in self.changed.items():
            setattr(settings, name, value)
        self.run()


class Letters(SiteProcess):
    def __init__(self, data_dir: Path, smtp_port: int, **changed: object):
        super().__init__(data_dir, EMAIL_PORT=smtp_port, **changed)

    def run(self) -> None:
        call_command("send_letters", interval=0.2)


class Web(SiteProcess):
    """gunicorn with one worker: the rate limits lie in its memory."""

    def __init__(self, data_dir: Path, smtp_port: int, port: int, **changed: object):
        super().__init__(data_dir, EMAIL_PORT=smtp_port, **changed)
        self.port = port

    def run(self) -> None:
        address = f"127.0.0.1:{self.port}"
        sys.argv = ["gunicorn", "samrum.wsgi", "--bind", address, "--workers", "1", "--threads", "16"]
        sys.argv += ["--no-control-socket"]
        WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()


class CommandAt(SiteProcess):
    """A management command that believes it is run at `moment`."""

    def __init__(self, data_dir: Path, name: str, moment: datetime.datetime):
        super().__init__(data_dir)
        self.name, self.moment = name, moment

    def run(self) -> None:
        with time_machine.travel(self.moment):
            call_command(self.name, verbosity=0)
