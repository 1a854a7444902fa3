"""A request that is too large is answered with words, before it fills the disk."""

import pytest

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def limits(settings):
    settings.BODY_LIMITS = {"/rum/": 4, "": 2}


def test_too_much_is_a_413_in_swedish(client, limits):
    response = client.post("/kontakt/", data=bytes(3 * MEGABYTE), content_type="application/octet-stream")
    assert response.status_code == 413
    assert "För stort" in response.content.decode() and "1,0\xa0MB" in response.content.decode()


@pytest.mark.parametrize(
    ("signed_in", "megabytes", "refused"),
    [(False, 3, True), (True, 3, False), (True, 5, True), (False, 1, False)],
)
def test_who_has_signed_in_may_send_more_to_a_room(client, limits, signed_in, megabytes, refused):
    if signed_in:
        client.force_login(UserFactory())
    response = client.post(
        "/rum/nagot/", data=bytes(megabytes * MEGABYTE), content_type="application/octet-stream"
    )
    assert (response.status_code == 413) == refused


@pytest.mark.parametrize("length", ["-1", "x", "", "٣"])
def test_a_made_up_length_is_no_error_of_ours(client, limits, length):
    response = client.generic("POST", "/kontakt/", b"x=1", CONTENT_LENGTH=length)
    assert response.status_code < 500


def test_the_web_server_lets_through_what_we_answer(settings):
    import re

    text = (settings.BASE_DIR / "site/deploy/nginx.conf").read_text()
    limits = dict(re.findall(r"location (/\w+/) \{\s+client_max_body_size (\d+)m;", text))
    limits[""] = re.search(r"^    client_max_body_size (\d+)m;", text, re.MULTILINE)[1]
    for prefix, most in settings.BODY_LIMITS.items():
        assert int(limits[prefix]) > most
