"""Review: published or returned, once; letters say titles and links and nothing else."""

import re

import pytest
from post_office.models import Email

from members.library import publishing
from members.library.models import Follow, Resource, ResourceSearchEntry, ResourceVersion
from members.library.publishing import Overtaken
from members.models import RoomEvent
from tests.members.factories import (
    MembershipFactory,
    ResourceFactory,
    ResourceFileFactory,
    RoomFactory,
    VersionFactory,
)
from tests.members.library.writing import CONTRIBUTE, FILLED, MINE, QUEUE, text_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(room, member, organiser):
    resource = ResourceFactory(
        room=room, contributor=member, draft=True, title="Rutin för larm", summary="HEMLIGT INNEHÅLL"
    )
    version = VersionFactory(
        resource=resource, draft=True, uploaded_by=member, link="https://example.org/hemlig"
    )
    publishing.hand_in(version, member)
    version.refresh_from_db()
    return version


@pytest.fixture
def published(room, member):
    resource = ResourceFactory(room=room, contributor=member, title="Checklista")
    version = VersionFactory(resource=resource, uploaded_by=member)
    ResourceFileFactory(version=version, text="utrymningsväg")
    return resource


def letters():
    return {letter.to[0]: letter for letter in Email.objects.all()}


def test_organisers_are_told_and_see_it_in_the_queue(client, handed_in, organiser, member, room):
    other = MembershipFactory(room=room).user
    assert set(letters()) == {organiser.email}
    client.force_login(organiser)
    assert "Rutin för larm" in client.get(QUEUE).content.decode()
    page = client.get(f"{QUEUE}granska/{handed_in.pk}/").content.decode()
    assert "HEMLIGT INNEHÅLL" in page and "https://example.org/hemlig" in page
    for user in (member, other):
        client.force_login(user)
        assert (
            client.get(QUEUE).status_code == client.get(f"{QUEUE}granska/{handed_in.pk}/").status_code == 403
        )


def test_an_organiser_of_another_room_is_a_stranger(client, handed_in, home, room):
    other = RoomFactory(home=home)
    client.force_login(MembershipFactory(room=other, organiser=True).user)
    addresses = (f"granska/{handed_in.pk}/", f"{handed_in.resource_id}/")
    for address in addresses:
        assert client.get(f"/rum/{other.slug}/leda/bibliotek/{address}").status_code == 404
        assert client.post(f"/rum/trygga/leda/bibliotek/{address}", {"do": "publish"}).status_code == 403
    assert ResourceVersion.objects.get().state == "handed_in"


def test_returning_needs_a_comment_and_tells_the_contributor(client, handed_in, organiser, member):
    client.force_login(organiser)
    address = f"{QUEUE}granska/{handed_in.pk}/"
    response = client.post(address, {"do": "return", "comment": " "})
    assert response.status_code == 422 and "Skriv vad som ska ändras." in response.content.decode()
    assert client.post(address, {"do": "return", "comment": "Ta bort KANARIEFÅGELN."}).url == QUEUE
    letter = letters()[member.email]
    assert "Rutin för larm" in letter.subject and f"{CONTRIBUTE}{handed_in.pk}/" in letter.message
    client.force_login(member)
    assert "KANARIEFÅGELN" in client.get(f"{CONTRIBUTE}{handed_in.pk}/").content.decode()
    assert "KANARIEFÅGELN" in client.get(MINE).content.decode()
    assert "Tillbaka med en kommentar: Rutin för larm" in client.get("/rum/trygga/").content.decode()
    client.post(f"{CONTRIBUTE}{handed_in.pk}/", {**FILLED, "link": "https://example.org/", "do": "hand_in"})
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.comment) == ("handed_in", "")


def test_the_contributor_takes_it_back_until_an_organiser_has_decided(
    client, handed_in, organiser, member, room
):
    address = f"{CONTRIBUTE}{handed_in.pk}/ta-tillbaka/"
    client.force_login(MembershipFactory(room=room).user)
    assert client.post(address).status_code == 404
    client.force_login(organiser)
    assert client.post(address).status_code == 404
    client.force_login(member)
    assert f'action="{address}"' in client.get(MINE).text
    assert client.get(address).status_code == 405
    page = client.post(address, follow=True)
    assert page.redirect_chain[-1][0] == f"{CONTRIBUTE}{handed_in.pk}/"
    assert "Det är ett utkast igen." in page.text
    client.force_login(organiser)
    assert client.get(f"{QUEUE}granska/{handed_in.pk}/").status_code == 404
    publishing.hand_in(handed_in, member)
    publishing.publish(handed_in, organiser)
    client.force_login(member)
    assert "En processledare hann före" in client.post(address, follow=True).text
    assert ResourceVersion.objects.get().state == "published"


