"""Rows of private things, named after what one asks for. Who may see them is decided in `members.access`."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Lower, Replace
from django.utils import timezone

from samrum.core.mail.undelivered import did_not_arrive

from . import access
from .alphabet import search_key

if TYPE_CHECKING:
    from samrum.users.models import User

    from .models import Room

# Å, Ä and Ö come after Z; what has a mark stands with its letter. As members.alphabet, in the database.
_LETTERS = {
    "Å": "{",
    "å": "{",
    "Ä": "|",
    "ä": "|",
    "Ö": "}",
    "ö": "}",
    "É": "e",
    "é": "e",
    "Ü": "u",
    "ü": "u",
}


class InByteOrder(Func):
    """PostgreSQL would sort by the language that its database was made with."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)


def swedish_order(name: str) -> InByteOrder:
    """What to order by so that Åre comes before Ängelholm and Örebro on every database."""
    expression: Any = F(name)
    for letter, key in _LETTERS.items():
        expression = Replace(expression, Value(letter), Value(key))
    return InByteOrder(Lower(expression))


def _names() -> list[InByteOrder]:
    return [swedish_order(name) for name in ("user__last_name", "user__first_name")]


class RoomRows(models.QuerySet):
    """Things that lie in a room. Views start from `visible_to` or `led_by`, never from `all()`."""

    room_path = "room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(access.reads(user, self.room_path))

    def led_by(self, user: "User | AnonymousUser") -> Self:
        """For organisers alone."""
        return self.filter(access.leads(user, self.room_path))

    def may_contribute(self, user: "User | AnonymousUser") -> Self:
        """Rows of rooms where the person may add something."""
        return self.filter(access.contributes(user, self.room_path))

    def in_room(self, room: "Room") -> Self:
        return self.filter(**{self.room_path: room} if self.room_path else {"pk": room.pk})


class RoomQuerySet(RoomRows):
    room_path = ""


class MembershipQuerySet(RoomRows):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who takes part, for those who do; those who hide their profile only for organisers and themselves."""
        if not user.is_authenticated:
            return self.none()
        # Rooms as subqueries: joined with the places of its room, a row would come once for each of them.
        rooms: Any = self.model._meta.get_field("room").related_model
        read = rooms.objects.filter(access.reads(user, "")).values("pk")
        led = rooms.objects.filter(access.leads(user, "")).values("pk")
        shown = Q(ended_at__isnull=True, joined_at__isnull=False, hidden_profile=False)
        return self.filter((Q(room__in=read) & shown) | Q(room__in=led) | Q(user=user))

    def of(self, user: "User | AnonymousUser") -> Self:
        """The person's own, whatever their state."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def current(self) -> Self:
        """Not ended; invited ones are among them."""
        return self.filter(ended_at__isnull=True)

    def joined(self) -> Self:
        return self.current().filter(joined_at__isnull=False)

    def invited(self) -> Self:
        return self.current().filter(joined_at__isnull=True)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)

    def seated(self) -> Self:
        """Those who take one of the seats: participants, invited ones too."""
        return self.current().filter(role=access.PARTICIPANT)

    def unhidden(self) -> Self:
        """Those whom everybody in their room sees by name."""
        return self.joined().filter(hidden_profile=False, user__is_active=True)

    def hiding(self) -> Self:
        """Places of those whom the others in the room do not see; also of those who hid when they left."""
        place = models.OuterRef("room"), models.OuterRef("user")
        back = self.model._default_manager.filter(room=place[0], user=place[1], ended_at__isnull=True)
        return self.filter(hidden_profile=True).filter(Q(ended_at__isnull=True) | ~models.Exists(back))

    def leading(self) -> Self:
        """Organisers who can come in."""
        return self.joined().filter(role=access.ORGANISER, user__is_active=True)

    def unreached(self) -> Self:
        """The last letter to them about the room did not arrive."""
        return self.filter(did_not_arrive(self.model))

    def with_reach(self) -> Self:
        """Each says whether it is one of those (`is_unreached`)."""
        return self.annotate(is_unreached=did_not_arrive(self.model))

    def matching(self, text: str) -> Self:
        """Whose name, address, title or organisation holds every word of `text`, whatever its case."""
        found = self
        for word in text.split():
            # SQLite folds the case of a to z alone.
            spellings = {word, word.lower(), word.upper(), word.capitalize()}
            own = Q(organisation__search_key__contains=search_key(word))
            for name in ("user__first_name", "user__last_name", "user__email", "title"):
                for spelling in spellings:
                    own |= Q(**{f"{name}__icontains": spelling})
            found = found.filter(own)
        return found

    def by_name(self) -> Self:
        """In the order of the Swedish alphabet."""
        return self.order_by(*_names(), "user__email", "pk")

    def by_organisation(self) -> Self:
        return self.order_by(F("organisation__sort_key").asc(nulls_last=True), *_names(), "pk")


class ApplicationQuerySet(RoomRows):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For organisers alone; an applicant sees letters, never the row."""
        return self.led_by(user).exclude(state="unconfirmed")

    def undecided(self) -> Self:
        return self.filter(state__in=("received", "waiting"))

    def confirmed(self) -> Self:
        """Those that an applicant has shown to mean; at most one per address and room."""
        return self.exclude(state="unconfirmed")

    def as_listed(self) -> Self:
        """With what a list says of each; `is_unreached`: the last letter about it did not arrive."""
        listed = self.select_related("organisation", "membership")
        return listed.annotate(is_unreached=did_not_arrive(self.model))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def oldest_first(self) -> Self:
        return self.order_by("created_at", "pk")

    def by_name(self) -> Self:
        return self.order_by(swedish_order("name"), "pk")

    def by_organisation(self) -> Self:
        placed = self.annotate(place=Coalesce("organisation__name", "organisation_name"))
        return placed.order_by(swedish_order("place"), "created_at", "pk")

    def for_address(self, email: str) -> Self:
        return self.filter(email=email)


class OrganiserRows(RoomRows):
    """What only organisers may see."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.led_by(user)


class InvitationQuerySet(OrganiserRows):
    room_path = "membership__room"

    def usable(self) -> Self:
        return self.filter(
            used_at__isnull=True, expires_at__gt=timezone.now(), membership__ended_at__isnull=True
        )


class OrganisationQuerySet(models.QuerySet):
    """Not private: every municipality and region is known. Sorted as a Swede expects by `sort_key`."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def matching(self, text: str) -> Self:
        """Those with all words of `text` in name, short name or county, without regard to case and marks.

        First those whose name begins so, then those where a word does, then the rest; all when `text` is empty.
        """
        words = search_key(text)
        found = self
        for word in words.split():
            found = found.filter(search_key__contains=word)
        rank = Case(
            When(search_key__startswith=words, then=0),
            When(search_key__contains=f" {words}", then=1),
            default=2,
        )
        return found.order_by(rank, "sort_key", "pk") if words else found
