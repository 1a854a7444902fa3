"""Sign-in under attack: guesses that reach the password, what visitors and owners notice of it."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from tests.demo_site import ROOT, running

ACCOUNTS, TRIES = 1000, 10_000  # half of the accounts exist
GUESSES = 10  # per account and hour
CONNECTIONS = 20
BIGGEST_RATIO = 10  # of the front page's p99 during the storm to its idle p99 ...
SLOWEST = 1.0  # ... or seconds, whichever is more: it is usable
OWNERS_MINUTES = 10
PASSWORD = "samrum-demo"

MAKE_ACCOUNTS = f"""
from django.contrib.auth.hashers import make_password
from samrum.users.models import User
password = make_password("{PASSWORD}")
User.objects.bulk_create(
    [User(email=f"konto-{{n}}@example.org", password=password) for n in range({ACCOUNTS // 2})])
"""


class Browser:
    """Keeps cookies; each request may come from another address (SAMRUM_TRUSTED_PROXIES=1)."""

    def __init__(self, url: str):
        self.url = url
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.addheaders = []
        self.get("/konto/login/")
        self.token = next(one.value for one in self.jar if one.name == "csrftoken")

    def get(self, path: str) -> str:
        with self.opener.open(self.url + path, timeout=60) as answer:
            return answer.read().decode()

    def sign_in(self, account: str, password: str, address: str) -> bool:
        """Whether it worked. Raises HTTPError for an answer of 400 or more."""
        form = {"login": account, "password": password, "csrfmiddlewaretoken": self.token}
        request = urllib.request.Request(
            f"{self.url}/konto/login/?next=/health/",
            urlencode(form).encode(),
            {"X-Forwarded-For": address, "Origin": self.url},
        )
        with self.opener.open(request, timeout=60) as answer:
            return answer.url.endswith("/health/")


def an_address() -> str:
    return f"198.{random.randint(18, 19)}.{random.randint(0, 255)}.{random.randint(1, 254)}"


def front_page_times(url: str, stop: threading.Event) -> list[float]:
    """Seconds per visit, a few each second, until told to stop."""
    times = []
    while not stop.is_set():
        started = time.perf_counter()
        with urllib.request.urlopen(url + "/", timeout=60) as answer:
            answer.read()
        times.append(time.perf_counter() - started)
        time.sleep(0.1)
    return times


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def guess_counts(log: Path) -> Counter:
    """How many hashes were computed per account: each guessed password names the account that it is for."""
    names = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    return Counter(name.split("/")[0] for name in names if "/" in name)


def storm(url: str) -> tuple[float, Counter]:
    """All tries, from ever new addresses, one account after the other; seconds and statuses."""
    browsers = threading.local()

    def guess(number: int) -> int:
        if not hasattr(browsers, "one"):
            browsers.one = Browser(url)
        name = f"konto-{number % ACCOUNTS}"
        try:
            browsers.one.sign_in(f"{name}@example.org", f"{name}/{number}", an_address())
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        statuses = Counter(pool.map(guess, range(TRIES)))
    return time.perf_counter() - started, statuses


def hammer_one(url: str) -> None:
    """Three times as many tries at one account as it has guesses: each waits until its hash has room."""
    stranger = Browser(url)
    for number in range(3 * GUESSES):
        stranger.sign_in("konto-1@example.org", f"konto-1/again-{number}", an_address())


def owner_on_a_known_device(url: str) -> int:
    """Five wrong passwords a minute from a stranger, and the owner once a minute; how often the owner got in."""
    account, worked = "konto-2@example.org", 0
    owner, stranger = Browser(url), Browser(url)
    owner.sign_in(account, PASSWORD, "203.0.113.7")
    for _minute in range(OWNERS_MINUTES):
        for number in range(5):
            stranger.sign_in(account, f"konto-2/stranger-{number}", an_address())
        # Signed out, but on the device that has signed in before.
        for name in ("sessionid",):
            owner.jar.clear(next(one.domain for one in owner.jar if one.name == name), "/", name)
        owner.get("/konto/login/")
        owner.token = next(one.value for one in owner.jar if one.name == "csrftoken")
        worked += owner.sign_in(account, PASSWORD, "203.0.113.7")
    return worked


def main() -> list[str]:
    redis = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "hashed.jsonl"
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.bench.counting_settings",
            "SAMRUM_BENCH_HASHED": str(log),
            "SAMRUM_TRUSTED_PROXIES": "1",
            "REDIS_URL": redis,
        }
        with running(Path(folder) / "site", **environment) as url:
            site = os.environ | environment | {"SAMRUM_DATA_DIR": str(Path(folder) / "site")}
            for code in (MAKE_ACCOUNTS, "from django.core.cache import cache; cache.clear()"):
                subprocess.run(
                    [sys.executable, "manage.py", "shell", "-c", code],
                    cwd=ROOT,
                    env=site,
                    check=True,
                    stdout=subprocess.DEVNULL,
                )
            return measure(url, log)


def measure(url: str, log: Path) -> list[str]:
    missed = []
    stop = threading.Event()
    threading.Timer(20, stop.set).start()
    idle = p99(front_page_times(url, stop))

    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        visitor = pool.submit(front_page_times, url, stop)
        seconds, statuses = storm(url)
        stop.set()
        busy = p99(visitor.result())
    counts = guess_counts(log)
    most = max(counts.values(), default=0)
    print(f"  {TRIES} tries over {ACCOUNTS} accounts in {seconds:.0f} s, answers {dict(statuses)}")
    print(f"  hashed: {sum(counts.values())} guesses, at most {most} for one account")
    print(f"  front page p99: idle {idle * 1000:.0f} ms, storm {busy * 1000:.0f} ms, ratio {busy / idle:.1f}")
    if most > GUESSES:
        missed.append(f"{most} guesses at one account in an hour")
    if busy > max(SLOWEST, BIGGEST_RATIO * idle):
        missed.append(f"front page p99 {busy:.2f} s during the storm, {idle:.2f} s idle")
    if any(status >= 500 for status in statuses):
        missed.append(f"errors during the storm: {dict(statuses)}")

    hammer_one(url)
    hammered = guess_counts(log)["konto-1"]
    print(f"  {3 * GUESSES} more tries at one account, one after the other: {hammered} guesses in all")
    if hammered != GUESSES:
        missed.append(f"{hammered} guesses at the hammered account, not {GUESSES}")

    worked = owner_on_a_known_device(url)
    print(
        f"  the owner on a known device got in {worked} times of {OWNERS_MINUTES} between a stranger's tries"
    )
    if worked != OWNERS_MINUTES:
        missed.append(f"the owner got in {worked} times of {OWNERS_MINUTES}")
    return missed


if __name__ == "__main__":
    sys.exit("\n".join(main()))