def test_handing_in_again_and_again_does_not_fill_mailboxes(handed_in, member):
    for _time in range(25):
        publishing.take_back(handed_in, member)
        publishing.hand_in(handed_in, member)
    assert Email.objects.count() == publishing.LETTERS_PER_DAY
    handed_in.refresh_from_db()
    assert handed_in.state == "handed_in"


def test_published_is_for_all_and_the_contributor_is_thanked(client, handed_in, organiser, member, room):
    client.force_login(organiser)
    client.post(f"{QUEUE}granska/{handed_in.pk}/", {"do": "publish"})
    assert "Tack!" in letters()[member.email].message
    client.force_login(MembershipFactory(room=room, guest=True).user)
    assert "Rutin för larm" in client.get("/rum/trygga/bibliotek/").content.decode()
    assert ResourceSearchEntry.objects.filter(resource=handed_in.resource).exists()
    assert list(RoomEvent.objects.order_by("pk").values_list("action", "by", "about")) == [
        ("handed in for review", member.pk, "Rutin för larm"),
        ("published", organiser.pk, "Rutin för larm"),
    ]


def test_letters_never_carry_content(client, handed_in, organiser):
    client.force_login(organiser)
    client.post(f"{QUEUE}granska/{handed_in.pk}/", {"do": "return", "comment": "KANARIEFÅGEL"})
    publishing.hand_in(handed_in, handed_in.uploaded_by)
    client.post(f"{QUEUE}granska/{handed_in.pk}/", {"do": "publish"})
    assert Email.objects.count() == 4
    for letter in Email.objects.all():
        assert not re.search("HEMLIGT|KANARIEFÅGEL|example.org/hemlig", letter.subject + letter.message)


def test_of_two_organisers_one_wins_and_the_other_is_told(client, handed_in, organiser, room):
    second = MembershipFactory(room=room, organiser=True).user
    client.force_login(organiser)
    client.post(f"{QUEUE}granska/{handed_in.pk}/", {"do": "publish"})
    client.force_login(second)
    response = client.post(f"{QUEUE}granska/{handed_in.pk}/", {"do": "return", "comment": "Nej"}, follow=True)
    assert "Någon annan har redan beslutat" in response.content.decode()
    assert ResourceVersion.objects.get().state == "published"
    with pytest.raises(Overtaken):
        publishing.send_back(handed_in, second, "Nej")


def test_a_new_version_is_reviewed_and_the_old_one_stays(client, published, member, organiser, room):
    client.force_login(member)
    address = client.post(f"/rum/trygga/bibliotek/{published.pk}/ny-version/").url
    assert client.post(f"/rum/trygga/bibliotek/{published.pk}/ny-version/").url == address
    response = client.post(address, {"note": "", "link": "", "uploads": [text_file()], "do": "hand_in"})
    assert response.status_code == 422 and "Skriv i en mening" in response.content.decode()
    client.post(address, {"note": "Nya larmvägar", "link": "", "do": "hand_in"})
    old, new = published.versions.order_by("number")
    assert (old.state, new.state, new.number) == ("published", "handed_in", 2)
    publishing.publish(new, organiser)
    client.force_login(MembershipFactory(room=room).user)
    for version in (old, new):
        file = version.files.get()
        response = client.get(f"/rum/trygga/fil/{file.uuid}/{file.name}")
        assert response.status_code == 200
    assert "Nya larmvägar" in client.get(published.get_absolute_url()).content.decode()


def test_only_its_contributor_and_organisers_renew_and_correct(client, published, organiser, room):
    paths = [f"/rum/trygga/bibliotek/{published.pk}/{step}/" for step in ("ny-version", "ratta")]
    client.force_login(MembershipFactory(room=room).user)
    assert {client.post(path, FILLED).status_code for path in paths} == {404}
    client.force_login(organiser)
    assert client.post(paths[1], {**FILLED, "title": ""}).status_code == 422
    assert client.post(paths[1], {**FILLED, "title": "Rättad"}).status_code == 302
    published.refresh_from_db()
    assert published.title == "Rättad" and published.versions.count() == 1
    assert ResourceSearchEntry.objects.get(resource=published).title == "Rättad"
    assert client.get(paths[0]).status_code == 405


