"""Applying over HTTP, for everybody: the form, and the links in the letters that follow. No cookie anywhere."""

from functools import wraps

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from members.models import Application
from network.contact.views import contact_page
from samrum.core.caching import public_view
from samrum.core.verification import Verdict
from samrum.core.verification.address import is_same_origin

from . import applications, mandates, uploads
from .forms import ApplicationForm
from .links import CONFIRM, MANDATE, WITHDRAW, Link
from .mandate_form import MandateForm
from .offer import Offer, offer_at, title_of


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public_view
def apply(request: HttpRequest, network: str) -> HttpResponse:
    """Take in an application: 303 to thanks, or the form again with what was written and why (422, 429, 403)."""
    offer = offer_at(network)
    if not offer.way.takes_applications or offer.room is None:
        status = 200 if request.method != "POST" else 409
        return _page(request, "closed", status, offer=offer, page=offer.network)
    if request.method != "POST":
        return _form(request, offer, ApplicationForm(), 200)
    if not is_same_origin(request):
        # What another site sends is not shown either: our page would speak its words.
        return _form(request, offer, ApplicationForm(), 403, foreign=True)
    form = ApplicationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, offer, form, 422)
    verdict = form.verdict(request)
    if verdict is Verdict.TOO_MANY:
        return _form(request, offer, form, 429, too_many=True)
    try:
        applications.take_in(form, offer.room, verdict, get_language() or "sv")
    except uploads.FileGone:
        form.held_upload = None
        form.add_error("mandate_file", _("Choose the file again."))
        return _form(request, offer, form, 422)
    except applications.TooManyUnconfirmed:
        return _form(request, offer, form, 429, too_many_unconfirmed=True)
    thanks_url = reverse("apply_thanks", args=[network])
    return HttpResponseRedirect(thanks_url, status=303)


@require_safe
@public_view
def thanks(request: HttpRequest, network: str) -> HttpResponse:
    """The same whatever came of it: nothing here tells who has applied before or has an account."""
    offer = offer_at(network)
    return _page(request, "thanks", offer=offer, page=offer.network)


def link_view(link: Link, template: str):
    """Decorate the view of a link in a letter. It gets the application and the secret of the link.

    GET changes nothing, since programs that look through mail open links; what we have not made answers 404, what is
    too old or erased 410.
    """

    def decorate(view):
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                application, secret = link.read(token)
            except signing.SignatureExpired:
                application, secret = None, ""
            except (signing.BadSignature, ValueError, TypeError):
                return _page(request, template, 404, state="unknown")
            if application is None:
                return _page(request, template, 410, state="gone")
            return view(request, application, secret)

        return opened

    return decorate


@link_view(CONFIRM, "confirm")
def confirm(request: HttpRequest, application: Application, secret: str) -> HttpResponse:
    """The applicant shows to have the address."""
    network = title_of(application.room, get_language() or "sv")
    if application.state != Application.State.UNCONFIRMED:
        return _page(request, "confirm", state="done", network=network)
    form, is_sent = None, request.method == "POST"
    if application.asks_for_file:
        form = MandateForm(application, request.POST, request.FILES) if is_sent else MandateForm(application)
    if not is_sent or (form and not form.is_valid()):
        return _ask_to_confirm(request, application, form, 422 if is_sent else 200)
    try:
        outcome = applications.confirm(application, form)
    except uploads.NoPlace:
        return _ask_to_confirm(request, application, form, 422, is_full=True)
    state = outcome.value if outcome else "done"
    return _page(request, "confirm", state=state, network=network)


def _ask_to_confirm(
    request: HttpRequest,
    application: Application,
    form: MandateForm | None,
    status: int,
    is_full: bool = False,
) -> HttpResponse:
    """The button, and the mandate once more where its file was not kept."""
    if form and is_full:
        form.add_error(
            "mandate_file", _("There is no room for more files just now. Write the mandate in words.")
        )
    network = title_of(application.room, get_language() or "sv")
    context = {"state": "waiting", "network": network, "form": form, "application": application}
    return _page(request, "confirm", status, **context)


@link_view(WITHDRAW, "withdraw")
def withdraw(request: HttpRequest, application: Application, secret: str) -> HttpResponse:
    network = title_of(application.room, get_language() or "sv")
    if request.method == "POST":
        applications.withdraw(application)
        application.refresh_from_db()
    return _page(request, "withdraw", state=application.state, network=network)


@link_view(MANDATE, "mandate")
def mandate(request: HttpRequest, application: Application, secret: str) -> HttpResponse:
    """The manager's word. Whoever has the link is the manager: it was sent to that address alone."""
    undecided = application.state in (Application.State.RECEIVED, Application.State.WAITING)
    if not undecided or not secret or secret != application.mandate_nonce:
        return _page(request, "mandate", 410, state="gone")
    network = title_of(application.room, get_language() or "sv")
    answer = request.POST.get("answer")
    if request.method == "POST" and answer in ("yes", "no"):
        answered = mandates.answer(application, secret, confirmed=answer == "yes")
        return _page(request, "mandate", 200 if answered else 410, state=answer if answered else "gone")
    status = 422 if request.method == "POST" else 200
    return _page(request, "mandate", status, state="asked", application=application, network=network)


def _form(
    request: HttpRequest, offer: Offer, form: ApplicationForm, status: int, **reasons: bool
) -> HttpResponse:
    """The page with the form. Beside GET never cached: it holds what somebody typed."""
    if form.provider.csp:
        request.csp_update = form.provider.csp  # type: ignore[attr-defined]
    if form.is_bound and form.checked_file:
        uploads.discard(form.held_upload)
        form.held_upload = uploads.hold(request, form.checked_file)
        reasons["choose_again"] = form.held_upload is None
    held = uploads.reference(form.held_upload) if form.held_upload else ""
    return _page(request, "apply", status, offer=offer, page=offer.network, form=form, held=held, **reasons)


def _page(request: HttpRequest, name: str, status: int = 200, **context: object) -> HttpResponse:
    context["contact_page"] = contact_page(get_language() or "sv")
    return render(request, f"members/admission/{name}.html", context, status=status)
