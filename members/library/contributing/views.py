"""`/rum/<room>/bibliotek/bidra/`: bring something to the library, work on it, hand it in."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.door import RoomRequest, room_view
from members.library import publishing
from members.library.models import Resource, ResourceFile, ResourceVersion
from members.library.publishing import Overtaken

from . import drafts
from .desk import Desk
from .forms import ResourceForm
from .twice import stands_as_sent

ON_A_PAGE = 50
MINE = "library:contributions"
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@room_view(contributes=True)
@require_safe
def contributions(request: RoomRequest) -> HttpResponse:
    """What I have brought or am about to bring, what happened last first."""
    mine = ResourceVersion.objects.visible_to(request.user).in_room(request.room).of(request.user)
    mine = mine.latest_first().prefetch_related(Prefetch("files", ResourceFile.objects.defer("text")))
    page = Paginator(mine, ON_A_PAGE).get_page(request.GET.get("sida"))
    return render(request, "library/contributing/contributions.html", {"listing": page})


@room_view(contributes=True)
@form_methods
def contribute(request: RoomRequest) -> HttpResponse:
    if request.method == "POST" or not drafts.has_many(request.room, request.user):
        return work(request, Desk(request))
    say_enough(request)
    return redirect(MINE, request.room.slug)


@room_view(contributes=True)
@form_methods
def draft(request: RoomRequest, pk: int) -> HttpResponse:
    version = find_mine(request, pk)
    if version.state not in publishing.WORKED_ON:
        return done_already(request, version) or not_a_draft(request)
    return work(request, Desk(request, version))


def work(request: RoomRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        return desk_page(request, desk)
    action, _colon, key = request.POST.get("do", "").partition(":")
    if desk.is_untouched:
        desk.check_complete()
        return desk_page(request, desk, 422)
    try:
        version = desk.keep()
        arrange(version, action, key)
        if not (desk.check_complete() if action in ("hand_in", "publish") else desk.is_valid):
            return desk_page(request, desk, 422)
        return carry_on(request, version, action)
    except drafts.TooMany:
        # What was typed stays there, to be copied.
        say_enough(request)
        return desk_page(request, desk, 422)
    except Overtaken:
        return (desk.version and done_already(request, desk.version)) or not_a_draft(request)


def arrange(version: ResourceVersion, action: str, key: str) -> None:
    """A button beside one of the files."""
    file = _uuid(key)
    if file and action == "remove":
        drafts.remove(version, file)
    elif file and action in ("up", "down"):
        drafts.move(version, file, -1 if action == "up" else 1)


def carry_on(request: RoomRequest, version: ResourceVersion, action: str) -> HttpResponse:
    """Everything is kept and valid."""
    if action == "preview":
        return redirect("library:resource", request.room.slug, version.resource_id)
    if action in ("hand_in", "publish"):
        publishes = action == "publish" and request.membership.leads
        (publishing.publish if publishes else publishing.hand_in)(version, request.user)
        return say_done(request, version, is_published=publishes)
    messages.success(request, _("The draft is saved."))
    return redirect("library:draft", request.room.slug, version.pk)


def say_done(request: RoomRequest, version: ResourceVersion, *, is_published: bool) -> HttpResponse:
    if is_published:
        messages.success(request, _("Published. All participants can find it now."))
        say_shortcomings(request, version)
        return redirect("library:resource", request.room.slug, version.resource_id)
    messages.success(request, _("Handed in. You get a letter when an organiser has looked at it."))
    return redirect("library:contributions", request.room.slug)


def done_already(request: RoomRequest, version: ResourceVersion) -> HttpResponse | None:
    """The same button was pressed twice: said as the first press was answered. None if it was anything else."""
    publishes = request.POST.get("do") == "publish" and request.membership.leads
    state = ResourceVersion.State.PUBLISHED if publishes else ResourceVersion.State.HANDED_IN
    found = ResourceVersion.objects.of(request.user).filter(pk=version.pk, state=state).first()
    is_asked = request.POST.get("do") in ("hand_in", "publish")
    if not (is_asked and found and stands_as_sent(request, found)):
        return None
    return say_done(request, found, is_published=publishes)


@room_view(contributes=True)
@form_methods
def delete_draft(request: RoomRequest, pk: int) -> HttpResponse:
    """Asks first."""
    version = find_draft(request, pk)
    if version is None:
        return not_a_draft(request)
    if request.method != "POST":
        return render(request, "library/contributing/delete.html", {"version": version})
    try:
        drafts.delete(version)
    except Overtaken:
        return not_a_draft(request)
    messages.success(request, _("The draft is deleted."))
    return redirect("library:contributions", request.room.slug)


@room_view(contributes=True)
@require_POST
def take_back(request: RoomRequest, pk: int) -> HttpResponse:
    mine = ResourceVersion.objects.visible_to(request.user).in_room(request.room).of(request.user)
    version = get_object_or_404(mine, pk=pk)
    try:
        publishing.take_back(version, request.user)
    except Overtaken:
        messages.error(request, _("An organiser was first: it is not waiting for review any more."))
        return redirect("library:contributions", request.room.slug)
    messages.success(request, _("It is a draft again. Hand it in when it is ready."))
    return redirect("library:draft", request.room.slug, version.pk)


@room_view(contributes=True)
@require_POST
def renew(request: RoomRequest, pk: int) -> HttpResponse:
    """Begin on the next version of something published."""
    try:
        version = drafts.renew(find_published(request, pk), request.user)
    except drafts.TooMany:
        say_enough(request)
        return redirect(MINE, request.room.slug)
    except Overtaken:
        return not_a_draft(request)
    return redirect("library:draft", request.room.slug, version.pk)


@room_view(contributes=True)
@form_methods
def correct(request: RoomRequest, pk: int) -> HttpResponse:
    """What is said of it, without a new version."""
    resource = find_published(request, pk)
    form = ResourceForm(request.POST if request.method == "POST" else None, instance=resource)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.correct(form.instance, form.cleaned_data["building_blocks"], request.user)
        except Overtaken:
            return not_a_draft(request)
        messages.success(request, _("Corrected."))
        return redirect(resource)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": Resource.objects.get(pk=resource.pk).title, "resource": resource}
    return render(request, "library/contributing/correct.html", context, status=status)


def find_mine(request: RoomRequest, pk: int) -> ResourceVersion:
    """404 for what is not mine to see."""
    mine = ResourceVersion.objects.visible_to(request.user).in_room(request.room).of(request.user)
    return get_object_or_404(mine.select_related("resource__room"), pk=pk)


def find_draft(request: RoomRequest, pk: int) -> ResourceVersion | None:
    """None when it is mine and no draft any more."""
    version = find_mine(request, pk)
    return version if version.state in publishing.WORKED_ON else None


def find_published(request: RoomRequest, pk: int) -> Resource:
    resources = Resource.objects.visible_to(request.user).renewable_by(request.user).in_room(request.room)
    return get_object_or_404(resources.select_related("room"), pk=pk)


def desk_page(request: RoomRequest, desk: Desk, status: int = 200) -> HttpResponse:
    return render(request, "library/contributing/desk.html", {"desk": desk}, status=status)


def say_shortcomings(request: RoomRequest, version: ResourceVersion) -> None:
    """Whoever publishes at once sees the draft's page no more."""
    for file in version.files.defer("text"):
        if file.shortcomings:
            messages.warning(request, f"{file.name}: {' '.join(file.shortcomings)}")


def say_enough(request: RoomRequest) -> None:
    text = _("You have %(most)d things that are not published yet. Finish or delete one of them first.")
    messages.error(request, text % {"most": drafts.MOST_UNPUBLISHED})


def not_a_draft(request: RoomRequest) -> HttpResponse:
    """Another window, or an organiser, was first."""
    messages.error(request, _("It is not a draft any more: it was handed in, published or taken away."))
    return redirect("library:contributions", request.room.slug)


def _uuid(key: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(key)
    except ValueError:
        return None
