"""What Wagtail notes of an editor who only looks: that a page is open, whom to tell of comments, a profile.

While the database takes no writes the pages are shown with rows that are not kept. The editor's script has the first
one made as soon as that can be done (it tells the site again and again that the page is open).
"""

from typing import Any

from django.db.models import Manager, Model
from wagtail.admin.models import EditingSession, EditingSessionManager
from wagtail.models import PageSubscription
from wagtail.users.models import UserProfile

from .write_lock.deferred import written_or
from .write_lock.patience import is_reading

UNKNOWN = 0  # the key of a row that is not kept


class _Marks:
    """For managers."""

    model: type[Model]

    def create(self, **values: Any) -> Model:
        return written_or(
            self.model,
            lambda: super(_Marks, self).create(**values),  # type: ignore[misc]
            lambda: self.model(pk=UNKNOWN, **values),
        )

    def get_or_create(self, defaults: dict[str, Any] | None = None, **values: Any) -> tuple[Model, bool]:
        if is_reading() and (found := self.filter(**values).first()):  # type: ignore[attr-defined]
            return found, False
        return written_or(
            self.model,
            lambda: super(_Marks, self).get_or_create(defaults, **values),  # type: ignore[misc]
            lambda: (self.model(**values, **(defaults or {})), True),
        )


class EditingSessions(_Marks, EditingSessionManager):  # type: ignore[valid-type, misc]
    pass


class Marks(_Marks, Manager):  # type: ignore[misc]
    pass


def remove_stale() -> None:
    """Wagtail does it whenever somebody opens a page; who reads need not."""
    stale = EditingSession.objects.stale()
    if stale.exists():
        written_or(EditingSession, stale.delete, lambda: None)


def _give(model: type[Model], manager: Manager) -> None:
    """In place of `objects`: Django would go on using the first manager of a name."""
    model._meta.local_managers = [one for one in model._meta.local_managers if one.name != "objects"]
    model.add_to_class("objects", manager)


_give(EditingSession, EditingSessions())
_give(PageSubscription, Marks())
_give(UserProfile, Marks())
EditingSession.cleanup = remove_stale
