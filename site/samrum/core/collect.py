"""Finds what each app brings to a shared command or signal, so that the foundation names no app."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule


def app_modules(name: str) -> Iterator[ModuleType]:
    """Yield `<app>.<name>` of every installed app that has it, the foundation first."""
    for config in reversed(list(apps.get_app_configs())):
        if module_has_submodule(config.module, name):
            yield import_module(f"{config.name}.{name}")


def models_of(*kinds: type) -> list[type[Model]]:
    """All models that are of one of these kinds: the senders of a signal. To be asked when the apps are ready."""
    return [model for model in apps.get_models() if issubclass(model, kinds)]
