"""Passkeys over HTTP: whose they are, and that nothing a browser sends breaks us. The whole way: tests/e2e."""

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from .acting import PASSWORD, is_signed_in, sign_in

pytestmark = pytest.mark.django_db
LOGIN = "/konto/2fa/webauthn/login/"
ADD = "/konto/2fa/webauthn/add/"


def test_they_belong_to_the_site_not_to_the_host_header(client, settings):
    settings.SITE_URL = "https://samrum.example.org"
    headers = {"accept": "application/json", "host": "evil.example"}
    options = client.get(LOGIN, headers=headers).json()["request_options"]["publicKey"]
    assert options["rpId"] == "samrum.example.org"
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == [] or "allowCredentials" not in options


def test_adding_asks_who_you_are(client, member):
    client.force_login(member)
    response = client.get(ADD)
    assert response["Location"].startswith("/konto/reauthenticate/")
    client.post(response["Location"], {"password": PASSWORD})
    page = client.get(ADD)
    assert 'data-passkey="add"' in page.text
    assert "<script>" not in page.text


broken = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "clientDataJSON",
                    "attestationObject",
                    "signature",
                    "userHandle",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)
HALF = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {
        "clientDataJSON": "e30",
        "authenticatorData": "AAAA",
        "signature": "AAAA",
        "userHandle": "MQ",
        "attestationObject": "AAAA",
    },
}


@pytest.mark.parametrize("address", [LOGIN, ADD])
@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(credential=broken | broken.map(lambda response: HALF | {"response": response}) | st.just(HALF))
def test_whatever_is_sent_is_refused_calmly(client, member, address, credential):
    from django.core.cache import cache

    cache.clear()
    if address == ADD:
        client.force_login(member)
        client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/"})
        client.get(ADD)
    else:
        client.logout()
        client.get(LOGIN, headers={"accept": "application/json"})
    response = client.post(address, {"credential": json.dumps(credential)})
    assert response.status_code in (200, 302)
    if address == LOGIN:
        assert not is_signed_in(client)


@pytest.mark.parametrize("user_handle", ["MQ", "OTk5OTk", "", None])
def test_wrong_passkey_answers_alike_for_every_account(client, member, user_handle):
    client.get(LOGIN, headers={"accept": "application/json"})
    credential = HALF | {"response": HALF["response"] | {"userHandle": user_handle}}
    response = client.post(LOGIN, {"credential": json.dumps(credential)}, follow=True)
    assert response.redirect_chain == [("/konto/login/", 302)]
    assert "notice--error" in response.text


def test_second_step_without_a_passkey_shows_no_button(client, member):
    from .acting import turn_on_two_step

    turn_on_two_step(member)
    sign_in(client, member)
    page = client.get("/konto/2fa/authenticate/").text
    assert 'data-passkey="use"' not in page
    assert client.post("/konto/2fa/authenticate/", {"credential": "{}"}).status_code == 200
    assert client.post("/konto/2fa/authenticate/", {}).status_code == 200
