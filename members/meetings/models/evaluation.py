import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import EvaluationAnswerQuerySet, QuestionQuerySet

from .room_meeting import RoomMeeting


class EvaluationQuestion(models.Model):
    """Something that those who were there are asked afterwards."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("from 1 to 5")
        WORDS = "words", _("in words")

    meeting = models.ForeignKey(RoomMeeting, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(_("question"), max_length=160)
    kind = models.CharField(_("answer"), max_length=6, choices=Kind, default=Kind.SCALE)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of an evaluation")
        verbose_name_plural = _("questions of evaluations")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class EvaluationAnswer(models.Model):
    """One answer to one question. Tied to nobody, without a time, and with a random key that tells no order."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(EvaluationQuestion, on_delete=models.CASCADE, related_name="answers")
    score = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.TextField(max_length=2000, blank=True)

    objects = EvaluationAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to an evaluation")
        verbose_name_plural = _("answers to evaluations")

    def __str__(self) -> str:
        return str(self.question_id)
