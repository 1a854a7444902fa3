"""System checks: the addresses in the settings are ones that letters come from and reach."""

from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError

from .email_addresses import canonical


@register()
def sender_is_an_address(app_configs, **kwargs) -> list[CheckMessage]:
    if _is_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]):
        return []
    hint = 'Write SAMRUM_FROM_EMAIL as "Samrum <samrum@example.org>".'
    return [Error("Letters have no sender.", hint=hint, id="samrum.E011")]


@register()
def security_contact_is_an_address(app_configs, **kwargs) -> list[CheckMessage]:
    """RFC 9116, 2.5.3: a URI."""
    contact = settings.SECURITY_CONTACT
    if not contact or contact.startswith(("https://", "tel:")):
        return []
    if contact.startswith("mailto:") and _is_address(contact.removeprefix("mailto:").partition("?")[0]):
        return []
    hint = "Write SAMRUM_SECURITY_CONTACT as mailto:name@example.org or https://example.org/."
    return [Error("Nobody can follow the contact in security.txt.", hint=hint, id="samrum.E012")]


def _is_address(text: str) -> bool:
    try:
        canonical(text)
    except ValidationError:
        return False
    return True
