"""Whether, when and where a meeting takes place, changed everywhere at once: for the room, where dates are decided."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from network.appointment_history import as_text, remember
from network.models import MeetingPage
from network.models.meeting_page import WHEN_AND_WHERE
from samrum.core.page_life import change_drafts, translations_of
from samrum.core.tree_lock import hold_tree


def set_appointment(meeting: MeetingPage, **changes: object) -> MeetingPage:
    """Change facts (`WHEN_AND_WHERE`) of a meeting, in all languages, and return its Swedish page as it then is.

    Public page and drafts get these facts where they stand: what an editor has begun is neither published nor lost,
    and a review goes on. What is not public stays so. The page tree is held until the transaction ends: who locks rows
    of their own in the same transaction calls hold_tree() before that.
    Raises ValidationError at the fields before anything is written, TypeError for what is no such fact.
    """
    if strangers := changes.keys() - set(WHEN_AND_WHERE):
        raise TypeError(f"Not a fact of an appointment: {', '.join(sorted(strangers))}")
    with transaction.atomic():
        hold_tree()
        page = _source(meeting)
        before = _facts(page)
        _fill_in(page, changes)
        moved = _differing(before, _facts(page))
        changed = set(moved)
        if moved:
            _save(page)

        def change(draft: Page) -> bool:
            differing = _take(page, draft, changes)
            changed.update(differing)
            return bool(differing)

        change_drafts(page, change)
        if changed:
            remember(page, {name: before[name] for name in sorted(changed)})
        if moved:
            _tell(page, changes)
        return page


def _source(meeting: MeetingPage) -> MeetingPage:
    """The Swedish page as it is now, also of an alias: what the caller holds may be old."""
    original = meeting.alias_of.specific if meeting.alias_of_id else meeting
    return MeetingPage.objects.get(pk=original.canonical.pk)


def _facts(page: MeetingPage) -> dict[str, str]:
    return {name: as_text(getattr(page, name)) for name in WHEN_AND_WHERE}


def _differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def _fill_in(page: MeetingPage, changes: dict[str, object]) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.clean_fields(exclude={field.name for field in page._meta.fields} - changes.keys())
    page.clean_appointment()


def _save(page: MeetingPage) -> None:
    if page.live:
        page.last_published_at = timezone.now()
    page.save(clean=False, update_fields=[*WHEN_AND_WHERE, "ends_on", "last_published_at"])


def _take(page: MeetingPage, draft: Page, names: Iterable[str]) -> set[str]:
    """Give a draft these facts of the page; returns which were others.

    A draft with a date of its own that does not go with them (a last day before the new first one) gets them all: it
    could not be published.
    """
    before = _facts(draft)
    for name in names:
        setattr(draft, name, getattr(page, name))
    try:
        draft.clean_appointment()
    except ValidationError:
        for name in WHEN_AND_WHERE:
            setattr(draft, name, getattr(page, name))
    draft.ends_on = draft.last_day
    return _differing(before, _facts(draft))


def _tell(page: MeetingPage, names: Iterable[str]) -> None:
    """Aliases, translations, calendars and search learn of it as of a publication (core.page_life)."""
    if page.live:
        page.update_aliases()
        page_published.send(sender=MeetingPage, instance=page, revision=page.live_revision)
        return
    for copy in translations_of(page).filter(alias_of__isnull=True).specific():
        change_drafts(copy, lambda draft: bool(_take(page, draft, names)))
