"""The demo: loaded twice gives the same site, in both languages; never on a real site."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from wagtail.models import Page

from members.files.checks import LIBRARY, check_upload
from members.library.models import Resource, ResourceFile, ResourceVersion
from members.models import Application, Membership, Room
from network.models import MeetingPage, NetworkPage
from tests.members.files.looked_through import in_this_process

pytestmark = pytest.mark.django_db
NETWORK = "/hot-hat-vald-fortroendevalda/"


def test_is_idempotent(demo):
    def everything() -> dict:
        models = (get_user_model(), Room, Membership, Application, Resource, ResourceVersion, ResourceFile)
        pages = list(Page.objects.order_by("path").values_list("path", "title", "latest_revision_id"))
        return {"pages": pages, **{model.__name__: model.objects.count() for model in models}}

    before = everything()
    call_command("load_demo", stdout=StringIO())
    assert everything() == before


def test_the_room_is_at_work(demo):
    room = Room.objects.get(network__slug=NETWORK.strip("/"))
    assert 18 <= room.memberships.joined().count() <= 24
    assert room.memberships.invited().count() == 1
    assert room.memberships.filter(ended_at__isnull=False).count() == 1
    assert Application.objects.values_list("state", flat=True).distinct().count() == 3
    assert Resource.objects.in_room(room).published().count() >= 12
    assert ResourceVersion.objects.filter(number__gt=1).count() >= 5
    suffixes = {name.rsplit(".", 1)[1] for name in ResourceFile.objects.values_list("name", flat=True)}
    assert suffixes >= {"pdf", "docx", "xlsx", "pptx", "png"}


def test_the_demos_files_pass_our_own_checks(demo):
    for row in ResourceFile.objects.all():
        with row.file.open("rb") as file:
            upload = SimpleUploadedFile(row.name, file.read())
        with in_this_process():
            checked = check_upload(upload, LIBRARY)
        assert (checked.name, checked.content_type) == (row.name, row.content_type)


def test_has_the_real_networks_meetings(demo):
    network = NetworkPage.objects.get(slug=NETWORK.strip("/"))
    meetings = MeetingPage.objects.child_of(network).order_by("path")
    assert [(m.state, str(m.start_date or ""), m.format, m.city, m.part_of_day) for m in meetings] == [
        ("confirmed", "2023-12-06", "physical", "Stockholm", "whole"),
        ("undecided", "", "digital", "", "afternoon"),
        ("undecided", "", "digital", "", "afternoon"),
        ("preliminary", "2024-06-04", "physical", "Stockholm", "whole"),
    ]
    assert [link.person.title for link in network.contacts.all()] == ["Anna-Lena Pogulis", "Ulrika Stöök"]


def test_has_one_network_in_english_and_others_not(demo, client):
    assert client.get("/en/threats-hate-violence-elected/").status_code == 200
    assert client.get("/en/trygg-i-digitala-miljoer/").status_code == 404
    assert NetworkPage.objects.filter(locale__language_code="en").count() == 1


def test_every_page_answers(demo, client):
    for page in Page.objects.live().filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url


@pytest.mark.parametrize("email", ["redaktor", "ansvarig", "medlem", "utomstaende", "admin"])
def test_sign_ins_work(demo, client, email):
    response = client.post("/konto/login/", {"login": f"{email}@example.org", "password": "samrum-demo"})
    assert response.status_code == 302
    assert "_auth_user_id" in client.session


def test_never_on_a_real_site(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="never loaded on a real site"):
        call_command("load_demo")
