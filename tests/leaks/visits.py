"""Every address of every route, with every private thing in its place: also in the wrong room, and things that are not."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from .policies import Policy, Route, routes
from .world import ACTORS, Place, World

EVERYBODY = frozenset(ACTORS)
UNKNOWN = "finns-inte"


@dataclass(frozen=True)
class Visit:
    route: Route
    url: str
    policy: Policy
    place: Place | None = None  # the room that the address names; None also for one that does not exist
    seen_by: frozenset[str] = EVERYBODY  # who may see the thing that it names
    reveals: frozenset[str] = field(default=frozenset())  # secrets that the link in a letter shows
    is_dead: bool = False  # a link that opens nothing
    is_first: bool = True  # of its route in its room; the others differ in the thing alone


def visits(world: World) -> list[Visit]:
    return list(chain.from_iterable(_of_route(world, route) for route in routes()))


def _of_route(world: World, route: Route) -> Iterator[Visit]:
    if route.policy is Policy.ADMIN:
        yield Visit(route, "/" + _admin_address(world, route.text), route.policy)
    elif route.door is not None:
        yield from _in_rooms(world, route)
    else:
        for url in _elsewhere(world, route.text):
            name = next(
                (n for n, token in world.tokens.items() if url.endswith((f"/{token}/", f"/{token}.ics"))), ""
            )
            shown = world.reveals.get(world.tokens.get(name, ""), frozenset())
            yield Visit(route, url, route.policy, reveals=shown, is_dead=_is_dead(route.text, name))


# Which links open which address; of invitations and mandates only the one that was sent last.
OPENED_BY = {"inbjudan": "invitation", "bekrafta": "confirm:", "aterta": "withdraw:", "mandat": "mandate:received"} | {
    "confirm": "confirm:", "withdraw": "withdraw:", "mandate": "mandate:received",
    "kalender": "calendar:", "brev": "unsubscribe:",
}  # fmt: skip


def _is_dead(route: str, name: str) -> bool:
    if "<str:token>" not in route:
        return False
    opened_by = OPENED_BY.get(route.partition("/<str:token>")[0].rpartition("/")[2], "")
    return not name or not opened_by or not name.startswith(opened_by) or name.startswith("invitation:")


# Rooms


def _in_rooms(world: World, route: Route) -> Iterator[Visit]:
    a, b, c, d = world.places
    for place, owner in ((a, a), (a, b), (b, a), (b, b), (b, c), (c, c), (d, d)):
        if place is not owner and not ("<int" in route.text or "<uuid" in route.text):
            continue
        things = list(_things(owner, route.text))
        # The rooms beside are made like the first: there one thing of each kind is enough.
        for number, (address, seen_by) in enumerate(things if a in (place, owner) else things[:1]):
            seen = seen_by if place is owner else frozenset()
            url = address.replace("<slug:slug>", place.room.slug)
            yield Visit(route, url, route.policy, place, seen, is_first=number == 0 and place is owner)
    address, _seen_by = next(iter(_things(a, route.text)))
    yield Visit(route, address.replace("<slug:slug>", UNKNOWN), route.policy, None, frozenset())
    for nothing in _nothing(route.text):
        url = nothing.replace("<slug:slug>", a.room.slug)
        yield Visit(route, url, route.policy, a, frozenset(), is_first=False)


def _things(owner: Place, route: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The address with each thing of `owner` that it may name, and who may see that."""
    leads = owner.leads
    applications = getattr(owner, "applications", [])
    if "<int" not in route and "<uuid" not in route:
        yield f"/{route}", EVERYBODY
        return
    match route.removeprefix("rum/<slug:slug>/").split("/"):
        case ["fil", *_]:
            for file in owner.files:
                yield _filled(route, key=file.uuid, name="x"), file.seen_by
        case ["bibliotek", "bidra", *_]:
            for version in owner.versions:
                is_gone = version.state == "withdrawn" or version.resource.withdrawn_at
                yield _filled(route, pk=version.pk), frozenset() if is_gone else _own(owner)
        case ["leda", "bibliotek", "granska", *_]:
            for version in owner.versions:
                yield _filled(route, pk=version.pk), leads if version.state != "draft" else frozenset()
        case ["bibliotek", _, "version", *_]:
            for version in owner.versions:
                yield _filled(route, pk=version.resource_id, number=version.number), version.seen_by
        case ["bibliotek", _, "anvandning", "<int:note>", *_]:
            for note in owner.notes:
                yield _filled(route, pk=note.resource_id, note=note.pk), leads | note.removable_by
        case ["bibliotek", _, "ny-version" | "ratta", *_]:
            for resource in owner.resources:
                may = leads | _own(owner) if resource.is_published else frozenset()
                yield _filled(route, pk=resource.pk), may
        case ["leda", "traffar", _, "anmalda", "<int:place>", *_]:
            for membership in owner.memberships:
                yield _filled(route, pk=owner.meetings[0].pk, place=membership.pk), leads
        case ["leda", "traffar", *_]:
            for meeting in owner.meetings:
                yield _filled(route, pk=meeting.pk, proposal=owner.proposals[0].pk), leads
        case ["leda", "brev", *_]:
            for message in owner.messages:
                yield _filled(route, pk=message.pk), leads
        case ["traffar", _, "forbered", *_]:
            for preparation in owner.preparations:
                yield _filled(route, pk=preparation.meeting_id, item=preparation.pk), owner.reads
        case ["traffar", *_]:
            for meeting in owner.meetings:
                yield _filled(route, pk=meeting.pk), owner.reads
        case ["leda", "deltagare", *_]:
            for membership in owner.memberships:
                yield _filled(route, pk=membership.pk), leads
        case ["leda", "ansokningar", *_]:
            for row in applications:
                seen_by = leads if row.state != "unconfirmed" else frozenset()
                yield _filled(route, pk=row.pk, name="x"), seen_by
        case _:
            for resource in owner.resources:
                yield _filled(route, pk=resource.pk), resource.seen_by


