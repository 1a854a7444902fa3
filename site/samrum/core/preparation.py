"""Brings a site on one's own machine up to date before it starts: what is already done is not done again."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

Say = Callable[[str], None]
# Present while the demo is being loaded, so that an interrupted first start is taken up again.
DEMO_MARK = "demo-unfinished"


class Counter(io.StringIO):
    """Stands in for a command's output and tells how far it has come, by the lines that start with `word`."""

    def __init__(self, say: Say, word: str, total: int, step: int = 50):
        super().__init__()
        self.say, self.word, self.total, self.step, self.done = say, word, total, step, 0

    def write(self, text: str) -> int:
        if text.lstrip().startswith(self.word):
            self.done += 1
            if self.done % self.step == 0:
                self.say(f"  {self.done} of {self.total}")
        return len(text)


def prepare_database(say: Say) -> None:
    """Migrate, create what every installation needs and, when the database is new, load the demo."""
    mark = settings.DATA_DIR / DEMO_MARK
    if "django_migrations" not in connection.introspection.table_names():
        mark.touch()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Database: {len(plan)} migrations")
        call_command("migrate", interactive=False, stdout=Counter(say, "Applying", len(plan)))
    call_command("setup_site", stdout=io.StringIO())
    if mark.exists():
        say("Demo content: pages, pictures, people")
        call_command("load_demo", stdout=Counter(say, "", 0, step=10**6))
        mark.unlink()


def prepare_translations(say: Say) -> None:
    """Compile the catalogues that are newer than what was compiled from them."""
    sources = [path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("*.po")]
    compiled = [(path, path.with_suffix(".mo")) for path in sources]
    if any(not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime for po, mo in compiled):
        say("Translations: compiling the catalogues")
        call_command("messages", compile=True, stdout=io.StringIO())


def prepare_static_files(say: Say) -> None:
    """Collect, bundle and compress the static files when any of them has changed."""
    digest = hashlib.sha256()
    number = 0
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
            number += 1
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    say(f"Static files: {number} to collect and compress")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
