"""Finished parts of public pages, kept for a minute: the same for everybody, so made once.

A part is known by its page, language, day and the *state of the content*, a token that changes with every
page, snippet, image, document or setting that is saved or deleted. The token lies in a file of the data
folder: it costs no query, and all processes of a machine see it change at once. Other machines
lag behind by KEPT_SECONDS at most.
"""

import secrets
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Orderable, Page, Site, TranslatableMixin
from wagtail.signals import post_page_move

from .collect import models_of

KEPT_SECONDS = 60
CONTENT = (
    Page,
    Site,
    Locale,
    ClusterableModel,
    Orderable,
    TranslatableMixin,
    AbstractImage,
    AbstractDocument,
    BaseGenericSetting,
    BaseSiteSetting,
)


def kept_parts():
    return caches["fragments"]


def state_file() -> Path:
    return settings.DATA_DIR / "content-state"


def content_state() -> str:
    try:
        return state_file().read_text()
    except FileNotFoundError:
        return ""


def change_state() -> None:
    token = secrets.token_hex(8)
    unfinished = state_file().with_name(f"content-state-{token}")
    unfinished.write_text(token)
    unfinished.replace(state_file())


def allow(request: HttpRequest, page: Page) -> None:
    """From here on, parts of this answer may be kept. Never said for previews or what somebody has sent."""
    if request.method in ("GET", "HEAD") and not getattr(request, "is_preview", False):
        parts = (content_state(), str(page.pk), get_language() or "", timezone.localdate().isoformat())
        request._fragments = ":".join(parts)  # type: ignore[attr-defined]


def key(request: HttpRequest | None, name: str) -> str | None:
    """The name of a part in the cache, or None where nothing may be kept."""
    known = getattr(request, "_fragments", None)
    return f"{name}:{known}" if known else None


def content_changed(using: str | None = None, **kwargs) -> None:
    """At once, for this transaction's own reader, and when others can see what has changed."""
    change_state()
    if not transaction.get_autocommit(using):
        transaction.on_commit(change_state, using=using)


def listen() -> None:
    """To each model by name: who listens to all is called for every row of the site, and keeps Django from deleting
    rows without looking at them. Called once, when the apps are ready."""
    for model in models_of(*CONTENT):
        post_save.connect(content_changed, sender=model, dispatch_uid="fragments")
        post_delete.connect(content_changed, sender=model, dispatch_uid="fragments")
    post_page_move.connect(content_changed, dispatch_uid="fragments")
