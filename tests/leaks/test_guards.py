"""The proof of the proof: each guard is taken away in turn, and the matrix sees it."""

import random
from collections import defaultdict
from itertools import chain

import pytest

from .guards import Guard, demands, guards
from .policies import Policy

pytestmark = pytest.mark.django_db
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


@pytest.fixture(scope="module")
def askers(matrix):
    """Guard -> the requests that ask it, also those that would only come so far if no view were for organisers alone."""
    asked: dict[str, list] = defaultdict(list)
    every = guards()
    with pytest.MonkeyPatch.context() as patch:
        called: set[str] = set()
        for _route, demand in demands():
            if demand.name.endswith(" leads"):
                demand.remove(patch)
        for guard in every:
            guard.watch(patch, lambda name=guard.name: called.add(name))
        for actor, step in reduced(matrix):
            called.clear()
            matrix.take(actor, step)
            for name in called:
                asked[name].append((actor, step))
    return asked


def reduced(matrix) -> list:
    steps = [(actor, step) for actor in TRIED for step in matrix.steps(actor) if _is_telling(actor, step)]
    random.Random(3).shuffle(steps)
    kept: dict[tuple, list] = defaultdict(list)
    for actor, step in steps:
        visit = step.visit
        place = visit.place and visit.place.key
        kept[actor, visit.route.text, place, actor in visit.seen_by, step.method, bool(step.data)].append(
            step
        )
    return [(key[0], step) for key, alike in kept.items() for step in alike[:ALIKE]]


def _is_telling(actor: str, step) -> bool:
    if step.language != "sv" or step.method == "HEAD" or step.query or step.headers or step.by_nginx:
        return False
    if step.visit.policy is Policy.ADMIN:
        return actor in ("editor", "outsider") and "/rum/" in step.visit.url
    return step.visit.policy is not Policy.PUBLIC


def test_every_guard_that_is_taken_away_is_missed(matrix, askers):
    """Rows that only organisers see stand behind the door and behind their own guard: those stand alone as well."""
    unseen = [
        guard
        for guard in guards()
        if askers[guard.name] and not _is_missed(matrix, guard, askers[guard.name])
    ]
    with pytest.MonkeyPatch.context() as patch:
        for _route, demand in demands():
            demand.remove(patch)
        unseen = [guard for guard in unseen if not _is_missed(matrix, guard, askers[guard.name], shown=True)]
    missed = {guard.name for guard in unseen}
    assert missed <= DOUBLED.keys(), "\n".join(sorted(missed - DOUBLED.keys()))


def test_rows_stand_alone_behind_a_door_that_demands_nothing(matrix, askers):
    with pytest.MonkeyPatch.context() as patch:
        for _route, demand in demands():
            demand.remove(patch)
        found = [text for asker in reduced(matrix) for text in matrix.findings(*asker) if ": shows " in text]
    assert not found, "\n".join(found[:40])


def test_every_demand_of_a_view_that_is_dropped_is_missed(matrix):
    by_route = defaultdict(list)
    for actor, step in reduced(matrix):
        by_route[step.visit.route.text].append((actor, step))
    for route, demand in demands():
        assert _is_missed(matrix, demand, by_route[route]), demand.name


def _is_missed(matrix, guard: Guard, askers: list, shown: bool = False) -> bool:
    """Whether a request finds something once the guard is gone; `shown`: a word, not just another status."""
    with pytest.MonkeyPatch.context() as patch:
        guard.remove(patch)
        found = chain.from_iterable(matrix.findings(*asker) for asker in askers)
        return any(": shows " in text for text in found) if shown else any(found)
