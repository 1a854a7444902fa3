"""The rooms' meetings: one that has been, with notes and material; one decided, with registrations and a waiting list;
one with a date poll under way; one whose date nobody has begun to seek."""

import datetime
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils import timezone

from members.demo import OPEN, ORGANISATIONS, RUNNING, TITLES, join, person
from members.library.demo import make
from members.library.models import Resource
from members.models import Membership, Organisation, Room

from . import following
from .demo_content import (
    ACCESS,
    DECISIONS,
    DIETS,
    FIRST_DECISIONS,
    FIRST_NOTES,
    ITEMS,
    NOTES,
    PREPARATIONS,
    PROGRAMME,
    SCORES,
    WORDS,
)
from .evaluation import questions
from .models import DateAnswer, EvaluationAnswer, Registration, RoomMeeting, SpecialNeeds

Answer, Seat = Registration.Answer, Registration.Seat
# How people like each of the proposed days: 0 yes, 1 if need be, 2 no.
MOODS = [(0, 1, 2, 0, 2, 1), (0, 0, 1, 0, 0, 2), (2, 0, 0, 2, 1, 1)]


def load(say: Callable[[str], None]) -> None:
    running = Room.objects.get(network__slug=RUNNING)
    opening = Room.objects.get(network__slug=OPEN)
    places = people(opening)
    library(opening)
    for room in (running, opening):
        following.ensure_rows(room)
    with transaction.atomic():
        has_been(
            meeting(running, "traff-1"),
            list(running.memberships.joined()),
            FIRST_NOTES,
            FIRST_DECISIONS,
            "Ansvarstrappan",
        )
        information = meeting(opening, "informationstraff")
        has_been(information, places, NOTES, DECISIONS, "Bilder från informationsträffen")
        evaluated(information)
        decided(meeting(opening, "uppstart"), places)
        digital(meeting(opening, "dokumentera"))
        poll(meeting(opening, "digital-traff"), places)
    say(f"Meetings: {RoomMeeting.objects.in_room(opening).count()} in {opening}")


def people(room: Room) -> list[Membership]:
    """Those who have got a seat already."""
    homes = [Organisation.objects.get(name=name) for name, _short_name in ORGANISATIONS]
    join(room, person("medlem@example.org"), homes[0], title="Säkerhetssamordnare")
    for number in range(1, 16):
        user = person(f"deltagare-{number}@example.org")
        join(room, user, homes[number % 6], title=TITLES[number % 6], hidden_profile=number == 7)
    join(room, person("gast@example.org"), role="guest", title="Föreläsare")
    return list(room.memberships.joined().exclude(role="guest").select_related("user").order_by("pk"))


def library(room: Room) -> None:
    for number, item in enumerate(ITEMS):
        if not Resource.objects.in_room(room).filter(title=item.title).exists():
            with transaction.atomic():
                make(room, item, number + 12)


def meeting(room: Room, slug: str) -> RoomMeeting:
    return RoomMeeting.objects.in_time().get(room=room, page__slug=slug)


def is_new(row: RoomMeeting) -> bool:
    """Somebody may have edited what the demo made, so that is made once."""
    return not RoomMeeting.objects.in_use().filter(pk=row.pk).exists()


def has_been(
    row: RoomMeeting, places: Sequence[Membership], notes: str, decisions: str, resource: str
) -> None:
    if not is_new(row):
        return
    row.notes, row.decisions = notes, decisions
    row.notes_published_at = timezone.now() - datetime.timedelta(days=2)
    row.save()
    row.material.create(resource=Resource.objects.in_room(row.room).get(title=resource))
    for number, place in enumerate(places):
        answer = row.ways[0] if number % 6 else Answer.NO
        registration(row, place, answer, number, attended=None if answer == Answer.NO else number % 7 != 3)


