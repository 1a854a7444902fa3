import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from post_office.models import STATUS, Email

from samrum.core.mail import queue, undelivered
from samrum.core.mail.models import RecipientDomain

SHOWN = 50


class Command(BaseCommand):
    """The operator's view of outgoing mail: what waits and why, what did not arrive."""

    help = "Show letters that wait and letters that did not arrive; --again sends those anew."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again",
            nargs="+",
            metavar="NUMBER",
            help="Put letters that did not arrive back into the queue: their numbers, or 'all'.",
        )
        parser.add_argument(
            "--all", action="store_true", help=f"Show all that did not arrive, not the latest {SHOWN} alone."
        )

    def handle(self, *args: Any, again: list[str] | None, **options: Any) -> None:
        if again:
            self._again(again)
        else:
            self._waiting()
            self._domains()
            self._failed(None if options["all"] else SHOWN)

    def _again(self, numbers: list[str]) -> None:
        failed = Email.objects.filter(status=STATUS.failed)
        if numbers != ["all"]:
            if not all(number.isascii() and number.isdigit() for number in numbers):
                raise CommandError("Give the numbers of letters, or 'all'.")
            failed = failed.filter(pk__in=numbers)
        self.stdout.write(f"{queue.again(failed)} letters are sent again")

    def _waiting(self) -> None:
        waiting = Email.objects.filter(status__in=queue.WAITING)
        oldest = waiting.order_by("created").values_list("created", flat=True).first()
        since = f", the oldest since {_moment(oldest)}" if oldest else ""
        put_off = waiting.filter(number_of_retries__gt=0).count()
        self.stdout.write(f"{waiting.count()} letters wait{since}; {put_off} of them were put off")

    def _domains(self) -> None:
        for domain in RecipientDomain.objects.filter(retry_at__gt=timezone.now()).order_by("name"):
            self.stdout.write(f"{domain} puts letters off; tried again at {_moment(domain.retry_at)}")

    def _failed(self, most: int | None) -> None:
        failed = Email.objects.filter(status=STATUS.failed)
        self.stdout.write(f"{failed.count()} letters did not arrive (kept for 30 days)")
        for letter in undelivered.listed(failed, most):
            subject, answer = letter.subject, f" ({letter.answer})" if letter.answer else ""
            self.stdout.write(
                f"{letter.key} {_moment(letter.at)} {letter.to}: {subject}. {letter.reason}{answer}"
            )


def _moment(at: datetime.datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
