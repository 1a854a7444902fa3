"""Users in Wagtail's admin: made by an administrator, known by address, with a password of their own."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from network.groups import EDITORS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = UserFactory(email="ada@example.org", is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def person():
    return {"email": "Ny.Person@Example.org", "first_name": "Ny", "last_name": "Person"}


def test_new_editor_chooses_an_own_password(client, admin, person, mailoutbox, django_user_model):
    form = client.get("/admin/users/new/").text
    assert "password1" not in form
    group = Group.objects.get(name=EDITORS)
    response = client.post("/admin/users/new/", {**person, "groups": [group.pk]}, follow=True)
    assert "ny.person@example.org" in response.text
    user = django_user_model.objects.get(email="ny.person@example.org")
    assert not user.has_usable_password()
    [letter] = mailoutbox
    assert letter.to == [user.email]
    assert letter.subject == "Du har ett konto i Samrum"
    link = re.search(r"https?://[^/]+(/konto/password/reset/key/\S+)", letter.body)[1]

    guest = Client()
    form = guest.get(link, follow=True)
    passwords = {"password1": "mitt eget långa", "password2": "mitt eget långa"}
    guest.post(form.request["PATH_INFO"], passwords)
    response = guest.post("/konto/login/", {"login": user.email, "password": "mitt eget långa"})
    assert response["Location"] == "/admin/"
    assert guest.get("/admin/").status_code == 200


def test_same_address_in_other_letters_is_refused(client, admin, person, django_user_model):
    UserFactory(email="ny.person@example.org")
    response = client.post("/admin/users/new/", person)
    assert response.status_code == 200
    assert "Det finns redan ett konto med den här adressen." in response.text
    assert django_user_model.objects.count() == 2


def test_list_edit_close_and_delete(client, admin, person, django_user_model, mailoutbox):
    user = UserFactory(email="ny.person@example.org")
    listing = client.get("/admin/users/").text
    assert user.email in listing
    assert user.email in client.get("/admin/users/?q=ny.person").text
    address = f"/admin/users/edit/{user.pk}/"
    assert "password1" not in client.get(address).text
    response = client.post(address, {**person, "email": "annan@example.org", "is_active": ""})
    assert response.status_code == 302
    user.refresh_from_db()
    assert (user.email, user.is_active, user.check_password("samrum-demo")) == (
        "annan@example.org",
        False,
        True,
    )
    assert client.post(f"/admin/users/delete/{user.pk}/").status_code == 302
    assert not django_user_model.objects.filter(pk=user.pk).exists()
    assert not mailoutbox


def test_administrator_cannot_delete_the_own_account(client, admin):
    client.post(f"/admin/users/delete/{admin.pk}/")
    admin.refresh_from_db()


def test_editors_see_no_users(client):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    for address in (
        "/admin/users/",
        "/admin/users/new/",
        f"/admin/users/edit/{editor.pk}/",
        "/admin/groups/",
    ):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"] == "/admin/"
