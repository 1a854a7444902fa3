"""What the participants' room has changed of a meeting: for the history of its page, which names nobody, and for
editors who had the page open meanwhile.
"""

import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, PageLogEntry

ACTION = "network.appointment"


def as_text(value: object) -> str:
    """A fact of a meeting as a form field shows it, and as it is kept here."""
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    return "" if value is None else str(value)


def remember(page: Page, before: dict[str, str]) -> None:
    """Note what the changed facts of the page were before, by field. Not log(): that adds who is signed in."""
    PageLogEntry.objects.log_action(page, ACTION, data={"before": before}, content_changed=True)


def latest(page: Page) -> int:
    """The number of the latest change; 0 if there is none."""
    return max(_entries(page).values_list("pk", flat=True), default=0)


def before_changes(page: Page, seen: int) -> dict[str, str]:
    """What the facts were that have changed after change number `seen`, by field."""
    before: dict[str, str] = {}
    for entry in _entries(page).filter(pk__gt=seen).order_by("-pk"):
        before |= entry.data["before"]
    return before


def _entries(page: Page) -> QuerySet[PageLogEntry]:
    return PageLogEntry.objects.filter(page=page.pk, action=ACTION)


@hooks.register("register_log_actions")
def name_the_change(actions: LogActionRegistry) -> None:
    actions.register_action(
        ACTION, _("Change the date from the room"), _("The date was changed from the participants' room")
    )
