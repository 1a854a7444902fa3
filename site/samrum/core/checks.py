"""House rules for a machine to watch: `manage.py check`, with the database `check --database default`."""

from collections.abc import Iterator, Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from .models import BasePage


def page_types() -> list[type[Page]]:
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


@register(Tags.models)
def every_page_type_is_a_base_page(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    """Caching, reserved addresses, languages and switched-off privacy come with BasePage."""
    return [
        Error(f"{model.__name__} is a page type but not a BasePage.", obj=model, id="samrum.E001")
        for model in page_types()
        if not issubclass(model, BasePage)
    ]


@register(Tags.models)
def privacy_is_switched_off(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    return [
        Error(
            f"{model.__name__} offers Wagtail's privacy settings, which leak.",
            hint="Leave private_page_options empty. What is private is not a page (samrum.core.privacy).",
            obj=model,
            id="samrum.E002",
        )
        for model in page_types()
        if model.private_page_options
    ]


@register(Tags.database)
def nothing_is_restricted(databases: Sequence[str] | None = None, **kwargs) -> list[CheckMessage]:
    """Rows that somebody made by other means than the admin, or before its control was removed."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        tables = connections[alias].introspection.table_names()
        for model in (PageViewRestriction, CollectionViewRestriction):
            if model._meta.db_table not in tables:
                continue  # before the first migration
            for row in model._default_manager.using(alias).all():
                place = row.page if isinstance(row, PageViewRestriction) else row.collection
                found.append(
                    Warning(
                        f"“{place}” is restricted in Wagtail, but its content is public by other ways.",
                        hint="Move what is private to the members' room, then delete the restriction.",
                        obj=row,
                        id="samrum.W001",
                    )
                )
    return found


@register(Tags.urls)
def no_api(app_configs: Sequence[AppConfig] | None, **kwargs) -> list[CheckMessage]:
    """Wagtail's API would answer for pages and documents without our rules. The admin's own lies behind
    sign-in.
    """
    return [
        Error(f"{address} answers with Wagtail's API.", id="samrum.E003")
        for address, modules in addresses(get_resolver())
        if not address.startswith("admin/") and any(name.startswith("wagtail.api") for name in modules)
    ]


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each address pattern, with the modules that its view and the view's base classes come from."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, address)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "cls", None)
            yield address, [part.__module__ for part in (view.__mro__ if view else [entry.callback])]
