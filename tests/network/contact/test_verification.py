"""The human check, through the contact form that uses it."""

import base64
import datetime
import json
import threading
import urllib.error

import pytest
import time_machine
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection
from django.test import Client, RequestFactory
from django_recaptcha.constants import TEST_PRIVATE_KEY, TEST_PUBLIC_KEY
from post_office.models import Email

from network.models import ContactMessage
from samrum.core.verification import challenges, stamp
from samrum.core.verification.address import client_address, client_network
from samrum.core.verification.providers import Recaptcha
from tests.at_once import in_processes

from .conftest import solved

pytestmark = pytest.mark.django_db
SEND = "/kontakt/skicka/"
CONFIRM = "/kontakt/tack/bekrafta/"
THANKS = "/kontakt/tack/"


@pytest.fixture
def mailqueue():
    """All queued letters."""
    return lambda: list(Email.objects.all())


def encoded(payload) -> str:
    return base64.b64encode(json.dumps(payload).encode()).decode()


class TestAltcha:
    @pytest.fixture(autouse=True)
    def easy(self, monkeypatch):
        """Solved at once."""
        assert challenges.STEPS == 50_000
        monkeypatch.setattr(challenges, "STEPS", 50)

    def test_a_challenge_is_never_cached_and_not_too_hard(self, client):
        response = client.get("/sakerhet/utmaning/")
        assert "no-store" in response["Cache-Control"]
        assert response.json()["max_number"] == 50
        assert response.json() != client.get("/sakerhet/utmaning/").json()
        assert not response.cookies
        assert client.post("/sakerhet/utmaning/").status_code == 405

    def test_a_solved_challenge_passes(self, write):
        assert write()["Location"] == THANKS

    def test_a_challenge_is_good_for_one_message(self, client, filled):
        token = solved(client)
        assert client.post(SEND, filled(altcha=token))["Location"] == THANKS
        assert client.post(SEND, filled(altcha=token, subject="En till"))["Location"] == CONFIRM

    @pytest.mark.django_db(transaction=True)
    def test_also_when_two_messages_come_at_once(self, client, filled):
        token = solved(client)
        places: list[str] = []
        ready = threading.Barrier(4)

        def send(number: int) -> None:
            body = filled(altcha=token, subject=f"Nummer {number}")
            ready.wait()
            places.append(Client().post(SEND, body).get("Location", ""))
            connection.close()

        threads = [threading.Thread(target=send, args=[number]) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # The letters for confirming are limited too, so the others may be asked to wait.
        assert places.count(THANKS) == 1

    @pytest.mark.django_db(transaction=True)
    def test_also_in_processes_that_share_the_database_alone(self, client, filled):
        token = solved(client)

        def send(number: int) -> str:
            return Client().post(SEND, filled(altcha=token, subject=f"Nummer {number}")).get("Location", "")

        places = in_processes(*(lambda number=number: send(number) for number in range(4)))
        assert places.count(THANKS) == 1

    def test_also_when_the_cache_is_emptied(self, client, filled):
        token = solved(client)
        client.post(SEND, filled(altcha=token))
        cache.clear()
        assert client.post(SEND, filled(altcha=token, subject="En till"))["Location"] == CONFIRM

    def test_also_when_it_is_written_otherwise(self, client, filled, settings):
        settings.CONFIRMATION_LETTERS_PER_DAY = 10
        token = solved(client)
        assert client.post(SEND, filled(altcha=token))["Location"] == THANKS
        answer = json.loads(base64.b64decode(token))
        for again in (
            f"{token}\n",
            encoded(answer | {"took": 6}),
            encoded(answer | {"algorithm": "sha-256"}),
            encoded(answer | {"challenge": answer["challenge"].upper()}),
            encoded(dict(reversed(answer.items()))),
        ):
            assert client.post(SEND, filled(altcha=again, subject=again[-40:]))["Location"] == CONFIRM

    @pytest.mark.parametrize(
        "change",
        [
            {"salt": "{nonce}?expires=9999999999&expires={expires}&"},
            {"salt": "{nonce}?expires=9999999999&expires={expires}"},
            {"salt": "{nonce}?expires=&expires=9999999999&expires={expires}&"},
            {"salt": "{nonce}?expires=inf&expires={expires}&"},
            {"salt": "{nonce}?%65xpires=9999999999&expires={expires}&"},
            {"salt": "{nonce}?expires=%39999999999&expires={expires}&"},
            {"salt": "{nonce}?expires=+9999999999&expires={expires}&"},
            {"salt": "{nonce}?expires=9_999_999_999&expires={expires}&"},
            {"salt": "{nonce}?expires=9999999999;&expires={expires}&"},
            {"salt": "{nonce}?expires={expires}"},
            {"salt": "{nonce}?expires={expires}&x="},
            {"salt": "{nonce}?expires={expires}&&"},
            {"salt": "{nonce}?&expires={expires}&"},
            {"salt": "{nonce}?expires=%31{rest}&"},
            {"salt": "{nonce}?expires=+{expires}&"},
            {"salt": "{nonce}?expires=-{expires}&"},
            {"salt": "{nonce}?expires={expires}&\n"},
            {"salt": "{nonce}?expires={arabic}&"},
            {"salt": "{nonce}?expires=NaN&"},
            {"salt": "{nonce}?expires=" + "9" * 3000 + "&"},
            {"salt": "{nonce}&"},
            {"salt": "{nonce}"},
            {"salt": "{upper}?expires={expires}&"},
            {"salt": ["{nonce}?expires={expires}&"]},
            {"number": "{number}"},
            {"number": None},
            {"number": True},
            {"number": -1},
            {"number": 10**400},
            {"number": 51},
            {"algorithm": "SHA-1"},
            {"algorithm": ["SHA-256"]},
            {"signature": ""},
            {"signature": None},
            {"challenge": None},
        ],
    )
    def test_a_solution_is_what_we_gave_out_and_nothing_else(self, client, filled, change):
        answer = json.loads(base64.b64decode(solved(client)))
        nonce, _, expires = answer["salt"].rstrip("&").partition("?expires=")
        parts = {
            "nonce": nonce,
            "upper": nonce.upper() + "A",
            "expires": expires,
            "rest": expires[1:],
            "number": answer["number"],
            "arabic": expires.translate({ord("0") + digit: 0x660 + digit for digit in range(10)}),
        }
        said = {
            key: value.format(**parts) if isinstance(value, str) else value for key, value in change.items()
        }
        assert client.post(SEND, filled(altcha=encoded(answer | said)))["Location"] == CONFIRM
        # It was the change that was refused.
        assert client.post(SEND, filled(altcha=encoded(answer), subject="Igen"))["Location"] == THANKS

    def test_a_second_expiry_does_not_prolong_it(self, client, filled):
        with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
            answer = json.loads(base64.b64decode(solved(client)))
            answer["salt"] = answer["salt"].replace("?", "?expires=9999999999&")
            clock.move_to("2026-11-23T10:25:00Z")
            assert client.post(SEND, filled(altcha=encoded(answer)))["Location"] == CONFIRM

    def test_summer_time_neither_shortens_nor_prolongs_it(self, client):
        """The clock is turned back at 03:00 in Stockholm (01:00 UTC): the hour from 02:00 comes twice."""
        for moment in ("2026-10-25T00:50:00+00:00", "2026-10-25T01:10:00+00:00"):
            with time_machine.travel(moment, tick=False):
                salt = client.get("/sakerhet/utmaning/").json()["salt"]
                issued = datetime.datetime.fromisoformat(moment).timestamp()
                assert salt.partition("expires=")[2] == f"{issued + 20 * 60:.0f}&"

    def test_an_old_challenge_does_not_pass(self, client, filled):
        with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
            token = solved(client)
            clock.move_to("2026-11-23T10:25:00Z")
            assert client.post(SEND, filled(altcha=token))["Location"] == CONFIRM

    @pytest.mark.parametrize(
        "token",
        [
            "",
            "%%%",
            "AAAA",
            "å" * 10,
            "x" * 5000,
            encoded([]),
            encoded("text"),
            encoded(None),
            encoded({"algorithm": "MD5", "challenge": "", "number": 1, "salt": "", "signature": ""}),
            encoded({"algorithm": "SHA-256", "challenge": 1, "number": [], "salt": {}, "signature": None}),
            encoded(
                {
                    "algorithm": "SHA-256",
                    "challenge": "x",
                    "number": 1,
                    "salt": "a?expires=x",
                    "signature": "y",
                }
            ),
            base64.b64encode(b"[" * 3000).decode(),
        ],
    )
    def test_rubbish_does_not_pass_and_breaks_nothing(self, client, filled, token):
        assert client.post(SEND, filled(altcha=token))["Location"] == CONFIRM

    def test_nothing_of_it_is_loaded_before_the_form_is_touched(self, client):
        html = client.get("/kontakt/").content.decode()
        assert '<script type="module" src="/static/js/verification.js"></script>' in html
        assert "<altcha-widget" not in html
        assert "google" not in client.get("/kontakt/")["Content-Security-Policy"]


class TestStamp:
    @pytest.mark.parametrize("value", ["", "123", "1700000000:abc", "x:y:z", ":", "å"])
    def test_without_a_good_stamp_the_sender_confirms(self, write, value):
        assert write(stamp=value)["Location"] == CONFIRM

    def test_a_form_may_stand_open_overnight_but_not_for_ever(self):
        with time_machine.travel("2026-11-23T10:00:00Z", tick=False) as clock:
            value = stamp.issue()
            clock.move_to("2026-11-24T09:00:00Z")
            assert stamp.is_valid(value)
            clock.move_to("2026-11-24T11:00:00Z")
            assert not stamp.is_valid(value)

    def test_a_signed_word_is_no_time(self):
        assert not stamp.is_valid(stamp._signer.sign("soon"))

    def test_a_fresh_form_sent_at_once_passes(self, write):
        assert write()["Location"] == THANKS


class TestHoneypot:
    def test_a_robot_is_thanked_and_nobody_gets_a_letter(self, write, mailqueue):
        assert write(website="http://buy.example")["Location"] == THANKS
        assert ContactMessage.objects.get().state == "spam"
        assert not mailqueue()

    def test_a_person_whose_browser_filled_it_in_gets_through_the_next_time(self, write, mailqueue):
        write(website="http://mine.example")
        write()
        assert ContactMessage.objects.get().state == "new"
        assert len(mailqueue()) == 1


class TestRateLimit:
    def test_after_some_messages_the_sender_confirms_and_then_is_asked_to_wait(self, write, settings):
        settings.FORM_LIMIT_CONFIRM, settings.FORM_LIMIT_REFUSE = 1, 2
        assert write(subject="ett")["Location"] == THANKS
        assert write(subject="två")["Location"] == CONFIRM
        refused = write(subject="tre", message="Detta ska inte gå förlorat")
        assert refused.status_code == 429
        html = refused.content.decode()
        assert "Vänta tio minuter" in html
        assert "Detta ska inte gå förlorat" in html
        assert ContactMessage.objects.count() == 2

    def test_each_address_has_its_own_limit(self, client, filled, settings):
        settings.FORM_LIMIT_REFUSE = 1
        for number in range(3):
            body = filled(altcha=solved(client), subject=str(number))
            assert client.post(SEND, body, REMOTE_ADDR=f"192.0.2.{number}").status_code == 303

    def test_the_window_ends(self, write, settings):
        settings.FORM_LIMIT_REFUSE, settings.FORM_LIMIT_SECONDS = 0, 600
        assert write().status_code == 429
        settings.FORM_LIMIT_REFUSE = 1
        with time_machine.travel("2126-11-23T10:00:00Z"):
            assert write().status_code == 303

    def test_a_window_that_ends_while_we_count_begins_anew(self, write, monkeypatch):
        write(subject="ett")

        def gone(name):
            raise ValueError(name)

        monkeypatch.setattr("samrum.core.verification.limits.cache.incr", gone)
        assert write(subject="två")["Location"] == THANKS

    def test_without_a_cache_the_sender_confirms(self, write, monkeypatch):
        def broken(*args):
            raise ConnectionError("no cache")

        monkeypatch.setattr("samrum.core.verification.forms.hits", broken)
        assert write()["Location"] == CONFIRM


class TestAddress:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (0, "203.0.113.9", "192.0.2.1"),
            (1, "203.0.113.9", "203.0.113.9"),
            (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
            (2, "1.1.1.1, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
            (2, "203.0.113.9", "192.0.2.1"),
            (1, "", ""),
            (1, "rubbish", ""),
            (1, "::ffff:203.0.113.9", "203.0.113.9"),
        ],
    )
    def test_a_header_is_believed_only_from_our_own_proxies(self, settings, proxies, forwarded, address):
        settings.TRUSTED_PROXIES = proxies
        request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
        assert client_address(request) == address

    def test_an_ipv6_subscriber_counts_as_one(self):
        one = RequestFactory().get("/", REMOTE_ADDR="2001:db8::1")
        two = RequestFactory().get("/", REMOTE_ADDR="2001:db8::2")
        assert client_network(one) == client_network(two)


class TestRecaptcha:
    @pytest.fixture(autouse=True)
    def keys(self, settings):
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "public", "private"

    @pytest.fixture
    def google(self, monkeypatch):
        """What Google answers, or the exception that asking ends in; and what it was asked."""
        asked: list[bytes] = []

        def answer(with_what):
            class Answer:
                def read(self):
                    return with_what

                def close(self):
                    pass

            def request(params):
                asked.append(params)
                if isinstance(with_what, Exception):
                    raise with_what
                return Answer()

            monkeypatch.setattr("django_recaptcha.client.recaptcha_request", request)
            return asked

        return answer

    def test_a_passed_check(self, client, filled, google):
        asked = google(b'{"success": true}')
        response = client.post(
            SEND, filled(**{"g-recaptcha-response": "token"}), headers={"X-Forwarded-For": "203.0.113.9"}
        )
        assert response["Location"] == THANKS
        assert b"remoteip=127.0.0.1" in asked[0]

    @pytest.mark.parametrize(
        "trouble",
        [
            b'{"success": false, "error-codes": ["timeout-or-duplicate"]}',
            b"<html>",
            b"{}",
            b"[]",
            b"\xff",
            TimeoutError("slow"),
            urllib.error.URLError("no route"),
            urllib.error.HTTPError("https://x", 503, "busy", {}, None),
            ConnectionResetError(),
        ],
    )
    def test_whatever_goes_wrong_the_sender_confirms(self, client, filled, google, trouble):
        google(trouble)
        assert client.post(SEND, filled(**{"g-recaptcha-response": "token"}))["Location"] == CONFIRM

    @pytest.mark.parametrize("token", ["", "x" * 9000])
    def test_without_a_token_google_is_not_asked(self, client, filled, google, token):
        asked = google(b'{"success": true}')
        assert client.post(SEND, filled(**{"g-recaptcha-response": token}))["Location"] == CONFIRM
        assert not asked

    def test_google_is_allowed_on_pages_with_the_form_and_contacted_by_none(self, client):
        response = client.get("/kontakt/")
        html = response.content.decode()
        assert "https://www.google.com/recaptcha/" in response["Content-Security-Policy"]
        assert "<script src=" not in html
        assert 'src="https://' not in html
        assert 'data-key="public"' in html
        assert "Starta Googles kontroll" in html
        assert "google" not in client.get("/")["Content-Security-Policy"]

    def test_one_key_is_not_enough(self, settings, client):
        settings.RECAPTCHA_PRIVATE_KEY = ""
        assert "data-altcha" in client.get("/kontakt/").content.decode()
        assert [message.id for message in run_checks() if message.id.startswith("samrum.")].count(
            "samrum.W010"
        ) == 1

    def test_googles_test_keys_are_refused_on_a_real_site(self, settings):
        settings.PRODUCTION = True
        settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = TEST_PUBLIC_KEY, TEST_PRIVATE_KEY
        assert "samrum.E010" in [message.id for message in run_checks()]
        settings.PRODUCTION = False
        assert "samrum.E010" not in [message.id for message in run_checks()]

    def test_a_real_site_with_real_keys(self, settings):
        settings.PRODUCTION = True
        assert not {"samrum.E010", "samrum.W010"} & {message.id for message in run_checks()}
        assert Recaptcha().public_key == "public"


def test_a_real_site_counts_in_a_cache_that_its_processes_share(settings):
    def found() -> bool:
        return "samrum.W011" in [message.id for message in run_checks()]

    assert not found()
    settings.PRODUCTION = True
    assert found()
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"},
    }
    assert not found()
