"""What is kept of visitors, and for how long."""

import datetime

import pytest
from dateutil.relativedelta import relativedelta
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from network.contact.receivers import contact_settings
from network.models import ContactMessage

pytestmark = pytest.mark.django_db


def message(subject: str, age: relativedelta | datetime.timedelta, **fields) -> ContactMessage:
    made = ContactMessage.objects.create(
        name="Åsa", email="asa@example.com", subject=subject, body="x", fingerprint=subject, **fields
    )
    ContactMessage.objects.filter(pk=made.pk).update(created_at=timezone.now() - age)
    return made


def kept() -> set[str]:
    return set(ContactMessage.objects.values_list("subject", flat=True))


def test_messages_go_after_the_time_that_the_editors_set(capsys):
    message("young", relativedelta(months=11))
    message("old", relativedelta(months=12, days=1))
    call_command("purge", "--dry-run")
    assert "contact messages: 1 to erase" in capsys.readouterr().out
    assert kept() == {"young", "old"}
    call_command("purge")
    assert "contact messages: 1 erased" in capsys.readouterr().out
    assert kept() == {"young"}
    site_settings = contact_settings()
    site_settings.retention_months = 6
    site_settings.save()
    call_command("purge")
    assert kept() == set()


def test_what_nobody_confirmed_goes_with_its_link():
    message("waiting", datetime.timedelta(days=6), state="unconfirmed")
    message("forgotten", datetime.timedelta(days=8), state="unconfirmed")
    message("confirmed", datetime.timedelta(days=8))
    call_command("purge")
    assert kept() == {"waiting", "confirmed"}


def test_spam_goes_after_a_month():
    message("fresh", datetime.timedelta(days=29), state="spam")
    message("stale", datetime.timedelta(days=31), state="spam")
    call_command("purge")
    assert kept() == {"fresh"}


def test_the_log_of_the_admin_forgets_subjects_with_their_messages():
    old = message("old", relativedelta(months=12, days=1))
    deleted, young = message("deleted", datetime.timedelta(0)), message("young", datetime.timedelta(0))
    for each in (old, deleted, young):
        log(each, "wagtail.edit")
    deleted.delete()
    call_command("purge")
    assert [entry.label for entry in ModelLogEntry.objects.all()] == ["young"]


def test_sent_letters_go_after_a_month_and_waiting_ones_stay():
    for status in (STATUS.sent, STATUS.failed, STATUS.queued, STATUS.requeued):
        Email.objects.create(from_email="a@example.org", to=["b@example.org"], status=status)
    Email.objects.update(created=timezone.now() - datetime.timedelta(days=31))
    Email.objects.create(from_email="a@example.org", to=["b@example.org"], status=STATUS.sent)
    call_command("purge")
    assert sorted(Email.objects.values_list("status", flat=True)) == [
        STATUS.sent,
        STATUS.queued,
        STATUS.requeued,
    ]


def test_ended_sessions_go():
    Session.objects.create(session_key="a", expire_date=timezone.now() - datetime.timedelta(days=1))
    Session.objects.create(session_key="b", expire_date=timezone.now() + datetime.timedelta(days=1))
    call_command("purge")
    assert Session.objects.get().session_key == "b"
