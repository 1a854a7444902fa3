"""Finds what each app brings to a shared command, so that the foundation names no app."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def app_modules(name: str) -> Iterator[ModuleType]:
    """Yield `<app>.<name>` of every installed app that has it, the foundation first."""
    for config in reversed(list(apps.get_app_configs())):
        if module_has_submodule(config.module, name):
            yield import_module(f"{config.name}.{name}")
