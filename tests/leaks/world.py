"""Four rooms, the people around them, and a canary in every private field. Who may see each is said where it is made.

Room B beside A is like it and only for reading; C is closed, D is not open yet.
"""

import datetime
import hashlib
import io
from types import SimpleNamespace
from typing import Any

import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from docx import Document
from fpdf import FPDF
from post_office.models import Email
from wagtail.models import GroupPagePermission, Page

from home.models import HomePage
from members.admission.links import CONFIRM, MANDATE, WITHDRAW
from members.library.models import (
    DownloadCount,
    Follow,
    Resource,
    ResourceFile,
    ResourceVersion,
    UsageNote,
)
from members.library.search import index_resource
from members.models import (
    Application,
    ApplicationEvent,
    HeldUpload,
    Invitation,
    Membership,
    Organisation,
    Room,
    RoomEvent,
)
from network.groups import EDITORS
from network.models import BuildingBlock, ContactMessage, NetworkPage
from tests.factories import NetworkPageFactory

from .canaries import Cage, text_like
from .meetings import add_keys, add_meetings, pages_below

User = get_user_model()
State = ResourceVersion.State

ADMINS = frozenset({"editor", "page_editor", "administrator"})
ACTORS = (
    "anonymous", "outsider", "applicant", "invited", "ended",
    "neighbour", "neighbour_organiser",  # of room B; the organiser leads C and D too
    "member", "guest", "organiser",
    "contributor",  # in A and in B, has brought all that lies in their libraries
    "editor", "page_editor", "administrator",  # no place in any room
)  # fmt: skip
NOBODY: frozenset[str] = frozenset()
TOMORROW = datetime.timedelta(days=1)


class Place(SimpleNamespace):
    """A room with all that is in it: lists of rows by kind, and who is who there."""

    room: Room
    reads: frozenset[str]
    contributes: frozenset[str]
    leads: frozenset[str]


