"""`{% contact_form page %}`: the form at the foot of an announcement and on the contact page."""

from django import template
from django.utils.translation import get_language

from network.contact.forms import ContactForm
from network.models import NetworkPage

register = template.Library()


@register.inclusion_tag("components/contact_form.html", takes_context=True)
def contact_form(context, page=None) -> dict:
    """An empty form, or the one that the view found faulty (`contact_form` in the context)."""
    request = context.get("request")
    language = get_language() or "sv"
    form = context.get("contact_form")
    if form is None:
        network = page if isinstance(page, NetworkPage) else None
        form = ContactForm(network=network, locale_code=language)
        # A contact person's own page leads to the contact page with the person chosen. Not on an announcement:
        # its form is a kept part, the same for everybody (core.fragments), whatever one reader's address says.
        if network is None and request is not None and request.GET.get("receiver") in form.persons:
            form.initial["receiver"] = request.GET["receiver"]
    if request is not None and form.provider.csp:
        request.csp_update = form.provider.csp
    reasons = {name: context.get(name) for name in ("foreign", "too_many", "too_many_unconfirmed")}
    return {
        "form": form,
        "language": language,
        "send_url": f"contact-{language}:send",
        "request": request,
        **reasons,
    }
