"""What those who were there are asked. Fixed once somebody has answered: an answer belongs to what was asked."""

import hashlib
import json
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext, gettext_noop, override

from members.log import note
from members.meetings.holding import hold_meeting
from members.meetings.models import EvaluationAnswer, EvaluationQuestion, RoomMeeting
from samrum.users.models import User

Kind = EvaluationQuestion.Kind
Asked = Sequence[tuple[str, str]]  # text and kind
MOST = 8
USUAL = [
    (gettext_noop("How much use is the meeting to you in your work?"), Kind.SCALE),
    (gettext_noop("How well could you take part in the talks?"), Kind.SCALE),
    (gettext_noop("How well did information and preparations before the meeting work?"), Kind.SCALE),
    (gettext_noop("What do you take home with you?"), Kind.WORDS),
    (gettext_noop("What should we do differently next time?"), Kind.WORDS),
]


class Answered(Exception):
    """Somebody has answered the questions."""


def shown(meeting: RoomMeeting) -> list[EvaluationQuestion]:
    """The meeting's questions; the usual ones, which are not kept yet, where nobody has written others."""
    if found := list(meeting.questions.all()):
        return found
    return [
        EvaluationQuestion(meeting=meeting, position=position, text=text, kind=kind)
        for position, (text, kind) in enumerate(_usual())
    ]


def ensure(meeting: RoomMeeting) -> list[EvaluationQuestion]:
    """The meeting's questions; the usual ones where nobody has written others. Raises Gone."""
    if found := list(meeting.questions.all()):
        return found
    with hold_meeting(meeting.pk) as held:
        if not held.questions.exists():
            _write(held, _usual())
    return list(meeting.questions.all())


def _usual() -> Asked:
    """They are content, as if an organiser had written them: in the language of the room."""
    with override("sv"):
        return [(gettext(text), kind) for text, kind in USUAL]


def change(meeting: RoomMeeting, asked: Asked, *, by: User) -> None:
    """Raises Answered, and changes nothing, if somebody has answered by now; Gone."""
    with hold_meeting(meeting.pk) as held:
        if is_answered(held):
            raise Answered
        if list(held.questions.values_list("text", "kind")) == [tuple(one) for one in asked]:
            return
        _write(held, asked)
        note(held.room, by, gettext_noop("Changed the questions of an evaluation"), held.page.title)


@transaction.atomic
def _write(meeting: RoomMeeting, asked: Asked) -> None:
    """In place: whoever has the form open keeps what they have filled in."""
    before = list(meeting.questions.all())
    for position, (text, kind) in enumerate(asked):
        row = before[position] if position < len(before) else EvaluationQuestion(meeting=meeting)
        row.position, row.text, row.kind = position, text, kind
        row.save()
    for row in before[len(asked) :]:
        row.delete()


def is_answered(meeting: RoomMeeting) -> bool:
    return EvaluationAnswer.objects.filter(question__meeting=meeting).exists()


def fingerprint(questions: Sequence[EvaluationQuestion]) -> str:
    """What the form has asked: it must be what is asked when the answers come."""
    asked = [[one.pk, one.text, one.kind] for one in questions]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
