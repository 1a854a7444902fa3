"""Who may open which address: declared for each route that the resolver knows, in both languages."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation


class Policy(Enum):
    PUBLIC = "everybody"
    SIGNED_IN = "whoever has signed in; each sees one's own"
    TOKEN = "whoever has the link of a letter"
    OWN_PLACE = "whoever has come into the room, also while it is shut"
    ROOM = "whoever reads the room"
    CONTRIBUTES = "whoever may add something to the room"
    LEADS = "the room's organisers"
    ADMIN = "whoever may enter the admin"


ADMIN_PREFIXES = ("admin/", "^admin/")

_DECLARED = {
    Policy.PUBLIC: """
        health/
        sitemap.xml
        robots.txt
        .well-known/security.txt
        favicon.ico
        _util/login/
        _util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/
        django-admin/login/
        documents/<int:document_id>/<str:document_filename>
        documents/^(\\d+)/(.*)$
        documents/authenticate_with_password/<int:restriction_id>/
        media/<path:path>
        sakerhet/utmaning/
        kontakt/skicka/
        kontakt/tack/
        kontakt/tack/bekrafta/
        en/contact/send/
        en/contact/thanks/
        en/contact/thanks/confirm/
        sok/
        en/search/
        flode/
        en/feed/
        ^(?P<path>(?:[\\w\\-]+/)+)kalender\\.ics$
        ^(?P<path>(?:[\\w\\-]+/)+)traff\\.ics$
        en/^(?P<path>(?:[\\w\\-]+/)+)kalender\\.ics$
        en/^(?P<path>(?:[\\w\\-]+/)+)traff\\.ics$
        <slug:network>/ansok/
        <slug:network>/ansok/tack/
        en/<slug:network>/apply/
        en/<slug:network>/apply/thanks/
        ^((?:[\\w\\-]+/)*)$
        en/^((?:[\\w\\-]+/)*)$
        en/_util/login/
        en/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/
        konto/sprak/
        konto/login/
        konto/logout/
        konto/inactive/
        konto/signup/
        konto/lank/
        konto/lank/skickad/
        konto/password/reset/
        konto/password/reset/done/
        konto/password/reset/key/done/
        konto/login/code/confirm/
        konto/2fa/authenticate/
        konto/2fa/webauthn/login/
        konto/oidc/<str:provider_id>/login/
        konto/oidc/<str:provider_id>/login/callback/
        konto/oidc/^(?P<provider_id>[^/]+)/login/
        konto/oidc/^(?P<provider_id>[^/]+)/login/callback/
        konto/3rdparty/login/cancelled/
        konto/3rdparty/login/error/
        konto/3rdparty/signup/
        konto/3rdparty/
        konto/social/login/cancelled/
        konto/social/login/error/
        konto/social/signup/
        konto/social/connections/
        konto/confirm-email/
    """,
    Policy.SIGNED_IN: """
        konto/
        konto/sessions/
        konto/email/
        konto/reauthenticate/
        konto/password/change/
        konto/password/set/
        konto/2fa/
        konto/2fa/reauthenticate/
        konto/2fa/totp/activate/
        konto/2fa/totp/deactivate/
        konto/2fa/recovery-codes/
        konto/2fa/recovery-codes/generate/
        konto/2fa/recovery-codes/download/
        konto/2fa/webauthn/
        konto/2fa/webauthn/add/
        konto/2fa/webauthn/reauthenticate/
        konto/2fa/webauthn/keys/<int:pk>/remove/
        konto/2fa/webauthn/keys/<int:pk>/edit/
        rum/
        rum/kalender/
    """,
    Policy.TOKEN: """
        konto/lank/<str:token>/
        konto/^confirm-email/(?P<key>[-:\\w]+)/$
        konto/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$
        kontakt/bekrafta/<str:token>/
        en/contact/confirm/<str:token>/
        rum/inbjudan/<str:token>/
        rum/brev/<str:token>/
        rum/kalender/<str:token>.ics
        ansokan/bekrafta/<str:token>/
        ansokan/aterta/<str:token>/
        ansokan/mandat/<str:token>/
        en/application/confirm/<str:token>/
        en/application/withdraw/<str:token>/
        en/application/mandate/<str:token>/
    """,
    Policy.OWN_PLACE: """
        rum/<slug:slug>/lamna/
        rum/<slug:slug>/jag/
    """,
    Policy.ROOM: """
        rum/<slug:slug>/
        rum/<slug:slug>/regler/
        rum/<slug:slug>/bibliotek/
        rum/<slug:slug>/bibliotek/<int:pk>/
        rum/<slug:slug>/bibliotek/<int:pk>/folj/
        rum/<slug:slug>/bibliotek/<int:pk>/anvandning/<int:note>/ta-bort/
        rum/<slug:slug>/bibliotek/<int:pk>/version/<int:number>.zip
        rum/<slug:slug>/bibliotek/valda.zip
        rum/<slug:slug>/fil/<uuid:key>/<str:name>
        rum/<slug:slug>/traffar/
        rum/<slug:slug>/traffar/<int:pk>/
        rum/<slug:slug>/traffar/<int:pk>/forbered/<int:item>/
        rum/<slug:slug>/traffar/<int:pk>/datum/
        rum/<slug:slug>/traffar/<int:pk>/traff.ics
        rum/<slug:slug>/traffar/<int:pk>/utvardera/
    """,
    Policy.CONTRIBUTES: """
        rum/<slug:slug>/bibliotek/<int:pk>/anvandning/
        rum/<slug:slug>/bibliotek/mina/
        rum/<slug:slug>/bibliotek/bidra/
        rum/<slug:slug>/bibliotek/bidra/<int:pk>/
        rum/<slug:slug>/bibliotek/bidra/<int:pk>/radera/
        rum/<slug:slug>/bibliotek/bidra/<int:pk>/ta-tillbaka/
        rum/<slug:slug>/bibliotek/<int:pk>/ny-version/
        rum/<slug:slug>/bibliotek/<int:pk>/ratta/
        rum/<slug:slug>/traffar/<int:pk>/anmal/
    """,
    Policy.LEADS: """
        rum/<slug:slug>/leda/
        rum/<slug:slug>/leda/logg/
        rum/<slug:slug>/leda/installningar/
        rum/<slug:slug>/leda/deltagare/
        rum/<slug:slug>/leda/deltagare/export/
        rum/<slug:slug>/leda/deltagare/<int:pk>/
        rum/<slug:slug>/leda/deltagare/<int:pk>/avsluta/
        rum/<slug:slug>/leda/deltagare/<int:pk>/inbjudan/
        rum/<slug:slug>/leda/deltagare/<int:pk>/adress/
        rum/<slug:slug>/leda/bjud-in/
        rum/<slug:slug>/leda/ansokningar/
        rum/<slug:slug>/leda/ansokningar/besluta/
        rum/<slug:slug>/leda/ansokningar/<int:pk>/
        rum/<slug:slug>/leda/ansokningar/<int:pk>/inbjudan/
        rum/<slug:slug>/leda/ansokningar/<int:pk>/adress/
        rum/<slug:slug>/leda/ansokningar/<int:pk>/fraga-chefen/
        rum/<slug:slug>/leda/ansokningar/<int:pk>/mandat/<str:name>
        rum/<slug:slug>/leda/bibliotek/
        rum/<slug:slug>/leda/bibliotek/siffror/
        rum/<slug:slug>/leda/bibliotek/siffror.csv
        rum/<slug:slug>/leda/bibliotek/granska/<int:pk>/
        rum/<slug:slug>/leda/bibliotek/<int:pk>/
        rum/<slug:slug>/leda/traffar/<int:pk>/anmalda/
        rum/<slug:slug>/leda/traffar/<int:pk>/anmalda/<int:place>/
        rum/<slug:slug>/leda/traffar/<int:pk>/anmalda/export/
        rum/<slug:slug>/leda/traffar/<int:pk>/anmalda/narvaro/
        rum/<slug:slug>/leda/traffar/<int:pk>/anmalda/narvarolista/
        rum/<slug:slug>/leda/traffar/<int:pk>/anmalda/namnskyltar/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/foresla/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/sista-dag/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/fraga/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/<int:proposal>/ta-bort/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/<int:proposal>/bestam/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/<int:proposal>/preliminart/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/bekrafta/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/flytta/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/stall-in/
        rum/<slug:slug>/leda/traffar/<int:pk>/datum/oppna/
        rum/<slug:slug>/leda/traffar/
        rum/<slug:slug>/leda/traffar/siffror/
        rum/<slug:slug>/leda/traffar/siffror.csv
        rum/<slug:slug>/leda/traffar/<int:pk>/
        rum/<slug:slug>/leda/traffar/<int:pk>/program/
        rum/<slug:slug>/leda/traffar/<int:pk>/forberedelser/
        rum/<slug:slug>/leda/traffar/<int:pk>/material/
        rum/<slug:slug>/leda/traffar/<int:pk>/efterat/
        rum/<slug:slug>/leda/brev/
        rum/<slug:slug>/leda/brev/skriv/
        rum/<slug:slug>/leda/brev/<int:pk>/
        rum/<slug:slug>/leda/traffar/<int:pk>/utvardering/
    """,
}
DECLARED = {route: policy for policy, routes in _DECLARED.items() for route in routes.split()}


class Route(NamedTuple):
    text: str  # as the patterns say it, with the language's prefix
    view: object

    @property
    def policy(self) -> Policy:
        """KeyError for an address that nobody has declared."""
        return Policy.ADMIN if self.text.startswith(ADMIN_PREFIXES) else DECLARED[self.text]

    @property
    def door(self) -> dict[str, bool] | None:
        """What `members.door.room_view` says of the view."""
        return getattr(self.view, "door", None)


def routes() -> list[Route]:
    """Every address that the resolver knows, once."""
    found: dict[str, Route] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for route in _walk(get_resolver(), ""):
                found.setdefault(route.text, route)
    return list(found.values())


def _walk(resolver: URLResolver, before: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Route(text, pattern.callback)
        else:
            yield from _walk(pattern, text)
