"""The meetings of a room, with a canary in every private field. Who may see each is said where it is made."""

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from members.meetings.calendars import keys
from members.meetings.models import (
    CalendarKey,
    DateAnswer,
    EvaluationAnswer,
    EvaluationQuestion,
    Material,
    Message,
    Preparation,
    PreparationDone,
    ProgrammeItem,
    Registration,
    RoomMeeting,
    SpecialNeeds,
)
from members.notices.unsubscribing import token_for
from network.models import MeetingPage, NetworkPage
from tests.factories import MeetingPageFactory

if TYPE_CHECKING:
    from .world import Place, World

NOBODY: frozenset[str] = frozenset()
DAYS = datetime.timedelta(days=1)


def pages_below(network: NetworkPage) -> list[MeetingPage]:
    """Public as all pages: one today, one last week, one without a date, one three weeks ago."""
    today = timezone.localdate()
    open_date = {"state": "undecided", "start_date": None, "term": "autumn", "term_year": today.year + 1}
    dates = [{"start_date": today, "format": "hybrid"}, {"start_date": today - 7 * DAYS}, open_date]
    dates.append({"start_date": today - 21 * DAYS})
    return [MeetingPageFactory(parent=network, title=f"Träff {n}", **date) for n, date in enumerate(dates)]


def add_meetings(world: "World", place: "Place", pages: list[MeetingPage]) -> None:
    """The room's rows have come with the room."""
    place.meetings = [RoomMeeting.objects.get(page=page) for page in pages]
    attendee = "member" if "member" in place.reads else place.writer_name
    place.attendee = attendee
    today, last_week, undecided, long_ago = place.meetings
    _fill(world, place, today, {"video_link": place.leads | {attendee}}, recording_link="")
    _fill(world, place, last_week, {}, is_over=True, recording_until=timezone.localdate() + DAYS)
    _fill(world, place, undecided, {}, recording_link="")
    _fill(world, place, long_ago, {"recording_link": NOBODY}, recording_until=timezone.localdate() - DAYS)
    _today(world, place, today)
    _registrations(world, place)
    _poll(world, place, undecided)
    _evaluation(world, place, last_week)
    place.messages = [
        world.make(Message, place.leads, place.key, room=place.room, meeting=meeting, by=place.writer)
        for meeting in (None, today)
    ]


def _fill(world, place, row: RoomMeeting, see: dict, *, is_over: bool = False, **fixed) -> None:
    """Notes are for all once they are published; the link to a meeting is nobody's but the organisers' before and after."""
    notes = place.reads if is_over else place.leads
    see = {"notes": notes, "decisions": notes, "video_link": place.leads} | see
    if is_over:
        fixed["notes_published_at"] = timezone.now()
    world.fill(row, place.reads, place.key, see, announced=row.announced, **fixed)


def _today(world, place, meeting: RoomMeeting) -> None:
    world.make(ProgrammeItem, place.reads, place.key, meeting=meeting, starts=datetime.time(9))
    published, _draft, _handed_in, withdrawn = place.resources
    place.preparations = [
        world.make(Preparation, place.reads, place.key, meeting=meeting, resource=resource)
        for resource in (published, withdrawn)
    ]
    for resource in (published, withdrawn):
        Material.objects.create(meeting=meeting, resource=resource)


def _registrations(world, place) -> None:
    """Somebody comes, a colleague comes for somebody else, and one who hides the profile comes too."""
    others = sorted(place.reads - place.leads - {"guest", place.attendee})
    with_colleague = others[0] if others else ""
    for meeting in place.meetings[:2]:
        _registration(world, place, meeting, place.attendee, colleague_name="", colleague_email="")
        if with_colleague and meeting is place.meetings[0]:
            _registration(world, place, meeting, with_colleague)
        if place.key == "a":
            _registration(world, place, meeting, "hidden", colleague_name="", colleague_email="")
    own = place.memberships_of[place.attendee]
    PreparationDone.objects.create(preparation=place.preparations[0], membership=own)


def _registration(world, place, meeting: RoomMeeting, actor: str, **fixed) -> None:
    seen_by = place.leads | ({actor} & place.reads)
    row = world.make(
        Registration, seen_by, place.key, meeting=meeting, membership=place.memberships_of[actor], answer="on_site",
        seat="seated", line=meeting.registrations.count() + 1, **fixed,
    )  # fmt: skip
    # Of a meeting that has been only organisers still see it.
    needs_seen_by = seen_by if meeting is place.meetings[0] else place.leads
    world.make(SpecialNeeds, needs_seen_by, place.key, registration=row)


def _poll(world, place, meeting: RoomMeeting) -> None:
    place.proposals = [
        meeting.proposals.create(start_date=timezone.localdate() + days * DAYS) for days in (40, 41)
    ]
    for actor in (place.writer_name, "hidden", "ended"):
        if membership := place.memberships_of.get(actor):
            DateAnswer.objects.create(proposal=place.proposals[0], membership=membership, answer="yes")


def _evaluation(world, place, meeting: RoomMeeting) -> None:
    """Answers are shown from five on."""
    asked = place.leads | {place.attendee}
    for count, seen_by in ((5, place.leads), (4, NOBODY)):
        question = world.make(
            EvaluationQuestion, asked, place.key, meeting=meeting, kind="words", position=count
        )
        for _number in range(count):
            row = world.make(EvaluationAnswer, seen_by, place.key, question=question)
            world.cage.random(EvaluationAnswer._meta.get_field("uuid"), str(row.uuid), NOBODY, place.key)


def add_keys(world: "World") -> None:
    """Addresses of personal calendars, and the links by which one has no more letters."""
    for actor in ("member", "organiser"):
        key = CalendarKey.objects.create(user=world.users[actor])
        world.tokens[f"calendar:{actor}"] = keys.token_for(key)
        # In the address that its owner is shown, and in no other place.
        world.cage.random(CalendarKey._meta.get_field("word"), key.word.hex, frozenset({actor}))
    key = CalendarKey.objects.create(user=world.users["contributor"])
    world.tokens["calendar-replaced"] = keys.token_for(key)
    keys.renew(world.users["contributor"])
    for actor, membership in world.a.memberships_of.items():
        name = "unsubscribe:" if membership.joined_at and not membership.ended_at else "unsubscribe-ended:"
        world.tokens[f"{name}{actor}"] = token_for(membership)
