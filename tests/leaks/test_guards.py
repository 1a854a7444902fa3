"""The proof of the proof: each guard is taken away in turn, and the matrix sees it."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

import pytest

from .guards import Guard, demands, guards, named_in_code
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
ALIKE = 8
FEW = 2  # where every address is asked
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
            "Proposal.objects.in_room", "Proposal.objects.visible_to", "Registration.objects.in_room", "Registration.objects.led_by",
        ),
        "of one meeting, which has come through its own",
    ),
    "admin: the door": "without it Wagtail sends whoever may not enter to sign in, which a request here takes for a "
    "refusal; tests/users/test_sign_in.py demands 403",
    "PreparationDone.objects.in_room": "one's own ticks, of preparations that have come through their own",
    "PreparationDone.objects.visible_to": "a tick without a word; tests/members/meetings/reading tells whose it is",
    "Registration.objects.visible_to": "one's own alone (of), or of a meeting that one leads",
    "RoomMeeting.objects.visible_to": "all in a room see its meetings, as the door and in_room say; the button in the "
    "admin has a test of its own (tests/members/meetings/test_admin.py)",
}  # fmt: skip
# Guards that the code names and no request asks, and where they are asked.
UNASKED: dict[str, str] = {}


class Requests:
    """Those that a guard's absence is asked with."""

    def __init__(self, matrix: Matrix):
        self.matrix = matrix

    @cached_property
    def asked_at(self) -> dict[str, set[tuple[str, str]]]:
        """Guard -> (actor, route), as the walks found them."""
        return askers(self.matrix)

    @cache  # noqa: B019 - one for the module
    def telling(self, alike: int) -> dict[tuple[str, str], list[Step]]:
        """(actor, route) -> requests that tell whether something is shown, few of each kind."""
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
        for (actor, route, *_rest), of_a_kind in kept.items():
            found[actor, route] += of_a_kind[:alike]
        return found

    def fate(self, guard: Guard, asked_at: set[tuple[str, str]]) -> str:
        """What becomes of a guard that is taken away, seen by those who asked it, where they asked it.

        Rows that only organisers see stand behind the door and behind their own guard: they are to stand alone as well.
        So where views demand something at the door, everybody asks again while nothing is demanded.
        """
        if not asked_at:
            return "unasked"
        if self.misses(guard, asked_at):
            return "missed"
        demanding = {route for route, _demand in demands()} & {route for _actor, route in asked_at}
        with pytest.MonkeyPatch.context() as patch:
            for _route, demand in demands():
                demand.remove(patch)
            everybody = {(actor, route) for actor in TRIED for route in demanding}
            return "missed" if self.misses(guard, everybody, shown=True) else "doubled"

    def misses(self, guard: Guard, asked_at: Iterable[tuple[str, str]], shown: bool = False) -> bool:
        """Whether a request finds something once the guard is gone; `shown`: a word, not just another status."""
        with pytest.MonkeyPatch.context() as patch:
            guard.remove(patch)
            return any(": shows " in text or not shown for text in self.found(asked_at))

    def found(self, asked_at: Iterable[tuple[str, str]], alike: int = ALIKE) -> Iterator[str]:
        for actor, route in sorted(asked_at):
            for step in self.telling(alike).get((actor, route), ()):
                yield from self.matrix.findings(actor, step)


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
    fate = requests.fate(guard, requests.asked_at[guard.name])
    if fate == "unasked":
        assert not named_in_code(guard) or guard.name in UNASKED
    elif fate == "doubled":
        assert guard.name in DOUBLED


def test_a_guard_that_is_used_somewhere_unasked_fails(requests):
    used = next(guard for guard in guards() if guard.name == "Membership.objects.visible_to")
    assert requests.fate(used, set()) == "unasked" and named_in_code(used)
    # Where nobody looks for what it hides, as if the map had lost the addresses that show its want.
    assert requests.fate(used, {("anonymous", "robots.txt")}) == "doubled" and used.name not in DOUBLED
    assert requests.fate(used, requests.asked_at[used.name]) == "missed"


def test_every_exception_is_about_a_guard():
    assert DOUBLED.keys() | UNASKED.keys() <= {guard.name for guard in guards()}


def test_rows_stand_alone_behind_a_door_that_demands_nothing(requests):
    with pytest.MonkeyPatch.context() as patch:
        for _route, demand in demands():
            demand.remove(patch)
        everybody = {(actor, route) for actor in TRIED for route, _demand in demands()}
        found = [text for text in requests.found(everybody, FEW) if ": shows " in text]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize(("route", "demand"), demands(), ids=lambda value: getattr(value, "name", ""))
def test_a_demand_of_a_view_that_is_dropped_is_missed(requests, route, demand):
    assert requests.misses(demand, {(actor, route) for actor in TRIED})