def test_followers_get_one_letter_but_not_the_contributor_nor_who_has_left(
    published, member, organiser, room
):
    following = MembershipFactory(room=room).user
    left = MembershipFactory(room=room, ended=True).user
    closed = MembershipFactory(room=room).user
    closed.is_active = False
    closed.save()
    for user in (following, left, closed, member):
        Follow.objects.create(resource=published, user=user)
    version = publishing.new_version(published, member)
    version.note = "KANARIEFÅGEL"
    version.save()
    publishing.hand_in(version, member)
    Email.objects.all().delete()
    publishing.publish(version, organiser)
    told = [letter for letter in Email.objects.all() if "Ny version" in letter.subject]
    assert [letter.to for letter in told] == [[following.email]]
    assert published.get_absolute_url() in told[0].message and "KANARIEFÅGEL" not in told[0].message


def test_numbers_follow_the_order_of_publishing(published, member, organiser):
    first = publishing.new_version(published, member)
    second = publishing.new_version(published, organiser)
    assert (first.number, second.number) == (2, 3)
    publishing.publish(second, organiser)
    first.refresh_from_db()
    second.refresh_from_db()
    assert second.number == 2 and first.number > 2


def test_withdrawn_is_out_of_reach_but_for_organisers_and_comes_back(
    client, published, member, organiser, room
):
    publishing.correct(published, [], organiser)  # makes its entry in the index
    file = published.versions.get().files.get()
    addresses = [f"/rum/trygga/fil/{file.uuid}/{file.name}"]
    manage = f"{QUEUE}{published.pk}/"
    client.force_login(organiser)
    assert client.post(manage, {"do": "withdraw", "what": "", "why": ""}).status_code == 422
    client.post(manage, {"do": "withdraw", "what": "", "why": "Gammal lag"})
    assert not ResourceSearchEntry.objects.exists()
    assert client.get(addresses[0]).status_code == 200
    assert "Gammal lag" in client.get(manage).content.decode()
    assert "Checklista" in client.get(QUEUE).content.decode()
    for user in (member, MembershipFactory(room=room).user):
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses} == {404}
        assert "Checklista" not in client.get("/rum/trygga/bibliotek/").content.decode()
    client.force_login(organiser)
    client.post(manage, {"do": "restore"})
    client.force_login(member)
    assert client.get(addresses[0]).status_code == 200 and ResourceSearchEntry.objects.exists()


def test_a_version_is_withdrawn_but_never_the_last(client, published, member, organiser):
    old = published.versions.get()
    new = VersionFactory(resource=published, number=2, uploaded_by=member, link="https://example.org/")
    manage = f"{QUEUE}{published.pk}/"
    client.force_login(organiser)
    client.post(manage, {"do": "withdraw", "what": old.pk, "why": "Fel"})
    response = client.post(manage, {"do": "withdraw", "what": new.pk, "why": "Fel"}, follow=True)
    assert "Det är den enda versionen" in response.content.decode()
    assert list(published.versions.values_list("state", flat=True)) == ["published", "withdrawn"]
    file = old.files.get()
    client.force_login(member)
    assert client.get(f"/rum/trygga/fil/{file.uuid}/{file.name}").status_code == 404
    client.force_login(organiser)
    client.post(manage, {"do": f"restore:{old.pk}"})
    client.force_login(member)
    assert client.get(f"/rum/trygga/fil/{file.uuid}/{file.name}").status_code == 200


def test_a_version_of_another_resource_is_not_touched_from_this_page(client, published, organiser, room):
    other = VersionFactory(resource=ResourceFactory(room=room))
    client.force_login(organiser)
    for sent in ({"do": "withdraw", "what": other.pk, "why": "x"}, {"do": f"restore:{other.pk}"}):
        assert client.post(f"{QUEUE}{published.pk}/", sent).status_code == 404
    other.refresh_from_db()
    assert other.state == "published"


def test_what_waits_stands_under_leda_with_its_number(client, handed_in, organiser):
    client.force_login(organiser)
    page = client.get("/rum/trygga/").content.decode()
    assert QUEUE in page and "Att granska i biblioteket" in page
    assert QUEUE in client.get("/rum/trygga/leda/").content.decode()
    assert Resource.objects.get().published_at is None
