"""What waits for somebody in the admin: the start page's list, in a fixed number of queries."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import page_permission_policy

from home.models import HomePage, StandardPage
from network.meeting_line import when_in_words
from network.models import ContactMessage, ContactPage, ContactPersonPage, FactsPage, MeetingPage, NetworkPage
from samrum.core.dates import day_in_words
from samrum.core.translations import translations_behind

# At most so many lines of one kind; the number above them tells of the rest.
SHOWN = 5


@dataclass(frozen=True)
class Item:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Matter:
    """One kind of thing that waits. `more` is where the whole list is, "" if nowhere."""

    title: str
    icon: str
    items: list[Item]
    count: int
    more: str = ""

    @property
    def rest(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


def matters_for(user: AbstractBaseUser) -> list[Matter]:
    """Only what this person may see and do something about; nothing that is empty."""
    editable = page_permission_policy.instances_user_has_permission_for(user, "change")
    found = [
        _messages(user),
        _undated_meetings(editable),
        _due_for_review(editable),
        _translations_behind(editable),
    ]
    return [matter for matter in found if matter and matter.count]


def _messages(user: AbstractBaseUser) -> Matter | None:
    if not user.has_perm("network.view_contactmessage"):  # type: ignore[attr-defined]
        return None
    waiting = ContactMessage.objects.filter(state=ContactMessage.State.NEW).order_by("created_at")
    inbox = reverse("contact_messages:index")
    items = [
        Item(message.subject, inbox, _("received %s") % day_in_words(message.created_at))
        for message in waiting[:SHOWN]
    ]
    return Matter(_("New messages"), "mail", items, waiting.count(), inbox)


def _undated_meetings(editable: PageQuerySet) -> Matter:
    """Coming Swedish meetings whose date is open, the term that ends first at the top."""
    waiting = (
        MeetingPage.objects.without_date()
        .upcoming()
        .filter(pk__in=editable.values("pk"), locale__language_code="sv")
        .order_by("ends_on", "path")
    )
    networks = {page.path: page.title for page in NetworkPage.objects.all().only("path", "title")}
    items = [
        Item(
            meeting.title,
            _edit(meeting),
            f"{when_in_words(meeting)} · {networks.get(meeting.path[: -Page.steplen], '')}",
        )
        for meeting in waiting[:SHOWN]
    ]
    return Matter(
        _("Meetings without a date"),
        "date",
        items,
        waiting.count(),
        reverse("meetings:index") + "?state=undecided",
    )


def _due_for_review(editable: PageQuerySet) -> Matter:
    """Pages whose day of review has come."""
    today = timezone.localdate()
    due: list[tuple[datetime.date, Page]] = []
    allowed = editable.values("pk")
    for model in (
        HomePage,
        StandardPage,
        NetworkPage,
        FactsPage,
        ContactPage,
        ContactPersonPage,
        MeetingPage,
    ):
        pages = model.objects.filter(review_on__lte=today, pk__in=allowed, locale__language_code="sv")
        due += [(page.review_on, page) for page in pages.only("pk", "title", "review_on")]
    due.sort(key=lambda entry: (entry[0], entry[1].title))
    items = [
        Item(page.title, _edit(page), _("since %s") % day_in_words(since)) for since, page in due[:SHOWN]
    ]
    return Matter(_("Pages to look through"), "view", items, len(due))


def _translations_behind(editable: PageQuerySet) -> Matter:
    """Copies in other languages of pages whose Swedish words have changed since."""
    behind = translations_behind().filter(pk__in=editable.values("pk"))
    items = [Item(page.title, _edit(page), str(page.locale)) for page in behind[:SHOWN]]
    return Matter(_("Translations behind"), "wagtail-localize-language", items, behind.count())


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=(page.pk,))
