import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from network.appointment_form import MeetingPageForm
from network.querysets import MeetingPageManager
from network.schedule import term_in_words, when_in_words
from network.structured_data import event
from samrum.core.addresses import absolute_url
from samrum.core.blocks import SectionBlock
from samrum.core.dates import clock_trouble
from samrum.core.models import BasePage
from samrum.core.structured_data import Thing

# The facts of a meeting, one in all languages: whether, when and where it takes place.
WHEN_AND_WHERE = (
    "state", "start_date", "end_date", "term", "term_year", "start_time", "end_time", "part_of_day", "format", "city",
)  # fmt: skip


class MeetingPage(BasePage):
    """A meeting of the network above it. Its date may still be open; then it has a term, which has an end.

    City is public; the address and the video link belong to the members' room.
    """

    class State(models.TextChoices):
        UNDECIDED = "undecided", _("date not decided")
        PRELIMINARY = "preliminary", _("preliminary date")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("cancelled")

    class Term(models.TextChoices):
        SPRING = "spring", _("spring")
        AUTUMN = "autumn", _("autumn")
        YEAR = "year", _("some time during the year")

    class Format(models.TextChoices):
        PHYSICAL = "physical", _("physical meeting")
        DIGITAL = "digital", _("digital meeting")
        HYBRID = "hybrid", _("physical and digital meeting")

    class PartOfDay(models.TextChoices):
        WHOLE_DAY = "whole", _("whole day")
        HALF_DAY = "half", _("half day")
        MORNING = "morning", pgettext_lazy("part of day", "morning")
        AFTERNOON = "afternoon", pgettext_lazy("part of day", "afternoon")
        EVENING = "evening", pgettext_lazy("part of day", "evening")

    state = models.CharField(_("date"), max_length=12, choices=State, default=State.UNDECIDED)
    start_date = models.DateField(_("date"), null=True, blank=True)
    end_date = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only for a meeting of several days.")
    )
    term = models.CharField(
        _("term"),
        max_length=6,
        choices=Term,
        blank=True,
        help_text=_("While the date is open: when, roughly?"),
    )
    term_year = models.PositiveSmallIntegerField(_("year of the term"), null=True, blank=True)
    start_time = models.TimeField(_("starts"), null=True, blank=True, help_text=_("Swedish time."))
    end_time = models.TimeField(_("ends"), null=True, blank=True, help_text=_("Swedish time."))
    part_of_day = models.CharField(_("part of the day"), max_length=9, choices=PartOfDay, blank=True)
    format = models.CharField(_("format"), max_length=8, choices=Format, blank=True)
    city = models.CharField(
        _("city"),
        max_length=80,
        blank=True,
        help_text=_("Public. The address is for the participants alone."),
    )
    theme = models.CharField(
        _("theme"), max_length=200, blank=True, help_text=_("Leave empty while it is open.")
    )
    group_heading = models.CharField(
        _("own heading"),
        max_length=120,
        blank=True,
        help_text=_(
            "Shown above the meetings of the term. “Preliminary dates” goes away when all dates are settled."
        ),
    )
    body = StreamField([("section", SectionBlock())], verbose_name=_("body"), blank=True)
    # The last day, or the last day of the term: after it the meeting is past. Derived in save().
    ends_on = models.DateField(null=True, editable=False, db_index=True)

    objects = MeetingPageManager()

    base_form_class = MeetingPageForm

    content_panels = [
        *BasePage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldPanel(
                    "state",
                    heading=_("Is the date settled?"),
                    help_text=_(
                        "An open date needs a term and a year below, and no date. “Cancelled” leaves the meeting on "
                        "the page, struck through, so that nobody wonders where it went."
                    ),
                ),
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
                FieldRowPanel([FieldPanel("term"), FieldPanel("term_year")]),
                FieldPanel("part_of_day"),
                FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
            ],
            _("When"),
        ),
        FieldRowPanel([FieldPanel("format"), FieldPanel("city")], _("Where")),
        FieldPanel("theme"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("group_heading"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("theme"),
        index.SearchField("city"),
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in WHEN_AND_WHERE),
    ]
    parent_page_types = ["network.NetworkPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_state_fits_date",
                condition=(
                    Q(state="undecided", start_date__isnull=True, term_year__isnull=False)
                    | Q(state__in=["preliminary", "confirmed"], start_date__isnull=False)
                    | Q(state="cancelled") & (Q(start_date__isnull=False) | Q(term_year__isnull=False))
                ),
                violation_error_message=_(
                    "An undecided meeting has a term and no date; a preliminary or confirmed one has a date."
                ),
            ),
            models.CheckConstraint(
                name="meeting_ends_after_start",
                condition=Q(end_date__isnull=True)
                | Q(start_date__isnull=False, end_date__gte=F("start_date")),
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.clean_appointment()

    def clean_appointment(self) -> None:
        """The rules of state, date, term and time among themselves. Raises ValidationError at the fields."""
        errors: dict[str, list] = {}
        if self.state == self.State.UNDECIDED:
            if self.start_date:
                errors["start_date"] = [
                    _("The date is marked as not decided. Choose “preliminary” or clear the date.")
                ]
            if not self.term_year:
                errors["term_year"] = [_("Say the year while the date is open.")]
        elif self.state != self.State.CANCELLED and not self.start_date:
            errors["start_date"] = [_("Say the date, or choose “date not decided”.")]
        elif not self.start_date and not self.term_year:
            errors["start_date"] = [_("Say the date or the term that was cancelled.")]
        if self.end_date and (not self.start_date or self.end_date < self.start_date):
            errors["end_date"] = [_("The last day comes before the first.")]
        if self.end_time and not self.start_time:
            errors["start_time"] = [_("Say when the meeting starts.")]
        elif self.end_time and self.start_time and self.is_one_day and self.end_time <= self.start_time:
            errors["end_time"] = [_("The meeting ends before it starts.")]
        if self.start_date:
            for name, day in (
                ("start_time", self.start_date),
                ("end_time", self.end_date or self.start_date),
            ):
                time = getattr(self, name)
                if time and (trouble := clock_trouble(day, time)):
                    errors.setdefault(name, []).append(trouble)
        if self.term_year is not None and not 2000 <= self.term_year <= 2100:
            errors["term_year"] = [_("Write the year with four digits, for example 2027.")]
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        if self.state == self.State.UNDECIDED and self.term_year and not self.term:
            self.term = self.Term.YEAR
        self.ends_on = self.last_day
        return super().save(*args, **kwargs)

    @property
    def is_dated(self) -> bool:
        return self.start_date is not None

    @property
    def is_one_day(self) -> bool:
        return self.end_date is None or self.end_date == self.start_date

    @property
    def is_open(self) -> bool:
        """Whether its date may still change: undecided or preliminary."""
        return self.state in (self.State.UNDECIDED, self.State.PRELIMINARY)

    @property
    def appointment_key(self) -> uuid.UUID:
        """The same for all pages that show this meeting: its translations, and aliases elsewhere in the tree."""
        return self.alias_of.translation_key if self.alias_of_id else self.translation_key

    @property
    def calendar_url(self) -> str | None:
        """Where the meeting is had as a calendar file; None while its date is open."""
        return f"{self.url}traff.ics" if self.is_dated else None

    @property
    def year(self) -> int | None:
        return self.start_date.year if self.start_date else self.term_year

    @property
    def season(self) -> str:
        """The term, also of a dated meeting: spring until the end of June, then autumn."""
        if self.start_date:
            return self.Term.SPRING if self.start_date.month <= 6 else self.Term.AUTUMN
        return self.term or self.Term.YEAR

    @property
    def last_day(self) -> datetime.date | None:
        if self.start_date:
            return self.end_date or self.start_date
        if not self.term_year:
            return None
        return (
            datetime.date(self.term_year, 6, 30)
            if self.term == self.Term.SPRING
            else datetime.date(self.term_year, 12, 31)
        )

    @property
    def sort_key(self) -> tuple:
        """By date, or by the last day of the term; alike ones keep their place in the tree."""
        return (
            self.start_date or self.last_day or datetime.date.max,
            self.start_time or datetime.time.min,
            self.path,
        )

    def search_text(self) -> str:
        """First when it takes place, as the page says it, and the term that the day falls in."""
        with translation.override(self.locale.language_code):
            when, term = when_in_words(self), term_in_words(self.season, self.year)
        return f"{when}{f' ({term})' if self.is_dated else ''}\n{super().search_text()}"

    def structured_data(self) -> list[Thing]:
        thing = event(self, absolute_url(self))
        return [thing] if thing else []
