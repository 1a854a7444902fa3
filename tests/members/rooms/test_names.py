"""What people write about themselves and others in a room stands in letters and lists: only what one sees."""

import pytest
from django.test import Client

from members import invitations
from members.models import Membership
from samrum.users.models import User
from tests.members.leading.test_inviting import send

pytestmark = pytest.mark.django_db
HIDDEN = "\u202eÅ\u00adsa\u200b\u00a0Öst\u2028"
NOTHING = "\u200b\u2060\u00ad"
PASSWORDS = {"new_password1": "fyra-gula-paraplyer", "new_password2": "fyra-gula-paraplyer"}


def test_the_profile(client, member):
    client.force_login(member.user)
    data = {"first_name": HIDDEN, "last_name": HIDDEN, "title": HIDDEN, "notices": "at_once"}
    assert client.post("/rum/trygga/jag/", data).status_code == 302
    member.refresh_from_db()
    assert (member.user.first_name, member.user.last_name, member.title) == ("Åsa Öst",) * 3
    page = client.post("/rum/trygga/jag/", data | {"first_name": NOTHING})
    assert page.status_code == 422 and 'id="id_first_name_error"' in page.text


def test_the_first_visit(room, letters, link_in):
    invitations.invite(room, "ny@example.org", by=None)
    link = link_in(letters("ny@example.org")[-1])
    browser = Client()
    refused = browser.post(link, PASSWORDS | {"first_name": NOTHING, "last_name": "Öst"})
    assert refused.status_code == 422 and 'value="Öst"' in refused.text
    assert browser.post(link, PASSWORDS | {"first_name": HIDDEN, "last_name": "Ek\u202c"}).status_code == 302
    assert User.objects.get(email="ny@example.org").get_full_name() == "Åsa Öst Ek"


def test_the_title_that_an_organiser_gives(client, organiser, member):
    client.force_login(organiser.user)
    data = {"role": "participant", "title": HIDDEN, "organisation": ""}
    assert client.post(f"/rum/trygga/leda/deltagare/{member.pk}/", data).status_code == 302
    member.refresh_from_db()
    assert member.title == "Åsa Öst"


def test_the_names_of_a_pasted_list(client, organiser):
    client.force_login(organiser.user)
    answer = send(
        client, "\u202eÅ\u00adsa\u00a0Öst\u202c <asa@example.org>\n'bo@example.org' <bo@example.org>"
    )
    assert answer.status_code == 302
    assert User.objects.get(email="asa@example.org").get_full_name() == "Åsa Öst"
    assert User.objects.get(email="bo@example.org").get_full_name() == ""
    assert Membership.objects.invited().count() == 2
