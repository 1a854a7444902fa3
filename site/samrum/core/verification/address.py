"""Who is asking, as far as a web server can know."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address.

    `X-Forwarded-For` can be written by anybody. Each of our own proxies (settings.TRUSTED_PROXIES of them)
    appends the address that it saw, so only the entry that the outermost of them wrote is believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    hops = settings.TRUSTED_PROXIES
    forwarded = [entry.strip() for entry in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if hops and len(forwarded) >= hops:
        address = forwarded[-hops]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    # An IPv4 visitor on a socket that speaks IPv6 is an IPv4 visitor.
    return str(getattr(known, "ipv4_mapped", None) or known)


def client_network(request: HttpRequest) -> str:
    """What rate limits count by: the address, or the /64 that one IPv6 subscriber commands."""
    address = client_address(request)
    if ":" in address:
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return address


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a browser says that the form was sent from our own page.

    Anonymous forms have no CSRF cookie, so that public pages are the same for everybody. A client that sends
    neither header (not a browser of this decade) is let through to the other checks.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False
