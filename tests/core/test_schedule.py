"""`manage.py schedule`: what happens in one round, and a real process from start to end."""

import datetime
import os
import signal
import subprocess
import sys

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from samrum.core.management.commands import schedule
from tests.core.editing import fresh
from tests.factories import MeetingPageFactory, NetworkPageFactory

HOUR = datetime.timedelta(hours=1)


def scheduled(home, **times):
    page = NetworkPageFactory(parent=home, live=False)
    for name, value in times.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_one_round_publishes_expires_and_tidies_up(home):
    page = scheduled(home, go_live_at=timezone.now() + HOUR)
    expiring = scheduled(home, expire_at=timezone.now() + HOUR)
    meeting = MeetingPageFactory(parent=expiring)
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - HOUR)
    call_command("schedule", once=True)
    assert (fresh(page).live, fresh(expiring).live, Session.objects.count()) == (False, True, 0)
    with time_machine.travel(timezone.now() + 2 * HOUR):
        call_command("schedule", once=True)
    assert (fresh(page).live, fresh(expiring).live, fresh(meeting).live) == (True, False, False)


def test_a_duty_that_fails_does_not_keep_the_others_from_theirs(home, monkeypatch, caplog):
    page = scheduled(home, expire_at=timezone.now() + HOUR)

    def fail():
        raise RuntimeError("disk full")

    monkeypatch.setattr(schedule.page_life, "repair", fail)
    monkeypatch.setattr(schedule, "DAILY", ("no_such_command", "clearsessions"))
    with time_machine.travel(timezone.now() + 2 * HOUR):
        call_command("schedule", once=True)
    assert not fresh(page).live
    assert "repair failed" in caplog.text and "disk full" in caplog.text


@pytest.fixture
def rounds(db, monkeypatch):
    """Runs the lasting process with a clock that jumps; the duties are only counted."""
    done: list[str] = []
    monkeypatch.setattr(schedule, "call_command", lambda name, **options: done.append(name))
    monkeypatch.setattr(schedule.page_life, "repair", lambda: done.append("repair"))
    monkeypatch.setattr(schedule.signal, "signal", lambda *args: None)

    def run(*moments):
        command = schedule.Command()
        with time_machine.travel(moments[0], tick=False) as clock:
            later = iter(moments[1:])

            def wait(seconds):
                assert seconds == 60
                moment = next(later, None)
                if moment is None:
                    command.stop()
                else:
                    clock.move_to(moment)

            event = schedule.threading.Event()
            event.wait = wait
            monkeypatch.setattr(schedule.threading, "Event", lambda: event)
            command.handle()
        return done

    return run


def test_daily_duties_run_at_start_and_on_each_new_day(rounds):
    noon = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
    # 23.30 UTC is past midnight in Sweden.
    done = rounds(noon, noon + HOUR, datetime.datetime(2027, 3, 1, 23, 30, tzinfo=datetime.UTC))
    assert done.count("publish_scheduled") == done.count("repair") == 3
    assert done.count("purge") == done.count("clearsessions") == done.count("prune_db_task_results") == 2


def test_told_to_end_during_a_duty_it_leaves_the_rest_for_another_time(rounds, monkeypatch):
    command = schedule.Command()
    command.stopping = schedule.threading.Event()
    command.tidied_on = None
    ran = []
    command.duty("first", lambda: (ran.append("first"), command.stop()))
    command.duty("second", lambda: ran.append("second"))
    assert ran == ["first"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.django_db(transaction=True)
def test_process_publishes_and_ends_when_told(home, number):
    page = scheduled(home, go_live_at=timezone.now() + HOUR)
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    past = timezone.now() - HOUR
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save(update_fields=["content", "approved_go_live_at"])
    name = connection.settings_dict["NAME"]
    code = (
        "import sys; from django.conf import settings; "
        f"settings.DATABASES['default']['NAME'] = {str(name)!r}; "
        "from django.core.management import execute_from_command_line; "
        "execute_from_command_line(['manage.py', 'schedule'])"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "samrum.settings.test", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    ) as process:
        try:
            assert "running" in process.stdout.readline()
            while not fresh(page).live and process.poll() is None:
                pass
            process.send_signal(number)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
    assert fresh(page).live
