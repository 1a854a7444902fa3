import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand

from samrum.core.mail_loop import MailLoop, only_one


class Command(BaseCommand):
    """The outgoing mail: one lasting process per installation (Procfile, systemd)."""

    help = "Send queued letters until SIGTERM or Ctrl-C. Refused letters are tried again for about four days."
    # It needs the queue alone, and is started again quickly.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--interval", type=float, default=2.0, help="Seconds between two looks at the queue (2)."
        )
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *args, interval: float, once: bool, **options):
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        loop = MailLoop(stop, max(interval, 0.05))
        with only_one(settings.DATA_DIR / "letters.lock", stop) as is_ours:
            if not is_ours:
                return
            if once:
                self.stdout.write(f"{loop.send_due()} letters sent")
            else:
                loop.run()
