"""The list of participants, and one person's place."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import invitations, memberships
from members.door import RoomRequest, room_view
from members.log import note
from members.models import Membership
from samrum.core.mail import undelivered

from .forms import AddressForm, PlaceForm, Sift
from .participants import narrowed, of_room

PER_PAGE = 50


@room_view(leads=True)
@require_safe
def participants(request: RoomRequest) -> HttpResponse:
    sift = Sift(request.GET, room=request.room, by=request.user)
    asked = sift.asked()
    found = narrowed(of_room(request), asked).with_reach()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    context = {"sift": sift, "page_of_places": page, "is_narrowed": any(asked.values())}
    return render(request, "members/leading/participants.html", context)


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def participant(request: RoomRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(of_room(request), pk=pk)
    form = None if place.ended_at else PlaceForm(request.POST or None, instance=place)
    if form and request.method == "POST" and form.is_valid():
        try:
            memberships.change(place, by=request.user, **form.cleaned_data)
        except memberships.LastOrganiser:
            form.add_error("role", _("The room needs an organiser. Make somebody else organiser first."))
        else:
            messages.success(request, _("Saved."))
            # Whoever lays down the role is a stranger to Leda from now on.
            stays = of_room(request).exists()
            return redirect("leading_participants", request.room.slug) if stays else redirect(request.room)
    # As it is stored, not as a refused form would have it.
    stored = get_object_or_404(of_room(request), pk=pk)
    return show(request, stored, form, 422 if request.method == "POST" else 200)


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def readdress(request: RoomRequest, pk: int) -> HttpResponse:
    """An invitation went to an address that is wrong, or that takes no letters."""
    place = get_object_or_404(of_room(request).invited(), pk=pk)
    if request.method != "POST":
        return redirect("leading_participant", request.room.slug, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            moved = invitations.readdress(place, form.cleaned_data["email"], by=request.user)
        except invitations.HasPlaceAlready:
            form.add_error("email", _("Somebody with this address is in the room or invited already."))
        except invitations.AccountClosed:
            form.add_error("email", _("The account of this address is closed."))
        except invitations.NotInvitedAnyMore:
            messages.error(
                request, _("No letter was sent: the person has come in, or is not invited any more.")
            )
            return redirect("leading_participants", request.room.slug)
        else:
            text = _("A new letter is on its way to %(address)s.") % {"address": moved.user.email}
            messages.success(request, text)
            return redirect("leading_participant", request.room.slug, pk)
    return show(request, place, PlaceForm(instance=place), 422, address_form=form)


def show(
    request: RoomRequest,
    place: Membership,
    form: PlaceForm | None,
    status: int = 200,
    address_form: AddressForm | None = None,
) -> HttpResponse:
    context = {
        "place": place,
        "form": form,
        "is_last": memberships.is_last_organiser(place),
        "address_form": address_form or AddressForm(),
        "unreached": None if place.ended_at else undelivered.latest(place),
    }
    return render(request, "members/leading/participant.html", context, status=status)


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: RoomRequest, pk: int) -> HttpResponse:
    place = get_object_or_404(of_room(request).current(), pk=pk)
    context = {"place": place, "is_last": memberships.is_last_organiser(place)}
    if request.method != "POST":
        return render(request, "members/leading/end.html", context)
    try:
        memberships.end(place, by=request.user)
    except memberships.LastOrganiser:
        return render(request, "members/leading/end.html", context | {"is_last": True}, status=409)
    if place.joined_at:
        messages.success(request, _("The membership of %(person)s has ended.") % {"person": place.user})
    else:
        messages.success(request, _("The invitation of %(person)s is taken back.") % {"person": place.user})
    if place.user == request.user:
        return redirect("rooms")
    return redirect("leading_participants", request.room.slug)


@room_view(leads=True)
@require_POST
def renew(request: RoomRequest, pk: int) -> HttpResponse:
    """A new letter in place of the old one."""
    place = get_object_or_404(of_room(request).invited(), pk=pk)
    invitations.renew(place, by=request.user)
    note(request.room, request.user, gettext_noop("Sent a new invitation"), place.user)
    messages.success(request, _("A new letter is on its way to %(address)s.") % {"address": place.user.email})
    return redirect("leading_participants", request.room.slug)