class World:
    def __init__(self) -> None:
        self.cage = Cage()
        self.home = HomePage.objects.get(locale__language_code="sv", depth=2)
        self.users: dict[str, Any] = {}
        self.tokens: dict[str, str] = {}
        # What a link in a letter shows to whoever has it: token -> secrets.
        self.reveals: dict[str, frozenset[str]] = {}
        self.organisation = Organisation.objects.create(name="Exempelby kommun", short_name="Exempelby")
        # Only the one who hides is from there; in no list to choose from.
        lonely = self.cage.value(Organisation._meta.get_field("name"), frozenset({"organiser"}), "a")
        self.lonely = Organisation.objects.create(name=lonely, short_name="Ensamby", is_active=False)
        self.block = BuildingBlock.objects.create(name="Riskbild", locale=self.home.locale)
        self._people()
        everybody = {"reads": {"member", "guest", "organiser", "contributor"}, "leads": {"organiser"}}
        beside = {
            "reads": {"neighbour", "neighbour_organiser", "contributor"},
            "leads": {"neighbour_organiser"},
        }
        shut = {"reads": {"neighbour_organiser"}, "leads": {"neighbour_organiser"}}
        today = timezone.localdate()
        self.a = self._place("a", everybody, guests={"guest"})
        self.b = self._place("b", beside, read_only_on=today)
        self.c = self._place("c", shut, outside={"member"}, closes_on=today)
        self.d = self._place("d", shut, outside={"member"}, opens_on=today + TOMORROW)
        self.places = (self.a, self.b, self.c, self.d)
        add_keys(self)
        self._beside_the_rooms()

    def make(self, model: type[models.Model], seen_by, key="", see=None, /, **fixed) -> Any:
        """A row with a canary in every field that can hold words; `see` says of single fields who sees them."""
        return model.objects.create(**self._values(model, seen_by, key, see or {}, fixed), **fixed)

    def fill(self, row: models.Model, seen_by, key="", see=None, /, **fixed) -> None:
        """The same for a row that is there already."""
        for name, value in (self._values(type(row), seen_by, key, see or {}, fixed) | fixed).items():
            setattr(row, name, value)
        row.save()

    def _values(self, model: type[models.Model], seen_by, key: str, see, fixed) -> dict[str, Any]:
        return {
            field.name: self.cage.value(field, frozenset(see.get(field.name, seen_by)), key)
            for field in text_like(model)
            if field.name not in fixed and not isinstance(field, models.UUIDField)
        }

    @property
    def people_hooks(self) -> list[str]:
        """What one might seek in the admin: one of each field that says who takes part."""
        names = ("User.email", "User.last_name", "Membership.title", "Application.name", "Resource.title")
        hooks = {c.field: c.hook for c in self.cage.values() if c.hook and c.field.endswith(names)}
        return list(hooks.values())

    def secrets(self, row: models.Model, *fields: str) -> frozenset[str]:
        return frozenset().union(*(self.cage.spotted(str(getattr(row, name)).encode()) for name in fields))

    # People

    def _people(self) -> None:
        one, other = {"organiser"}, {"neighbour_organiser"}
        led_by = dict.fromkeys(("guest", "organiser", "invited", "ended", "hidden"), one) | {
            "member": one | other, "contributor": one | other, "neighbour": other, "neighbour_organiser": other,
        }  # fmt: skip
        # The author of a note, and whoever may answer a message in the inbox.
        named_to = {
            "contributor": {"member", "guest", "neighbour"} | one | other,
            "administrator": {"editor"},
        }
        written_by = {"applicant": one | other}  # in an application
        for actor in (*ACTORS[1:], "hidden"):
            known_to = led_by.get(actor, set()) | {"administrator", actor}
            names = known_to | named_to.get(actor, set())
            see = {"email": known_to | written_by.get(actor, set())}
            self.users[actor] = self.make(User, names, "", see, password="!")
        User.objects.filter(pk=self.users["administrator"].pk).update(is_superuser=True, is_staff=True)
        self.users["editor"].groups.add(Group.objects.get(name=EDITORS))
        everything = Group.objects.create(name="Allt med sidor")
        everything.permissions.add(Permission.objects.get(codename="access_admin"))
        for right in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__endswith="_page"
        ):
            GroupPagePermission.objects.create(
                group=everything, page=Page.objects.get(depth=1), permission=right
            )
        self.users["page_editor"].groups.add(everything)

    # Rooms

    def _place(self, key: str, people, guests=NOBODY, outside=NOBODY, **dates) -> Place:
        reads, leads = frozenset(people["reads"]), frozenset(people["leads"])
        page = NetworkPageFactory(parent=self.home, title=f"Nätverket {key}", status=NetworkPage.Status.OPEN)
        pages = pages_below(page)
        slug = Room._meta.get_field("slug")
        invited = {"invited"} if key == "a" else set()
        address = self.cage.value(slug, reads | outside | {"administrator"} | invited, key)
        room = self.make(Room, reads, key, slug=address, network=page, **dates)
        place = Place(
            key=key,
            room=room,
            reads=reads,
            leads=leads,
            contributes=leads if dates else reads - guests,
            outside=outside,
        )
        place.writer_name = "contributor" if "contributor" in reads else "neighbour_organiser"
        place.writer = self.users[place.writer_name]
        place.memberships = [self._membership(place, actor) for actor in sorted(reads | outside)]
        self._library(place)
        if key in "abc":
            self._admission(place)
        actors = {user.pk: actor for actor, user in self.users.items()}
        place.memberships_of = {actors[one.user_id]: one for one in place.memberships}
        add_meetings(self, place, pages)
        self.make(RoomEvent, leads, key, room=room, by=place.writer)
        return place

    def _membership(self, place: Place, actor: str, **fixed) -> Membership:
        joined = {"joined_at": timezone.now(), "rules_accepted_at": timezone.now()}
        role = "organiser" if actor in place.leads else "guest" if actor == "guest" else "participant"
        seen_by = (
            place.leads | ({actor} & (place.reads | place.outside)) if "ended_at" not in fixed else NOBODY
        )
        return self.make(
            Membership, seen_by, place.key, room=place.room, user=self.users[actor], role=role,
            **({"organisation": self.organisation} | joined | fixed),
        )  # fmt: skip

    def _admission(self, place: Place) -> None:
        key, room, leads = place.key, place.room, place.leads
        if key == "a":
            place.memberships += [
                self._membership(place, "invited", joined_at=None),
                self._membership(place, "ended", ended_at=timezone.now()),
                self._membership(place, "hidden", hidden_profile=True, organisation=self.lonely),
            ]
            self._invitation(place, place.memberships[4])
        place.applications = []
        for state in Application.State:
            seen_by = NOBODY if state == "unconfirmed" else leads
            # A received application is the applicant's own, who has an account too.
            own = {"email": self.users["applicant"].email} if state == "received" else {}
            nonce = {"mandate_nonce": "ordet"} if state == "received" else {"mandate_nonce": ""}
            dates = {} if state == "unconfirmed" else {"confirmed_at": timezone.now()}
            file_name = (
                f"{self.cage.value(Application._meta.get_field('mandate_file_name'), seen_by, key)}.txt"
            )
            row = self.make(
                Application, seen_by, key, room=room, state=state, mandate_file_name=file_name, language="sv", **nonce, **own, **dates
            )  # fmt: skip
            self._stored(row.mandate_file, Application._meta.get_field("mandate_file"), seen_by, key)
            self.make(ApplicationEvent, seen_by, key, application=row, kind="received")
            place.applications.append(row)
            if key == "a":
                self._links(row)

    def _links(self, row: Application) -> None:
        for link, name in ((CONFIRM, "confirm"), (WITHDRAW, "withdraw")):
            self.tokens[f"{name}:{row.state}"] = link.token(row)
        token = self.tokens[f"mandate:{row.state}"] = MANDATE.token(row, row.mandate_nonce)
        if row.mandate_nonce:
            self.tokens["mandate:replaced"] = MANDATE.token(row, "ett annat ord")
            with time_machine.travel(timezone.now() - 2 * MANDATE.life):
                self.tokens["mandate:expired"] = MANDATE.token(row, row.mandate_nonce)
            self.reveals[token] = self.secrets(row, "name", "title", "organisation_name")

    def _invitation(self, place: Place, membership: Membership) -> None:
        used, self.tokens["invitation:used"] = Invitation.make(membership)
        Invitation.objects.filter(pk=used.pk).update(used_at=timezone.now())
        other = self._membership_of_somebody(place)
        expired, self.tokens["invitation:expired"] = Invitation.make(other)
        Invitation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
        invitation, token = Invitation.make(membership)
        self.tokens["invitation"] = token
        self.reveals[token] = self.secrets(membership.user, "email") | self.secrets(place.room, "slug")
        for row in (used, expired, invitation):
            self.cage.random(Invitation._meta.get_field("digest"), row.digest, NOBODY, place.key)

    def _membership_of_somebody(self, place: Place) -> Membership:
        user = self.users["somebody"] = self.make(User, place.leads | {"administrator"}, password="!")
        place.memberships.append(self.make(Membership, place.leads, place.key, room=place.room, user=user))
        return place.memberships[-1]

    # The library

    def _library(self, place: Place) -> None:
        key, reads, leads, writer = place.key, place.reads, place.leads, place.writer
        own = frozenset(actor for actor, user in self.users.items() if user == writer)
        now = timezone.now()
        out = {"handed_in_at": now, "published_at": now, "renewed_at": now}
        place.resources, place.versions, place.files = [], [], []
        closed = {"withdrawn_why": NOBODY}
        published = self._resource(place, reads, closed, **out)
        draft = self._resource(place, own, closed)
        handed_in = self._resource(place, own | leads, closed, handed_in_at=now)
        withdrawn = self._resource(
            place, own | leads, {"withdrawn_why": own | leads}, **out, withdrawn_at=now
        )
        for resource, state, seen_by, comment in (
            (published, State.PUBLISHED, reads, leads),
            (published, State.PUBLISHED, reads, leads),
            (published, State.WITHDRAWN, leads, leads),
            (published, State.DRAFT, own, own),
            (draft, State.DRAFT, own, own),
            (handed_in, State.HANDED_IN, own | leads, leads),
            (handed_in, State.RETURNED, own | leads, own | leads),
            (withdrawn, State.PUBLISHED, leads, leads),
        ):
            self._version(place, resource, state, seen_by, comment)
        place.notes = [
            self.make(UsageNote, reads, key, resource=published, author=author, organisation=organisation)
            for author, organisation in (
                (writer, None),
                (self.users["hidden"], self.lonely if key == "a" else None),
            )
        ]
        for note, actors in zip(place.notes, (own, NOBODY), strict=True):
            note.removable_by = actors
        Follow.objects.create(resource=published, user=writer)
        DownloadCount.objects.create(resource=published, month=timezone.localdate().replace(day=1), count=3)
        for resource in place.resources:
            index_resource(resource)

    def _resource(self, place: Place, seen_by, see, **dates) -> Resource:
        row = self.make(
            Resource, seen_by, place.key, see | {"begun_as": NOBODY}, room=place.room, contributor=place.writer,
            organisation=self.organisation, **dates,
        )  # fmt: skip
        row.seen_by = seen_by
        row.building_blocks.add(self.block)
        place.resources.append(row)
        return row

    def _version(self, place: Place, resource: Resource, state: str, seen_by, comment) -> None:
        number = resource.versions.count() + 1
        # What is withdrawn has no page that tells what was new in it.
        see = {"comment": comment} | ({"note": NOBODY} if state == State.WITHDRAWN else {})
        version = self.make(
            ResourceVersion, seen_by, place.key, see, resource=resource, number=number,
            state=state, uploaded_by=place.writer, published_at=timezone.now(),
        )  # fmt: skip
        version.seen_by = seen_by
        place.versions.append(version)
        # Only the newest published version is searched.
        text_seen_by = seen_by if number == 2 and state == State.PUBLISHED else NOBODY
        kinds = list(FILES) if number == 2 else [list(FILES)[len(place.versions) % len(FILES)]]
        for extension in kinds:
            words = self.cage.value(ResourceFile._meta.get_field("file"), seen_by, place.key)
            content = FILES[extension](words.read().decode())
            name = f"{self.cage.value(ResourceFile._meta.get_field('name'), seen_by, place.key)}.{extension}"
            digest = hashlib.sha256(content).hexdigest()
            row = self.make(
                ResourceFile, seen_by, place.key, {"text": text_seen_by}, version=version, file=ContentFile(content, "x"),
                name=name, content_type=TYPES[extension], size=len(content), sha256=digest, text_state="done",
            )  # fmt: skip
            row.seen_by = seen_by
            self.cage.random(ResourceFile._meta.get_field("sha256"), digest, seen_by, place.key)
            self.cage.random(ResourceFile._meta.get_field("uuid"), str(row.uuid), seen_by, place.key)
            self._stored(row.file, None, NOBODY, place.key)
            place.files.append(row)

    def _stored(self, file, field, seen_by, room: str) -> None:
        """What a file is called in its storage is nobody's business."""
        self.cage.random(field or "file in storage", str(file).rpartition("/")[2], seen_by, room)

    # What else is private

    def _beside_the_rooms(self) -> None:
        self.held = self.make(HeldUpload, NOBODY)
        inbox = {"editor", "administrator"}
        self.message = self.make(ContactMessage, inbox, state="new", language="sv", fingerprint="x" * 64)
        self.letter = self.make(Email, NOBODY, from_email="a@example.org", to="b@example.org", cc="", bcc="")


def word_file(text: str) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def pdf_file(text: str) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("Times", size=12)
    document.cell(0, 6, text)
    return bytes(document.output())


FILES = {"txt": str.encode, "pdf": pdf_file, "docx": word_file}
TYPES = {"txt": "text/plain", "pdf": "application/pdf", "docx": "application/octet-stream"}
