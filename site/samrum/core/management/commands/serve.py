import os
import shlex
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from honcho.environ import parse_procfile
from honcho.manager import Manager

from samrum.core.preparation import prepare_database, prepare_static_files, prepare_translations
from samrum.users.demo import PASSWORD, PEOPLE


class Command(BaseCommand):
    """What `make run` and `make dev` start: prepares the site, then runs what the Procfile names, together.

    Only for one's own machine; in production each process has a unit or container of its own (site/deploy).
    """

    help = "Prepare the site in SAMRUM_DATA_DIR and run web, worker, letters and schedule until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--only", metavar="PROCESS", help="run this one of the Procfile's processes")
        parser.add_argument("--prepare", action="store_true", help="prepare the site and end")

    def handle(self, *args, only=None, prepare=False, **options):
        if settings.PRODUCTION:
            raise CommandError("`serve` is for one's own machine; site/deploy has what production needs.")
        if prepare:
            self.prepare()
            return
        port = self.free_port()
        self.prepare()
        sys.exit(self.run_processes(port, only))

    def prepare(self) -> None:
        self.say(f"Data: {settings.DATA_DIR}")
        try:
            prepare_translations(self.say)
            prepare_database(self.say)
            if not settings.DEBUG:
                prepare_static_files(self.say)
        except KeyboardInterrupt:
            raise CommandError("Stopped; the next start goes on from here.", returncode=130) from None

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def free_port(self) -> int:
        text = os.environ.get("PORT") or "8000"
        if not text.isdigit() or not 0 < int(text) < 65536:
            raise CommandError(f"PORT is {text!r}, which is not a port number.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", int(text)))
            except OSError:
                raise CommandError(
                    f"Port {text} is in use by another program; choose one with PORT=8001 make run."
                ) from None
        return int(text)

    def run_processes(self, port: int, only: str | None) -> int:
        root = settings.BASE_DIR
        environment = os.environ | {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "PORT": str(port),
            "PYTHONUNBUFFERED": "1",
            "SAMRUM_DATA_DIR": str(settings.DATA_DIR),
        }
        processes = parse_procfile((root / "Procfile").read_text()).processes
        if settings.DEBUG:
            processes["web"] = f"python manage.py runserver {port}"
        if only:
            processes = {only: processes[only]}
        manager = Manager()
        for name, command in processes.items():
            # exec: the signal that ends a process reaches it, not a shell before it.
            manager.add_process(name, f"cd {shlex.quote(str(root))} && exec {command}", env=environment)
        threading.Thread(target=self.announce, args=(port,), daemon=True).start()
        manager.loop()
        interrupted = manager.returncode in (130, 143)
        return 0 if interrupted else manager.returncode or 0

    def announce(self, port: int) -> None:
        """Print address and sign-ins when the site answers, so that the address works when one reads it."""
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        people = "".join(f"    {email:<26}{who}\n" for email, *_names, who in PEOPLE)
        self.say(
            f"\nSamrum is on http://localhost:{port}/  (English: /en/, editors: /admin/, Ctrl-C ends it)\n"
            f"  Demo sign-ins, all with the password {PASSWORD}:\n{people}"
            f"  Mails land in {settings.DATA_DIR / 'mail'}\n"
        )
