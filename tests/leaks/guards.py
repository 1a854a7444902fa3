"""Every guard of the door, and how it is taken away. Most are found by looking; the rest are named."""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.core import signing
from django.db.models import Model, Q, QuerySet

import home
import members
import network
from members import access, door, querysets
from members.admission import links
from members.files import archive, serving
from members.library import querysets as library_querysets
from members.models import Membership, Room
from members.opening import views as opening
from samrum.core.middleware import DenyCacheMiddleware
from samrum.users import middleware as users_middleware

from .policies import routes

EVERYTHING = Q(pk__isnull=False)
PRIVATE_APPS = ("members", "library", "meetings", "notices")
# Methods of querysets that say whose the rows are.
NARROWING = (
    "visible_to", "led_by", "may_contribute", "in_room", "of", "drafts_of", "removable_by", "renewable_by",
    "joined", "usable", "attended_by",
)  # fmt: skip


class Guard(NamedTuple):
    name: str
    owner: Any
    attribute: str
    without: Any

    def remove(self, patch: pytest.MonkeyPatch) -> None:
        if self.attribute == "cell_contents":  # what a decorator was told
            patch.setattr(self.owner, "cell_contents", self.without)
        else:
            patch.setattr(self.owner, self.attribute, self.without)

    def watch(self, patch: pytest.MonkeyPatch, called: Callable[[], None]) -> None:
        """Let `called` know whenever somebody asks the guard."""
        found = inspect.getattr_static(self.owner, self.attribute)
        if isinstance(found, property):
            watched: Any = property(_telling(found.fget, called))
        else:
            watched = _telling(found, called)
        patch.setattr(self.owner, self.attribute, watched)


def _telling(function: Callable, called: Callable[[], None]) -> Callable:
    def told(*args, **kwargs):
        called()
        return function(*args, **kwargs)

    return told


def guards() -> list[Guard]:
    """Those that are asked through a name."""
    return [*_rules(), *_rows(), *_named()]


def _rules() -> Iterator[Guard]:
    for module, names in (
        (access, ("reads", "contributes", "leads", "_joined", "_is_open", "_is_writable")),
        (library_querysets, ("seen_resources", "seen_versions")),
    ):
        for name in names:
            yield Guard(f"{module.__name__}.{name}", module, name, lambda *args, **kwargs: EVERYTHING)


def _rows() -> Iterator[Guard]:
    for model in (model for app in PRIVATE_APPS for model in apps.get_app_config(app).get_models()):
        rows = type(model._default_manager.all())
        if rows in (QuerySet, querysets.OrganisationQuerySet):
            continue
        for name in NARROWING:
            if hasattr(rows, name):
                yield Guard(f"{model.__name__}.objects.{name}", rows, name, lambda rows, *args: rows)


def _any_place(user, slug: str) -> Membership | None:
    return Membership.objects.filter(room__slug=slug).select_related("room__network", "organisation").first()


_read = links.Link.read


def _read_for_ever(link: links.Link, token: str):
    return _read(replace(link, life=None), token)


def _read_for_any_purpose(link: links.Link, token: str):
    for purpose in (links.CONFIRM, links.MANDATE, links.WITHDRAW):
        with suppress(signing.BadSignature):
            return _read(purpose, token)
    raise signing.BadSignature


def _named() -> Iterator[Guard]:
    yield Guard("door: whose place it is", door, "_membership", _any_place)
    yield Guard("door: who may contribute", door, "may_contribute", lambda request: True)
    yield Guard("door: who leads", Membership, "leads", property(lambda membership: True))
    yield Guard("door: the dates of the room", Room, "state", property(lambda room: Room.State.OPEN))
    yield Guard("files: what every answer carries", serving, "protected", lambda response: response)
    yield Guard("zips: what every answer carries", archive, "protected", lambda response: response)
    yield Guard("files: downloaded, not shown", serving, "content_disposition_header", lambda *args: "inline")
    yield Guard("links: one purpose each", links.Link, "read", _read_for_any_purpose)
    yield Guard("links: a life of days", links.Link, "read", _read_for_ever)
    yield Guard("admin: the door", users_middleware, "may_enter_admin", lambda user: True)
    yield Guard("admin: who opens rooms", opening, "may_open_rooms", lambda user: True)
    yield Guard("caches: deny by default", DenyCacheMiddleware, "__call__", lambda self, request: self.get_response(request))  # fmt: skip


def demands() -> list[tuple[str, Guard]]:
    """What each view of a room demands beyond a place in it, as its decorator was told; with its route."""
    found = {}
    for route in routes():
        for name in ("leads", "contributes"):
            if route.door and route.door[name]:
                cell = _cell(route.view, name)
                found[route.text] = (route.text, Guard(f"{route.text} {name}", cell, "cell_contents", False))
    return list(found.values())


def _cell(view: Any, name: str) -> Any:
    return view.__closure__[view.__code__.co_freevars.index(name)]


def named_in_code(guard: Guard) -> bool:
    """Whether the site's own code calls it: by its model, or through a relation to that. Others are not in use."""
    name, objects, method = guard.name.partition(".objects.")
    if not objects:
        return True
    model = next(model for model in apps.get_models() if model.__name__ == name and _is_private(model))
    relations = {field.remote_field.get_accessor_name() for field in model._meta.fields if field.is_relation}
    return any((root, method) in _calls() for root in (name, *relations))


def _is_private(model: type[Model]) -> bool:
    return model._meta.app_label in PRIVATE_APPS


@cache
def _calls() -> set[tuple[str | None, str]]:
    """(what it begins with, method): for `a.b.c().d()` (a, c), (b, c), (a, d) and (b, d)."""
    found: set[tuple[str | None, str]] = set()
    for package in (home, network, members):
        for path in Path(package.__path__[0]).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    found |= {(root, node.func.attr) for root in _roots(node.func.value)}
    return found


def _roots(node: ast.AST) -> Iterator[str]:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
