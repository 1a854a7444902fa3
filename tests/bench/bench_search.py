"""Search among 10,000 pages: milliseconds in the database, as a ratio against Wagtail's own search in the same run.

SQLite always; PostgreSQL too where DATABASE_URL names one.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = int(os.environ.get("BENCH_PAGES", "10000"))
WORDS_PER_PAGE = 150
ROUNDS = 15
MOST_MS = 10  # of one search in the database, whatever is sought
SEARCHES = {
    "common word": "nätverk",
    "three common words": "hot våld kommun",
    "rare word": "kristianstad",
    "beginning of words": "säk",
    "no hit": "xylofon",
}
# The first ones stand in almost every page, the last in a few.
COMMON = ["nätverk", "kommun", "hot", "våld", "region", "träff", "arbete", "förtroendevald", "stöd", "möte"]
OTHER = [
    "säkerhet",
    "polis",
    "lag",
    "ansvar",
    "rutin",
    "chef",
    "politiker",
    "demokrati",
    "val",
    "kostnad",
    "deltagare",
    "utveckling",
    "skola",
]


def main() -> list[str]:
    missed = []
    databases = {"SQLite": None}
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        databases["PostgreSQL"] = os.environ["DATABASE_URL"]
    else:
        print("PostgreSQL: not measured, DATABASE_URL names none")
    for name, url in databases.items():
        figures = measured(url)
        print(f"{name}, {PAGES} pages (filled in {figures.pop('fill'):.0f} s)")
        for search, (ours, wagtails) in figures.items():
            compared = f"; Wagtail {wagtails:.0f} ms, ratio {ours / wagtails:.4f}" if wagtails else ""
            print(f"  {search}: {ours:.1f} ms{compared}")
            if ours > MOST_MS:
                missed.append(f"Search on {name}, {search}: {ours:.0f} ms, at most {MOST_MS}.")
    return missed


def measured(url: str | None) -> dict:
    """The figures of one database, from a process of its own: settings are read once."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"SAMRUM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "samrum.settings.test"}
        if url:
            environment["DATABASE_URL"] = url
        outcome = subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_search"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if outcome.returncode:
            raise RuntimeError(outcome.stderr[-3000:])
        return json.loads(outcome.stdout.splitlines()[-1])


def measure() -> dict:
    """Runs in the process of its own: fill a new database, search it, throw it away."""
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        started = time.perf_counter()
        fill()
        figures: dict = {"fill": time.perf_counter() - started}
        for name, words in SEARCHES.items():
            # Wagtail takes so long that it is measured once, with the common word alone.
            theirs = best_ms(wagtails(words), 1) if name == "common word" else None
            figures[name] = (best_ms(ours(words), ROUNDS), theirs)
        return figures
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def fill() -> None:
    from django.core.management import call_command
    from django.db import connection
    from wagtail.models import Page

    from home.models import HomePage, StandardPage
    from samrum.core.search import pages

    call_command("setup_site", verbosity=0, stdout=sys.stderr)
    home = HomePage.objects.get(locale__language_code="sv", depth=2)
    chance = random.Random(7)
    rare = [f"{one}s{other}" for one in COMMON + OTHER for other in OTHER]
    first = StandardPage(title="Början", slug="borjan")
    home.add_child(instance=first)
    rows = []
    for number in range(1, PAGES):
        words = [
            chance.choice(COMMON if chance.random() < 0.5 else OTHER + rare)
            for _word in range(WORDS_PER_PAGE)
        ]
        if number % 500 == 0:
            words.append("Kristianstad")
        page = StandardPage(
            title=" ".join(words[:4]).capitalize(),
            draft_title="",
            slug=f"sida-{number}",
            path=Page._get_path(home.path, 3, number + 10),
            depth=3,
            url_path=f"{home.url_path}sida-{number}/",
            lead=" ".join(words),
            locale_id=home.locale_id,
            content_type_id=first.content_type_id,
            live=True,
        )
        rows.append(page)
    parents = [
        Page(
            **{
                field.attname: getattr(page, field.attname)
                for field in Page._meta.concrete_fields
                if field.name != "id"
            }
        )
        for page in rows
    ]
    parents = Page.objects.bulk_create(parents, batch_size=500)
    for page, parent in zip(rows, parents, strict=True):
        page.page_ptr_id = parent.pk
    insert_children(StandardPage, rows)
    pages.rebuild()
    call_command("update_index", verbosity=0, stdout=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def insert_children(model, rows) -> None:
    """Django cannot bulk-create a model with a parent table: only its own table is filled here."""
    from django.db import connection

    fields = model._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",
            [
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                for row in rows
            ],
        )


def ours(words: str):
    from samrum.core.search import analysis
    from samrum.core.search.models import PageSearchEntry

    query = analysis.parse(words, "sv")
    return lambda: PageSearchEntry.search(query, language="sv")


def wagtails(words: str):
    from home.models import StandardPage

    # The same first hundred pages of hits; its answer is lazy, list() asks the database.
    return lambda: list(StandardPage.objects.live().search(words)[:1000])


def best_ms(search, rounds: int) -> float:
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        search()
        times.append(1000 * (time.perf_counter() - started))
    # What other processes took of the machine is not the search's.
    return min(times)


if __name__ == "__main__":
    print(json.dumps(measure()))
