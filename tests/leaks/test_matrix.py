"""Every address x every actor x two languages x every way to ask: each sees what is declared, no less and no more."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404

from .world import ACTORS

# What the frame of any page may say to somebody who has come in.
FRAME = {"members.Room.slug"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("actor", ACTORS)
def test_each_sees_what_is_declared_and_nothing_else(matrix, actor):
    assert matrix.etags and matrix.posts
    seen, findings = set(), []
    for step in matrix.steps(actor):
        answer = matrix.take(actor, step)
        seen |= matrix.judge.seen(answer)
        findings += matrix.described(actor, step, answer)
    assert not findings, "\n".join([f"{len(findings)} findings", *findings[:40]])
    # The eye sees: room A is walked through whole, so what is declared for this actor there has been shown.
    cage = matrix.world.cage
    missed = {
        cage[secret] for secret in cage.keys() - seen if actor in cage[secret].seen_by and cage[secret].room in ("", "a")
    }  # fmt: skip
    assert not missed


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
