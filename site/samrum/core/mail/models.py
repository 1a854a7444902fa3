"""What the house keeps beside post_office's own tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from post_office.models import Email


class RecipientDomain(models.Model):
    """A domain that puts letters off: its other letters wait too, so that nobody knocks a thousand times in vain.

    There is a row as long as it lasts; the first letter that is taken in ends it.
    """

    name = models.CharField(max_length=255, primary_key=True)
    refusals = models.PositiveIntegerField(default=0)  # in a row
    last_letter = models.BigIntegerField(null=True, blank=True)  # key of the one that was put off last
    # Null: too few in a row to be the domain's fault.
    resting_since = models.DateTimeField(null=True, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("domain that puts letters off")
        verbose_name_plural = _("domains that put letters off")

    def __str__(self) -> str:
        return self.name


class LetterReference(models.Model):
    """A row of the house that a letter tells of: there it is shown when the letter does not arrive.

    Kept as long as the letter. By label and key, since the foundation knows no app.
    """

    letter = models.ForeignKey(Email, on_delete=models.CASCADE, related_name="references")
    model = models.CharField(max_length=60)  # "members.membership"
    key = models.BigIntegerField()

    class Meta:
        verbose_name = _("what a letter tells of")
        verbose_name_plural = _("what letters tell of")
        indexes = [models.Index(fields=["model", "key"], name="core_letter_about")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
