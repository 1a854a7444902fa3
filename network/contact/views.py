"""The contact form over HTTP. Pages show it (`{% contact_form page %}`); one address per language takes it
in."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Locale

from network.models import ContactMessage, ContactPage, NetworkPage
from samrum.core.caching import public_view
from samrum.core.verification import Verdict
from samrum.core.verification.address import is_same_origin

from . import messages
from .forms import ContactForm

State = ContactMessage.State


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Take in a message: 303 to thanks, or the form again with what was typed and why (422, 429, 403)."""
    language = get_language() or "sv"
    page = contact_page(language)
    if request.method != "POST":
        return redirect(page.url if page else "/")
    if not is_same_origin(request):
        # What another site sends is not shown either: our page would speak its words.
        return form_page(request, page, ContactForm(network=None, locale_code=language), 403, foreign=True)
    form = ContactForm(request.POST, network=network_of(request), locale_code=language)
    if not form.is_valid():
        return form_page(request, page, form, 422)
    earlier = messages.find_earlier(form)
    if earlier and earlier.confirmed_at:
        return thanks_for(earlier, language)
    verdict = form.verdict(request)
    if earlier:
        if verdict is Verdict.PASSED:
            messages.confirm(earlier, waiting=(State.UNCONFIRMED, State.SPAM))
            earlier.refresh_from_db()
        return thanks_for(earlier, language)
    if verdict is Verdict.TOO_MANY:
        return form_page(request, page, form, 429, too_many=True)
    try:
        message = messages.store(form, verdict, language)
    except messages.Full:
        return form_page(request, page, form, 429, is_full=True)
    except messages.TooManyUnconfirmed:
        return form_page(request, page, form, 429, too_many_unconfirmed=True)
    return thanks_for(message, language)


@require_safe
@public_view
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "network/contact/thanks.html", {"page": contact_page(get_language() or "sv")})


@require_safe
@public_view
def check_mail(request: HttpRequest) -> HttpResponse:
    return render(request, "network/contact/check_mail.html", {"page": contact_page(get_language() or "sv")})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter. It shows a button: programs that look through mail open links, but press
    nothing."""
    page = contact_page(get_language() or "sv")
    try:
        message = messages.message_of_token(token)
    except signing.SignatureExpired:
        message = None
    except (signing.BadSignature, ValueError, TypeError):
        return render(request, "network/contact/confirm.html", {"page": page, "state": "unknown"}, status=404)
    if message is None:
        return render(request, "network/contact/confirm.html", {"page": page, "state": "expired"}, status=410)
    if request.method == "POST":
        messages.confirm(message)
        state = "confirmed"
    else:
        state = "confirmed" if message.confirmed_at else "waiting"
    return render(request, "network/contact/confirm.html", {"page": page, "state": state})


def contact_page(language: str) -> ContactPage | None:
    return ContactPage.objects.live().filter(locale__language_code=language).first()


def network_of(request: HttpRequest) -> NetworkPage | None:
    """The announcement that the form stood on, if it stood on one (`from`) and that is still published."""
    key = request.POST.get("from", "")
    if not (key.isascii() and key.isdigit() and len(key) < 10):
        return None
    return NetworkPage.objects.live().filter(pk=key, locale=Locale.get_default()).first()


def form_page(
    request: HttpRequest, page: ContactPage | None, form: ContactForm, status: int, **reasons: bool
) -> HttpResponse:
    """The contact page with this form in it. Never cached: it holds what somebody typed."""
    context = {"page": page, "self": page, "contact_form": form, **reasons}
    template = page.get_template(request) if page else "network/contact/form.html"
    return render(request, template, context, status=status)


def thanks_for(message, language: str) -> HttpResponseRedirect:
    name = "check_mail" if message.state == message.State.UNCONFIRMED else "thanks"
    response = redirect(f"contact-{language}:{name}")
    response.status_code = 303
    return response
