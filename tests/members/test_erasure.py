"""Who has no account any more is named nowhere."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from wagtail.models import ModelLogEntry

from members.library.models import Follow, UsageNote
from members.models import Application, Membership, RoomEvent
from samrum.users.models import User
from tests.factories import UserFactory

from .factories import (
    ApplicationFactory,
    MembershipFactory,
    ResourceFactory,
    ResourceFileFactory,
    RoomFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = False
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_an_account_goes_with_all_that_names_it(room, organiser, admin, django_capture_on_commit_callbacks):
    leader = Client()
    leader.force_login(organiser.user)
    sends = {"addresses": "Ylva Unikexempel <ylva@example.org>", "role": "participant"}
    html = leader.post("/rum/trygga/leda/bjud-in/", sends).text
    seen = html.split('name="seen" value="')[1].split('"')[0]
    assert leader.post("/rum/trygga/leda/bjud-in/", sends | {"seen": seen, "send": "1"}).status_code == 302
    place = Membership.objects.get(user__email="ylva@example.org")
    assert "Ylva Unikexempel" in leader.get("/rum/trygga/leda/logg/").text

    other = RoomFactory(home=room.network.get_parent())
    came_by = ApplicationFactory(
        room=room, email="forr@example.org", name="Ylva Unikexempel", state="accepted", membership=place,
        mandate_file=ContentFile(b"mandat", "x"),
    )  # fmt: skip
    ApplicationFactory(room=other, email="Ylva@example.org", name="Ylva Unikexempel")
    stays = ApplicationFactory(room=room)
    resource = ResourceFactory(room=room, contributor=place.user)
    ResourceFileFactory(version=VersionFactory(resource=resource, uploaded_by=place.user))
    UsageNote.objects.create(resource=resource, author=place.user, text="Så gör vi.")
    Follow.objects.create(resource=resource, user=place.user)
    storage, name = came_by.mandate_file.storage, came_by.mandate_file.name

    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(f"/admin/users/delete/{place.user.pk}/").status_code == 302
    call_command("purge", verbosity=0)
    assert not User.objects.filter(email="ylva@example.org").exists() and not Follow.objects.exists()
    assert Application.objects.get() == stays and not storage.exists(name)
    assert not ModelLogEntry.objects.filter(label__contains="Unikexempel").exists()
    events = RoomEvent.objects.values_list("about", "person")
    assert list(events) == [("", None)]
    for page in ("", "logg/", "deltagare/", "ansokningar/?visa=all", "bibliotek/"):
        html = leader.get(f"/rum/trygga/leda/{page}").text
        assert "Unikexempel" not in html and "ylva@" not in html, page
    assert "Så gör vi." in leader.get(resource.get_absolute_url()).text


def test_the_admin_s_log_of_those_who_have_an_account_stays(admin):
    user = UserFactory()
    ModelLogEntry.objects.log_action(user, "wagtail.edit")
    call_command("purge", verbosity=0)
    assert ModelLogEntry.objects.filter(object_id=str(user.pk)).exists()


def test_whoever_may_not_look_at_users_does_not_reach_their_list(room, organiser):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(editor)
    for address in ("/admin/users/", f"/admin/users/edit/{organiser.user.pk}/", "/admin/users/?q=Ledare"):
        response = client.get(address)
        assert response.status_code in (302, 403) and organiser.user.email not in response.text


def test_organisers_read_whom_the_log_is_about(room, organiser):
    place = MembershipFactory(room=room, user__first_name="Nora", user__last_name="Nyexempel")
    client = Client()
    client.force_login(organiser.user)
    client.post(f"/rum/trygga/leda/deltagare/{place.pk}/avsluta/")
    assert RoomEvent.objects.get().about == ""
    assert "Nora Nyexempel" in client.get("/rum/trygga/leda/logg/").text
