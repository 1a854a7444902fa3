import logging
import signal
import threading
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection
from django.utils import timezone

from samrum.core import page_life

logger = logging.getLogger("samrum.schedule")

INTERVAL = 60  # seconds
# Commands run every minute and once a day; those that this installation lacks are passed over.
EVERY_MINUTE = (
    "write_deferred",
    "publish_scheduled",
    "remind_of_meetings",
    "send_notices",
    "forget_waiting_files",
)
DAILY = (
    "purge",
    "erase_recordings",
    "prune_db_task_results",
    "clearsessions",
    "sweep_private_files",
    "read_files",
)


class Command(BaseCommand):
    """The clock of the site: one lasting process. Nothing here may be lost by running twice, or late.

    Every minute it writes what readers left while the database took no writes, publishes and takes down what editors
    have scheduled, and sends the letters that are due. At its start and then once a day it
    removes what is past its time (messages, results of tasks, sessions), and has the files read that a worker was
    killed over. An error is logged and the next duty
    goes on; the next round tries again. SIGTERM and Ctrl-C end it after the duty at hand.
    """

    help = "Publish and expire scheduled pages every minute, tidy up every day. Runs until it is told to end."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round with the daily duties, then end")

    def handle(self, *args, once: bool = False, **options):
        self.stopping = threading.Event()
        self.tidied_on: date | None = None
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, self.stop)
            self.stdout.write("The schedule is running.")
            self.stdout.flush()
        while not self.stopping.is_set():
            self.round()
            if once:
                return
            self.stopping.wait(INTERVAL)

    def stop(self, *args) -> None:
        self.stopping.set()

    def round(self) -> None:
        self.run_commands(EVERY_MINUTE)
        self.duty("repair", page_life.repair)
        today = timezone.localdate()
        if self.tidied_on != today:
            self.tidied_on = today
            self.run_commands(DAILY)

    def run_commands(self, names: Iterable[str]) -> None:
        for name in names:
            if name in get_commands():
                self.duty(name, partial(call_command, name, verbosity=0))

    def duty(self, name: str, run: Callable[[], object]) -> None:
        """A lost database connection must not outlive the duty that lost it."""
        if self.stopping.is_set():
            return
        if not connection.in_atomic_block:
            close_old_connections()
        try:
            run()
        except Exception:
            logger.exception("%s failed; the next round tries again", name)
