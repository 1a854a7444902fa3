"""The proof of the proof: each guard is taken away in turn, and the matrix sees it."""

import random
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

import pytest

from .guards import Guard, demands, guards
from .matrix import Matrix, Step
from .policies import Policy
from .walk import askers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TRIED = (
    "contributor",
    "member",
    "guest",
    "neighbour_organiser",
    "organiser",
    "outsider",
    "anonymous",
    "editor",
)
# Of requests that differ in the thing alone, so many are enough.
ALIKE = 2
# Guards that no answer shows the want of, and why they are there nevertheless.
DOUBLED = {
    "DownloadCount.objects.led_by": "numbers alone, and the rows of titles beside them have their own",
    "Follow.objects.in_room": "says to oneself whether one follows; the resource has come through its own",
    "Follow.objects.visible_to": "the same: no page shows who follows",
    "ListedResource.objects.in_room": "says which rows to fetch, and those come through Resource.visible_to",
    "ListedResource.objects.visible_to": "the same",
    "ResourceVersion.objects.may_contribute": "whether one's own drafts are offered; the view asks again",
    "Room.objects.led_by": "the room has come through the door; its settings are for organisers at the door",
    "UsageNote.objects.in_room": "notes of one resource, which has come through its own",
    "UsageNote.objects.visible_to": "the same",
    # Parts of one meeting, which has come through its own: its room, and who leads that, are asked there.
    **dict.fromkeys(
        (
            "DateAnswer.objects.visible_to", "EvaluationAnswer.objects.led_by", "Material.objects.in_room",
            "Material.objects.led_by", "Material.objects.visible_to", "Preparation.objects.led_by",
            "Preparation.objects.visible_to", "ProgrammeItem.objects.led_by", "ProgrammeItem.objects.visible_to",
            "Proposal.objects.visible_to", "Registration.objects.in_room", "Registration.objects.led_by",
        ),
        "of one meeting, which has come through its own",
    ),
    "PreparationDone.objects.in_room": "one's own ticks, of preparations that have come through their own",
    "PreparationDone.objects.visible_to": "a tick without a word; tests/members/meetings/reading tells whose it is",
    "Registration.objects.visible_to": "one's own alone (of), or of a meeting that one leads",
    "RoomMeeting.objects.visible_to": "all in a room see its meetings, as the door and in_room say; the button in the "
    "admin has a test of its own (tests/members/meetings/test_admin.py)",
}  # fmt: skip
# Guards that no request of the matrix asks, and where they are asked.
UNASKED: dict[str, str] = {}


class Requests:
    """Those that a guard's absence is asked with."""

    def __init__(self, matrix: Matrix):
        self.matrix = matrix

    @cached_property
    def asked_at(self) -> dict[str, set[str]]:
        """Guard -> routes, as the walks found them."""
        return askers(self.matrix)

    @cached_property
    def telling(self) -> dict[str, list[tuple[str, Step]]]:
        """Route -> requests that tell whether something is shown, few of each kind, with who makes them."""
        steps = [
            (actor, step) for actor in TRIED for step in self.matrix.steps(actor) if _is_telling(actor, step)
        ]
        random.Random(3).shuffle(steps)
        kept: dict[tuple, list] = defaultdict(list)
        for actor, step in steps:
            visit = step.visit
            place = visit.place and visit.place.key
            key = (actor, visit.route.text, place, actor in visit.seen_by, step.method, bool(step.data))
            kept[key].append(step)
        found = defaultdict(list)
        for (actor, route, *_rest), alike in kept.items():
            found[route] += [(actor, step) for step in alike[:ALIKE]]
        return found

    def at(self, routes: Iterable[str]) -> list[tuple[str, Step]]:
        return list(chain.from_iterable(self.telling[route] for route in sorted(routes)))

    def fate(self, guard: Guard, routes: set[str]) -> str:
        """What becomes of a guard that is taken away, seen at the addresses whose requests ask it."""
        if not routes:
            return "unasked"
        requests = self.at(routes)
        if self.misses(guard, requests):
            return "missed"
        with pytest.MonkeyPatch.context() as patch:
            for _route, demand in demands():
                demand.remove(patch)
            return "missed" if self.misses(guard, requests, shown=True) else "doubled"

    def misses(self, guard: Guard, requests: list, shown: bool = False) -> bool:
        """Whether a request finds something once the guard is gone; `shown`: a word, not just another status."""
        with pytest.MonkeyPatch.context() as patch:
            guard.remove(patch)
            found = chain.from_iterable(self.matrix.findings(*asker) for asker in requests)
            return any(": shows " in text for text in found) if shown else any(found)


@pytest.fixture(scope="module")
def requests(matrix) -> Requests:
    return Requests(matrix)


def _is_telling(actor: str, step) -> bool:
    if step.language != "sv" or step.method == "HEAD" or step.query or step.headers or step.by_nginx:
        return False
    if step.visit.policy is Policy.ADMIN:
        return actor in ("editor", "outsider") and "/rum/" in step.visit.url
    return step.visit.policy is not Policy.PUBLIC


@pytest.mark.parametrize("guard", guards(), ids=lambda guard: guard.name)
def test_a_guard_that_is_taken_away_is_missed(requests, guard):
    """Rows that only organisers see stand behind the door and behind their own guard: those stand alone as well."""
    expected = "unasked" if guard.name in UNASKED else "doubled" if guard.name in DOUBLED else "missed"
    assert requests.fate(guard, requests.asked_at[guard.name]) == expected


def test_a_guard_that_is_used_somewhere_unasked_fails(requests):
    """No request comes to a view that is not in the tree: a guard that only it asks is found wanting."""

    class Rows:
        def visible_to(self, user):
            return self

    guard = Guard("Rows.visible_to", Rows, "visible_to", lambda rows, user: rows)
    assert requests.fate(guard, requests.asked_at[guard.name]) == "unasked"
    # One that is used where nobody looks for what it hides: as if the map had lost the addresses that show its want.
    door = next(guard for guard in guards() if guard.name == "door: whose place it is")
    assert requests.fate(door, {"robots.txt"}) == "doubled"
    assert requests.fate(door, requests.asked_at[door.name]) == "missed"


def test_rows_stand_alone_behind_a_door_that_demands_nothing(requests):
    with pytest.MonkeyPatch.context() as patch:
        for _route, demand in demands():
            demand.remove(patch)
        askers = requests.at({route for route, _demand in demands()})
        found = [text for asker in askers for text in requests.matrix.findings(*asker) if ": shows " in text]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize(("route", "demand"), demands(), ids=lambda value: getattr(value, "name", ""))
def test_a_demand_of_a_view_that_is_dropped_is_missed(requests, route, demand):
    assert requests.misses(demand, requests.telling[route])
