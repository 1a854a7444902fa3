"""Processes of the site itself, working on the test database: for tests that kill them."""

import datetime
import os
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def database_url() -> str:
    """The address of the database that the tests use right now."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = database["USER"], database["PASSWORD"]
    who = f"{user}:{password}" if password else user
    return f"postgres://{who}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


class SiteProcess(ABC):
    """A child in a process group of its own."""

    def __init__(self, data_dir: Path, smtp_port: int, **environment: str):
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "samrum.settings.development",
            "SAMRUM_DATA_DIR": str(data_dir),
            "DATABASE_URL": database_url(),
            "SAMRUM_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
            "SAMRUM_SMTP_TIMEOUT": "1",
            **environment,
        }
        self.log = data_dir / "log.txt"

    @abstractmethod
    def command(self) -> list[str]: ...

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def kill(self) -> None:
        """kill -9, with its children."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def end(self) -> int:
        """SIGTERM; return the exit code."""
        self.process.terminate()
        return self.process.wait(20)


class Letters(SiteProcess):
    def command(self) -> list[str]:
        return [sys.executable, "manage.py", "send_letters", "--interval", "0.2"]


class Web(SiteProcess):
    """gunicorn with one worker: the rate limits lie in its memory."""

    def __init__(self, data_dir: Path, smtp_port: int, port: int, **environment: str):
        super().__init__(data_dir, smtp_port, **environment)
        self.port = port

    def command(self) -> list[str]:
        address = f"127.0.0.1:{self.port}"
        workers = ["--workers", "1", "--threads", "16"]
        return [sys.executable, "-m", "gunicorn", "samrum.wsgi", "--bind", address, *workers]


class CommandAt(SiteProcess):
    """A management command that believes it is run at `moment`."""

    CODE = """
import datetime, sys
import django, time_machine
from django.core.management import call_command
django.setup()
with time_machine.travel(datetime.datetime.fromisoformat(sys.argv[2])):
    call_command(sys.argv[1], verbosity=0)
"""

    def __init__(self, data_dir: Path, name: str, moment: datetime.datetime):
        super().__init__(data_dir, smtp_port=1)
        self.name, self.moment = name, moment

    def command(self) -> list[str]:
        return [sys.executable, "-c", self.CODE, self.name, self.moment.isoformat()]
