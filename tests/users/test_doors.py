"""One way in: every address that Wagtail or Django would sign in or reset a password at leads to ours."""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from wagtail.admin.views import account as wagtail_account

from tests.factories import UserFactory

from .acting import LOGIN, PASSWORD, sign_in, turn_on_two_step

pytestmark = pytest.mark.django_db
OTHER_DOORS = [
    "/admin/login/",
    "/admin/login/?next=/admin/pages/",
    "/django-admin/login/",
    "/_util/login/",
    "/admin/",
    "/admin/users/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/abc-def/",
    "/admin/password_reset/complete/",
    "/_util/authenticate_with_password/1/2/",
    "/documents/authenticate_with_password/1/",
]


@pytest.mark.parametrize("address", OTHER_DOORS)
def test_other_doors_lead_to_the_one(client, editor, address):
    data = {"username": editor.email, "login": editor.email, "password": PASSWORD}
    for response in (client.get(address), client.post(address, data)):
        assert response.status_code in (302, 404, 405)
        if response.status_code == 302:
            assert response["Location"].startswith(("/konto/login/", "/konto/password/reset/"))
    assert "_auth_user_id" not in client.session


def views_of(resolver: URLResolver, prefix: str = ""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from views_of(entry, prefix + str(entry.pattern))
        else:
            view = getattr(entry.callback, "view_class", None) or getattr(entry.callback, "cls", None)
            yield prefix + str(entry.pattern), view or entry.callback


def test_every_foreign_form_that_signs_in_is_behind_ours():
    """Whatever a new version of Wagtail or Django brings: such a view's address is one that we have taken."""
    from django.contrib.auth import views as django_views

    doors = (
        django_views.LoginView,
        django_views.PasswordResetView,
        django_views.PasswordResetConfirmView,
        django_views.PasswordChangeView,
        wagtail_account.LoginView,
    )
    found = [
        address
        for address, view in views_of(get_resolver())
        if isinstance(view, type) and issubclass(view, doors)
    ]
    client = Client()
    assert found, "Wagtail's own forms are somewhere"
    for pattern in found:
        address = "/" + pattern.replace("^", "").replace("$", "").replace("<uidb64>", "MQ").replace(
            "<token>", "a-b"
        )
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith(("/konto/login/", "/konto/password/reset/")), address


def test_staff_needs_two_steps_before_any_page_of_the_admin(client, editor, settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = True
    sign_in(client, editor)
    for address in ("/admin/", "/admin/pages/", "/admin/jsi18n/", "/admin/account/", "/admin/reports/"):
        assert client.get(address)["Location"] == "/konto/2fa/"
    turn_on_two_step(editor)
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client, editor, settings):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    settings.SAMRUM_REQUIRE_TWO_STEP = True
    sign_in(client, editor)
    RecoveryCodes.activate(editor)
    assert client.get("/admin/")["Location"] == "/konto/2fa/"


def test_members_are_invited_to_two_steps_not_forced(client, settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = True
    member = UserFactory()
    sign_in(client, member)
    assert "Gör ditt konto säkrare" in client.get("/konto/").text
    turn_on_two_step(member)
    assert "Gör ditt konto säkrare" not in client.get("/konto/").text


def test_sign_up_is_closed_by_every_way(client, django_user_model):
    data = {"email": "ny@example.org", "password1": "ett långt lösenord", "password2": "ett långt lösenord"}
    for address in ("/konto/signup/", "/konto/3rdparty/signup/", "/konto/social/signup/"):
        client.post(address, data)
        client.get(address)
    assert client.get("/konto/signup/passkey/").status_code == 404
    assert client.get("/konto/2fa/webauthn/signup/").status_code == 404
    assert not django_user_model.objects.exists()
    assert client.get(LOGIN).status_code == 200