def _own(place: Place) -> frozenset[str]:
    return frozenset({"contributor"}) if "contributor" in place.reads else place.leads


def _nothing(route: str) -> Iterator[str]:
    if "<int" in route or "<uuid" in route:
        unknown = 2**40
        yield _filled(
            route, pk=unknown, note=unknown, item=unknown, place=unknown, proposal=unknown, number=99,
            key=uuid.UUID(int=7), name="x",
        )  # fmt: skip


def _filled(route: str, **values: object) -> str:
    address = re.sub(r"<(?:int|uuid|str):(\w+)>", lambda found: str(values[found[1]]), route)
    return f"/{address}"


# The admin


def _admin_address(world: World, route: str) -> str:
    """With the keys of real things, so that usage, history and reports have something to tell."""
    pk = next((key(world) for part, key in ADMIN_KEYS.items() if part in route), 1)
    route = route.replace(r"(live|earliest|\d+)\.\.\.(live|latest|\d+)", "earliest...live")
    route = re.sub(r"<int:destination_id>", str(world.home.pk), route)
    route = re.sub(r"<(?:int|str):(?:\w*_?pk|\w*_?id|object_id)>", str(pk), route.replace(r"(\d+)", str(pk)))
    for part, text in ADMIN_WORDS.items():
        route = route.replace(part, text)
    return re.sub(r"<\w+:\w+>", "1", re.sub(r"\^|\$", "", route)).replace(".*", "finns-inte")


ADMIN_KEYS = {
    "organisationer": lambda world: world.organisation.pk,
    "buildingblock": lambda world: world.block.pk,
    "users": lambda world: world.users["member"].pk,
    "meddelanden": lambda world: world.message.pk,
    "pages": lambda world: world.a.room.network_id,
    "page": lambda world: world.a.room.network_id,
    "rum/": lambda world: world.a.room.network_id,
}
ADMIN_WORDS = {
    "<slug:content_type_app_name>": "network", "<slug:content_type_model_name>": "networkpage",
    "<slug:app_label>": "library", "<slug:model_name>": "resource",
    "<str:app_label>": "library", "<str:model_name>": "resource",
    "<slug:app_name>": "library", "<str:action_name>": "copy", "<str:action>": "delete",
    "<slug:action_name>": "approve", "<str:filter_spec>": "width-100", "<str:mode>": "default",
}  # fmt: skip


# All other addresses


def _elsewhere(world: World, route: str) -> list[str]:
    if route in ADDRESSES:
        return list(ADDRESSES[route](world))
    if "<" in route or "(" in route:
        raise KeyError(f"Say in visits.py with which arguments {route} is visited.")
    return [f"/{route}"]


def _tokens(prefix: str, *kinds: str, suffix: str = "/"):
    return lambda world: [
        f"{prefix}{token}{suffix}"
        for name, token in {**world.tokens, ":forged": "forged:x:y"}.items()
        if name.startswith((*kinds, ":"))
    ]


def _media(world: World) -> list[str]:
    """What a private file is called in its storage, sought among the public files."""
    stored = [world.a.files[0].file.name, world.a.applications[1].mandate_file.name, world.held.file.name]
    return [f"/media/{name}" for name in (*stored, f"../private/{stored[0]}", f"documents/{stored[0]}")]


def _pages(language: str, suffix: str = ""):
    home = "/en/" if language == "en" else "/"
    slugs = ("natverket-a", "kontakt" if language == "sv" else "contact", "finns-inte", "rum-a")
    return lambda world: [*([] if suffix else [home]), *(f"{home}{slug}/{suffix}" for slug in slugs)]


def _of_network(suffix: str, home: str = "/"):
    return lambda world: [f"{home}{place.room.network.slug}/{suffix}" for place in world.places]


def _searches(address: str):
    return lambda world: [address, *(f"{address}?q={canary.hook}" for canary in hooks(world))]


