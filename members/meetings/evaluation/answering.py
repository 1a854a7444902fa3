"""An evaluation is handed in. Nothing that is kept says who answered what, or when."""

import random
import uuid

from members.meetings.holding import hold_meeting
from members.meetings.models import EvaluationAnswer, Registration, RoomMeeting

from . import questions
from .opening import Closed, why_closed

Answers = dict[int, int | str]  # question (key) -> score or words


class Shut(Exception):
    """It is not open for the person, or no longer."""

    def __init__(self, reason: Closed):
        self.reason = reason


class Changed(Exception):
    """The questions are not those that were asked."""


def hand_in(meeting: RoomMeeting, registration: Registration, answers: Answers, *, asked: str) -> None:
    """All of it, once. `asked`: fingerprint of the questions. Raises Shut or Changed, and keeps nothing; Gone."""
    with hold_meeting(meeting.pk) as held:
        # Two presses in the same instant: the second finds what the first has noted.
        row = Registration.objects.select_for_update().filter(pk=registration.pk).first()
        if reason := why_closed(held, row):
            raise Shut(reason)
        if questions.fingerprint(list(held.questions.all())) != asked:
            raise Changed
        _shuffle_in(held, answers)
        # Not save(): `changed_at` would tell when the person answered.
        Registration.objects.filter(pk=registration.pk).update(evaluated=True)


def _shuffle_in(meeting: RoomMeeting, answers: Answers) -> None:
    """All answers to the meeting are written anew, in no order: a database keeps the order in which rows came, and
    those of one person would lie side by side, after those of whoever answered before."""
    earlier = EvaluationAnswer.objects.filter(question__meeting=meeting)
    rows = list(earlier)
    for row in rows:
        row.uuid = uuid.uuid4()
    for key, answer in answers.items():
        given = {"score": answer} if isinstance(answer, int) else {"words": answer}
        rows.append(EvaluationAnswer(question_id=key, **given))
    random.SystemRandom().shuffle(rows)
    earlier.delete()
    EvaluationAnswer.objects.bulk_create(rows)
