import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from network.blocks import AnnouncementBody, usual_sections
from network.querysets import NetworkPageManager
from network.schedule import in_order
from network.structured_data import event
from samrum.core.addresses import absolute_url
from samrum.core.models import BasePage
from samrum.core.structured_data import Thing
from samrum.core.translations import P, in_language

from .meeting_page import MeetingPage


class NetworkPage(BasePage):
    """The announcement of one round of one network."""

    class Kind(models.TextChoices):
        DEVELOPMENT = "development", _("development network")
        PROFESSIONAL = "professional", _("professional network")
        EXPERIENCE = "experience", _("network for exchange of experience")
        OTHER = "other", _("network")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open for applications")
        FULL = "full", _("full")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    class Fee(models.TextChoices):
        UNSTATED = "", _("not stated")
        FREE = "free", _("free of charge")
        AMOUNT = "amount", _("an amount per person")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEVELOPMENT)
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=Status,
        default=Status.PLANNED,
        help_text=_(
            "Decides what the page says and offers: while it is open, visitors are told how to get a seat."
        ),
    )
    period_start = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_end = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    published_on = models.DateField(
        _("publication date"),
        null=True,
        blank=True,
        help_text=_("As shown to readers. Leave empty for the day when the page is first published."),
    )
    body = StreamField(AnnouncementBody(), verbose_name=_("body"), blank=True, default=usual_sections)
    target_group = RichTextField(_("target group"), blank=True)
    fee = models.CharField(_("cost"), max_length=8, choices=Fee, blank=True, default=Fee.UNSTATED)
    fee_amount = models.DecimalField(
        _("amount per person, in kronor"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    fee_note = RichTextField(
        _("about the cost"), blank=True, help_text=_("In your own words, if there is more to say.")
    )
    physical_costs = RichTextField(
        _("who pays for what at physical meetings"),
        blank=True,
        help_text=_("Shown only where the network has a physical meeting."),
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=_("predecessor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="successors",
        help_text=_("The round before this one. That page then links here as its successor."),
    )

    objects = NetworkPageManager()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                FieldRowPanel(
                    [FieldPanel("period_start"), FieldPanel("period_end"), FieldPanel("published_on")]
                ),
                PageChooserPanel("predecessor", "network.NetworkPage"),
            ],
            _("The network"),
        ),
        FieldPanel("body"),
        FieldPanel("target_group"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "fee", help_text=_("“Not stated” says nothing about the cost on the page.")
                        ),
                        FieldPanel("fee_amount", help_text=_("Only for “an amount per person”.")),
                    ]
                ),
                FieldPanel("fee_note"),
                FieldPanel("physical_costs"),
            ],
            _("Cost"),
        ),
        InlinePanel("facts", heading=_("Facts and background"), label=_("Facts page")),
        InlinePanel("contacts", heading=_("Contact persons"), label=_("Contact person")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("target_group"),
        index.SearchField("fee_note"),
        index.SearchField("physical_costs"),
        index.FilterField("status"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "kind", "status", "period_start", "period_end", "published_on", "fee", "fee_amount", "predecessor",
                "facts", "contacts",
            )
        ),
    ]  # fmt: skip
    parent_page_types = ["home.HomePage"]
    subpage_types = ["network.MeetingPage", "network.FactsPage"]

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, list] = {}
        for name in ("period_start", "period_end"):
            year = getattr(self, name)
            if year is not None and not 2000 <= year <= 2100:
                errors[name] = [_("Write the year with four digits, for example 2027.")]
        if self.period_start and self.period_end and self.period_end < self.period_start:
            errors["period_end"] = [_("The last year comes before the first.")]
        if self.fee == self.Fee.AMOUNT and not self.fee_amount:
            errors["fee_amount"] = [_("Say the amount.")]
        if self.fee_amount is not None and self.fee != self.Fee.AMOUNT:
            errors["fee_amount"] = [_("Choose “an amount per person” or clear the amount.")]
        if self.fee_amount is not None and self.fee_amount < 0:
            errors["fee_amount"] = [_("The amount cannot be negative.")]
        if self.predecessor_id and self.predecessor_id == self.pk:
            errors["predecessor"] = [_("A network cannot be its own predecessor.")]
        if errors:
            raise ValidationError(errors)

    @property
    def period(self) -> str:
        """“2023–2024”, “2024” or nothing."""
        years = [str(year) for year in (self.period_start, self.period_end) if year]
        return "–".join(dict.fromkeys(years))

    @property
    def calendar_url(self) -> str:
        """Where calendar programs subscribe to the meetings."""
        return f"{self.url}kalender.ics"

    @property
    def shown_publication_date(self) -> datetime.date | None:
        return self.published_on or (self.first_published_at and timezone.localdate(self.first_published_at))

    @property
    def updated_on(self) -> datetime.date | None:
        """The day of the last change, if it came after the page was brought here and after its publication date."""
        if not (self.first_published_at and self.last_published_at):
            return None
        first, last = timezone.localdate(self.first_published_at), timezone.localdate(self.last_published_at)
        return last if last > max(first, self.published_on or first) else None

    @cached_property
    def source(self) -> Page:
        """The Swedish page; found among the languages, which every page looks up anyway."""
        return self.languages.get(settings.LANGUAGE_CODE) or self

    @cached_property
    def meetings(self) -> list[MeetingPage]:
        """The published meetings in order, fetched once: the page, its JSON-LD and its calendar share the list.

        In English too there are all of them: those that are not translated stand there in Swedish.
        """
        below = MeetingPage.objects.child_of(self)
        if self.source is not self:
            below |= MeetingPage.objects.child_of(self.source)
        sources, translated = self._by_language(below.live().order_by("path").shown())
        return in_language(in_order(sources), self.locale_id, translated)

    @property
    def meets_in_person(self) -> bool:
        """Whether a meeting is physical, wholly or in part; so long as there is none, it may become so."""
        physical = (MeetingPage.Format.PHYSICAL, MeetingPage.Format.HYBRID)
        return not self.meetings or any(meeting.format in physical for meeting in self.meetings)

    @cached_property
    def source_people(self) -> list:
        """The contact persons of the Swedish page that are published, in the editors' order."""
        links = self.contacts if self.source is self else NetworkContact.objects.filter(page=self.source.pk)
        return _linked(links, "person", "job_title", "email")

    @cached_property
    def people(self) -> list:
        """The contact persons in the language of this page."""
        return in_language(self.source_people, self.locale_id)

    @cached_property
    def facts_pages(self) -> list:
        links = self.facts if self.source is self else NetworkFacts.objects.filter(page=self.source.pk)
        return in_language(_linked(links, "facts_page", "last_reviewed", "body"), self.locale_id)

    @cached_property
    def other_rounds(self) -> dict[str, list["NetworkPage"]]:
        """The published rounds before and after this one: `before` and `after`."""
        if self.source.pk is None:  # a preview of what has not been saved yet: nobody follows it
            return {"before": [], "after": []}
        before_it = Q(pk=self.predecessor_id)
        if self.source is not self:
            # A copy in English has the same, Swedish, predecessor as its source: that one and its translation.
            predecessor = NetworkPage.objects.filter(before_it).values("translation_key")
            before_it = Q(translation_key__in=predecessor)
        beside = NetworkPage.objects.filter(before_it | Q(predecessor=self.source.pk))
        rounds = beside.live().order_by("period_start").named()
        sources, translated = self._by_language(rounds)
        before = [other for other in sources if other.pk == self.predecessor_id]
        after = [other for other in sources if other.predecessor_id == self.source.pk]
        return {
            "before": in_language(before, self.locale_id, translated),
            "after": in_language(after, self.locale_id, translated),
        }

    def _by_language(self, pages: Iterable[P]) -> tuple[list[P], list[P]]:
        """The pages in the language of the source, and those in the language of this page."""
        found = list(pages)
        sources = [page for page in found if page.locale_id == self.source.locale_id]
        return sources, [page for page in found if page.locale_id == self.locale_id]

    def structured_data(self) -> list[Thing]:
        base = absolute_url(self)
        events = (
            event(meeting, f"{base}{meeting.slug}/" if meeting.is_child_of(self) else absolute_url(meeting))
            for meeting in self.meetings
        )
        return [thing for thing in events if thing]

    @property
    def missing_standing_sections(self) -> list[str]:
        """Standing sections that the editor has not placed in the body: the page shows them at the end."""
        placed = {block.block_type for block in self.body}
        return [name for name in AnnouncementBody.STANDING_SECTIONS if name not in placed]


def _linked(links: models.Manager | models.QuerySet, target: str, *fields: str) -> list:
    """The published pages that `links` lead to, with their names and these fields alone. One query.

    Each once: an editor may choose the same page twice.
    """
    shown = ("title", "slug", "url_path", "live", "locale_id", "translation_key", *fields)
    rows = links.select_related(target).only("sort_order", "page", *(f"{target}__{name}" for name in shown))
    return list(dict.fromkeys(page for link in rows if (page := getattr(link, target)).live))


class NetworkContact(Orderable):
    """A contact person of a network, in the editors' order."""

    page = ParentalKey(NetworkPage, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(
        "network.ContactPersonPage",
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="network_links",
    )

    panels = [PageChooserPanel("person")]


class NetworkFacts(Orderable):
    """Facts that a network leans on."""

    page = ParentalKey(NetworkPage, on_delete=models.CASCADE, related_name="facts")
    facts_page = models.ForeignKey(
        "network.FactsPage",
        verbose_name=_("facts page"),
        on_delete=models.CASCADE,
        related_name="network_links",
    )

    panels = [PageChooserPanel("facts_page")]
