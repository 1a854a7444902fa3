"""Makes the pages of an announcement, or brings those that exist up to date. All or nothing."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page

from home.models import HomePage
from network.models import (
    ContactPage,
    ContactPersonPage,
    FactsPage,
    MeetingPage,
    NetworkContact,
    NetworkFacts,
    NetworkPage,
)
from samrum.core.email_addresses import canonical
from samrum.core.reserved import RESERVED_SLUGS
from samrum.core.tree_lock import hold_tree

from .document import Announcement, Meeting, Note, Person
from .publishing import remember
from .richtext import rich_text
from .stream import body_of, facts_body_of

MAX_SLUG = 80  # characters: an address that can be read out
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FALLBACK_SLUG = "natverk"
FACTS_TITLE = "Fakta och bakgrund"
MEETING_FIELDS = (
    *("title", "state", "start_date", "end_date", "term", "term_year", "start_time", "end_time"),
    *("part_of_day", "format", "city", "theme", "group_heading"),
)


class ImportRefused(Exception):
    """Nothing was changed. `code`: slug_invalid, slug_reserved, slug_taken, not_a_network, invalid."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass
class Build:
    """What is being made: the announcement, for whom, and what to tell about it."""

    announcement: Announcement
    publish: bool
    user: object | None
    page: NetworkPage = field(init=False)
    notes: list[Note] = field(default_factory=list)
    changed: list[Page] = field(default_factory=list)

    def finish(self, page: Page) -> Page:
        """Save what changed as a revision."""
        page.save_revision(user=self.user, clean=True)
        self.changed.append(page)
        return page

    @property
    def drafts(self) -> list[Page]:
        """What stays behind as a draft that has never been public."""
        return [] if self.publish else [page for page in self.changed if not page.first_published_at]

    def publish_changed(self) -> None:
        """The network first: a page is public only below one that is."""
        self.changed.sort(key=lambda page: page.pk != self.page.pk)
        for page in self.changed:
            # As it stands in the tree by now, not as it was when its revision was made.
            fresh = type(page).objects.get(pk=page.pk)
            fresh.get_latest_revision().publish(user=self.user)


def source_home() -> HomePage:
    """The front page of the source language: announcements come in Swedish."""
    return HomePage.objects.get(locale=Locale.get_default(), depth=2)


def suggested_slug(title: str) -> str:
    slug = slugify(title)
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rsplit("-", 1)[0][:MAX_SLUG]
    return slug.strip("-_").replace("_", "-") or FALLBACK_SLUG


def occupant(slug: str) -> Page | None:
    """The page that has this address under the front page."""
    return source_home().get_children().filter(slug=slug).first()


@transaction.atomic
def build(
    announcement: Announcement,
    *,
    slug: str = "",
    publish: bool = False,
    replace: bool = False,
    keep_status: bool = False,
    user: object | None = None,
) -> Build:
    """Make or update the pages. `keep_status`: what an editor chose for an existing page stands.

    Raises ImportRefused; then nothing has changed.
    """
    hold_tree()
    home = source_home()
    slug = slug or suggested_slug(announcement.title)
    if not SLUG.fullmatch(slug) or len(slug) > 255:
        raise ImportRefused("slug_invalid", slug)
    if slug in RESERVED_SLUGS:
        raise ImportRefused("slug_reserved", slug)
    there = occupant(slug)
    if there and not replace:
        raise ImportRefused("slug_taken", slug)
    if there and not isinstance(there.specific, NetworkPage):
        raise ImportRefused("not_a_network", slug)
    work = Build(announcement, publish, user)
    try:
        if there:
            _update(work, there.specific, keep_status)
        else:
            _create(work, home, slug)
    except ValidationError as error:
        raise ImportRefused("invalid", " ".join(error.messages)) from error
    return work


def _create(work: Build, home: HomePage, slug: str) -> None:
    page = NetworkPage(slug=slug, live=False)
    _fill(work, page)
    home.add_child(instance=page)
    _finish_network(work, page)


def _update(work: Build, existing: NetworkPage, keep_status: bool) -> None:
    page = existing.get_latest_revision_as_object()
    status = page.status
    _fill(work, page)
    if keep_status:
        page.status = status
    _finish_network(work, page)


def _finish_network(work: Build, page: NetworkPage) -> None:
    """What needs the page to be in the tree: its persons, facts and meetings."""
    page.contacts.set(
        [
            NetworkContact(person=_person(work, person), sort_order=place)
            for place, person in enumerate(work.announcement.persons)
        ]
    )
    _facts(work, page)
    _meetings(work, page)
    if work.drafts:
        remember(page, work.drafts, work.user)
    work.page = page
    work.finish(page)
    if work.publish:
        work.publish_changed()


def _fill(work: Build, page: NetworkPage) -> None:
    announcement = work.announcement
    page.title = announcement.title
    page.lead = announcement.lead
    page.kind = announcement.kind
    page.status = announcement.status
    page.period_start, page.period_end = announcement.period_start, announcement.period_end
    page.published_on = announcement.published_on
    page.body = body_of(announcement, page.body.raw_data if page.pk else ())
    page.target_group = rich_text(announcement.target_group)
    page.fee, page.fee_amount = announcement.fee, announcement.fee_amount
    costs = announcement.physical_costs
    if any(meeting.format in ("physical", "hybrid") for meeting in announcement.meetings):
        page.fee_note, page.physical_costs = rich_text(announcement.fee_blocks), rich_text(costs)
    else:
        # The page shows who pays for what only beside a physical meeting: the text would be lost.
        page.fee_note, page.physical_costs = rich_text([*announcement.fee_blocks, *costs]), ""


