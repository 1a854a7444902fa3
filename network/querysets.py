"""Which pages, in the words of the domain."""

import datetime

from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet


class MeetingQuerySet(PageQuerySet):
    def upcoming(self, today: datetime.date | None = None) -> "MeetingQuerySet":
        """Meetings, dated or not, whose last day (or term) has not passed in Sweden; cancelled ones included."""
        return self.filter(ends_on__gte=today or timezone.localdate())

    def past(self, today: datetime.date | None = None) -> "MeetingQuerySet":
        return self.filter(ends_on__lt=today or timezone.localdate())

    def dated(self) -> "MeetingQuerySet":
        """Meetings with a day, cancelled ones included: those that a calendar can show."""
        return self.filter(start_date__isnull=False)

    def shown(self) -> "MeetingQuerySet":
        """With what lines of meetings and machines are told of each, and no more."""
        return self.only(
            "title", "slug", "path", "depth", "url_path", "live", "locale_id", "translation_key", "alias_of_id",
            "lead", "search_description", "state", "start_date", "end_date", "term", "term_year", "start_time",
            "end_time", "part_of_day", "format", "city", "theme", "group_heading", "ends_on",
        )  # fmt: skip

    def without_date(self) -> "MeetingQuerySet":
        return self.filter(state="undecided")


MeetingPageManager = PageManager.from_queryset(MeetingQuerySet)


class NetworkQuerySet(PageQuerySet):
    def named(self) -> "NetworkQuerySet":
        """With what a link to each says, and no more."""
        return self.only(
            "title", "slug", "path", "depth", "url_path", "live", "locale_id", "translation_key", "alias_of_id",
            "lead", "kind", "status", "period_start", "period_end", "predecessor_id",
        )  # fmt: skip


NetworkPageManager = PageManager.from_queryset(NetworkQuerySet)
