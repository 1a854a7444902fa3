"""`/rum/<room>/leda/bibliotek/`: what was handed in is published or returned, what was published is withdrawn."""

import re
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.door import RoomRequest, room_view
from members.library import publishing
from members.library.models import Resource, ResourceFile, ResourceVersion
from members.library.publishing import OnlyVersion, Overtaken

from .forms import CommentForm, ReasonForm

ON_A_PAGE = 50
KEY = re.compile(r"[0-9]{1,18}")
FILES = Prefetch("files", ResourceFile.objects.defer("text"))
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@room_view(leads=True)
@require_safe
def queue(request: RoomRequest) -> HttpResponse:
    """What waits, the oldest first, and what is withdrawn: no list in the room leads there any more."""
    versions = ResourceVersion.objects.led_by(request.user).in_room(request.room)
    waiting = versions.waiting_for_review().select_related("resource__room", "uploaded_by")
    withdrawn = Resource.objects.led_by(request.user).in_room(request.room).withdrawn()
    context = {
        "listing": Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("sida")),
        "withdrawn": withdrawn.select_related("room").order_by("-withdrawn_at")[:ON_A_PAGE],
    }
    return render(request, "library/review/queue.html", context)


@room_view(leads=True)
@form_methods
def review(request: RoomRequest, pk: int) -> HttpResponse:
    """One that was handed in: all that its readers would see, and the two answers."""
    version = find_version(request, pk)
    if version.state != ResourceVersion.State.HANDED_IN:
        return overtaken(request, version.resource)
    returns = request.POST.get("do") == "return"
    form = CommentForm(request.POST if request.method == "POST" else None, is_needed=returns)
    if request.method != "POST" or not form.is_valid():
        context = {"version": version, "form": form, "earlier": earlier(version)}
        status = 422 if request.method == "POST" else 200
        return render(request, "library/review/review.html", context, status=status)
    try:
        if returns:
            publishing.send_back(version, request.user, form.cleaned_data["comment"])
            messages.success(request, _("Returned. The contributor gets a letter."))
        else:
            publishing.publish(version, request.user)
            messages.success(request, _("Published. The contributor gets a letter of thanks."))
    except Overtaken:
        return overtaken(request, version.resource)
    return redirect("library:review_queue", request.room.slug)


@room_view(leads=True)
@form_methods
def manage(request: RoomRequest, pk: int) -> HttpResponse:
    """A resource and its versions: withdraw and restore. The button says which: `withdraw`, `restore:<version>`..."""
    resource = find_resource(request, pk)
    action, _colon, key = request.POST.get("do", "").partition(":")
    form = ReasonForm(request.POST if action == "withdraw" else None)
    if request.method == "POST":
        step = step_of(request, resource, form, action, key)
        if step is not None:
            return take(request, resource, step)
    versions = ResourceVersion.objects.led_by(request.user).handled().filter(resource=resource)
    context = {"resource": resource, "versions": versions.prefetch_related(FILES), "form": form}
    context["chosen"] = request.POST.get("what", "")
    return render(
        request, "library/review/manage.html", context, status=422 if request.method == "POST" else 200
    )


def step_of(
    request: RoomRequest, resource: Resource, form: ReasonForm, action: str, key: str
) -> Callable[[], None] | None:
    """What the button means; None if a reason is missing, or if it means nothing."""
    if action == "restore":
        if version := find_chosen(request, resource, key):
            return partial(publishing.restore_version, version, request.user)
        return partial(publishing.restore, resource, request.user)
    if action == "withdraw" and form.is_valid():
        why = form.cleaned_data["why"]
        if version := find_chosen(request, resource, request.POST.get("what", "")):
            return partial(publishing.withdraw_version, version, request.user, why)
        return partial(publishing.withdraw, resource, request.user, why)
    return None


def take(request: RoomRequest, resource: Resource, step: Callable[[], None]) -> HttpResponse:
    try:
        step()
    except Overtaken:
        messages.error(request, _("Somebody else was first. This is how it looks now."))
    except OnlyVersion:
        messages.error(request, _("It is the only version. Withdraw the whole resource instead."))
    else:
        messages.success(request, _("Done. It holds at once."))
    return redirect("library:manage", request.room.slug, resource.pk)


def find_version(request: RoomRequest, pk: int) -> ResourceVersion:
    versions = ResourceVersion.objects.led_by(request.user).in_room(request.room).handled()
    rows = versions.select_related("resource__room", "resource__organisation", "uploaded_by", "reviewed_by")
    return get_object_or_404(rows.prefetch_related(FILES), pk=pk)


def find_chosen(request: RoomRequest, resource: Resource, key: str) -> ResourceVersion | None:
    """The version that a button or a list names; None for the whole resource. 404 for one that is not of it."""
    if not key:
        return None
    version = find_version(request, int(key)) if KEY.fullmatch(key) else None
    if version is None or version.resource_id != resource.pk:
        raise Http404
    return version


def find_resource(request: RoomRequest, pk: int) -> Resource:
    resources = Resource.objects.led_by(request.user).visible_to(request.user).in_room(request.room)
    return get_object_or_404(resources.select_related("room", "contributor"), pk=pk)


def earlier(version: ResourceVersion) -> ResourceVersion | None:
    """The version that readers see now."""
    return version.resource.versions.published().first()


def overtaken(request: RoomRequest, resource: Resource) -> HttpResponse:
    message = _("Somebody else has already decided about “%(title)s”.") % {"title": resource.title}
    messages.error(request, message)
    return redirect("library:review_queue", request.room.slug)
