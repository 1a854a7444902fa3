"""What those who were there have answered, taken together. From the answers alone: nobody is found through their seat.

Fewer than five are never shown, neither to a question nor in all: with few, one can guess who it was.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from members.alphabet import sort_key
from members.charts import Chart, draw
from members.meetings.models import EvaluationAnswer, EvaluationQuestion, RoomMeeting
from samrum.users.models import User

from .forms import SCORES

FEWEST = 5
WIDE = 300  # units of the drawing: five bars beside a table


@dataclass(frozen=True)
class Result:
    """Of one question. Hidden: it knows no more than how many have answered."""

    question: EvaluationQuestion
    count: int
    counts: list[tuple[int, int]] | None = None  # score, how many
    mean: float | None = None
    chart: Chart | None = None
    words: list[str] | None = None

    @property
    def is_hidden(self) -> bool:
        return self.count < FEWEST


@dataclass(frozen=True)
class Results:
    of_questions: list[Result]

    @property
    def count(self) -> int:
        """How many have answered: as many as have answered the question that most have answered."""
        return max((result.count for result in self.of_questions), default=0)

    @property
    def is_hidden(self) -> bool:
        return self.count < FEWEST


def results_of(user: User, meeting: RoomMeeting, questions: list[EvaluationQuestion]) -> Results:
    """For organisers. One query."""
    given: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    answers = EvaluationAnswer.objects.led_by(user).filter(question__meeting=meeting)
    for key, score, words in answers.values_list("question", "score", "words"):
        given[key].append((score, words))
    return Results([_result(question, given[question.pk]) for question in questions])


def _result(question: EvaluationQuestion, given: list[tuple[int | None, str]]) -> Result:
    if len(given) < FEWEST:
        return Result(question, len(given))
    if question.kind == EvaluationQuestion.Kind.WORDS:
        # In the order of the alphabet, which tells nothing of who was first.
        words = sorted((words for _score, words in given), key=lambda text: (sort_key(text), text))
        return Result(question, len(given), words=words)
    scores = [score for score, _words in given if score is not None]
    found = Counter(scores)
    counts = [(score, found[score]) for score in SCORES]
    chart = draw([(str(score), "") for score in SCORES], [found[score] for score in SCORES], at_least=WIDE)
    return Result(question, len(given), counts=counts, mean=sum(scores) / len(scores), chart=chart)
