"""Sign-in by the organisation's identity provider: into existing accounts alone, by an address that it has verified."""

import os
import re
import subprocess
import sys
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from samrum.settings import oidc

from . import provider as identity
from .acting import code_for, is_signed_in, letters, sign_in, turn_on_two_step

pytestmark = pytest.mark.django_db
LOGIN = "/konto/oidc/oidc/login/"
CALLBACK = "/konto/oidc/oidc/login/callback/"


@pytest.fixture
def provider(settings):
    with identity.running() as running:
        settings.SOCIALACCOUNT_PROVIDERS = oidc.providers(
            client_id=identity.CLIENT, secret="x", url=running.url, name="Exempelkommun"
        )
        yield running


def person(email="mio@example.org", **claims) -> dict:
    return {"sub": "person-1", "email": email, "email_verified": True} | claims


def go(client, query="?process=login", **data):
    """To the provider and back, as a browser does."""
    page = client.post(LOGIN + query, data)
    assert page.status_code == 200
    there = unescape(re.search(r'url=([^"]+)"', page.text)[1])
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(CALLBACK, {"code": "abc", "state": asked["state"][0]})


def test_existing_account_is_signed_in_and_nothing_is_kept(client, member, provider):
    provider.person = person("MIO@example.org")
    assert "Logga in med Exempelkommun" in client.get("/konto/login/").text
    before = client.session.session_key
    assert go(client)["Location"] == "/rum/"
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert provider.token_requests[0]["code_verifier"]
    assert not SocialAccount.objects.exists()
    member.refresh_from_db()
    assert member.check_password("samrum-demo")


def test_stranger_gets_no_account(client, member, provider, django_user_model):
    provider.person = person("ingen@example.org")
    assert "Konton skapas av oss" in go(client).text
    assert not is_signed_in(client)
    assert django_user_model.objects.count() == 1
    client.post("/konto/3rdparty/signup/", {"email": "ingen@example.org"})
    assert django_user_model.objects.count() == 1


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1, "yes"])
def test_unverified_address_is_nobody(client, member, provider, verified):
    """The same answer as for an address without an account: nothing tells that there is one."""
    provider.person = person(email_verified=verified)
    known = go(client)
    provider.person = person("ingen@example.org", email_verified=verified)
    unknown = go(Client())
    assert not is_signed_in(client)
    assert "Konton skapas av oss" in known.text
    assert known.status_code == unknown.status_code


def test_second_step_is_demanded(client, member, provider):
    secret = turn_on_two_step(member)
    provider.person = person()
    assert go(client)["Location"] == "/konto/2fa/authenticate/"
    assert not is_signed_in(client)
    assert client.post("/konto/2fa/authenticate/", {"code": code_for(secret)}).status_code == 302
    assert is_signed_in(client)


def test_staff_still_needs_two_steps(client, editor, provider, settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = True
    provider.person = person(editor.email)
    go(client)
    assert client.get("/admin/")["Location"] == "/konto/2fa/"


def test_closed_account_stays_closed(client, member, provider):
    member.is_active = False
    member.save()
    provider.person = person()
    assert go(client)["Location"] == "/konto/inactive/"
    assert not is_signed_in(client)


def test_nothing_is_tied_to_who_is_signed_in(client, member, provider):
    """Else the provider could sign in to an account with an address that it has not verified."""
    sign_in(client, member)
    provider.person = person("annan@example.org")
    go(client, "?process=connect")
    assert not SocialAccount.objects.exists()
    assert client.get("/konto/3rdparty/")["Location"] == "/konto/"
    go(client, "?process=redirect&next=//evil.example")


def test_next_is_followed_on_this_site_alone(client, member, provider):
    provider.person = person()
    assert go(client, next="/rum/x/")["Location"] == "/rum/x/"
    assert go(Client(), next="//evil.example/")["Location"] == "/rum/"


def test_only_a_post_leaves_for_the_provider(client, provider):
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert provider.url not in page.text
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN).status_code == 403


@pytest.mark.parametrize("broken", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_provider_that_is_broken_is_no_error_of_ours(client, member, provider, broken):
    provider.person = person()
    if broken.startswith("/.well"):
        provider.broken = broken
        page = client.post(LOGIN + "?process=login")
    else:
        page = client.post(LOGIN + "?process=login")
        state = re.search(r"state=(\w+)", page.text)[1]
        provider.broken = broken
        page = client.get(CALLBACK, {"code": "abc", "state": state})
    assert page.status_code in (200, 401, 403)
    assert "Inloggningen gick inte" in page.text


def test_provider_that_is_away(client, db):
    assert "Inloggningen gick inte" in client.post(LOGIN + "?process=login").text


@pytest.mark.parametrize("claims", [{"sub": ""}, {"email": None}, {"email": 5}, {"email": ["x"]}])
def test_nonsense_of_the_provider(client, member, provider, claims):
    provider.person = person() | claims
    assert go(client).status_code < 500
    assert not is_signed_in(client)


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=y", "?error=access_denied", "?state=%00"])
def test_callback_out_of_the_blue(client, provider, query):
    assert client.get(CALLBACK + query).status_code < 500
    assert not is_signed_in(client)


def test_unknown_provider(client, db):
    assert client.get("/konto/oidc/finns-inte/login/").status_code == 404
    assert letters() == []


def test_without_the_setting_there_is_no_such_way_in():
    """A site of its own, as it starts without SAMRUM_OIDC_ID."""
    code = (
        "import django; django.setup();"
        "from django.apps import apps; from django.urls import get_resolver;"
        "assert not apps.is_installed('allauth.socialaccount');"
        "assert 'openid_connect_login' not in get_resolver().reverse_dict;"
        "from django.template.loader import get_template as t; t('account/login.html')"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "samrum.settings.development"}
    environment.pop("SAMRUM_OIDC_ID", None)
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_with_the_setting_it_stands_in_the_sign_in():
    code = (
        "import django; django.setup();"
        "from django.urls import reverse; print(reverse('openid_connect_login', args=['oidc']))"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "samrum.settings.development",
        "SAMRUM_OIDC_ID": "samrum",
        "SAMRUM_OIDC_SECRET": "x",
        "SAMRUM_OIDC_URL": "https://login.example.org",
    }
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert run.stdout.strip() == LOGIN, run.stderr
