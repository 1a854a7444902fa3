"""While the database takes no writes pages and files are read, and forms say so and give back what was typed."""

import html
import io
import re
import shutil
import threading
import time
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from members.library.models import DownloadCount, ResourceFile
from members.models import Membership
from network.models import ContactMessage, NetworkPage
from samrum.core.verification import stamp
from samrum.core.write_lock import deferred, patience
from samrum.media.models import Rendition, SamrumImage
from tests.core.editing import form_data
from tests.factories import MeetingPageFactory, NetworkPageFactory, UserFactory
from tests.locked import read_only, write_locked
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory
from tests.members.library.reading.publishing import published

pytestmark = pytest.mark.django_db(transaction=True)
IN_TIME = 2  # seconds for an answer to a reader
WORDS = "Hej & välkommen!\nHur <anmäler> vi oss?"


@pytest.fixture(autouse=True)
def _as_on_a_site(monkeypatch, settings):
    """What is handed to the worker is a row, but nobody waits as long."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(patience, "WRITING", replace(patience.WRITING, stuck=0.3, total=0.5))
    monkeypatch.setattr(deferred, "_away_until", 0.0)
    shutil.rmtree(deferred._folder(), ignore_errors=True)


@pytest.fixture(params=[write_locked, read_only])
def shut(request):
    return request.param


def browser(user=None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


class Site:
    """A network with its room, and somebody of each kind who has signed in."""

    def __init__(self, home):
        self.network = NetworkPageFactory(
            parent=home, title="Trygga möten", slug="trygga-moten", status=NetworkPage.Status.OPEN
        )
        self.meeting_page = MeetingPageFactory(parent=self.network)
        self.room = RoomFactory(network=self.network, slug="trygga")
        self.member = MembershipFactory(room=self.room)
        self.leader = MembershipFactory(room=self.room, organiser=True)
        self.resource = published(self.room, files={"plan.txt": "innehåll", "bilaga.txt": "mer"})
        self.file = ResourceFile.objects.first()
        self.meeting = self.room.meetings.get()
        self.editor = UserFactory(email="rut@example.org", is_superuser=True, is_staff=True)
        self.english = None
        picture = io.BytesIO()
        Image.new("RGB", (800, 600)).save(picture, "PNG")
        self.image = SamrumImage.objects.create(
            title="Bild", file=ContentFile(picture.getvalue(), "bild.png")
        )
        self.browsers = {
            "anonymous": browser(),
            "member": browser(self.member.user),
            "leader": browser(self.leader.user),
            "editor": browser(self.editor),
        }

    def addresses(self) -> list[tuple[str, str]]:
        room, meeting = "/rum/trygga", self.meeting.pk
        page, public = (
            self.network.pk,
            ("/", "/trygga-moten/", self.meeting_page.url, "/kontakt/", "/sok/?q=trygga"),
        )
        return [
            *(("anonymous", one) for one in public),
            *(("anonymous", one) for one in ("/trygga-moten/kalender.ics", "/trygga-moten/ansok/", "/flode/")),
            *(("anonymous", one) for one in ("/sitemap.xml", "/health/", "/finns-inte/", "/sakerhet/utmaning/")),
            *(("anonymous", one) for one in ("/konto/login/", "/konto/password/reset/", "/konto/lank/", f"{room}/")),
            *(("member", f"{room}/{one}") for one in ("", "bibliotek/", "traffar/", "jag/", "lamna/", "regler/")),
            ("member", f"{room}/bibliotek/{self.resource.pk}/"),
            ("member", f"{room}/bibliotek/?q=plan"),
            ("member", self.file.get_absolute_url()),
            ("member", f"{room}/bibliotek/{self.resource.pk}/version/1.zip"),
            ("member", f"{room}/bibliotek/bidra/"),
            ("member", f"{room}/traffar/{meeting}/"),
            ("member", f"{room}/traffar/{meeting}/traff.ics"),
            ("member", f"{room}/traffar/{meeting}/anmal/"),
            *(("member", one) for one in ("/rum/", "/rum/kalender/", "/konto/", "/konto/sessions/", "/konto/email/")),
            *(("leader", f"{room}/leda/{one}") for one in ("", "logg/", "deltagare/", "bibliotek/", "installningar/")),
            ("leader", f"{room}/leda/traffar/{meeting}/utvardering/"),
            ("leader", f"{room}/leda/traffar/{meeting}/anmalda/"),
            *(("editor", f"/admin/{one}") for one in ("", "pages/", "account/", "images/", "users/", "documents/")),
            *(("editor", f"/admin/pages/{page}/{one}/") for one in ("edit", "delete", "history", "unpublish")),
            ("editor", f"/admin/pages/add/network/meetingpage/{page}/"),
        ]  # fmt: skip


@pytest.fixture
def site(home, contact_page):
    return Site(home)


def asked(client: Client, address: str) -> tuple[int, float]:
    began = time.monotonic()
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code, time.monotonic() - began


def test_everything_that_may_be_read_is_answered(site, shut, settings):
    pages = site.addresses()
    with shut():
        found = {(actor, address): asked(site.browsers[actor], address) for actor, address in pages}
    slow = {where: took for where, (_status, took) in found.items() if took > IN_TIME}
    after = {(actor, address): asked(site.browsers[actor], address)[0] for actor, address in pages}
    differing = {where: (now, after[where]) for where, (now, _took) in found.items() if now != after[where]}
    assert not slow and not differing
    assert {status for status, _took in found.values()} <= {200, 302, 404}


def test_visits_and_downloads_are_noted_later(site, shut):
    with shut():
        for _time in range(3):
            assert site.browsers["member"].get("/rum/trygga/").status_code == 200
            assert asked(site.browsers["member"], site.file.get_absolute_url())[0] == 200
        month = timezone.localdate().replace(day=1)
    assert not DownloadCount.objects.exists()
    call_command("write_deferred", verbosity=0)
    assert DownloadCount.objects.get(resource=site.resource, month=month).count == 3
    assert Membership.objects.get(pk=site.member.pk).seen_at
    call_command("write_deferred", verbosity=0)
    assert DownloadCount.objects.get(resource=site.resource, month=month).count == 3


def test_the_schedule_and_the_next_reader_write_what_was_left(site):
    for write in (
        lambda: call_command("schedule", once=True, stdout=io.StringIO()),
        lambda: asked(site.browsers["member"], site.file.get_absolute_url()),
    ):
        before = sum(DownloadCount.objects.values_list("count", flat=True))
        with write_locked():
            asked(site.browsers["member"], site.file.get_absolute_url())
        deferred._away_until = 0.0
        write()
        assert sum(DownloadCount.objects.values_list("count", flat=True)) > before
    assert DownloadCount.objects.get().count == 3


def test_what_is_gone_by_then_holds_nothing_up(site):
    with write_locked():
        asked(site.browsers["member"], site.file.get_absolute_url())
        site.browsers["leader"].get("/rum/trygga/")
    site.resource.delete()
    Membership.objects.filter(pk=site.member.pk).delete()
    call_command("write_deferred", verbosity=0)
    assert Membership.objects.get(pk=site.leader.pk).seen_at
    assert not DownloadCount.objects.exists()


def test_a_visit_that_is_noted_late_never_undoes_a_later_one(site):
    with write_locked():
        site.browsers["member"].get("/rum/trygga/")
    later = timezone.now()
    Membership.objects.filter(pk=site.member.pk).update(seen_at=later)
    call_command("write_deferred", verbosity=0)
    assert Membership.objects.get(pk=site.member.pk).seen_at == later


def test_a_picture_in_a_new_size_is_shown_whole_and_made_later(site):
    with write_locked(), patience.having(patience.READING):
        shown = site.image.get_rendition("width-100")
        both = site.image.get_renditions("width-100", "width-200")
    assert shown.url == site.image.file.url and (shown.width, shown.height) == (800, 600)
    assert set(both) == {"width-100", "width-200"}
    assert not Rendition.objects.exists()
    deferred._away_until = 0.0
    with patience.having(patience.READING):
        assert SamrumImage.objects.get().get_rendition("width-100").width == 100


def test_a_page_that_must_keep_something_says_so(site, shut):
    """The secret of two-step sign-in lies in the session until it is confirmed."""
    client = browser(site.member.user)
    client.post("/konto/reauthenticate/", {"password": "samrum-demo"})
    with shut():
        response = client.get("/konto/2fa/totp/activate/")
    assert response.status_code == 503
    assert "försök igen" in response.text.lower()
    assert client.get("/konto/2fa/totp/activate/").status_code == 200


def test_a_session_that_counts_no_more_is_read_as_none(site):
    site.member.user.set_password("ett-annat-losenord")
    site.member.user.save()
    with write_locked():
        assert site.browsers["member"].get("/rum/trygga/").url.startswith("/konto/login/")


# Forms


def fields_of(text: str) -> dict[str, str]:
    """What the button on the page would send."""
    form = text.partition("<form")[2].partition("</form>")[0]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    areas = re.findall(r'name="([^"]*)" rows="6">\n(.*?)</textarea>', form, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in [*hidden, *areas]}


def contact_fields() -> dict[str, str]:
    return {
        "name": "Åsa Exempel", "email": "asa@example.com", "subject": "En fråga", "message": WORDS,
        "stamp": stamp.issue(),
    }  # fmt: skip


def test_the_contact_form_gives_back_what_was_typed(site, shut):
    client = browser()
    with shut():
        response = client.post("/kontakt/skicka/", contact_fields())
    assert response.status_code == 503 and response["Retry-After"] and "no-store" in response["Cache-Control"]
    assert "försök igen" in response.text.lower()
    assert "csrftoken" not in response.cookies
    typed = fields_of(response.text)
    assert typed.items() >= contact_fields().items()
    assert not ContactMessage.objects.exists()
    assert client.post(re.search(r'action="([^"]*)"', response.text)[1], typed).status_code == 303
    assert ContactMessage.objects.get().body == WORDS


def test_every_form_of_the_house_answers(site, shut):
    room, meeting = "/rum/trygga", site.meeting.pk
    text = "En lång text som någon har skrivit & som inte får försvinna, vad som än händer."
    letter = {"subject": "Inför träffen", "body": text, "role": "", "organisation": ""}
    seen = site.browsers["leader"].post(f"{room}/leda/brev/skriv/", letter).context["seen"]
    invited = {"addresses": "Ny Person <ny@example.org>\nannan@example.org", "role": "participant"}
    understood = site.browsers["leader"].post(f"{room}/leda/bjud-in/", invited).context["understood"]
    page = form_data(site.network.get_latest_revision_as_object(), site.editor, lead=text)
    forms = [
        ("member", f"{room}/bibliotek/{site.resource.pk}/anvandning/", {"text": text}),
        ("member", f"{room}/bibliotek/{site.resource.pk}/folj/", {"do": "follow"}),
        ("member", f"{room}/bibliotek/bidra/", {"title": "Ny mall", "summary": text, "kind": "tool", "language": "sv", "sharing": "room"}),
        ("member", f"{room}/jag/", {"first_name": "Åsa", "last_name": "Öst", "title": text, "notices": "none"}),
        ("member", f"{room}/lamna/", {}),
        ("member", f"{room}/traffar/{meeting}/anmal/", {"answer": "on_site"}),
        ("member", "/rum/kalender/", {"do": "renew"}),
        ("member", "/konto/logout/", {}),
        ("anonymous", "/konto/login/", {"login": site.member.user.email, "password": "samrum-demo"}),
        ("anonymous", "/konto/lank/", {"email": site.member.user.email}),
        ("anonymous", "/konto/password/reset/", {"email": site.member.user.email}),
        ("anonymous", "/trygga-moten/ansok/", application_fields()),
        ("leader", f"{room}/leda/bjud-in/", invited | {"send": "1", "seen": understood.fingerprint}),
        ("leader", f"{room}/leda/brev/skriv/", letter | {"send": "1", "seen": seen}),
        ("leader", f"{room}/leda/traffar/{meeting}/utvardering/", {f"text-{n}": text for n in range(8)} | {f"kind-{n}": "words" for n in range(8)}),
        ("leader", f"{room}/leda/deltagare/export/", {}),
        ("editor", f"/admin/pages/{site.network.pk}/edit/", page),
        ("editor", f"/admin/pages/{site.network.pk}/unpublish/", {}),
        ("editor", f"/admin/pages/{site.network.pk}/edit/preview/", page),
    ]  # fmt: skip
    with shut():
        for actor, address, data in forms:
            began = time.monotonic()
            response = site.browsers[actor].post(address, data)
            assert time.monotonic() - began < IN_TIME
            assert (response.status_code, "försök igen" in response.text.lower()) == (503, True), address
            kept = {**data, "password": ""}
            assert not [
                name for name, value in kept.items() if html.escape(str(value)) not in response.text
            ], address


def test_a_password_is_asked_for_anew_and_nobody_is_half_signed_in(site):
    client = browser()
    with write_locked():
        response = client.post(
            "/konto/login/?next=/rum/", {"login": site.member.user.email, "password": "samrum-demo"}
        )
    assert response.status_code == 503
    assert "samrum-demo" not in response.text and 'type="password"' in response.text
    assert 'action="/konto/login/?next=/rum/"' in response.text
    assert fields_of(response.text)["login"] == site.member.user.email
    assert not client.cookies.get("sessionid")
    assert client.get("/konto/").status_code == 302


def test_files_are_to_be_chosen_again(site):
    upload = SimpleUploadedFile("mandat.txt", b"Jag far ga med.", content_type="text/plain")
    with write_locked():
        response = site.browsers["member"].post(
            "/rum/trygga/bibliotek/bidra/",
            {
                "title": "Ny mall",
                "summary": "Kort.",
                "kind": "tool",
                "language": "sv",
                "sharing": "room",
                "files": upload,
            },
        )
    assert response.status_code == 503
    assert "mandat.txt" in response.text and 'type="file"' in response.text
    assert 'enctype="multipart/form-data"' in response.text


def test_what_is_shown_is_escaped_and_the_token_is_the_readers_own(site):
    client = Client(enforce_csrf_checks=True)
    client.force_login(site.member.user)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/rum/trygga/jag/").text)[1]
    evil = '"><script>alert(1)</script>'
    address = f"/rum/trygga/bibliotek/{site.resource.pk}/anvandning/"
    with write_locked():
        response = client.post(address, {"text": evil, "csrfmiddlewaretoken": token})
        foreign = client.post(address, {"text": evil})
    assert response.status_code == 503 and "<script>" not in response.text
    assert fields_of(response.text)["text"] == evil
    assert foreign.status_code == 403 and evil not in html.unescape(foreign.text)
    assert client.post(address, fields_of(response.text)).status_code == 302


def test_scripts_get_no_page(site):
    with write_locked():
        response = site.browsers["editor"].post(
            f"/admin/pages/{site.network.pk}/edit/", form_data(site.network, site.editor),
            headers={"Accept": "application/json"},
        )  # fmt: skip
    assert response.status_code == 503
    assert response.json()["success"] is False and "igen" in response.json()["error_message"]


def test_more_than_fits_is_not_sent_back(site):
    with write_locked():
        response = browser().post("/kontakt/skicka/", contact_fields() | {"mer": "x" * 3_000_000})
    assert response.status_code == 503 and len(response.content) < 10_000
    assert "bakåt" in response.text


def test_an_error_of_another_kind_stays_one(site, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("no such table: x")

    monkeypatch.setattr("members.rooms.views.front_page_for", fail)
    client = browser(site.member.user)
    client.raise_request_exception = False
    assert client.get("/rum/trygga/").status_code == 500


def test_a_fault_outside_the_views_is_a_503_too(site, monkeypatch):
    client = browser(site.member.user)
    client.raise_request_exception = False
    monkeypatch.setattr(
        "samrum.users.middleware.may_enter_admin", lambda user: connection.ensure_connection() or _busy()
    )
    response = client.get("/admin/")
    assert response.status_code == 503 and "försök igen" in response.text.lower()


def _busy():
    with write_locked(), patience.for_a_moment(), transaction.atomic():
        Membership.objects.update(title="")


# How long one waits


def application_fields() -> dict[str, object]:
    organisation = OrganisationFactory(name="Exempelby kommun", domains=["exempelby.example"])
    return {
        "name": "Åsa Exempel", "title": "Säkerhetssamordnare", "organisation": organisation.pk,
        "email": "asa@exempelby.example", "mandate_by": "Kim Chef, kommundirektör", "mandate_on": "2026-05-04",
        "mandate_words": "Samordna arbetet mot hot i kommunen.", "hopes": "Metoder som fungerar.",
        "stamp": stamp.issue(),
    }  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL lets writers work side by side")
@pytest.mark.parametrize("is_ours", [True, False])
def test_readers_go_on_while_many_writers_wait(site, monkeypatch, is_ours):
    """Also when a process of ours has the turn, whose lock has no limit of its own."""
    monkeypatch.setattr(patience, "WRITING", replace(patience.WRITING, stuck=1.5, total=3))
    monkeypatch.setattr(patience, "LATECOMER", replace(patience.LATECOMER, stuck=0.5, total=3))
    statuses, took = [], []
    clients = [browser(site.member.user) for _number in range(20)]

    def save(client) -> None:
        began = time.monotonic()
        statuses.append(
            client.post(
                "/rum/trygga/jag/", {"first_name": "Å", "last_name": "Ö", "notices": "none"}
            ).status_code
        )
        took.append(time.monotonic() - began)
        connections.close_all()

    with _held() if is_ours else write_locked():
        threads = [threading.Thread(target=save, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        assert asked(site.browsers["leader"], "/rum/trygga/")[1] < IN_TIME
        for thread in threads:
            thread.join(20)
    assert statuses == [503] * 20
    assert sorted(took)[7] < 1.5 < max(took) < 4
    response = clients[0].post("/rum/trygga/jag/", {"first_name": "Å", "last_name": "Ö", "notices": "none"})
    assert response.status_code == 302


class _held:
    """A transaction of ours, in another thread."""

    def __enter__(self):
        self.begun, self.end = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self.hold)
        self.thread.start()
        self.begun.wait(10)

    def hold(self):
        with transaction.atomic():
            self.begun.set()
            self.end.wait(60)
        connections.close_all()

    def __exit__(self, *error):
        self.end.set()
        self.thread.join(10)


def test_a_form_waits_for_a_while_and_commands_as_long_as_it_takes():
    assert patience.current() == patience.ENDLESS
    assert patience.READING.total <= 1


def test_a_form_that_waits_is_saved_when_the_lock_is_let_go(site, monkeypatch):
    monkeypatch.undo()
    done = []
    let_go = threading.Event()

    def hold() -> None:
        with write_locked():
            let_go.set()
            time.sleep(0.5)

    thread = threading.Thread(target=hold)
    thread.start()
    let_go.wait(10)
    response = site.browsers["member"].post(
        "/rum/trygga/jag/", {"first_name": "Åsa", "last_name": "Öst", "notices": "none"}
    )
    thread.join()
    done.append(response.status_code)
    assert done == [302]
    cache.clear()
