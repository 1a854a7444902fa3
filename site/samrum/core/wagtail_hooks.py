"""What the admin says, and refuses, so that editors are not surprised by samrum.core.page_life."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from . import page_life
from .reserved import is_reserved, reserved_message


def _may_publish(request: HttpRequest, page: Page) -> bool:
    """Whether a page may be published now, or will be together with its source; tells the editor if not now."""
    source = page if page_life.is_source(page) else page_life.source_of(page)
    missing = page_life.obstacles(page, source) if source else []
    if not missing:
        return True
    title = missing[0].get_admin_display_title()
    if all(page_life.scheduled_time(other) for other in missing):
        messages.info(request, _("The page will be published together with “%(title)s”.") % {"title": title})
        return True
    if source == page:
        reason = _(
            "The page is not published; it is kept as a draft. A page is public only while the page above it is. "
            "Publish “%(title)s” first."
        )
    else:
        reason = _(
            "The page is not published; it is kept as a draft. A translation is public only while its Swedish "
            "page and the page above it are. Publish “%(title)s” first."
        )
    messages.error(request, reason % {"title": title})
    return False


@hooks.register("before_publish_page")
def refuse_to_publish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In Wagtail's own editor; the draft has been saved by now.

    What is scheduled is judged when its time comes (core.page_life).
    """
    is_scheduled = page.go_live_at is not None and page.go_live_at > timezone.now()
    if not is_scheduled and not _may_publish(request, page):
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_edit_page", order=-1)
def refuse_to_publish_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In wagtail-localize's editor, which takes over afterwards; its strings are saved one by one."""
    if (
        request.method == "POST"
        and request.POST.get("action") == "publish"
        and not _may_publish(request, page)
    ):
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_move_page")
def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    if is_reserved(page.slug, destination.depth, page.specific_class):
        messages.error(request, reserved_message(page.slug))
        return redirect("wagtailadmin_pages:move", page.pk)
    source = None if page_life.is_source(page) else page_life.source_of(page)
    if source is not None:
        title = source.get_admin_display_title()
        messages.error(
            request,
            _("A translation stands where its Swedish page does. Move “%(title)s” instead.")
            % {"title": title},
        )
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_delete_page")
def tell_of_copies(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and page_life.is_source(page):
        languages = (
            page_life.translations_of(page).filter(alias_of__isnull=True).values_list("locale", flat=True)
        )
        if languages:
            messages.warning(
                request, _("The translations of the page, and of the pages below it, are deleted with it.")
            )


@hooks.register("insert_editor_js")
def autosave_in_turn() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/autosave.js"))
