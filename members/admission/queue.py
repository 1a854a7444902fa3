"""The queue of one room as an organiser asks for it: which, and in what order."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.door import RoomRequest
from members.models import Application
from members.querysets import ApplicationQuerySet

from .seats import Seats

State = Application.State
UNDECIDED, ALL = "undecided", "all"
SHOWN = {
    UNDECIDED: _("Undecided"),
    State.RECEIVED.value: _("New"),
    State.WAITING.value: _("Waiting list"),
    State.ACCEPTED.value: _("Accepted"),
    State.DECLINED.value: _("Declined"),
    State.WITHDRAWN.value: _("Withdrawn"),
    ALL: pgettext_lazy("applications", "All"),
}
ORDERS = {"received": _("When received"), "name": _("Name"), "organisation": _("Organisation")}


@dataclass(frozen=True)
class Tab:
    name: str
    title: str
    number: int
    is_current: bool


@dataclass(frozen=True)
class Row:
    application: Application
    taken: int  # seats of its organisation


@dataclass(frozen=True)
class Queue:
    shown: str
    order: str

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Queue":
        """What we do not know is the usual: undecided ones, in the order in which they came."""
        shown, order = query.get("visa", ""), query.get("ordning", "")
        return cls(shown if shown in SHOWN else UNDECIDED, order if order in ORDERS else "received")

    def rows(self, request: RoomRequest) -> ApplicationQuerySet:
        found = of_room(request)
        if self.shown == UNDECIDED:
            found = found.undecided()
        elif self.shown != ALL:
            found = found.in_state(self.shown)
        match self.order:
            case "name":
                return found.by_name()
            case "organisation":
                return found.by_organisation()
        return found.oldest_first()

    def tabs(self, request: RoomRequest) -> list[Tab]:
        numbers = dict(of_room(request).order_by().values_list("state").annotate(number=Count("pk")))
        numbers[ALL] = sum(numbers.values())
        numbers[UNDECIDED] = numbers.get(State.RECEIVED, 0) + numbers.get(State.WAITING, 0)
        return [
            Tab(name, str(title), numbers.get(name, 0), name == self.shown) for name, title in SHOWN.items()
        ]

    @property
    def is_usual(self) -> bool:
        return self.shown == UNDECIDED


def of_room(request: RoomRequest) -> ApplicationQuerySet:
    return Application.objects.visible_to(request.user).in_room(request.room).as_listed()


def with_seats(applications: list[Application], seats: Seats) -> list[Row]:
    return [Row(one, seats.taken_by(one.organisation_id)) for one in applications]
