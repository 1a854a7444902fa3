"""The organisers' queue, one application, and what they decide."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.door import RoomRequest, room_view
from members.files.kinds import CONTENT_TYPES
from members.files.names import extension_of
from members.files.serving import serve_file
from members.models import Application
from samrum.core.mail import undelivered

from . import decisions
from .decisions import Decision
from .forms import AddressForm
from .queue import ORDERS, Queue, of_room, with_seats
from .seats import seats_in, without_place

PER_PAGE = 50


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        help_text=gettext_lazy("Stands in the letter to each of the applicants, as you write it here."),
        error_messages={"required": gettext_lazy("Write a reason: it stands in the letter.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@room_view(leads=True)
@require_safe
def queue(request: RoomRequest) -> HttpResponse:
    asked = Queue.asked(request.GET)
    page = Paginator(asked.rows(request), PER_PAGE).get_page(request.GET.get("sida"))
    seats = seats_in(request.room, request.user)
    context = {
        "page_of_rows": page,
        "rows": with_seats(list(page), seats),
        "tabs": asked.tabs(request),
        "asked": asked,
        "orders": ORDERS.items(),
        "seats": seats,
        "decisions": Decision,
    }
    return render(request, "members/admission/queue.html", context)


@room_view(leads=True)
@require_safe
def application(request: RoomRequest, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(of_room(request), pk=pk))


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def readdress(request: RoomRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(of_room(request), pk=pk)
    if request.method != "POST":
        return redirect("leading_application", request.room.slug, pk)
    form = AddressForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            if decisions.readdress(found, email, request.user):
                messages.success(request, _("The letter is on its way to %(address)s.") % {"address": email})
            else:
                messages.error(request, _("No letter was sent: the application is decided already."))
            return redirect("leading_application", request.room.slug, pk)
        except decisions.AddressTaken:
            form.add_error("email", _("Another application has this address."))
    return _show(request, found, form, 422)


def _show(
    request: RoomRequest, found: Application, form: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    found.room = request.room
    seats = seats_in(request.room, request.user)
    open_to = [each for each, rule in decisions.RULES.items() if found.state in rule.open_states]
    context = {
        "application": found,
        "history": found.events.select_related("by"),
        "seats": seats,
        "taken": seats.taken_by(found.organisation_id),
        "open_to": open_to,
        "undelivered": undelivered.about(found, *([found.membership] if found.membership else [])),
        "address_form": form or AddressForm(initial={"email": found.email}),
    }
    return render(request, "members/admission/application.html", context, status=status)


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: RoomRequest) -> HttpResponse:
    """Shows what would be decided, with seats and letters; POST decides it."""
    data = request.POST if request.method == "POST" else request.GET
    versions = data.getlist("a")[:PER_PAGE]
    if not versions or data.get("decision") not in Decision:
        messages.error(request, _("Tick at least one application, and choose what you decide."))
        return redirect("leading_applications", request.room.slug)
    decision = Decision(data["decision"])
    form = ReasonForm(request.POST or None) if decision == Decision.DECLINE else None
    if request.method != "POST" or (form and not form.is_valid()):
        chosen = decisions.choose(request.room, request.user, decision, versions)
        return _ask(request, decision, chosen, form, 422 if request.method == "POST" else 200)
    reason = form.cleaned_data["reason"] if form else ""
    result = decisions.decide(
        request.room, request.user, decision, versions, reason, all_the_same="all_the_same" in request.POST
    )
    if result.overfull:
        return _ask(request, decision, result.chosen, form, 409)
    _tell(request, result)
    return redirect("leading_applications", request.room.slug)


@room_view(leads=True)
@require_POST
def renew(request: RoomRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(of_room(request), pk=pk)
    if decisions.renew_invitation(found, request.user):
        messages.success(
            request, _("A new invitation is on its way to %(address)s.") % {"address": found.email}
        )
    else:
        messages.error(request, _("No invitation was sent: the person has come in, or has no seat any more."))
    return redirect("leading_application", request.room.slug, pk)


@room_view(leads=True)
@require_POST
def ask_the_manager(request: RoomRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(of_room(request), pk=pk)
    if decisions.ask_the_manager(found, request.user):
        text = _("A new question is on its way to %(address)s.") % {"address": found.mandate_email}
        messages.success(request, text)
    else:
        text = _("No question was sent: the application is decided, or the address has had several today.")
        messages.error(request, text)
    return redirect("leading_application", request.room.slug, pk)


@room_view(leads=True)
def mandate_file(request: RoomRequest, pk: int, name: str) -> HttpResponseBase:
    """The mandate as the applicant sent it. `name` is for people: the row decides which file it is."""
    found = get_object_or_404(of_room(request), pk=pk)
    file = found.mandate_file
    if not file:
        raise Http404("No file")
    try:
        size = file.size
    except OSError as error:
        raise Http404("The file is gone") from error
    # A file never changes under its name in storage, which is random: it tells one content from another.
    return serve_file(
        request,
        file,
        name=found.mandate_file_name,
        content_type=CONTENT_TYPES.get(extension_of(found.mandate_file_name), "application/octet-stream"),
        size=size,
        sha256=str(file).rpartition("/")[2],
        findings=found.mandate_findings,
    )


def _ask(
    request: RoomRequest, decision: Decision, chosen: decisions.Chosen, form: ReasonForm | None, status: int
) -> HttpResponse:
    seats = seats_in(request.room, request.user)
    newcomers = without_place(request.room, request.user, chosen.ready)
    context = {
        "decision": decision,
        "chosen": chosen,
        "form": form,
        "seats": seats,
        "rows": with_seats(chosen.ready, seats),
        "overfull": seats.overfull(newcomers) if decision == Decision.ACCEPT else [],
    }
    return render(request, "members/admission/decide.html", context, status=status)


def _tell(request: RoomRequest, result: decisions.Result) -> None:
    if number := len(result.done):
        text = ngettext(
            "%(number)d application is decided. A letter is on its way.",
            "%(number)d applications are decided. The letters are on their way.",
            number,
        )
        messages.success(request, text % {"number": number})
    for one in result.chosen.changed:
        messages.error(request, _("Not decided: %(what)s") % {"what": _as_it_is_now(one)})
    for one in result.chosen.unfit:
        text = _("Not decided: the application of %(name)s is %(state)s already.")
        messages.error(request, text % {"name": one.name, "state": one.get_state_display()})
    for one in result.chosen.closed:
        messages.error(request, f"{one.name}: {_('The account of this address is closed.')}")


def _as_it_is_now(one: Application) -> str:
    last = one.events.select_related("by").last()
    text = _("the application of %(name)s has changed since you looked: %(event)s%(by)s.")
    by = f" ({last.by})" if last and last.by else ""
    return text % {"name": one.name, "event": last or one.get_state_display(), "by": by}
