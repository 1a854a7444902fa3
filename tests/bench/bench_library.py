"""The library with 10,000 resources and 3,000 members beside one with 10: queries, CPU time, time in the database.

SQLite always; PostgreSQL too where DATABASE_URL names one. A page of the list shows ten in both.
"""

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import compress
from pathlib import Path

ROOT = Path(__file__).parents[2]
FEW = 10
MANY = int(os.environ.get("BENCH_RESOURCES", "10000"))
MEMBERS = 3000
WORDS = 300  # in the file of each
ROUNDS = 25
MOST_TIMES = 1.5  # the CPU time with few
MOST_MS = 10  # of a search in the database: all that asks its index
PAGES = {
    "list": "",
    "list, page 3, by title": "?sida=3&sortera=titel",
    "filter": "?typ=tool&sprak=sv",
    "two filters of a kind": "?typ=tool&typ=model",
    "search, a word in all": "?q=kommun",
    "search, three words in all": "?q=hot+våld+kommun",
    "search and filter": "?q=kommun&typ=tool",
    "search, latest first": "?q=kommun&sortera=nyast",
    "search, a rare word": "?q=kristianstad",
}
COMMON = ["nätverk", "kommun", "hot", "våld", "region", "träff", "arbete", "förtroendevald", "stöd", "möte"]
OTHER = ["säkerhet", "polis", "lag", "ansvar", "rutin", "chef", "politiker", "demokrati", "val", "kostnad"]


def main() -> list[str]:
    missed = []
    databases = {"SQLite": None}
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        databases["PostgreSQL"] = os.environ["DATABASE_URL"]
    else:
        print("PostgreSQL: not measured, DATABASE_URL names none")
    for name, url in databases.items():
        few, many = measured(url)
        print(f"{name}: {FEW} and {MANY} resources, {MEMBERS} members")
        for page in PAGES:
            before, now = few[page], many[page]
            times = now["cpu"] / before["cpu"]
            print(
                f"  {page:<28}{now['queries']:3} queries  {before['cpu']:5.1f} and {now['cpu']:5.1f} ms CPU"
                f" ({times:4.2f}x)  {now['database']:5.1f} ms in the database, {now['search']:4.1f} of them in the index",
                flush=True,
            )
            if now["queries"] > before["queries"]:
                missed.append(f"{name}, {page}: {before['queries']} queries become {now['queries']}")
            if times > MOST_TIMES:
                missed.append(f"{name}, {page}: {times:.2f} times the CPU time, at most {MOST_TIMES}")
            if now["search"] > MOST_MS:
                missed.append(f"{name}, {page}: searches for {now['search']:.1f} ms, at most {MOST_MS}")
    return missed


def measured(url: str | None) -> list[dict]:
    """The figures of a small and of a large library, asked in turn: a slow minute of the machine falls on both."""
    with ExitStack() as stack:
        libraries = [stack.enter_context(library(url, size)) for size in (FEW, MANY)]
        rounds = {page: [[ask(one, page) for one in libraries] for _round in range(ROUNDS)] for page in PAGES}
        return [
            {page: best([both[number] for both in found]) for page, found in rounds.items()}
            for number in range(len(libraries))
        ]


@contextmanager
def library(url: str | None, size: int) -> Iterator[subprocess.Popen]:
    """A process with a database of its own, which answers `ask`."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment |= {"SAMRUM_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "samrum.settings.test"}
        if url:
            environment["DATABASE_URL"] = f"{url}_{size}"
        command = [sys.executable, "-m", "tests.bench.bench_library", str(size)]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            if process.stdout.readline() != "ready\n":
                raise RuntimeError(f"The library of {size} did not come up: see above.")
            yield process
            process.stdin.close()


def ask(process: subprocess.Popen, page: str) -> dict:
    process.stdin.write(f"{page}\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def best(rounds: list[dict]) -> dict:
    """Of each figure the least: what other processes took of the machine is not the library's."""
    return {name: min(one[name] for one in rounds) for name in rounds[0]}


