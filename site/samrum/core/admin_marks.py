"""What Wagtail notes of an editor who only looks: that a page is open, whom to tell of comments, a profile.

While the database takes no writes the pages are shown with rows that are not kept. The editor's script has the first
one made as soon as that can be done (it tells the site again and again that the page is open).
"""

from typing import Any

from django.db.models import Manager, Model
from wagtail.admin.models import EditingSession, EditingSessionManager
from wagtail.models import PageSubscription
from wagtail.users.models import UserProfile

from .write_lock.deferred import takes_writes
from .write_lock.patience import is_reading

UNKNOWN = 0  # the key of a row that is not kept


class _Marks:
    """For managers."""

    model: type[Model]

    def create(self, **values: Any) -> Model:
        if is_reading() and not takes_writes(self.model):
            return self.model(pk=UNKNOWN, **values)
        return super().create(**values)  # type: ignore[misc]

    def get_or_create(self, defaults: dict[str, Any] | None = None, **values: Any) -> tuple[Model, bool]:
        if is_reading():
            if found := self.filter(**values).first():  # type: ignore[attr-defined]
                return found, False
            if not takes_writes(self.model):
                return self.model(**values, **(defaults or {})), True
        return super().get_or_create(defaults, **values)  # type: ignore[misc]


class EditingSessions(_Marks, EditingSessionManager):  # type: ignore[valid-type, misc]
    pass


class Marks(_Marks, Manager):
    pass


def remove_stale() -> None:
    """Wagtail does it whenever somebody opens a page; who reads need not."""
    if not is_reading() or takes_writes(EditingSession):
        EditingSession.objects.stale().delete()


def _give(model: type[Model], manager: Manager) -> None:
    """In place of `objects`: Django would go on using the first manager of a name."""
    model._meta.local_managers = [one for one in model._meta.local_managers if one.name != "objects"]
    model.add_to_class("objects", manager)


_give(EditingSession, EditingSessions())
_give(PageSubscription, Marks())
_give(UserProfile, Marks())
EditingSession.cleanup = remove_stale
