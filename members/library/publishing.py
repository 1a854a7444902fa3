"""The way of a resource: drafted, handed in, returned or published, renewed, withdrawn, restored.

Each step is one transaction that holds the resource's row, so that two people at once do one thing after the other:
whoever comes second is told (`Overtaken`). Letters and the room's log belong to the same transaction.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_noop

from members import log
from network.models import BuildingBlock
from samrum.core.verification.limits import hits
from samrum.users.models import User

from . import letters, tasks
from .models import Resource, ResourceVersion
from .search import index_resource

State = ResourceVersion.State
WORKED_ON = (State.DRAFT, State.RETURNED)
DAY = 24 * 60 * 60  # seconds
LETTERS_PER_DAY = 20  # to the organisers, because of one contributor
# What a contributor says of a resource; everything else in its row is ours.
CORRECTED = ["title", "summary", "kind", "language", "organisation", "contact", "sharing"]


class Overtaken(Exception):
    """Somebody has done something to it since one looked."""


class OnlyVersion(Exception):
    """The last version that is published cannot be withdrawn alone: the resource would be empty."""


@contextmanager
def hold_resource(pk: int) -> Iterator[Resource]:
    """A transaction in which nobody else changes the resource or its versions. Raises Overtaken if it is gone."""
    with transaction.atomic():
        rows = Resource.objects.select_related("room__network", "contributor").select_for_update(of=("self",))
        resource = rows.filter(pk=pk).first()
        if resource is None:
            raise Overtaken
        yield resource


@contextmanager
def hold(version: ResourceVersion, *states: str) -> Iterator[ResourceVersion]:
    """The same for a version. Raises Overtaken unless it is still in one of `states`."""
    with hold_resource(version.resource_id) as resource:
        held = resource.versions.select_related("uploaded_by").filter(pk=version.pk, state__in=states).first()
        if held is None:
            raise Overtaken
        held.resource = resource
        yield held


@transaction.atomic
def start(resource: Resource, by: User, begun_as: str = "") -> ResourceVersion:
    """The first version of a new resource, whose fields are set: a draft of `by` that nobody else sees."""
    resource.contributor, resource.begun_as = by, begun_as
    resource.save()
    return resource.versions.create(uploaded_by=by)


def new_version(resource: Resource, by: User) -> ResourceVersion:
    """A draft of the next version; the one that `by` works on already, where there is one."""
    with hold_resource(resource.pk) as held:
        if not held.is_published:
            raise Overtaken
        begun = held.versions.filter(uploaded_by=by, state__in=WORKED_ON).first()
        return begun or held.versions.create(number=_highest(held) + 1, uploaded_by=by)


def hand_in(version: ResourceVersion, by: User) -> None:
    with hold(version, *WORKED_ON) as held:
        held.state, held.comment = State.HANDED_IN, ""
        held.save()
        Resource.objects.filter(pk=held.resource_id, handed_in_at=None).update(handed_in_at=timezone.now())
        _log(held.resource, by, gettext_noop("handed in for review"))
        # Taking back and handing in again must not fill the organisers' mailboxes; the queue shows all of it.
        if hits(f"handed-in:{held.resource.room_id}:{by.pk}", DAY) <= LETTERS_PER_DAY:
            letters.handed_in(held)


def take_back(version: ResourceVersion, by: User) -> None:
    """A draft again, before an organiser has looked: the contributor has seen something to mend."""
    with hold(version, State.HANDED_IN) as held:
        if held.uploaded_by_id != by.pk:
            raise Overtaken
        held.state = State.DRAFT
        held.save()
        _log(held.resource, by, gettext_noop("taken back by the contributor"))


def send_back(version: ResourceVersion, by: User, comment: str) -> None:
    """To the contributor, with what should be changed."""
    with hold(version, State.HANDED_IN) as held:
        held.state, held.comment = State.RETURNED, comment
        held.reviewed_by, held.reviewed_at = by, timezone.now()
        held.save()
        _log(held.resource, by, gettext_noop("returned with a comment"))
        letters.returned(held)


def publish(version: ResourceVersion, by: User) -> None:
    """For all in the room; whoever follows the resource is told of a new version.

    An organiser publishes what is handed in, and drafts of one's own at once.
    """
    with hold(version, State.HANDED_IN, *WORKED_ON) as held:
        resource, now = held.resource, timezone.now()
        is_new = resource.published_at is None
        if resource.withdrawn_at or (held.state != State.HANDED_IN and held.uploaded_by_id != by.pk):
            raise Overtaken
        held.state, held.comment, held.published_at = State.PUBLISHED, "", now
        held.reviewed_by, held.reviewed_at = by, now
        held.number = _next_number(held)
        held.save()
        resource.published_at = resource.published_at or now
        resource.handed_in_at = resource.handed_in_at or now
        resource.renewed_at = now
        resource.save()
        index_resource(resource)
        _log(
            resource, by, gettext_noop("published") if is_new else gettext_noop("published as a new version")
        )
        if held.uploaded_by_id != by.pk:
            letters.published(held)
        if not is_new:
            tasks.tell_followers.enqueue(held.pk)


def correct(resource: Resource, blocks: Iterable[BuildingBlock], by: User) -> None:
    """What is said of a published resource, without a new version. `resource` holds it, unsaved."""
    with hold_resource(resource.pk) as held:
        if not held.is_published:
            raise Overtaken
        resource.save(update_fields=CORRECTED)
        resource.building_blocks.set(blocks)
        index_resource(resource)
        _log(resource, by, gettext_noop("corrected"))


def withdraw(resource: Resource, by: User, why: str) -> None:
    """Away from lists, search and everybody's reach but the organisers', at once."""
    with hold_resource(resource.pk) as held:
        if not held.is_published:
            raise Overtaken
        held.withdrawn_at, held.withdrawn_why = timezone.now(), why
        held.save()
        index_resource(held)
        _log(held, by, gettext_noop("withdrawn from the library"))


def restore(resource: Resource, by: User) -> None:
    with hold_resource(resource.pk) as held:
        if not held.withdrawn_at:
            raise Overtaken
        held.withdrawn_at, held.withdrawn_why = None, ""
        held.save()
        index_resource(held)
        _log(held, by, gettext_noop("restored to the library"))


def withdraw_version(version: ResourceVersion, by: User, why: str) -> None:
    """Raises OnlyVersion for the last one that is published."""
    with hold(version, State.PUBLISHED) as held:
        if not held.resource.versions.published().exclude(pk=held.pk).exists():
            raise OnlyVersion
        held.state, held.comment = State.WITHDRAWN, why
        held.save()
        index_resource(held.resource)
        _log(held.resource, by, gettext_noop("version withdrawn"))


def restore_version(version: ResourceVersion, by: User) -> None:
    with hold(version, State.WITHDRAWN) as held:
        held.state, held.comment = State.PUBLISHED, ""
        held.save()
        index_resource(held.resource)
        _log(held.resource, by, gettext_noop("version restored"))


def _highest(resource: Resource) -> int:
    return resource.versions.aggregate(highest=Max("number"))["highest"] or 0


def _next_number(version: ResourceVersion) -> int:
    """Published versions are numbered in their order; a draft that holds the number gets another one."""
    others = version.resource.versions.exclude(pk=version.pk)
    published = others.filter(published_at__isnull=False).aggregate(highest=Max("number"))["highest"] or 0
    others.filter(number=published + 1).update(number=_highest(version.resource) + 1)
    return published + 1


def _log(resource: Resource, by: User, action: str) -> None:
    log.note(resource.room, by, action, about=resource.title)
