from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.library.querysets import ResourceQuerySet
from members.models import Organisation, Room
from network.models import BuildingBlock
from samrum.core.model_fields import OneLineField


class Resource(models.Model):
    """A model or tool in a room's library. Its files and links are in its versions."""

    class Kind(models.TextChoices):
        MODEL = "model", _("model")
        TOOL = "tool", _("tool")
        TEMPLATE = "template", _("template")
        GUIDE = "guide", _("guide")
        EXAMPLE = "example", _("example")
        FILM = "film", _("film")
        LINK = "link", _("link")

    class Language(models.TextChoices):
        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")
        OTHER = "other", _("other language")

    class Sharing(models.TextChoices):
        ROOM = "room", _("stays in this room")
        HOME = "home", _("may be used at home")
        PUBLISH = "publish", _("may be published")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="resources")
    title = OneLineField(_("title"), max_length=160)
    summary = models.TextField(
        _("summary"), max_length=1000, help_text=_("Two or three sentences: what it is and when one uses it.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TOOL)
    building_blocks = models.ManyToManyField(
        BuildingBlock,
        verbose_name=_("building blocks"),
        blank=True,
        related_name="+",
        help_text=_("What in the systematic work it helps with."),
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.SWEDISH)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="resources",
        help_text=_("The organisation that owns it."),
    )
    contact = OneLineField(
        _("contact"),
        max_length=160,
        blank=True,
        help_text=_("Whom one may ask about it, for example a function's address."),
    )
    sharing = models.CharField(
        _("how far it may be shared"), max_length=8, choices=Sharing, default=Sharing.ROOM
    )
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="resources"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # A digest of what began it: the same sent once more, in the same moment or soon after, makes no second one.
    begun_as = models.CharField(max_length=64, blank=True, editable=False)
    # Since when an organiser may look at it, published or not.
    handed_in_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    # When something new was published: the order of "latest".
    renewed_at = models.DateTimeField(_("renewed"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, editable=False)

    objects = ResourceQuerySet.as_manager()

    # What a page for members shows in place of `organisation` (library.reading.makers).
    shown_organisation: Organisation | None = None

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        indexes = [
            models.Index(fields=["room", "-renewed_at"], name="resource_latest"),
            models.Index(fields=["room", "title"], name="resource_by_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:resource", args=[self.room.slug, self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None
