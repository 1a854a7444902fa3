from django.db import models
from django.utils.translation import gettext_lazy as _

from members.files.storage import PrivateFileField


class HeldUpload(models.Model):
    """A file that came with a form which had a fault elsewhere: kept a day, so that nobody has to choose it again.

    It belongs to nobody and is shown to nobody; whoever has the signed reference in the form can send it with that form.
    """

    file = PrivateFileField(folder="held")
    name = models.CharField(max_length=255)
    findings = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("file of an unfinished form")
        verbose_name_plural = _("files of unfinished forms")

    def __str__(self) -> str:
        return self.name
