"""On SQLite those who write wait in line, in threads and in processes, and a killed process holds nobody up."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, connections, transaction

from tests.demo_site import ROOT
from tests.processes import database_url

pytestmark = pytest.mark.django_db(transaction=True)
HOLD = """
import django; django.setup()
from django.db import transaction
with transaction.atomic():
    print("held", flush=True)
    import time; time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets writers work side by side")


def write(done: list[int], number: int) -> threading.Thread:
    def run() -> None:
        try:
            with transaction.atomic():
                done.append(number)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_whoever_came_first_is_first():
    done: list[int] = []
    with transaction.atomic():
        threads = []
        for number in range(6):
            threads.append(write(done, number))
            time.sleep(0.05)  # so that they stand in this order
        assert done == []
    for thread in threads:
        thread.join(10)
    assert done == list(range(6))


def test_a_thread_that_writes_without_a_pause_lets_the_others_in():
    turns: list[str] = []

    def busy() -> None:
        while len(turns) < 400 and "other" not in turns:
            with transaction.atomic():
                turns.append("busy")
        connections.close_all()

    def other() -> None:
        with transaction.atomic():
            turns.append("other")
        connections.close_all()

    threads = [threading.Thread(target=do) for do in (busy, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert "other" in turns


def test_an_error_ends_the_turn():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    done: list[int] = []
    write(done, 1).join(10)
    assert done == [1]


def test_a_killed_process_holds_nobody_up(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "samrum.settings.development",
        "SAMRUM_DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url(),
    }
    holder = subprocess.Popen([sys.executable, "-c", HOLD], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    done: list[int] = []
    thread = write(done, 1)
    time.sleep(0.3)
    assert done == []
    holder.send_signal(signal.SIGKILL)
    holder.wait(10)
    thread.join(10)
    assert done == [1]
