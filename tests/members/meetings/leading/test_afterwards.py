"""Notes, decisions and the recording."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from members.models import RoomEvent
from samrum.core.management.commands.schedule import DAILY
from tests.members.meetings.factories import meeting_in

pytestmark = pytest.mark.django_db
FIELDS = {
    "notes": "Vi gick igenom läget.",
    "decisions": "- Ses igen",
    "recording_link": "",
    "recording_until": "",
}


def day(number: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=number)).isoformat()


@pytest.fixture
def meeting(room):
    return meeting_in(room, days=-2, title="Lägesbild i praktiken")


def test_a_draft_is_the_organisers_until_it_is_published(lead, address, meeting, member, told):
    here = address("efterat/")
    assert lead.post(here, FIELDS | {"do": "save"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.notes and meeting.notes_published_at is None and meeting.asks_evaluation is False
    assert not told.exists()
    lead.post(here, FIELDS | {"do": "publish", "notes": "Slutlig text."})
    meeting.refresh_from_db()
    published = meeting.notes_published_at
    assert published and meeting.notes == "Slutlig text."
    told = told.filter(kind="meeting_notes", subject_id=meeting.pk)
    assert [notice.membership for notice in told] == [member]
    told.delete()
    for action in ("save", "publish", "x"):
        lead.post(here, FIELDS | {"do": action, "notes": "Rättad text."})
    meeting.refresh_from_db()
    assert meeting.notes_published_at == published and meeting.notes == "Rättad text." and not told.exists()


def test_notes_are_taken_back_and_what_was_typed_is_kept(lead, address, meeting):
    lead.post(address("efterat/"), FIELDS | {"do": "publish"})
    lead.post(address("efterat/"), FIELDS | {"do": "withdraw", "notes": "Ny text."})
    meeting.refresh_from_db()
    assert meeting.notes_published_at is None and meeting.notes == "Ny text."
    actions = list(RoomEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["Published the notes of a meeting", "Took back the notes of a meeting"]


def test_nothing_cannot_be_published(lead, address, meeting):
    response = lead.post(address("efterat/"), FIELDS | {"do": "publish", "notes": "", "decisions": " "})
    assert response.status_code == 422 and "id_notes_error" in response.content.decode()
    meeting.refresh_from_db()
    assert meeting.notes_published_at is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"recording_link": "https://film.example.org/1"}, "recording_until"),
        ({"recording_until": "2099-01-01"}, "recording_link"),
        ({"recording_link": "http://film.example.org/1", "recording_until": "2099-01-01"}, "recording_link"),
        ({"recording_link": "javascript:alert(1)", "recording_until": "2099-01-01"}, "recording_link"),
        (
            {"recording_link": "https://film.example.org/1", "recording_until": "2020-01-01"},
            "recording_until",
        ),
        (
            {"recording_link": "https://film.example.org/" + "x" * 500, "recording_until": "2099-01-01"},
            "recording_link",
        ),
        ({"notes": "a\x00b"}, "notes"),
        ({"notes": "x" * 20_001}, "notes"),
        ({"decisions": "x" * 10_001}, "decisions"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_is_lost(lead, address, meeting, changed, field):
    response = lead.post(address("efterat/"), FIELDS | {"do": "save"} | changed)
    page = response.content.decode()
    assert response.status_code == 422 and f"id_{field}_error" in page
    assert ("- Ses igen" if field != "decisions" else "Vi gick igenom") in page
    meeting.refresh_from_db()
    assert meeting.notes == meeting.recording_link == ""


def test_a_recording_is_gone_after_its_last_day(lead, client, address, meeting, member):
    link = "https://film.example.org/1"
    lead.post(
        address("efterat/"), FIELDS | {"do": "publish", "recording_link": link, "recording_until": day(3)}
    )
    meeting.refresh_from_db()
    assert meeting.shows_recording
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3)):
        call_command("erase_recordings")
        meeting.refresh_from_db()
        assert meeting.recording_link == link
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4)):
        assert not meeting.shows_recording
        client.force_login(member.user)
        assert link not in client.get(meeting.get_absolute_url()).content.decode()
        call_command("erase_recordings")
        meeting.refresh_from_db()
        assert (meeting.recording_link, meeting.recording_until) == ("", None) and meeting.notes


def test_recordings_are_erased_every_day(meeting):
    assert "erase_recordings" in DAILY
    meeting.recording_link, meeting.recording_until = "https://film.example.org/1", datetime.date(2020, 1, 1)
    meeting.save()
    call_command("schedule", once=True)
    meeting.refresh_from_db()
    assert meeting.recording_link == ""


def test_what_is_saved_is_shown_without_html(lead, address):
    lead.post(address("efterat/"), FIELDS | {"do": "save", "notes": "<script>alert(1)</script>"})
    page = lead.get(address("efterat/")).content.decode()
    assert "<script>alert" not in page and "<li>Ses igen</li>" in page
