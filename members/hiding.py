"""How somebody sees the others in a room, of whom some hide their profile: whoever shows a name or an organisation beside
something that a person has done in the room asks here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from samrum.users.models import User

from . import access
from .models import Membership, Organisation, Room


@dataclass(frozen=True)
class Faces:
    """What one reader may know of some people in a room."""

    names: Mapping[int, str]  # of those whom the reader sees, by the key of the user
    hiding: frozenset[int]  # users
    shared: frozenset[int]  # organisations of so many that they tell nothing of anybody

    def name(self, user: int | None) -> str:
        """Empty for whoever hides or has left."""
        return self.names.get(user or 0, "")

    def organisation(self, user: int | None, organisation: Organisation | None) -> Organisation | None:
        """The organisation that stands beside what `user` has done, if it may."""
        if organisation is None or (user in self.hiding and organisation.pk not in self.shared):
            return None
        return organisation


def faces(reader: User, room: Room, people: Iterable[int | None]) -> Faces:
    """`people` are keys of users. Two queries, and one more where somebody hides. Organisers see everybody."""
    users = {user for user in people if user}
    places = Membership.objects.in_room(room).filter(user__in=users)
    seen = Membership.objects.visible_to(reader).in_room(room).filter(user__in=users)
    names = {one.user_id: one.user.get_full_name() for one in seen.joined().select_related("user")}
    unseen = places.hiding().exclude(pk__in=seen.values("pk"))
    hiding = frozenset(unseen.values_list("user", flat=True))
    return Faces(names, hiding, _shared(room) if hiding else frozenset())


def _shared(room: Room) -> frozenset[int]:
    open_places = Membership.objects.in_room(room).unhidden().filter(organisation__isnull=False)
    counted = open_places.order_by().values("organisation").annotate(number=Count("pk"))
    enough = counted.filter(number__gte=access.SHARED_BY)
    return frozenset(enough.values_list("organisation", flat=True))
