from django.db import models
from django.utils.translation import gettext_lazy as _

from members.library.querysets import DownloadCountQuerySet

from .resource import Resource


class DownloadCount(models.Model):
    """How many times a resource was downloaded in a month. Who did it is written nowhere."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="download_counts")
    month = models.DateField(_("month"))  # its first day
    count = models.PositiveIntegerField(_("downloads"), default=0)

    objects = DownloadCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "month"], name="download_count_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.count}"
