"""`/rum/<room>/bibliotek/`: the list, a resource, and what one does beside reading."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.door import RoomRequest, may_contribute, room_view
from members.library.models import Follow, Resource, UsageNote
from members.library.publishing import Overtaken

from . import noting
from .forms import NoteForm
from .listing import listing
from .page import resource_page


@room_view()
@require_safe
def resource_list(request: RoomRequest) -> HttpResponse:
    context = {"listing": listing(request), "may_contribute": may_contribute(request)}
    return render(request, "library/list.html", context)


@room_view()
@require_safe
def resource(request: RoomRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk), NoteForm())


@room_view()
@require_POST
def follow(request: RoomRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    if request.POST.get("do") == "stop":
        Follow.objects.visible_to(request.user).in_room(request.room).filter(resource=found).delete()
        messages.success(request, _("You follow it no longer."))
    elif found.is_published:
        Follow.objects.get_or_create(resource=found, user=request.user)
        messages.success(request, _("You get a letter when there is a new version."))
    return redirect(found)


@room_view(contributes=True)
@require_POST
def add_note(request: RoomRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible_rows(request).published(), pk=pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        noting.add(found, request.user, request.membership.organisation, form.cleaned_data["text"])
    except noting.TooMany:
        text = _("You have written %(most)d notes about it. Remove one of them first.")
        form.add_error("text", text % {"most": noting.MOST})
        return _page(request, found, form, status=422)
    except Overtaken:
        raise Http404 from None
    messages.success(request, _("Thank you. Your note stands with the others now."))
    return redirect(f"{found.get_absolute_url()}#anvandning")


@room_view()
@require_POST
def remove_note(request: RoomRequest, pk: int, note: int) -> HttpResponse:
    found = _visible(request, pk)
    notes = UsageNote.objects.visible_to(request.user).in_room(request.room)
    get_object_or_404(notes.removable_by(request.user).filter(resource=found), pk=note).delete()
    messages.success(request, _("The note is gone."))
    return redirect(f"{found.get_absolute_url()}#anvandning")


def _visible_rows(request: RoomRequest):
    rows = Resource.objects.visible_to(request.user).in_room(request.room)
    return rows.select_related("organisation", "room")


def _visible(request: RoomRequest, pk: int) -> Resource:
    return get_object_or_404(_visible_rows(request), pk=pk)


def _page(request: RoomRequest, found: Resource, form: NoteForm, status: int = 200) -> HttpResponse:
    context = {"page_of": resource_page(request, found), "resource": found, "form": form}
    return render(request, "library/resource.html", context, status=status)
