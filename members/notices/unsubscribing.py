"""The link in each letter by which its receiver has no more of them: RFC 2369 and, with one press, RFC 8058."""

from django.core import signing
from django.urls import reverse

from members.models import Membership
from samrum.core.addresses import absolute_url

SALT = "members.notices.unsubscribe"


def token_for(membership: Membership) -> str:
    return signing.dumps(membership.pk, salt=SALT)


def membership_of(token: str) -> Membership | None:
    """The place that a link belongs to; None for what we have not made, and once the place has ended."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Membership.objects.joined().filter(pk=key).select_related("room__network", "user").first()


def headers_for(membership: Membership) -> dict[str, str]:
    address = absolute_url(reverse("unsubscribe", args=[token_for(membership)]))
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
