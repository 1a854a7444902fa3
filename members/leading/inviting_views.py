"""Paste addresses, see what was understood, send."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.models import Membership

from .figures import figures_of
from .forms import ROLES
from .inviting import AT_ONCE, invite_all, understand


class InviteForm(forms.Form):
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy(
            "One person per line, or as Outlook, Gmail and Excel give them; at most 300 at a time. The name may stand "
            "beside: Anna Exempel <anna@example.org>"
        ),
        max_length=60_000,
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        help_text=gettext_lazy(
            "A guest reads and downloads, but adds nothing. An organiser leads the room as you do."
        ),
        choices=ROLES,
        initial=Membership.Role.PARTICIPANT,
    )


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: RoomRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, InviteForm())
    form = InviteForm(request.POST)
    if not form.is_valid():
        return show(request, form, status=422)
    role = form.cleaned_data["role"]
    understood = understand(form.cleaned_data["addresses"], role, request.room)
    rows = understood.to_invite
    if len(rows) > AT_ONCE:
        error = _("You can invite 300 at a time; here are %(count)d.") % {"count": len(rows)}
        form.add_error("addresses", error)
        return show(request, form, status=422)
    # What is sent is what was seen.
    sends = "send" in request.POST and request.POST.get("seen") == understood.fingerprint
    if not (sends and rows and not understood.problems):
        return show(request, form, understood=understood, status=422 if understood.problems else 200)
    try:
        is_sent = invite_all(request.room, rows, role=role, by=request.user)
    except ValidationError:
        form.add_error(
            "addresses", _("A letter cannot be sent to one of the addresses. Nobody is invited yet.")
        )
        return show(request, form, understood=understood, status=422)
    if not is_sent:
        messages.info(request, _("The letters were sent just now. They do not go twice."))
        return redirect("leading_participants", request.room.slug)
    sent = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", len(rows))
    messages.success(request, sent % {"count": len(rows)})
    return redirect("leading_participants", request.room.slug)


def show(request: RoomRequest, form: InviteForm, understood=None, status: int = 200) -> HttpResponse:
    figures = figures_of(request)
    more = len(understood.to_invite) if understood and form.cleaned_data.get("role") == "participant" else 0
    too_many = max(0, more - figures.seats_left) if figures.seats_left is not None else 0
    context = {"form": form, "understood": understood, "figures": figures, "too_many": too_many}
    return render(request, "members/leading/invite.html", context, status=status)
