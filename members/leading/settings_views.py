"""The settings of a room."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.log import note
from members.models import Membership, Room

from .forms import SettingsForm

# What the log says of each field that was changed.
CHANGED = {
    "welcome": gettext_noop("Changed the welcome text"),
    "rules": gettext_noop("Changed the rules"),
    "opens_on": gettext_noop("Changed when the room opens"),
    "read_only_on": gettext_noop("Changed when the room becomes read-only"),
    "closes_on": gettext_noop("Changed when the room closes"),
    "seats": gettext_noop("Changed the number of seats"),
    "seats_per_organisation": gettext_noop("Changed the seats per organisation"),
}


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: RoomRequest) -> HttpResponse:
    # A row of its own: what a refused form has written into it must not stand in the page's frame.
    room = Room.objects.led_by(request.user).get(pk=request.room.pk)
    form = SettingsForm(request.POST or None, instance=room)
    if request.method == "POST" and form.is_valid():
        save(form, request)
        messages.success(request, _("The settings are saved."))
        return redirect("leading_settings", room.slug)
    status = 422 if request.method == "POST" else 200
    return render(request, "members/leading/settings.html", {"form": form}, status=status)


@transaction.atomic
def save(form: SettingsForm, request: RoomRequest) -> None:
    room = form.save()
    for name in form.changed_data:
        if name in CHANGED:
            about = getattr(room, name) if name not in ("welcome", "rules") else ""
            note(room, request.user, CHANGED[name], "" if about is None else about)
    if form.cleaned_data["ask_anew"] and room.rules:
        Membership.objects.led_by(request.user).in_room(room).current().update(rules_accepted_at=None)
        note(room, request.user, gettext_noop("Asked everyone to accept the rules again"))
