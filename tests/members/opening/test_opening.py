"""An administrator opens a room; a network with a room stays."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from home.models import HomePage
from members.models import Membership, Room
from network.models import NetworkPage
from tests.core.editing import Editor
from tests.factories import NetworkPageFactory, UserFactory
from tests.members.factories import MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, title="Trygga möten", slug="trygga-moten", bare=True)


@pytest.fixture
def address(network):
    return reverse("network_room", args=[network.pk])


def test_a_room_is_opened_from_the_networks_page(client, admin, network, address, letters, link_in):
    client.force_login(admin)
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[network.pk])).text
    assert 'value="trygga-moten"' in client.get(address).text
    response = client.post(address, {"slug": "trygga", "organiser": "Ledare@example.org"})
    assert response.status_code == 302
    room = Room.objects.get(network=network)
    place = room.memberships.get()
    assert (room.slug, place.role, place.user.email, place.is_joined) == (
        "trygga",
        "organiser",
        "ledare@example.org",
        False,
    )
    assert (
        client.get(link_in(letters("ledare@example.org")[0])).status_code == 403
    )  # the administrator is somebody else
    assert room.events.filter(by=admin).count() == 2
    page = client.get(address).text
    assert "http://testserver/rum/trygga/" in page and "ledare@example.org" in page
    # The administrator has no way in.
    assert client.get("/rum/trygga/").status_code == 403


@pytest.mark.parametrize(
    "bad",
    [
        {"slug": ""}, {"slug": "inbjudan"}, {"slug": "å ä"}, {"slug": "x" * 300}, {"slug": "upptagen"},
        {"organiser": "ingen"}, {"organiser": ""}, {"organiser": "x" * 300 + "@example.org"},
        {"organiser": "stangd@example.org"}, {"organiser": "a\0@example.org"},
    ],
)  # fmt: skip
def test_bad_words_open_nothing(client, admin, home, address, network, bad):
    RoomFactory(home=home, slug="upptagen")
    UserFactory(email="stangd@example.org", is_active=False)
    client.force_login(admin)
    response = client.post(address, {"slug": "trygga", "organiser": "a@example.org"} | bad)
    assert response.status_code == 422
    assert not Room.objects.filter(network=network).exists()


def test_a_room_that_is_led_shows_nothing_private(client, admin, network, address):
    room = RoomFactory(network=network, slug="trygga", welcome="Hemlig välkomst")
    MembershipFactory(room=room, organiser=True, user__email="leder@example.org")
    MembershipFactory(room=room, user__email="deltar@example.org")
    MembershipFactory(room=room, organiser=True, invited=True, user__email="utsedd-av-annan@example.org")
    client.force_login(admin)
    page = client.get(address).text
    assert "1 processledare leder det" in page and 'name="organiser"' not in page
    assert "emlig" not in page and "@example.org" not in page.replace(admin.email, "")
    assert client.post(address, {"organiser": "ny@example.org"}, follow=True).status_code == 200
    assert not Membership.objects.filter(user__email="ny@example.org").exists()


def test_a_room_that_nobody_leads_gets_an_organiser(client, admin, network, address):
    room = RoomFactory(network=network)
    MembershipFactory(room=room, organiser=True, ended=True)
    participant = MembershipFactory(room=room)
    client.force_login(admin)
    assert client.post(address, {"organiser": participant.user.email}).status_code == 302
    participant.refresh_from_db()
    assert participant.leads


def test_only_administrators(client, network, address):
    editor = UserFactory()
    editor.groups.add(*Group.objects.all())
    client.force_login(editor)
    assert client.get(address).status_code in (302, 403)
    assert client.post(address, {"slug": "trygga", "organiser": "a@example.org"}).status_code in (302, 403)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[network.pk]))
    assert edit.status_code == 200 and address not in edit.text
    assert not Room.objects.exists()


class TestANetworkWithARoomStays:
    @pytest.fixture
    def room(self, network):
        return RoomFactory(network=network)

    @pytest.fixture
    def editor(self, client, admin):
        return Editor(client, admin)

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_alone(self, editor, room, network, method):
        url = reverse("wagtailadmin_pages:delete", args=[network.pk])
        page = getattr(editor.client, method)(url, follow=True)
        assert "har ett rum för sina deltagare" in page.text
        assert NetworkPage.objects.filter(pk=network.pk).exists()

    def test_with_the_page_above_it(self, editor, room, home):
        assert editor.delete(home).status_code == 302
        assert HomePage.objects.filter(pk=home.pk).exists() and Room.objects.exists()

    def test_among_several(self, editor, room, network, home):
        other = NetworkPageFactory(parent=home)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        response = editor.client.post(f"{url}?id={other.pk}&id={network.pk}", {})
        assert response.status_code == 302
        assert NetworkPage.objects.filter(pk__in=[other.pk, network.pk]).count() == 2

    def test_one_without_a_room_goes(self, editor, room, home):
        other = NetworkPageFactory(parent=home)
        editor.delete(other)
        assert not NetworkPage.objects.filter(pk=other.pk).exists()

    def test_it_may_move_and_be_unpublished(self, editor, room, network, client):
        assert editor.unpublish(network).status_code == 302
        member = MembershipFactory(room=room)
        client.force_login(member.user)
        assert client.get(room.get_absolute_url()).status_code == 200
