"""My own place in a room: the rules, what the others see of me, the way out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members import memberships
from members.door import RoomRequest, room_view
from members.models import Membership

from .forms import ProfileForm, RulesForm


@room_view(before_rules=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: RoomRequest) -> HttpResponse:
    """Accepted once; to be read at any time."""
    room, membership = request.room, request.membership
    next_url = _way_on(request)
    accepts = bool(room.rules) and not membership.rules_accepted_at and not membership.leads
    form = RulesForm(request.POST or None) if accepts else None
    if request.method == "POST":
        if form is None:
            return redirect(next_url)
        if form.is_valid():
            own = Membership.objects.of(request.user).filter(pk=membership.pk)
            own.update(rules_accepted_at=timezone.now())
            return redirect(next_url)
        form = RulesForm(request.POST)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/rules.html", {"form": form, "next_url": next_url}, status=status)


def _way_on(request: RoomRequest) -> str:
    """Only a path of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_safe else request.room.get_absolute_url()


@room_view(before_rules=True, while_shut=True)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: RoomRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            memberships.end(request.membership, by=request.user)
        except memberships.LastOrganiser:
            return render(request, "members/leave.html", {"is_last": True}, status=409)
        messages.success(request, _("You have left the room. A letter confirms it."))
        return redirect("rooms")
    is_last = memberships.is_last_organiser(request.membership)
    return render(request, "members/leave.html", {"is_last": is_last, "is_shut": request.is_shut})


@room_view(before_rules=True, while_shut=True)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: RoomRequest) -> HttpResponse:
    """Also in a room that is only for reading, or closed: hiding oneself must always be possible."""
    membership = Membership.objects.of(request.user).select_related("user").get(pk=request.membership.pk)
    form = ProfileForm(request.POST or None, instance=membership)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("room_profile", request.room.slug)
    context = {"form": form, "is_shut": request.is_shut}
    return render(request, "members/profile.html", context, status=422 if form.is_bound else 200)