def decided(row: RoomMeeting, places: Sequence[Membership]) -> None:
    if not is_new(row):
        return
    start = row.page.start_date or timezone.localdate()
    row.address, row.seats = "Exempelgatan 1, Lilla salen", 10
    row.directions = (
        "Entrén ligger på gårdssidan. Säg ”nätverket” i receptionen.\n\nTvå minuter från tunnelbanan."
    )
    row.register_by = start - datetime.timedelta(days=10)
    row.save()
    for starts, ends, title, speaker in PROGRAMME:
        row.programme.create(starts=starts, ends=ends, title=title, speaker=speaker)
    for position, (title, text, resource) in enumerate(PREPARATIONS):
        found = Resource.objects.in_room(row.room).filter(title=resource).first()
        row.preparations.create(position=position, title=title, text=text, resource=found)
    row.material.create(resource=Resource.objects.in_room(row.room).get(title="Spara bevis på nätet"))
    seated = 0
    for number, place in enumerate(places[:-2]):
        answer = Answer.NO if number == 4 else Answer.ON_SITE
        full = seated >= (row.seats or 0)
        made = registration(row, place, answer, number, seat=Seat.WAITING if full else Seat.SEATED)
        seated += made.is_seated
        if made.is_seated and number % 3 == 1:
            needs = {"diet": DIETS[number % len(DIETS)], "access": ACCESS[0] if number == 1 else ""}
            SpecialNeeds.objects.create(registration=made, **needs)
    went = row.registrations.seated().order_by("line")[2]
    went.colleague_name, went.colleague_email = "Kollega Exempel", "kollega@example.org"
    went.save()


def digital(row: RoomMeeting) -> None:
    """A preliminary one, with a link that is shown an hour before."""
    if is_new(row):
        row.video_link = "https://video.example.org/natverket"
        row.save()


def poll(row: RoomMeeting, places: Sequence[Membership]) -> None:
    if not is_new(row):
        return
    year = row.page.term_year or timezone.localdate().year
    row.poll_closes_on = timezone.localdate() + datetime.timedelta(days=21)
    row.save()
    days = [datetime.date(year, 10, 6), datetime.date(year, 10, 14), datetime.date(year, 11, 3)]
    proposals = [
        row.proposals.create(start_date=day, start_time=datetime.time(13), end_time=datetime.time(15))
        for day in days
    ]
    kinds = [DateAnswer.Answer.YES, DateAnswer.Answer.IF_NEED_BE, DateAnswer.Answer.NO]
    # The member of the demo has not answered: there is something to do.
    answering = [place for place in places if place.user.email != "medlem@example.org"][:11]
    for number, place in enumerate(answering):
        for column, proposal in enumerate(proposals):
            proposal.answers.create(membership=place, answer=kinds[MOODS[column][number % 6]])


def registration(
    row: RoomMeeting,
    place: Membership,
    answer: str,
    line: int,
    *,
    seat: str = Seat.SEATED,
    attended: bool | None = None,
) -> Registration:
    return row.registrations.create(
        membership=place,
        answer=answer,
        line=line,
        seat="" if answer == Answer.NO else seat,
        attended=attended,
    )


def evaluated(row: RoomMeeting) -> None:
    """Enough answers for the results to be shown."""
    if EvaluationAnswer.objects.filter(question__meeting=row).exists():
        return
    questions.ensure(row)
    for place, question in enumerate(row.questions.all()):
        if question.kind == question.Kind.SCALE:
            for number in range(len(SCORES)):
                question.answers.create(score=SCORES[(number + place) % len(SCORES)])
        else:
            for number in range(5):
                question.answers.create(words=WORDS[(number + place) % len(WORDS)])
    was_there = (
        row.registrations.seated().filter(attended=True).exclude(membership__user__email="medlem@example.org")
    )
    keys = list(was_there.values_list("pk", flat=True)[: len(SCORES)])
    Registration.objects.filter(pk__in=keys).update(evaluated=True)
