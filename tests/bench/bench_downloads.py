"""Downloads through the application alone: memory for 100 MB, and the front page while many read slowly.

The site stands as the Procfile starts it, without a web server before it. Ratios are of one run.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import demo_site

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024 * 1024
SIZE = 100 * MEGABYTE
MOST_MEMORY = 30 * MEGABYTE
READERS, MANY = 20, 40
SPEED = 200 * 1024  # bytes a second, each
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "400"))
MOST_RATIO = 2.0


def main() -> list[str]:
    missed = []
    with tempfile.TemporaryDirectory() as folder, demo_site.running(Path(folder)) as url:
        prepared = json.loads(_prepare(folder))
        site = Site(url, **prepared)
        memory = site.memory_of_a_download()
        print(f"  100 MB through the application: {memory / MEGABYTE:.1f} MB more in all its processes")
        if memory > MOST_MEMORY:
            missed.append(f"A download of 100 MB takes {memory / MEGABYTE:.0f} MB, at most 30.")
        zipped = site.memory_of_a_download(zipped=True)
        print(f"  the same in a zip: {zipped / MEGABYTE:.1f} MB more")
        if zipped > MOST_MEMORY:
            missed.append(f"A zip of 100 MB takes {zipped / MEGABYTE:.0f} MB, at most 30.")
        site.front_page(50)  # warm
        idle = site.front_page(REQUESTS)
        for number in (READERS, MANY):
            with site.slow_readers(number) as readers:
                busy = site.front_page(REQUESTS)
                # Nobody may have been cut off while the front page was measured.
                streaming = sum(reader.status == 200 and reader.is_alive() for reader in readers)
                turned_away = sum(reader.status == 429 for reader in readers)
            idle_now = p99(idle + site.front_page(REQUESTS))
            ratio = p99(busy) / idle_now
            print(
                f"  {number} downloads at 200 KB/s: {streaming} run, {turned_away} wait their turn (429); front page"
                f" p99 {p99(busy):.0f} ms, median {statistics.median(busy):.0f} ms (idle {idle_now:.0f} ms), ratio {ratio:.2f}"
            )
            if ratio > MOST_RATIO:
                missed.append(
                    f"With {number} downloads the front page's p99 is {ratio:.1f} times its idle value."
                )
            if streaming + turned_away != number or streaming < READERS:
                missed.append(f"Of {number} downloads only {streaming} run.")
    return missed


def p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99)]


class Site:
    def __init__(self, url: str, session: str, file: str, archive: str):
        self.url, self.session, self.file, self.archive = url, session, file, archive
        self.port = int(url.rsplit(":", 1)[1])

    def front_page(self, times: int) -> list[float]:
        """Milliseconds of each request, on connections of their own."""
        taken = []
        for _time in range(times):
            started = time.perf_counter()
            with urllib.request.urlopen(self.url + "/", timeout=60) as answer:
                answer.read()
            taken.append((time.perf_counter() - started) * 1000)
        return taken

    def memory_of_a_download(self, zipped: bool = False) -> int:
        """Bytes that all processes of the site hold more at most, while a file is read at 20 MB a second."""
        place = self.archive if zipped else self.file
        for _worker in range(4):  # what is loaded at the first time is not counted
            SlowReader(self, place, speed=MEGABYTE, stop_after=MEGABYTE).run()
        before = self.memory()
        assert before > 50 * MEGABYTE, "the processes of the site were not found"
        reader = SlowReader(self, place, speed=20 * MEGABYTE)
        reader.start()
        most = before
        while reader.is_alive():
            most = max(most, self.memory())
            time.sleep(0.05)
        assert reader.status == 200 and reader.received >= SIZE, (reader.status, reader.received)
        return most - before

    def memory(self) -> int:
        """Bytes of the processes that listen on our port."""
        total = 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if f"127.0.0.1:{self.port}" in (process / "cmdline").read_text():
                    total += int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            except OSError:
                continue  # it has ended
        return total

    @contextmanager
    def slow_readers(self, number: int) -> Iterator[list["SlowReader"]]:
        readers = [SlowReader(self, self.file) for _number in range(number)]
        for reader in readers:
            reader.start()
        time.sleep(3)  # until all are answered
        yield readers
        for reader in readers:
            reader.stop()
        for reader in readers:
            reader.join()
        time.sleep(2)


class SlowReader(threading.Thread):
    """Reads one download at `speed`, with a small window, so that the system does not read ahead for it."""

    def __init__(self, site: Site, place: str, speed: int = SPEED, stop_after: int = 0):
        super().__init__(daemon=True)
        self.site, self.place, self.speed, self.stop_after = site, place, speed, stop_after
        self.status = self.received = 0
        self.stopped = False

    def run(self) -> None:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
            connection.connect(("127.0.0.1", self.site.port))
            connection.settimeout(60)
            head = f"GET {self.place} HTTP/1.1\r\nHost: localhost:{self.site.port}\r\nConnection: close\r\n"
            connection.sendall(f"{head}Cookie: sessionid={self.site.session}\r\n\r\n".encode())
            block = self.speed // 10
            while not self.stopped:
                started = time.monotonic()
                received = connection.recv(block, socket.MSG_WAITALL)
                if not self.status:
                    self.status = int(received.split(b" ", 2)[1])
                self.received += len(received)
                if not received or (self.stop_after and self.received > self.stop_after):
                    break
                time.sleep(max(0, 0.1 - (time.monotonic() - started)))

    def stop(self) -> None:
        self.stopped = True


def _prepare(folder: str) -> str:
    environment = {"DJANGO_SETTINGS_MODULE": "samrum.settings.development", "SAMRUM_DATA_DIR": folder}
    outcome = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_downloads"],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise RuntimeError(outcome.stderr[-3000:])
    return outcome.stdout.splitlines()[-1]


def prepare() -> dict[str, str]:
    """In a process of the site: a member, and a resource of 100 MB; return what a browser needs to know."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.files import File
    from django.urls import reverse

    from home.models import HomePage
    from members.library.models import ResourceFile
    from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory

    home = HomePage.objects.get(locale__language_code="sv", depth=2)
    room = RoomFactory(home=home, slug="matning")
    user = MembershipFactory(room=room).user
    version = VersionFactory(resource=ResourceFactory(room=room))
    with tempfile.TemporaryFile() as content:
        for _megabyte in range(SIZE // MEGABYTE):
            content.write(os.urandom(MEGABYTE))
        file = ResourceFile.objects.create(
            version=version,
            file=File(content, "x"),
            name="Stor fil å.pdf",
            content_type="application/pdf",
            size=SIZE,
            sha256="0" * 64,
        )
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )
    session.save()
    return {
        "session": str(session.session_key),
        "file": file.get_absolute_url(),
        "archive": reverse("library:version_zip", args=[room.slug, version.resource_id, version.number]),
    }


if __name__ == "__main__":
    print(json.dumps(prepare()))
