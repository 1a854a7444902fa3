from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.library.querysets import NoteQuerySet
from members.models import Organisation

from .resource import Resource


class UsageNote(models.Model):
    """How somebody at home uses a resource, for the others."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("how you use it"), max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note about use")
        verbose_name_plural = _("notes about use")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
