"""Which resources, versions and files. What is published is for all in the room; the rest for those who work on it."""

import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from members import access
from members.querysets import OrganiserRows, RoomRows

if TYPE_CHECKING:
    from samrum.users.models import User


def seen_resources(user: "User | AnonymousUser", resource: str = "") -> Q:
    """Published ones; drafts for whoever contributes them, and for organisers once they are handed in.

    `resource` is the path from the row to its resource.
    """
    path = f"{resource}__" if resource else ""
    room = f"{path}room"
    published = Q(**{f"{path}published_at__isnull": False, f"{path}withdrawn_at__isnull": True})
    own = Q(**{f"{path}contributor": user if user.is_authenticated else None})
    shown = Q(**{f"{path}published_at__isnull": False}) | Q(**{f"{path}handed_in_at__isnull": False})
    # Who leads a room reads it: said first for all of them, the database asks once whose room it is (access.reads).
    return access.reads(user, room) & (published | own | (access.leads(user, room) & shown))


def seen_versions(user: "User | AnonymousUser", version: str = "") -> Q:
    """Published ones of published resources; drafts for whoever uploads them; for organisers all but drafts."""
    path = f"{version}__" if version else ""
    resource = f"{path}resource"
    room = f"{resource}__room"
    published = Q(
        **{
            f"{path}state": "published",
            f"{resource}__published_at__isnull": False,
            f"{resource}__withdrawn_at__isnull": True,
        }
    )
    own = Q(
        **{
            f"{path}uploaded_by": user if user.is_authenticated else None,
            f"{resource}__withdrawn_at__isnull": True,
        }
    ) & ~Q(**{f"{path}state": "withdrawn"})
    handled = ~Q(**{f"{path}state": "draft"})
    return access.reads(user, room) & (published | own | (access.leads(user, room) & handled))


def _contributed_by(user: "User | AnonymousUser") -> Q:
    return Q(contributor=user.pk, contributor__isnull=False)


class ResourceQuerySet(RoomRows):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(seen_resources(user))

    def published(self) -> Self:
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-renewed_at", "-pk")

    def renewable_by(self, user: "User | AnonymousUser") -> Self:
        """Published ones that the person may correct or bring a new version of: its contributor or an organiser."""
        return self.published().filter(
            access.contributes(user, self.room_path)
            & (_contributed_by(user) | access.leads(user, self.room_path))
        )

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)


class VersionQuerySet(RoomRows):
    room_path = "resource__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        return self.filter(seen_versions(user))

    def published(self) -> Self:
        return self.filter(state="published")

    def of(self, user: "User | AnonymousUser") -> Self:
        """What the person contributes, whatever its state."""
        return self.filter(uploaded_by=user.pk, resource__withdrawn_at__isnull=True)

    def drafts_of(self, user: "User | AnonymousUser") -> Self:
        """What the person may work on: drafts of one's own, returned ones too, while one may contribute."""
        return self.may_contribute(user).of(user).filter(state__in=("draft", "returned"))

    def unpublished(self) -> Self:
        return self.filter(state__in=("draft", "returned", "handed_in"))

    def latest_first(self) -> Self:
        return self.select_related("resource__room").order_by("-changed_at", "-pk")

    def handled(self) -> Self:
        """All but drafts that nobody has handed in: what is the organisers' to see."""
        return self.exclude(state="draft")

    def returned(self) -> Self:
        return self.filter(state="returned", resource__withdrawn_at__isnull=True)

    def waiting_for_review(self) -> Self:
        """The oldest first."""
        return self.filter(state="handed_in", resource__withdrawn_at__isnull=True).order_by(
            "changed_at", "pk"
        )


class FileQuerySet(RoomRows):
    room_path = "version__resource__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """A file is seen by those who see its version."""
        return self.filter(seen_versions(user, "version"))


class NoteQuerySet(RoomRows):
    room_path = "resource__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Notes are seen with their resource."""
        return self.filter(seen_resources(user, "resource"))

    def removable_by(self, user: "User | AnonymousUser") -> Self:
        """One's own, also while the room is only for reading; organisers any."""
        own = Q(author=user.pk, author__isnull=False)
        return self.filter((access.reads(user, self.room_path) & own) | access.leads(user, self.room_path))


class FollowQuerySet(RoomRows):
    room_path = "resource__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own alone: organisers do not see who follows what."""
        return super().visible_to(user).filter(user=user.pk)


class DownloadCountQuerySet(OrganiserRows):
    room_path = "resource__room"

    def within(self, first: datetime.date, last: datetime.date) -> Self:
        """From the month of `first` to that of `last`, of what was published."""
        return self.filter(
            month__gte=first.replace(day=1), month__lte=last, resource__published_at__isnull=False
        )


class ListedQuerySet(RoomRows):
    """What all in the room may see: only what is published has a row."""

    def mark(self) -> tuple[int, int]:
        """Unlike any other as soon as a row came, went or changed."""
        found = self.aggregate(count=models.Count("pk"), marks=models.Sum("mark"))
        return found["count"], found["marks"] or 0

    def most_downloaded(self, limit: int) -> list[int]:
        """The keys of those that were downloaded most, of equals the newest first."""
        rows = self.filter(downloads__gt=0).order_by("-downloads", "-renewed_at", "-pk")
        return list(rows.values_list("pk", flat=True)[:limit])

    def newest_first(self) -> Self:
        return self.order_by("-renewed_at", "-pk")
