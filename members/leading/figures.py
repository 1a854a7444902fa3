"""The figures of a room: who has a place, and how many seats are left."""

from dataclasses import dataclass

from django.db.models import Count, Q

from members.door import RoomRequest
from members.models import Application, Membership, Room

JOINED, INVITED = (
    Q(ended_at__isnull=True, joined_at__isnull=False),
    Q(ended_at__isnull=True, joined_at__isnull=True),
)
Role = Membership.Role


@dataclass
class Figures:
    participants: int
    organisers: int
    guests: int
    invited: int
    organisations: int
    taken: int  # seats: participants, those invited among them
    seats: int | None
    applications: int  # that nobody has decided about

    @property
    def seats_left(self) -> int | None:
        return None if self.seats is None else max(0, self.seats - self.taken)


def figures_of(request: RoomRequest) -> Figures:
    room: Room = request.room
    places = Membership.objects.led_by(request.user).in_room(room).current()
    counts = places.aggregate(
        participants=Count("pk", filter=JOINED & Q(role=Role.PARTICIPANT)),
        organisers=Count("pk", filter=JOINED & Q(role=Role.ORGANISER)),
        guests=Count("pk", filter=JOINED & Q(role=Role.GUEST)),
        invited=Count("pk", filter=INVITED),
        organisations=Count("organisation", filter=JOINED, distinct=True),
        taken=Count("pk", filter=Q(role=Role.PARTICIPANT)),
    )
    applications = Application.objects.visible_to(request.user).in_room(room).undecided().count()
    return Figures(**counts, seats=room.seats, applications=applications)