def hooks(world: World) -> list:
    """One canary of each private field with words."""
    return list({canary.field: canary for canary in world.cage.values() if canary.hook}.values())


ADDRESSES = {
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": lambda world: [
        f"/_util/authenticate_with_password/1/{world.a.room.network_id}/"
    ],
    "en/_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": lambda world: [
        f"/en/_util/authenticate_with_password/1/{world.a.room.network_id}/"
    ],
    "documents/<int:document_id>/<str:document_filename>": lambda world: ["/documents/1/x.pdf"],
    r"documents/^(\d+)/(.*)$": lambda world: ["/documents/1/x/y.pdf"],
    "documents/authenticate_with_password/<int:restriction_id>/": lambda world: [
        "/documents/authenticate_with_password/1/"
    ],
    "media/<path:path>": _media,
    "sok/": _searches("/sok/"),
    "en/search/": _searches("/en/search/"),
    r"^(?P<path>(?:[\w\-]+/)+)kalender\.ics$": _of_network("kalender.ics"),
    r"^(?P<path>(?:[\w\-]+/)+)traff\.ics$": _of_network("traff.ics"),
    r"en/^(?P<path>(?:[\w\-]+/)+)kalender\.ics$": _of_network("kalender.ics", "/en/"),
    r"en/^(?P<path>(?:[\w\-]+/)+)traff\.ics$": _of_network("traff.ics", "/en/"),
    "<slug:network>/ansok/": _of_network("ansok/"),
    "<slug:network>/ansok/tack/": _of_network("ansok/tack/"),
    "en/<slug:network>/apply/": _of_network("apply/", "/en/"),
    "en/<slug:network>/apply/thanks/": _of_network("apply/thanks/", "/en/"),
    r"^((?:[\w\-]+/)*)$": _pages("sv"),
    r"en/^((?:[\w\-]+/)*)$": _pages("en"),
    "konto/lank/<str:token>/": _tokens("/konto/lank/"),
    r"konto/^confirm-email/(?P<key>[-:\w]+)/$": _tokens("/konto/confirm-email/"),
    r"konto/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": lambda world: [
        "/konto/password/reset/key/1-forged/",
        "/konto/password/reset/key/1-set-password/",
    ],
    "konto/2fa/webauthn/keys/<int:pk>/remove/": lambda world: ["/konto/2fa/webauthn/keys/1/remove/"],
    "konto/2fa/webauthn/keys/<int:pk>/edit/": lambda world: ["/konto/2fa/webauthn/keys/1/edit/"],
    "konto/oidc/<str:provider_id>/login/": lambda world: ["/konto/oidc/oidc/login/"],
    "konto/oidc/<str:provider_id>/login/callback/": lambda world: ["/konto/oidc/oidc/login/callback/"],
    "konto/oidc/^(?P<provider_id>[^/]+)/login/": lambda world: ["/konto/oidc/other/login/"],
    "konto/oidc/^(?P<provider_id>[^/]+)/login/callback/": lambda world: ["/konto/oidc/other/login/callback/"],
    "kontakt/bekrafta/<str:token>/": _tokens("/kontakt/bekrafta/"),
    "en/contact/confirm/<str:token>/": _tokens("/en/contact/confirm/"),
    "rum/inbjudan/<str:token>/": _tokens("/rum/inbjudan/", "invitation"),
    "rum/brev/<str:token>/": _tokens("/rum/brev/", "unsubscribe"),
    "rum/kalender/<str:token>.ics": _tokens("/rum/kalender/", "calendar", suffix=".ics"),
    "ansokan/bekrafta/<str:token>/": _tokens("/ansokan/bekrafta/", "confirm", "withdraw"),
    "ansokan/aterta/<str:token>/": _tokens("/ansokan/aterta/", "withdraw", "mandate"),
    "ansokan/mandat/<str:token>/": _tokens("/ansokan/mandat/", "mandate", "confirm"),
    "en/application/confirm/<str:token>/": _tokens("/en/application/confirm/", "confirm"),
    "en/application/withdraw/<str:token>/": _tokens("/en/application/withdraw/", "withdraw"),
    "en/application/mandate/<str:token>/": _tokens("/en/application/mandate/", "mandate"),
}

ADMIN_SEARCHES = {
    "/admin/pages/search/", "/admin/choose-page/search/", "/admin/users/", "/admin/meddelanden/",
    "/admin/organisationer/", "/admin/documents/", "/admin/images/chooser/", "/admin/reports/site-history/",
}  # fmt: skip


def library_hooks(world: World) -> list[str]:
    """What one might seek to find out what lies in a library."""
    names = ("Resource.title", "ResourceFile.text", "ResourceFile.name", "UsageNote.text")
    return [
        canary.hook
        for canary in world.cage.values()
        if canary.hook and canary.room in ("a", "b") and canary.field.endswith(names)
    ]
