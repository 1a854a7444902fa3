from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.meetings.querysets import DateAnswerQuerySet, ProposalQuerySet
from members.models import Membership
from network.models import MeetingPage
from samrum.core.dates import clock_trouble

from .room_meeting import RoomMeeting


class Proposal(models.Model):
    """A day, or several, that a meeting without a date might have."""

    meeting = models.ForeignKey(RoomMeeting, on_delete=models.CASCADE, related_name="proposals")
    start_date = models.DateField(_("date"))
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only for a meeting of several days.")
    )
    start_time = models.TimeField(_("starts"), null=True, blank=True)
    end_time = models.TimeField(_("ends"), null=True, blank=True)
    part_of_day = models.CharField(
        _("part of the day"), max_length=9, choices=MeetingPage.PartOfDay, blank=True
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        constraints = [
            models.CheckConstraint(
                name="proposal_ends_after_start",
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.start_date)

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.start_date and self.end_date and self.end_date < self.start_date:
            errors["end_date"] = _("The last day comes before the first.")
        if self.end_time and not self.start_time:
            errors["start_time"] = _("Say when the meeting starts.")
        elif (
            self.end_time
            and self.start_time
            and self.end_date in (None, self.start_date)
            and self.end_time <= self.start_time
        ):
            errors["end_time"] = _("The meeting ends before it starts.")
        for name, day, time in (
            ("start_time", self.start_date, self.start_time),
            ("end_time", self.end_date or self.start_date, self.end_time),
        ):
            if day and time and name not in errors and (trouble := clock_trouble(day, time)):
                errors[name] = trouble
        if errors:
            raise ValidationError(errors)


class DateAnswer(models.Model):
    """Whether somebody can come on a proposed day."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        IF_NEED_BE = "if_need_be", _("if need be")
        NO = "no", _("no")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    # Whoever first said yes to the day that is chosen is first to a seat.
    answered_at = models.DateTimeField(auto_now=True)

    objects = DateAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a proposed date")
        verbose_name_plural = _("answers to proposed dates")
        constraints = [models.UniqueConstraint(fields=["proposal", "membership"], name="date_answer_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.answer}"
