"""`/konto/` over HTTP: in, out, forgotten password, two steps, language; nothing is given away."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import UserFactory

from .acting import (
    LOGIN,
    PASSWORD,
    code_for,
    letters,
    link_in,
    sign_in,
    turn_on_two_step,
    without_tokens,
    words,
)

pytestmark = pytest.mark.django_db


def test_editor_lands_in_the_admin(client, editor):
    response = sign_in(client, editor)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_address_in_capitals_signs_in(client, editor):
    response = client.post(LOGIN, {"login": "RUT@Example.org", "password": PASSWORD})
    assert response["Location"] == "/admin/"


def test_member_lands_in_the_rooms_and_is_refused_in_the_admin(client, db):
    user = UserFactory()
    assert sign_in(client, user)["Location"] == "/rum/"
    assert client.get("/admin/").status_code == 403
    assert "/admin/" not in client.get("/konto/").text


def test_next_is_followed_on_this_site(client, editor):
    assert sign_in(client, editor, next="/admin/pages/")["Location"] == "/admin/pages/"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "evil.example",
        "http:///evil.example",
        "http://testserver@evil.example/",
        " //evil.example",
    ],
)
def test_next_leads_nowhere_else(client, editor, address):
    assert sign_in(client, editor, next=address)["Location"] == "/admin/"
    signed_in = client.get(LOGIN, {"next": address})
    assert signed_in["Location"] == "/admin/"
    assert "evil" not in client.post("/konto/logout/", {"next": address})["Location"]


def test_session_is_renewed_at_sign_in(client, editor):
    client.get(LOGIN)
    session = client.session
    session["before"] = "yes"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, editor)
    assert client.session.session_key != before
    other = Client()
    other.cookies["sessionid"] = before
    assert other.get("/konto/").status_code == 302


def test_wrong_password_and_unknown_address_look_alike(client, editor):
    wrong = client.post(LOGIN, {"login": editor.email, "password": "fel"})
    unknown = client.post(LOGIN, {"login": "ingen@example.org", "password": "fel"})
    assert wrong.status_code == unknown.status_code == 200
    assert without_tokens(wrong) == without_tokens(unknown)
    assert "E-postadressen eller lösenordet stämmer inte." in wrong.text


def test_errors_stand_at_their_field(client, db):
    html = client.post(LOGIN, {"login": "", "password": ""}).text
    assert 'id="id_login_error"' in html
    assert 'aria-invalid="true"' in html


def test_sign_up_is_closed(client, db, django_user_model):
    assert "Konton skapas av oss" in client.get("/konto/signup/").text
    data = {"email": "ny@example.org", "password1": "ett långt lösenord", "password2": "ett långt lösenord"}
    client.post("/konto/signup/", data)
    assert not django_user_model.objects.exists()


def test_overview_asks_for_sign_in_and_sign_out_ends_the_session(client, editor):
    assert client.get("/konto/")["Location"].startswith(LOGIN)
    sign_in(client, editor)
    assert editor.email in client.get("/konto/").text
    assert client.get("/konto/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/konto/logout/")["Location"] == "/"
    assert client.get("/admin/")["Location"].startswith(LOGIN)


def test_account_page_of_the_admin_has_neither_password_nor_address(client, editor):
    sign_in(client, editor)
    html = client.get("/admin/account/").text
    assert "old_password" not in html
    assert 'name="name_email-email"' not in html


# --- Password ---------------------------------------------------------------------------------------------


def test_forgotten_password(client, editor):
    answer = client.post("/konto/password/reset/", {"email": editor.email}, follow=True)
    [letter] = letters()
    assert letter.to == [editor.email]
    assert letter.subject == "Välj ett nytt lösenord till Samrum"
    link = link_in(letter)
    form = client.get(link, follow=True)
    response = client.post(
        form.request["PATH_INFO"], {"password1": "nytt och långt", "password2": "nytt och långt"}
    )
    assert response.status_code == 302
    editor.refresh_from_db()
    assert editor.check_password("nytt och långt")
    assert "Länken fungerar inte" in Client().get(link, follow=True).text

    nobody = Client().post("/konto/password/reset/", {"email": "ingen@example.org"}, follow=True)
    assert [letter.to for letter in letters()] == [[editor.email]]
    assert without_tokens(nobody) == without_tokens(answer)


@pytest.mark.parametrize("change", [{"password": "x"}, {"email": "ny@example.org"}, {"is_active": False}])
def test_link_dies_when_the_account_changes(client, editor, change):
    client.post("/konto/password/reset/", {"email": editor.email})
    link = link_in(letters()[0])
    for field, value in change.items():
        setattr(editor, field, value)
    editor.save()
    assert "Länken fungerar inte" in client.get(link, follow=True).text


# --- Two steps --------------------------------------------------------------------------------------------


def test_two_steps_from_turning_on_to_recovery_code(client, editor, settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = True
    sign_in(client, editor)
    for address in ("/admin/", "/admin/pages/", "/admin/jsi18n/"):
        assert client.get(address)["Location"] == "/konto/2fa/"
    ask = client.get("/konto/2fa/totp/activate/")["Location"]
    assert "Är det du?" in client.get(ask).text
    assert client.post(ask, {"password": PASSWORD})["Location"] == "/konto/2fa/totp/activate/"
    page = client.get("/konto/2fa/totp/activate/")
    assert 'src="data:image/svg' in page.text
    secret = page.context["form"].secret
    wrong = client.post("/konto/2fa/totp/activate/", {"code": "000"})
    assert 'id="id_code_error"' in wrong.text
    assert client.post("/konto/2fa/totp/activate/", {"code": code_for(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200
    codes = re.findall(r"<code>(\d+)</code>", client.get("/konto/2fa/recovery-codes/").text)
    assert len(codes) == 10

    client.logout()
    assert sign_in(client, editor)["Location"].startswith("/konto/2fa/authenticate/")
    assert client.get("/admin/")["Location"].startswith(LOGIN)
    assert "id_code_error" in client.post("/konto/2fa/authenticate/", {"code": "123456"}).text
    assert client.post("/konto/2fa/authenticate/", {"code": codes[0]})["Location"] == "/admin/"
    client.logout()
    sign_in(client, editor)
    again = client.post("/konto/2fa/authenticate/", {"code": codes[0]})
    assert again.status_code == 200, "a recovery code works once"


def test_turning_off_asks_who_you_are(client, editor, settings):
    turn_on_two_step(editor)
    client.force_login(editor)
    response = client.get("/konto/2fa/totp/deactivate/")
    assert "reauthenticate" in response["Location"]
    page = client.get(response["Location"])
    assert page.status_code == 200
    client.post(
        response["Location"],
        {"code": code_for("JBSWY3DPEHPK3PXP"), "password": PASSWORD, "next": "/konto/2fa/totp/deactivate/"},
    )
    assert client.get("/konto/2fa/totp/deactivate/").status_code == 200
    assert client.post("/konto/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_password_alone_is_enough_where_the_site_says_so(client, editor, settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = False
    sign_in(client, editor)
    assert client.get("/admin/").status_code == 200


# --- Language ---------------------------------------------------------------------------------------------


def test_language_is_chosen_and_kept(client, db):
    assert "Logga in" in client.get(LOGIN).text
    response = client.post("/konto/sprak/", {"language": "en", "next": LOGIN})
    assert response["Location"] == LOGIN
    html = client.get(LOGIN).text
    assert "<h1>Sign in</h1>" in html
    assert ">Svenska</button>" in html
    assert '<html lang="en"' in html


def test_language_switch_goes_nowhere_else(client, db):
    assert (
        client.post("/konto/sprak/", {"language": "en", "next": "https://evil.example/"})["Location"]
        == "/en/"
    )
    client.post("/konto/sprak/", {"language": "xx", "next": LOGIN})
    assert client.cookies["sprak"].value == "en"


@pytest.mark.parametrize("address", ["/konto/password/reset/", "/konto/lank/"])
def test_links_lead_to_the_site_not_to_whom_the_host_header_names(client, editor, settings, address):
    settings.SITE_URL = "https://samrum.example.org"
    client.post(address, {"email": editor.email}, headers={"host": "evil.example"})
    body = words(letters()[-1])
    assert "https://samrum.example.org/konto/" in body
    assert "evil.example" not in body
