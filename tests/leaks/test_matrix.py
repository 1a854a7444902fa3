"""Every address x every actor x two languages x every way to ask: each sees what is declared, no less and no more."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404

from .walk import walk_of
from .world import ACTORS

# Whose answers hang most on what the database finds: these are asked on both.
ON_BOTH_DATABASES = ("member", "neighbour_organiser", "ended")
actors = [
    actor if actor in ON_BOTH_DATABASES else pytest.param(actor, marks=pytest.mark.one_database)
    for actor in ACTORS
]
# What the frame of any page may say to somebody who has come in.
FRAME = {"members.Room.slug"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("actor", actors)
def test_each_sees_what_is_declared_and_nothing_else(matrix, actor):
    walk = walk_of(actor, matrix)
    assert not walk.findings, "\n".join([f"{len(walk.findings)} findings", *walk.findings[:40]])
    assert not walk.missed
    print(f"{actor}: {walk.requests} requests")


@pytest.mark.parametrize("error", [RuntimeError, PermissionDenied, Http404, SuspiciousOperation, BadRequest])
def test_an_error_in_a_room_tells_nothing_of_it(matrix, monkeypatch, error):
    secrets = " ".join(matrix.world.cage)

    def fails(request):
        raise error(secrets)

    monkeypatch.setattr("members.library.reading.views.listing", fails)
    answer = matrix.browser.ask("member", f"/rum/{matrix.world.a.room.slug}/bibliotek/")
    assert answer.status in (400, 403, 404, 500)
    assert not {matrix.world.cage[secret].field for secret in matrix.judge.seen(answer)} - FRAME
    assert answer.headers["Cache-Control"] == "private, no-store"
