"""The walk of each actor through the whole site, made once a run by whichever worker comes first, and shared.

It tells two things: what an actor saw that was not declared, and at which addresses each guard was asked. So the map from
guard to address is made by the requests themselves, and a guard that no request asks is noticed.
"""

import json
from collections import defaultdict
from typing import NamedTuple

import pytest

from tests import databases

from .guards import guards
from .matrix import Matrix
from .world import ACTORS


class Walk(NamedTuple):
    """Of one actor."""

    requests: int
    findings: list[str]
    missed: list[str]  # fields that are declared for the actor and were shown nowhere
    asked: dict[str, list[str]]  # guard -> routes whose requests asked it


def walk_of(actor: str, matrix: Matrix) -> Walk:
    path = databases.run_folder() / f"walk-{actor}.json"
    databases.once(path.stem, lambda: path.write_text(json.dumps(_walk(actor, matrix)._asdict())))
    return Walk(**json.loads(path.read_text()))


def askers(matrix: Matrix) -> dict[str, set[tuple[str, str]]]:
    """Guard -> (actor, route): whose requests asked it, and at which addresses."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    # From the end, and what another worker is at comes last: the tests of the matrix begin with the first.
    left = list(reversed(ACTORS))
    while left:
        actor = next((actor for actor in left if not databases.is_begun(f"walk-{actor}")), left[0])
        left.remove(actor)
        for guard, routes in walk_of(actor, matrix).asked.items():
            found[guard].update((actor, route) for route in routes)
    return found


def _walk(actor: str, matrix: Matrix) -> Walk:
    assert matrix.etags and matrix.posts
    requests, seen, findings = 0, set(), []
    asked: dict[str, set[str]] = defaultdict(set)
    with pytest.MonkeyPatch.context() as patch:
        called: set[str] = set()
        for guard in guards():
            guard.watch(patch, lambda name=guard.name: called.add(name))
        for step in matrix.steps(actor):
            called.clear()
            answer = matrix.take(actor, step)
            for name in called:
                asked[name].add(step.visit.route.text)
            requests += 1
            seen |= matrix.judge.seen(answer)
            findings += matrix.described(actor, step, answer)
    # The eye sees: room A is walked through whole, so what is declared for this actor there has been shown.
    cage = matrix.world.cage
    missed = [
        f"{canary.field} ({secret})"
        for secret, canary in cage.items()
        if secret not in seen and actor in canary.seen_by and canary.room in ("", "a")
    ]
    return Walk(requests, findings, missed, {name: sorted(routes) for name, routes in asked.items()})
