from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField


class BuildingBlock(TranslatableMixin, index.Indexed, models.Model):
    """A building block (byggsten) of systematic work: what a municipality or region needs in place."""

    name = models.CharField(_("name"), max_length=120)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("summary"),
        index.FilterField("locale_id"),
    ]

    override_translatable_fields = [SynchronizedField("order", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("building block")
        verbose_name_plural = _("building blocks")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
