from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from network.announcement import report
from network.announcement.builder import ImportRefused, build
from network.announcement.parser import parse
from network.announcement.source import SourceError, decode


class Command(BaseCommand):
    """Makes drafts (with --publish public pages) of the plain text of an announcement. Speaks Swedish."""

    help = "Bring a published announcement in: a network with sections, meetings, facts and contact persons."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="plain text, UTF-8")
        parser.add_argument("--slug", default="", help="address of the page; default: made from the title")
        parser.add_argument("--publish", action="store_true", help="publish at once instead of saving drafts")
        parser.add_argument("--replace", action="store_true", help="update the page that has this address")

    def handle(self, *args, **options):
        with override("sv"):
            try:
                announcement = parse(decode(self.read(options["file"])))
                work = build(
                    announcement,
                    slug=options["slug"],
                    publish=options["publish"],
                    replace=options["replace"],
                    keep_status=True,
                )
            except SourceError as error:
                raise CommandError(report.refusal(error.code)) from error
            except ImportRefused as error:
                hint = " (--slug, --replace)" if error.code == "slug_taken" else ""
                raise CommandError(report.refusal(error.code, error.detail) + hint) from error
            self.stdout.write(
                _("%(meetings)d meetings, %(persons)d persons, %(facts)d facts")
                % {
                    "meetings": len(announcement.meetings),
                    "persons": len(announcement.persons),
                    "facts": len(announcement.facts),
                }
            )
            for note in sorted([*announcement.notes, *work.notes], key=lambda note: note.line):
                place = _("Line %(number)d") % {"number": note.line} + ": " if note.line else ""
                quoted = f"”{note.text[:100]}”: " if note.text else ""
                self.stdout.write(f"{place}{quoted}{report.sentence(note)}")
            self.stdout.write(work.page.get_url() or f"/{work.page.slug}/")

    def read(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(report.MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(report.refusal("missing", str(path))) from error
