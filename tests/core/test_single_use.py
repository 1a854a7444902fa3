"""What works once, and how long it is remembered."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from samrum.core.single_use import UsedOnce, use_once

pytestmark = pytest.mark.django_db


def test_once_per_kind_until_its_time_is_over():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert use_once("code", "1:123456", 60)
        assert not use_once("code", "1:123456", 60)
        assert use_once("code", "2:123456", 60)
        assert use_once("link", "1:123456", 60)
        clock.shift(datetime.timedelta(seconds=59))
        assert not use_once("code", "1:123456", 60)
        clock.shift(datetime.timedelta(seconds=2))
        assert use_once("code", "1:123456", 60)
        assert not use_once("code", "1:123456", 60)


def test_it_is_purged_then_and_says_nothing_of_what_it_was(capsys):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        use_once("code", "1:123456", 60)
        use_once("link", "abc", 3600)
        assert not any("123456" in row.digest or row.digest == "abc" for row in UsedOnce.objects.all())
        clock.shift(datetime.timedelta(minutes=2))
        call_command("purge")
    assert "what works once: 1 erased" in capsys.readouterr().out
    assert UsedOnce.objects.count() == 1
