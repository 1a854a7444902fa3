from django.core.management.base import BaseCommand, CommandError

from samrum.core import catalogues
from samrum.core.extraction import own_messages

LANGUAGES = ("sv", "en")


class Command(BaseCommand):
    """Keeps the catalogues in step with the code. English is what the code says, so it may stay empty."""

    help = "Collect the texts to translate; --check that the Swedish is complete; --compile the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--check", action="store_true", help="change nothing; fail unless Swedish is complete"
        )
        group.add_argument("--compile", action="store_true", help="write the .mo files that the site reads")

    def handle(self, *args, **options):
        if options["compile"]:
            for path in catalogues.compile_all():
                self.stdout.write(f"compiled {path}")
        elif options["check"]:
            self.check_swedish()
        else:
            messages = own_messages()
            for language in LANGUAGES:
                new, gone = catalogues.merge(messages, language)
                self.stdout.write(f"{language}: {len(messages)} texts, {new} new, {gone} no longer used")

    def check_swedish(self):
        found = [*catalogues.faults(own_messages()), *catalogues.upstream_gaps()]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"The Swedish catalogue has {len(found)} faults.")
        self.stdout.write("The Swedish catalogue is complete.")
