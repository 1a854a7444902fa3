"""Everybody in the room with their answer to a meeting: for its organisers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from members.door import RoomRequest
from members.meetings.models import Registration, RoomMeeting, SpecialNeeds
from members.models import Membership, Organisation
from members.querysets import MembershipQuerySet

from .outcome import state_at_start
from .seats import places_in_line

Seat, Answer = Registration.Seat, Registration.Answer


def places_of(request: RoomRequest, meeting: RoomMeeting) -> MembershipQuerySet:
    """All who are in the room; of a meeting that has been also those who have left since."""
    rows = (
        Membership.objects.led_by(request.user).in_room(meeting.room).select_related("user", "organisation")
    )
    here = Q(joined_at__isnull=False, ended_at__isnull=True)
    return rows.filter(here | Q(pk__in=meeting.registrations.values("membership")))


@dataclass(frozen=True)
class Answered:
    """Somebody in the room and what they have answered, if they have."""

    place: Membership
    row: Registration | None
    state: str

    @property
    def needs(self) -> SpecialNeeds | None:
        return getattr(self.row, "needs", None)


def with_answers(places: Iterable[Membership], request: RoomRequest, meeting: RoomMeeting) -> list[Answered]:
    """Two queries, however many people; `places` are of `places_of`."""
    line = places_in_line(meeting)
    rows = Registration.objects.visible_to(request.user).filter(meeting=meeting, membership__in=list(places))
    by_place = {row.membership_id: row for row in rows.select_related("needs", "by")}
    found = [(place, by_place.get(place.pk)) for place in places]
    return [
        Answered(place, row, state_at_start(row, line.get(row.pk, 0)) if row else "") for place, row in found
    ]


def narrowed(places: MembershipQuerySet, meeting: RoomMeeting, asked: dict[str, Any]) -> MembershipQuerySet:
    """`asked`: what a `Sift` has understood. Those who wait come in the order of the line, others by name."""
    if asked["organisation"]:
        places = places.filter(organisation=asked["organisation"])
    if asked["q"]:
        places = places.matching(asked["q"])
    rows = meeting.registrations.all()
    match asked["svar"]:
        case "on_site" | "online" as way:
            places = places.filter(pk__in=rows.seated().filter(answer=way).values("membership"))
        case "held":
            places = places.filter(pk__in=rows.filter(seat=Seat.HELD).values("membership"))
        case "waiting":
            waits = Q(registrations__meeting=meeting, registrations__seat=Seat.WAITING)
            return places.filter(waits).order_by("registrations__answer", "registrations__line", "pk")
        case "no":
            places = places.filter(pk__in=rows.filter(answer=Answer.NO).values("membership"))
        case "none":
            places = places.exclude(pk__in=rows.values("membership"))
    return places.by_name()


@dataclass(frozen=True)
class Numbers:
    on_site: int
    online: int
    held: int
    waiting: int
    no: int
    none: int
    attended: int


def numbers_of(places: MembershipQuerySet, meeting: RoomMeeting) -> Numbers:
    seated = Q(seat=Seat.SEATED)
    counts = meeting.registrations.aggregate(
        on_site=Count("pk", filter=seated & Q(answer=Answer.ON_SITE)),
        online=Count("pk", filter=seated & Q(answer=Answer.ONLINE)),
        held=Count("pk", filter=Q(seat=Seat.HELD)),
        waiting=Count("pk", filter=Q(seat=Seat.WAITING)),
        no=Count("pk", filter=Q(answer=Answer.NO)),
        attended=Count("pk", filter=Q(attended=True)),
        answered=Count("pk"),
    )
    answered = counts.pop("answered")
    return Numbers(**counts, none=places.count() - answered)


def by_organisation(meeting: RoomMeeting) -> QuerySet:
    """How many come, have a seat held, and wait, of each organisation that has somebody; in the order of the alphabet."""
    rows = meeting.registrations.exclude(seat="").values(organisation=F("membership__organisation__name"))
    return rows.annotate(
        comes=Count("pk", filter=Q(seat=Seat.SEATED)),
        held=Count("pk", filter=Q(seat=Seat.HELD)),
        waits=Count("pk", filter=Q(seat=Seat.WAITING)),
    ).order_by(F("membership__organisation__sort_key").asc(nulls_last=True))


def organisations_of(meeting: RoomMeeting) -> QuerySet[Organisation]:
    return Organisation.objects.filter(memberships__room=meeting.room).distinct()