def serve(size: int) -> None:
    """Runs in the process of its own: fill a new database, read pages of it on demand, throw it away."""
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        room, cookie = start()
        fill(room, size)
        with connection.cursor() as cursor:
            # As PostgreSQL's own housekeeping does after a while.
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        for page in PAGES.values():
            read(room, cookie, page)
        print("ready", flush=True)
        for line in sys.stdin:
            print(json.dumps(read(room, cookie, PAGES[line.rstrip("\n")])), flush=True)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def start():
    """A room with its members; one of them is signed in."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from home.models import HomePage
    from members.models import Membership, Organisation
    from network.models import BuildingBlock
    from samrum.users.models import User
    from tests.members.factories import MembershipFactory, RoomFactory

    call_command("setup_site", verbosity=0, stdout=io.StringIO())
    home = HomePage.objects.get(locale__language_code="sv", depth=2)
    room = RoomFactory(home=home)
    for number in range(15):
        BuildingBlock.objects.create(name=f"Byggsten {number}", order=number, locale=home.locale)
    Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"Exempelort {n}",
                short_name=f"Ort {n}",
                sort_key=f"{n:03}",
                search_key=f"exempelort {n}",
            )
            for n in range(310)
        ]
    )
    users = User.objects.bulk_create(
        [User(email=f"m{number}@example.org", password="!") for number in range(MEMBERS - 1)]
    )
    Membership.objects.bulk_create(
        [Membership(room=room, user=user, joined_at=timezone.now()) for user in users]
    )
    client = Client()
    client.force_login(MembershipFactory(room=room).user)
    return room, client.cookies[settings.SESSION_COOKIE_NAME].value


def fill(room, size: int) -> None:
    """Fill up to `size` resources, as library.search.index_resource would one by one.

    The first ten are alike in what the pages filter by.
    """
    from django.utils import timezone

    from members.alphabet import sort_key
    from members.library.models import (
        ListedResource,
        Resource,
        ResourceFile,
        ResourceSearchEntry,
        ResourceVersion,
    )
    from members.models import Organisation
    from network.models import BuildingBlock

    chance = random.Random(7)
    blocks = list(BuildingBlock.objects.all())
    organisations = list(Organisation.objects.all())
    rare = [f"{one}s{other}" for one in COMMON + OTHER for other in OTHER]
    now = timezone.now()
    rows, texts = [], []
    for number in range(Resource.objects.count(), size):
        words = [chance.choice(COMMON if chance.random() < 0.5 else OTHER + rare) for _word in range(WORDS)]
        words += COMMON + (["Kristianstad"] if number < FEW or number % 500 == 0 else [])
        texts.append(" ".join(words))
        rows.append(
            Resource(
                room=room,
                title=" ".join(words[:4]).capitalize(),
                summary=" ".join(words[4:30]),
                kind="tool" if number < FEW else chance.choice(Resource.Kind.values),
                language="sv" if number < FEW else chance.choice(Resource.Language.values),
                organisation=organisations[number % 310],
                handed_in_at=now,
                published_at=now,
                renewed_at=now,
            )
        )
    rows = Resource.objects.bulk_create(rows, batch_size=500)
    chosen = [chance.sample(blocks, 2) for _row in rows]
    through = Resource.building_blocks.through
    through.objects.bulk_create(
        [
            through(resource_id=row.pk, buildingblock_id=block.pk)
            for row, own in zip(rows, chosen, strict=True)
            for block in own
        ],
        batch_size=500,
    )
    versions = ResourceVersion.objects.bulk_create(
        [ResourceVersion(resource=row, state="published", published_at=now) for row in rows], batch_size=500
    )
    files, entries, listed = [], [], []
    for row, version, text, own in zip(rows, versions, texts, chosen, strict=True):
        name = f"Fil {row.pk}.docx"
        files.append(
            ResourceFile(
                version=version,
                file=f"library/{row.pk}",
                name=name,
                content_type="application/msword",
                size=1000,
                sha256="0" * 64,
                text=text,
                text_state="done",
            )
        )
        entry = ResourceSearchEntry(pk=row.pk, resource=row, room=room, language="sv")
        entry.fill(row.title, f"{row.summary} {own[0].name} {own[1].name} {name} {text}")
        entries.append(entry)
        listed.append(
            ListedResource(
                resource=row,
                room=room,
                kind=row.kind,
                language=row.language,
                organisation_id=row.organisation_id,
                blocks=" ".join(str(block.translation_key) for block in own),
                title_key=sort_key(row.title),
                renewed_at=now,
                mark=chance.getrandbits(40),
            )
        )
    ResourceFile.objects.bulk_create(files, batch_size=500)
    ResourceSearchEntry.objects.bulk_create(entries, batch_size=500)
    ListedResource.objects.bulk_create(listed, batch_size=500)


def read(room, cookie: str, page: str) -> dict:
    """CPU time of a request (ms), its queries, and the time that they take."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test import RequestFactory
    from django.urls import reverse

    from members.library.models import ResourceSearchEntry

    handler, factory = WSGIHandler(), RequestFactory()
    address = reverse("library:list", args=[room.slug]) + page
    spent: list[float] = []
    asks_index: list[bool] = []

    def timed(execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(1000 * (time.perf_counter() - started))
            asks_index.append(ResourceSearchEntry._meta.db_table in sql)

    def once() -> float:
        request = factory.get(address)
        request.COOKIES[settings.SESSION_COOKIE_NAME] = cookie
        started = time.process_time()
        response = handler.get_response(request)
        cost = 1000 * (time.process_time() - started)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return cost

    cpu = once()
    with connection.execute_wrapper(timed):
        once()
    return {
        "cpu": cpu,
        "queries": len(spent),
        "database": sum(spent),
        "search": sum(compress(spent, asks_index)),
    }


if __name__ == "__main__":
    serve(int(sys.argv[1]))
