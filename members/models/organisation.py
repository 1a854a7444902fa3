from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.alphabet import search_key, sort_key
from members.querysets import OrganisationQuerySet
from samrum.core.email_addresses import mailbox
from samrum.core.model_fields import OneLineField


class Organisation(models.Model):
    """A municipality, a region or another organisation that people in a room come from.

    Municipalities and regions are loaded from `members/organisations/organisations.csv` (codes of Statistics Sweden).
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        REGION = "region", _("region")
        # Gotland: one organisation with the tasks of both, so it counts once.
        BOTH = "both", _("municipality and region")
        OTHER = "other", _("other organisation")

    # Text: codes begin with zero. Municipalities have four digits, regions the two of their county.
    code = models.CharField(_("code of Statistics Sweden"), max_length=4, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    name = OneLineField(_("name"), max_length=120, help_text=_("The formal name, for example Falu kommun."))
    short_name = OneLineField(_("short name"), max_length=80)
    county = models.CharField(_("county"), max_length=60, blank=True)
    domains = models.JSONField(
        _("e-mail domains"), default=list, blank=True, help_text=_("Such as exempel.se, without @.")
    )
    is_active = models.BooleanField(_("can be chosen"), default=True)
    # What was loaded last, field by field: an update leaves alone what somebody has changed since.
    loaded = models.JSONField(default=dict, blank=True, editable=False)
    source = models.CharField(_("source"), max_length=120, blank=True)
    source_date = models.DateField(_("as of"), null=True, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    search_key = models.CharField(max_length=400, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="organisation_code_once"),
            models.UniqueConstraint(fields=["name"], name="organisation_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key", "search_key"}
        super().save(*args, **kwargs)

    def set_keys(self) -> None:
        """What sorting and searching compare; for those who write rows without save()."""
        self.sort_key = sort_key(self.name)
        # The county's words are marked, so that they are found but count less than those of the name.
        county = [f"/{word}" for word in search_key(self.county).split()]
        self.search_key = " ".join([search_key(f"{self.name} {self.short_name}"), *county])

    def owns_address(self, email: str) -> bool | None:
        """Whether the domain of `email` is the organisation's own; None when no domain of it is known."""
        if not self.domains:
            return None
        domain = mailbox(email).rpartition("@")[2]
        return any(domain == own or domain.endswith(f".{own}") for own in self.domains)