def _person(work: Build, person: Person) -> ContactPersonPage:
    """The person of that name who is here already, else a new one. What editors wrote about people stands."""
    everybody = ContactPersonPage.objects.filter(locale=Locale.get_default()).order_by("-live", "path")
    found = next((other for other in everybody if _same_name(other.title, person.name)), None)
    if found is None:
        home = source_home()
        parent = ContactPage.objects.child_of(home).first() or home
        found = ContactPersonPage(
            title=person.name, job_title=person.job_title, email=_address_of(work, person), phone=person.phone,
            live=False,
            slug=_free_slug(parent, suggested_slug(person.name)),
        )  # fmt: skip
        parent.add_child(instance=found)
        return work.finish(found)
    if person.job_title and person.job_title.casefold() != found.job_title.casefold():
        work.notes.append(
            Note("check", "other_job_title", person.number, person.job_title, found.job_title or "–")
        )
    if work.publish and not found.live:
        return work.finish(found.get_latest_revision_as_object())
    return found


def _address_of(work: Build, person: Person) -> str:
    """Empty where no letter could reach it."""
    try:
        return canonical(person.email) if person.email else ""
    except ValidationError:
        work.notes.append(Note("check", "unusable_address", person.number, person.email))
        return ""


def _same_name(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True)) | RESERVED_SLUGS
    return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if name not in taken)


def _facts(work: Build, page: NetworkPage) -> None:
    announcement = work.announcement
    if not announcement.facts:
        return
    linked = [link.facts_page for link in page.facts.all()]
    own = FactsPage.objects.child_of(page).order_by("path").first()
    if own is None and linked:
        work.notes.append(Note("check", "shared_facts", detail=linked[0].title))
        return
    title = announcement.facts_title or FACTS_TITLE
    if own is None:
        own = FactsPage(title=title, slug=_free_slug(page, suggested_slug(title)), live=False)
        own.body = facts_body_of(announcement.facts)
        page.add_child(instance=own)
    else:
        own = own.get_latest_revision_as_object()
        own.title = title
        own.body = facts_body_of(announcement.facts, own.body.raw_data)
    work.finish(own)
    if own.pk not in {other.pk for other in linked}:
        page.facts.set(
            [
                NetworkFacts(facts_page=own, sort_order=0),
                *(NetworkFacts(facts_page=other, sort_order=i) for i, other in enumerate(linked, start=1)),
            ]
        )


def _meetings(work: Build, page: NetworkPage) -> None:
    children = MeetingPage.objects.child_of(page).order_by("path")
    old = [child.get_latest_revision_as_object() for child in children]
    pairs = match_meetings(work.announcement.meetings, old)
    made: list[MeetingPage] = []
    for number, (meeting, existing) in enumerate(pairs, start=1):
        target = existing or MeetingPage(slug=_free_slug(page, f"traff-{number}"), live=False)
        for name in MEETING_FIELDS:
            setattr(target, name, getattr(meeting, name))
        if existing is None:
            page.add_child(instance=target)
        made.append(work.finish(target))
    for gone in (one for one in old if one not in made):
        work.notes.append(Note("check", "meeting_gone", text=gone.title))
        if work.publish and gone.live:
            MeetingPage.objects.get(pk=gone.pk).unpublish(user=work.user)
    _keep_order(page, made)


def _keep_order(page: NetworkPage, made: list[MeetingPage]) -> None:
    """Meetings with open dates stand where the source has them: the page shows those in tree order."""
    paths = [MeetingPage.objects.values_list("path", flat=True).get(pk=one.pk) for one in made]
    if paths == sorted(paths):
        return
    for one in made:
        MeetingPage.objects.get(pk=one.pk).move(NetworkPage.objects.get(pk=page.pk), pos="last-child")


def match_meetings(new: list[Meeting], old: list[MeetingPage]) -> list[tuple[Meeting, MeetingPage | None]]:
    """Each meeting with the page it has been before: calendars know that page, whatever changed about it.

    The surest signs first; what is alike is told apart by its order.
    """
    signs = (
        lambda one: (one.start_date, one.term, one.term_year, one.title),
        lambda one: one.start_date and (one.start_date, one.format),
        lambda one: one.start_date,
        lambda one: (one.title, _season(one)),
        lambda one: (_season(one), one.format, one.city),
        lambda one: (one.title, one.format, one.city),
    )
    found: dict[int, MeetingPage] = {}
    left = list(old)
    for sign in signs:
        for position, meeting in enumerate(new):
            if position in found or not sign(meeting):
                continue
            same = next((page for page in left if sign(page) == sign(meeting)), None)
            if same:
                found[position] = same
                left.remove(same)
    return [(meeting, found.get(position)) for position, meeting in enumerate(new)]


def _season(one: Meeting | MeetingPage) -> tuple:
    if one.start_date:
        return one.start_date.year, "spring" if one.start_date.month <= 6 else "autumn"
    return one.term_year, one.term or "year"
