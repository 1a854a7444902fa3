"""The abstract page that every page type of the house is built on."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from . import fragments
from .caching import mark_public
from .mail.models import LetterReference, RecipientDomain
from .page_forms import PageCopyForm, PageForm
from .reserved import is_reserved, reserved_message
from .search.models import PageSearchEntry, PageSearchWord
from .single_use import UsedOnce
from .structured_data import Thing
from .translations import live_translations

__all__ = ["BasePage", "LetterReference", "PageSearchEntry", "PageSearchWord", "RecipientDomain", "UsedOnce"]


class BasePage(Page):
    """A public page. What is private is never a page (DESIGN: one door), so Wagtail's privacy is switched off."""

    lead = models.TextField(
        _("lead"),
        blank=True,
        max_length=1200,
        help_text=_("One or two sentences that say what the page is about. Shown in lists and in search."),
    )
    review_on = models.DateField(
        _("review on"),
        null=True,
        blank=True,
        help_text=_("From this day the start page of the admin reminds you to look through the page."),
    )

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    private_page_options: list[str] = []
    # Whether pages of this type directly below the front page, and not in the menu, are linked from the footer.
    in_footer = False
    # Slugs from core.reserved that this page type may take all the same.
    allowed_reserved_slugs: frozenset[str] = frozenset()

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            _("Search engines"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus"), FieldPanel("review_on")], _("On this site")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    override_translatable_fields = [
        SynchronizedField("review_on", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        # A page without depth is not in the tree yet: its form knows the parent, and saving it there comes back here.
        if self.depth and is_reserved(self.slug, self.depth - 1, type(self)):
            raise ValidationError({"slug": reserved_message(self.slug)})

    def can_move_to(self, parent: Page) -> bool:
        return super().can_move_to(parent) and not is_reserved(self.slug, parent.depth, type(self))

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        fragments.allow(request, self)
        response = super().serve(request, *args, **kwargs)
        if getattr(request, "is_preview", False) or response.status_code != 200:
            return response
        return mark_public(response)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None, without asking: everything in the tree is public. A system check reports rows that exist."""
        return PageViewRestriction.objects.none()

    @cached_property
    def canonical(self) -> "BasePage":
        """The Swedish source of this page: what private rows and calendars point at."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return self
        others = type(self).objects.filter(translation_key=self.translation_key)
        return others.filter(locale__language_code=settings.LANGUAGE_CODE).first() or self

    @cached_property
    def languages(self) -> dict[str, Page | None]:
        """Its live translations by language, looked up once: the language switch and the head share them."""
        return live_translations(self)

    def search_text(self) -> str:
        """What the public search knows of the page beside its title: its `search_fields`, so no address or number."""
        values = [
            field.get_value(self)
            for field in self.get_search_fields()
            if isinstance(field, index.SearchField) and field.field_name != "title"
        ]
        return "\n".join(
            part for value in values for part in ([value] if isinstance(value, str) else value or []) if part
        )

    def get_meta_description(self) -> str:
        return self.search_description or self.lead

    def structured_data(self) -> list[Thing]:
        """What the page is in schema.org's words; the breadcrumbs are added to it."""
        return []
