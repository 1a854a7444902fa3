"""How many seats are taken, in all and per organisation, and whether more people fit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from members.models import Application, Membership, Organisation, Room
from samrum.users.models import User


@dataclass(frozen=True)
class Overfull:
    """More than there is room for; without organisation: in the whole room."""

    organisation: Organisation | None
    wanted: int  # taken already, and those who would come
    limit: int


@dataclass(frozen=True)
class Seats:
    limit: int | None
    limit_per_organisation: int | None
    taken: int
    by_organisation: dict[int | None, int]

    def taken_by(self, organisation_id: int | None) -> int:
        return self.by_organisation.get(organisation_id, 0)

    def overfull(self, newcomers: Iterable[Application]) -> list[Overfull]:
        """What would have more than its seats if these came too."""
        people = list(newcomers)
        found = []
        if self.limit is not None and people and self.taken + len(people) > self.limit:
            found.append(Overfull(None, self.taken + len(people), self.limit))
        organisations = {one.organisation_id: one.organisation for one in people if one.organisation_id}
        for key, number in Counter(one.organisation_id for one in people if one.organisation_id).items():
            wanted, limit = self.taken_by(key) + number, self.limit_per_organisation
            if limit is not None and wanted > limit:
                found.append(Overfull(organisations[key], wanted, limit))
        return found


def without_place(room: Room, user: User, applications: Iterable[Application]) -> list[Application]:
    """Those of people who have none in the room yet: whoever was invited meanwhile is counted already."""
    asked = list(applications)
    places = Membership.objects.led_by(user).in_room(room).current()
    placed = set(
        places.filter(user__email__in=[one.email for one in asked]).values_list("user__email", flat=True)
    )
    return [one for one in asked if one.email not in placed]


def seats_in(room: Room, user: User) -> Seats:
    """For an organiser of the room. One query; invited people take their seats."""
    seated = Membership.objects.led_by(user).in_room(room).seated()
    rows = seated.order_by().values_list("organisation").annotate(number=Count("pk"))
    taken = dict(rows)
    return Seats(room.seats, room.seats_per_organisation, sum(taken.values()), taken)
