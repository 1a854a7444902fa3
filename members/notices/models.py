from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members import access
from members.models import Membership


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        """One's own; nobody else is told what somebody will be told."""
        return self.filter(access.reads(user, "membership__room") & Q(membership__user=user.pk))

    def at_once(self) -> "NoticeQuerySet":
        """What does not wait to be gathered. What nobody wants to hear is among it: delivery drops that."""
        gathered = Q(membership__notices__in=(Membership.Notices.DAILY, Membership.Notices.WEEKLY))
        return self.exclude(gathered & Q(always=False)).order_by("pk")

    def gathered(self) -> "NoticeQuerySet":
        """What waits for the next letter that gathers, oldest first."""
        waits = (Membership.Notices.DAILY, Membership.Notices.WEEKLY)
        return self.filter(membership__notices__in=waits, always=False).order_by("created_at", "pk")


class Notice(models.Model):
    """Something that one person in a room shall be told: the outbox between what happens and its letters.

    Written in the transaction of what it tells of, gone in the transaction that queues its letter: whoever is killed in
    between, no letter is lost and none is queued twice. What the letter says is looked up when it is written
    (`notices.kinds`), so that it says what is true by then.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="pending_notices")
    kind = models.CharField(_("kind"), max_length=40)
    subject_id = models.BigIntegerField(_("what it is about"))  # key of a row; the kind knows of which model
    # Reaches also those who have chosen to be told nothing, or once a week.
    always = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # Three changes before the letter is written are one letter.
            models.UniqueConstraint(
                F("membership"), F("kind"), F("subject_id"), F("always"), name="notice_once_while_it_waits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"

    @property
    def is_for_somebody_here(self) -> bool:
        """Whoever has left the room, or has an account no longer, gets no letters: asked again before each."""
        return self.membership.is_joined and self.membership.user.is_active
