"""Passkeys over HTTP: whose they are, and that nothing a browser sends breaks us. The whole way: tests/e2e."""

import base64
import json
import tracemalloc

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
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


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# 37 bytes as an authenticator begins, which says that a key follows (flags AT and ED).
AUTHENTICATOR = b"\0" * 32 + b"\xc1" + b"\0" * 4
cbor = st.binary(max_size=40) | st.sampled_from(
    [
        b"",
        b"\x81" * 15_000,
        b"\xa1" * 15_000,
        b"\x9b" + b"\xff" * 8,
        b"\x5b\x7f" + b"\xff" * 7,
        b"\xa1\x81\x01\x01",
        b"\x1a\x01",
    ]
)
inside = st.builds(
    lambda keys, data: HALF | {"response": HALF["response"] | dict.fromkeys(keys, data)},
    st.sets(st.sampled_from(["authenticatorData", "attestationObject", "signature"]), min_size=1),
    (cbor | cbor.map(lambda data: AUTHENTICATOR + b"\0" * 18 + data)).map(text),
)


@pytest.mark.parametrize("address", [LOGIN, ADD])
@pytest.mark.parametrize(
    "credential",
    [
        json.dumps({"id": 10**10, "rawId": 10**10}),
        json.dumps(HALF | {"rawId": 2**63}),
        json.dumps(HALF | {"response": {"clientDataJSON": 10**10, "attestationObject": 10**10}}),
        json.dumps(HALF | {"response": {"clientDataJSON": "e30", "authenticatorData": 10**10}}),
        json.dumps(HALF | {"rawId": 1e400}),
        json.dumps(HALF | {"rawId": "A" * 2_000_000}),
        "[" * 30_000,
        "1" * 30_000,
        "false",
        "{}",
        "[]",
        "null",
        '""',
    ],
    ids=lambda value: value[:30],
)
def test_what_is_no_credential_is_not_kept_and_takes_no_memory(client, member, address, credential):
    if address == ADD:
        client.force_login(member)
        client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/"})
    tracemalloc.start()
    response = client.post(address, {"credential": credential})
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert response.status_code in (200, 302)
    assert most < 50_000_000
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("address", [LOGIN, ADD])
@examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    credential=broken | broken.map(lambda response: HALF | {"response": response}) | st.just(HALF) | inside
)
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


def key_for(client, **more) -> str:
    """What an honest browser would answer to the question that `client` has been asked."""
    challenge = client.session["mfa.webauthn.state"]["challenge"]
    key = AttestedCredentialData.create(
        b"\0" * 16, b"key", ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    )
    data = AuthenticatorData.create(sha256(b"localhost"), AuthenticatorData.FLAG(0x45), 0, key)
    response = {
        "clientDataJSON": text(CollectedClientData.create("webauthn.create", challenge, "https://localhost")),
        "attestationObject": text(AttestationObject.create("none", data, {})),
    }
    own = {"id": text(b"key"), "rawId": text(b"key"), "type": "public-key", "response": response}
    return json.dumps(own | more)


@pytest.mark.parametrize(
    ("extensions", "kept"),
    [
        ({"credProps": {"rk": True}}, True),
        ({}, True),
        ("x", False),
        ({"credProps": "x"}, False),
        ({"credProps": None}, False),
        (None, False),
    ],
)
def test_a_key_is_kept_that_can_be_shown_again(client, member, settings, extensions, kept):
    settings.SITE_URL = "https://localhost"
    client.force_login(member)
    client.post("/konto/reauthenticate/", {"password": PASSWORD, "next": "/konto/"})
    client.get(ADD)
    client.post(ADD, {"credential": key_for(client, clientExtensionResults=extensions), "passwordless": ""})
    assert Authenticator.objects.filter(type="webauthn").exists() is kept
    assert client.get("/konto/2fa/webauthn/").status_code == 200
    assert client.get(ADD).status_code == 200


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
