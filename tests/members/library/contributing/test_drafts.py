"""Contributing: nothing typed or chosen is lost, and nobody else sees a draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.library.models import Resource, ResourceFile, ResourceVersion
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.library.writing import CONTRIBUTE, FILLED, MINE, text_file

pytestmark = pytest.mark.django_db


def names(version):
    return [file.name for file in version.files.all()]


def test_a_draft_is_kept_with_its_files_and_belongs_to_its_contributor(client, member, room):
    client.force_login(member)
    files = [text_file("första.txt"), text_file("andra.txt", "Något annat.")]
    response = client.post(CONTRIBUTE, {**FILLED, "uploads": files})
    version = ResourceVersion.objects.get()
    assert response.url == f"{CONTRIBUTE}{version.pk}/"
    assert names(version) == ["första.txt", "andra.txt"]
    assert (version.state, version.uploaded_by, version.resource.contributor) == ("draft", member, member)
    assert version.resource.room == room
    assert "Checklista för öppna möten" in client.get(response.url).content.decode()
    assert "Checklista för öppna möten" in client.get(MINE).content.decode()


def test_own_organisation_stands_in_the_form_by_default(client, member):
    client.force_login(member)
    own = member.memberships.get().organisation
    assert (
        f'value="{own.pk}" selected' in client.get(CONTRIBUTE).content.decode()
        or own.name in client.get(CONTRIBUTE).content.decode()
    )


def test_a_refused_file_says_why_and_the_others_are_kept(client, member):
    client.force_login(member)
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")
    response = client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file("bra.txt"), bad], "do": "hand_in"})
    page = response.content.decode()
    assert response.status_code == 422
    version = ResourceVersion.objects.get()
    assert names(version) == ["bra.txt"] and version.state == "draft"
    assert "”virus.exe”" in page and "bra.txt" in page
    assert 'value="Checklista för öppna möten"' in page
    assert f'action="{CONTRIBUTE}{version.pk}/"' in page


def test_a_missing_title_does_not_lose_the_files(client, member):
    client.force_login(member)
    response = client.post(CONTRIBUTE, {**FILLED, "title": "", "uploads": [text_file()]})
    version = ResourceVersion.objects.get()
    assert response.status_code == 422 and "Skriv en titel." in response.content.decode()
    assert names(version) == ["lista.txt"] and version.resource.summary == FILLED["summary"]
    response = client.post(f"{CONTRIBUTE}{version.pk}/", {**FILLED, "title": "Nu med titel", "do": "hand_in"})
    version.refresh_from_db()
    assert version.state == "handed_in" and version.resource.title == "Nu med titel"


def test_an_empty_form_makes_no_draft(client, member):
    client.force_login(member)
    own = member.memberships.get().organisation
    sent = {**FILLED, "title": "", "summary": "", "kind": "tool", "organisation": own.pk}
    response = client.post(CONTRIBUTE, sent)
    assert response.status_code == 422
    assert not Resource.objects.exists()


def test_what_is_handed_in_has_a_file_or_a_link(client, member):
    client.force_login(member)
    response = client.post(CONTRIBUTE, {**FILLED, "do": "hand_in"})
    assert response.status_code == 422 and "Välj minst en fil" in response.content.decode()
    address = f"{CONTRIBUTE}{ResourceVersion.objects.get().pk}/"
    response = client.post(address, {**FILLED, "link": "https://example.org/film", "do": "hand_in"})
    assert response.url == MINE
    assert ResourceVersion.objects.get().link == "https://example.org/film"


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x", "https://"]
)
def test_only_web_addresses_are_links(client, member, link):
    client.force_login(member)
    response = client.post(CONTRIBUTE, {**FILLED, "link": link, "do": "hand_in"})
    assert response.status_code == 422 and ResourceVersion.objects.get().link == ""


def test_files_are_removed_and_change_places_and_what_was_typed_is_kept(client, member):
    client.force_login(member)
    client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file(f"{n}.txt", n) for n in "abc"]})
    version = ResourceVersion.objects.get()
    address = f"{CONTRIBUTE}{version.pk}/"

    def press(action, name):
        client.post(
            address,
            {**FILLED, "title": f"{action} {name}", "do": f"{action}:{version.files.get(name=name).uuid}"},
        )

    press("up", "c.txt")
    assert names(version) == ["a.txt", "c.txt", "b.txt"]
    press("down", "a.txt")
    assert names(version) == ["c.txt", "a.txt", "b.txt"]
    press("up", "c.txt")
    stored = version.files.get(name="a.txt").file
    press("remove", "a.txt")
    assert names(version) == ["c.txt", "b.txt"]
    assert stored.storage.exists(stored.name)  # goes on commit: see test_files_go_with_their_draft
    assert Resource.objects.get().title == "remove a.txt"


@pytest.mark.django_db(transaction=True)
def test_files_go_with_their_draft(client, room):
    client.force_login(MembershipFactory(room=room).user)
    client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file()]})
    version = ResourceVersion.objects.get()
    stored = version.files.get().file
    assert stored.storage.exists(stored.name)
    address = f"{CONTRIBUTE}{version.pk}/radera/"
    assert client.get(address).status_code == 200 and Resource.objects.exists()
    assert client.post(address).url == MINE
    assert not Resource.objects.exists() and not ResourceFile.objects.exists()
    assert not stored.storage.exists(stored.name)


def test_the_same_file_chosen_again_is_kept_once(client, member):
    client.force_login(member)
    client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file()]})
    version = ResourceVersion.objects.get()
    client.post(f"{CONTRIBUTE}{version.pk}/", {**FILLED, "uploads": [text_file()]})
    assert names(version) == ["lista.txt"]


def test_a_version_holds_so_many_files_and_no_more(client, member):
    client.force_login(member)
    response = client.post(
        CONTRIBUTE, {**FILLED, "uploads": [text_file(f"{n}.txt", str(n)) for n in range(21)]}
    )
    assert response.status_code == 422 and ResourceFile.objects.count() == 20
    assert "20.txt" in response.content.decode()


def test_a_draft_is_nobody_elses(client, member, organiser, room):
    client.force_login(member)
    client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file()]})
    version = ResourceVersion.objects.get()
    addresses = (f"{CONTRIBUTE}{version.pk}/", f"{CONTRIBUTE}{version.pk}/radera/")
    for user in (organiser, MembershipFactory(room=room).user):
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert {client.post(address, FILLED).status_code for address in addresses} == {404}
        assert "Checklista" not in client.get(MINE).content.decode()
    assert Resource.objects.get().title == FILLED["title"]


def test_a_draft_of_another_room_is_not_reached_through_this_one(client, member, home, room):
    other = RoomFactory(home=home)
    MembershipFactory(room=other, user=member)
    resource = ResourceFactory(room=other, draft=True, contributor=member)
    version = VersionFactory(resource=resource, draft=True, uploaded_by=member)
    client.force_login(member)
    assert client.get(f"{CONTRIBUTE}{version.pk}/").status_code == 404


def test_guests_do_not_contribute_and_nobody_does_in_a_room_for_reading(client, member, organiser, room):
    client.force_login(MembershipFactory(room=room, guest=True).user)
    assert client.get(CONTRIBUTE).status_code == client.post(CONTRIBUTE, FILLED).status_code == 403
    room.read_only_on = timezone.localdate()
    room.save()
    client.force_login(member)
    assert client.get(CONTRIBUTE).status_code == client.post(CONTRIBUTE, FILLED).status_code == 403
    client.force_login(organiser)
    assert client.get(CONTRIBUTE).status_code == 200
    assert not Resource.objects.exists()


def test_what_waits_is_no_draft_any_more(client, member):
    client.force_login(member)
    client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file()], "do": "hand_in"})
    version = ResourceVersion.objects.get()
    for address in (f"{CONTRIBUTE}{version.pk}/", f"{CONTRIBUTE}{version.pk}/radera/"):
        assert client.post(address, {**FILLED, "title": "Ändrad"}).url == MINE
    assert ResourceVersion.objects.get().state == "handed_in"
    assert Resource.objects.get().title == FILLED["title"]


def test_preview_keeps_what_was_typed_and_shows_the_page(client, member):
    client.force_login(member)
    response = client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file()], "do": "preview"})
    assert response.url == Resource.objects.get().get_absolute_url()
    assert client.get(response.url).status_code == 200


def test_an_organiser_may_publish_at_once_and_a_participant_may_not(client, member, organiser):
    client.force_login(member)
    client.post(CONTRIBUTE, {**FILLED, "uploads": [text_file()], "do": "publish"})
    assert ResourceVersion.objects.get().state == "handed_in"
    client.force_login(organiser)
    client.post(CONTRIBUTE, {**FILLED, "title": "Genast", "uploads": [text_file()], "do": "publish"})
    assert Resource.objects.get(title="Genast").is_published


def test_nobody_fills_the_disk_with_drafts(client, member, room, monkeypatch):
    monkeypatch.setattr("members.library.contributing.drafts.MOST_UNPUBLISHED", 2)
    published = ResourceFactory(room=room, contributor=member)
    VersionFactory(resource=published, uploaded_by=member)
    client.force_login(member)
    for number in range(2):
        data = {**FILLED, "title": f"Utkast {number}", "do": "save"}
        assert client.post(CONTRIBUTE, data).status_code == 302
    page = client.get(CONTRIBUTE, follow=True).text
    assert "Du har 2 bidrag som inte är publicerade" in page
    sent = client.post(CONTRIBUTE, {**FILLED, "title": "Den tredje"})
    assert sent.status_code == 422 and 'value="Den tredje"' in sent.text
    client.post(f"/rum/{room.slug}/bibliotek/{published.pk}/ny-version/")
    assert ResourceVersion.objects.exclude(state="published").count() == 2
    first = ResourceVersion.objects.filter(state="draft").first()
    assert client.get(f"{CONTRIBUTE}{first.pk}/").status_code == 200


def test_nor_with_their_files(client, member, room, settings):
    """In all rooms together, whatever is not published yet."""
    settings.MAX_UNPUBLISHED_MB = 1
    client.force_login(member)
    other = RoomFactory(home=room.network.get_parent(), slug="annat")
    MembershipFactory(room=other, user=member)
    big = "x" * 400 * 1024
    for address, title in ((CONTRIBUTE, "Ett"), ("/rum/annat/bibliotek/bidra/", "Två")):
        data = FILLED | {"title": title, "uploads": [text_file(f"{title}.txt", big + title)], "do": "save"}
        assert client.post(address, data).status_code == 302
    draft = ResourceVersion.objects.order_by("pk").first()
    data = FILLED | {"title": "Ett och mer", "uploads": [text_file("tre.txt", big)], "do": "save"}
    full = client.post(f"{CONTRIBUTE}{draft.pk}/", data)
    assert full.status_code == 422 and "Dina utkast" in full.text and 'value="Ett och mer"' in full.text
    assert ResourceFile.objects.count() == 2
    data["uploads"] = [text_file("liten.txt", "liten")]
    assert client.post(f"{CONTRIBUTE}{draft.pk}/", data).status_code == 302
