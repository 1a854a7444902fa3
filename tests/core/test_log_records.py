"""What operators read: no key of a link, no traceback for what a stranger sends."""

import io
import logging
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path, re_path

from samrum.urls import handler400, handler403, handler404, handler500  # noqa: F401
from samrum.urls import urlpatterns as site_urlpatterns
from tests.leaks.policies import Policy, routes

SECRET = "MjQ6hemlig:1vN3xQ:Ordet-som_ingen"
NGINX = settings.BASE_DIR / "site/deploy/nginx.conf"


def broken(request, **kwargs):
    raise RuntimeError(f"broken on purpose at {request.get_full_path()}")


urlpatterns = [
    re_path(r"^(?:rum|konto|kontakt|ansokan|en)/.*hemlig", broken),
    path("fel/", broken),
    *site_urlpatterns,
]


def addresses() -> list[str]:
    """One for every route whose address is a key, as the resolver knows them."""
    return [sample(route.text) for route in routes() if route.policy is Policy.TOKEN]


def sample(route: str) -> str:
    route = route.replace("<str:token>", SECRET).replace(r"(?P<key>[-:\w]+)", SECRET)
    route = route.replace("(?P<uidb36>[0-9A-Za-z]+)", "3k").replace("(?P<key>.+)", SECRET)
    assert SECRET in route, f"no sample for {route}"
    return "/" + re.sub(r"[\^$\\]", "", route)


@pytest.fixture
def lines(caplog):
    """All that is logged, as pytest collects it and as our own handler writes it."""
    caplog.set_level(logging.DEBUG)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter(settings.LOGGING["formatters"]["line"]["format"], style="{"))
    logging.getLogger().addHandler(handler)
    yield lambda: caplog.text + written.getvalue()
    logging.getLogger().removeHandler(handler)


def ask(address: str, **extra) -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.get(address, **extra)
    client.post(address, {"answer": "x"}, **extra)


@pytest.mark.django_db
class TestKeys:
    def test_there_are_some(self):
        assert len(addresses()) >= 14

    @pytest.mark.parametrize("address", addresses())
    def test_no_line_holds_one(self, address, lines):
        ask(address)
        Client().post(address, {"answer": "x"})
        ask(f"{address}mer/")
        ask(address.replace(SECRET, f"{SECRET}%00"))
        ask(f"/konto/login/?next={quote(address, safe='')}")
        # What a browser tells of the page before; the CSRF check repeats it.
        ask("/konto/login/", HTTP_REFERER=f"https://elsewhere.example{address}", secure=True)
        ask(address, HTTP_HOST="elsewhere.example", HTTP_ORIGIN=f"https://testserver{address}")
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            ask(address, HTTP_HOST="elsewhere.example")
        assert "django.request" in lines()
        assert "hemlig" not in lines() and "Ordet" not in lines()

    @pytest.mark.parametrize("address", addresses())
    def test_nor_does_the_traceback_of_a_fault(self, address, lines):
        with override_settings(ROOT_URLCONF="tests.core.test_log_records"):
            ask(address)
        assert "RuntimeError: broken on purpose at /" in lines() and "Internal Server Error: /" in lines()
        assert "hemlig" not in lines() and "Ordet" not in lines()

    def test_nor_what_the_web_server_under_us_says(self, lines):
        for address in addresses():
            text = f"GET {address}?a=b HTTP/1.1"
            logging.getLogger("django.server").info('"%s" %s %s', text, "404", "12")
            logging.getLogger("gunicorn.error").warning("Error handling request %s", address)
            logging.getLogger("gunicorn.access").info(
                '%(r)s "%(f)s"', {"r": text, "f": f"https://testserver{address}"}
            )
        assert lines().count("gunicorn.access") >= len(addresses())
        assert "hemlig" not in lines() and "Ordet" not in lines()

    def test_what_a_provider_sends_back_is_a_key(self, lines):
        logging.getLogger("django.server").info(
            '"GET /konto/oidc/oidc/login/callback/?code=hemlig&state=Ordet HTTP/1.1" 302'
        )
        assert "hemlig" not in lines() and "Ordet" not in lines()

    @pytest.mark.parametrize("address", addresses())
    def test_the_next_page_is_not_told_of_one(self, address):
        for asked in (address, f"/konto/login/?next={quote(address, safe='')}"):
            assert Client(raise_request_exception=False).get(asked)["Referrer-Policy"] == "strict-origin", (
                asked
            )
        assert Client().get("/konto/login/")["Referrer-Policy"] == "same-origin"

    def test_other_addresses_are_written_as_they_are(self, lines):
        for address in (
            "/rum/trygga/",
            "/rum/kalender/",
            "/finns-inte/",
            "/konto/lank/skickad/x/",
            "/ansokan/",
        ):
            Client().get(address)
            logging.getLogger("samrum").warning("Not there: %s", address)
            assert f"Not there: {address}" in lines()
        assert "Not Found: /finns-inte/" in lines()


@pytest.mark.django_db
class TestStrangers:
    """What they send wrongly is no fault of ours: a line, without a traceback."""

    @override_settings(ALLOWED_HOSTS=["testserver"])
    @pytest.mark.parametrize(
        "host", ["elsewhere.example", "a b", "x" * 5000, "[::1", "å", "ev\til\r\nFatal: x", ""]
    )
    def test_a_bad_host_is_one_quiet_line(self, host, caplog):
        for address in ("/", "/kontakt/", "/konto/login/", "/rum/", "/finns-inte", "/health/x/"):
            caplog.clear()
            assert Client(raise_request_exception=False).get(address, HTTP_HOST=host).status_code == 400
            [record] = caplog.records
            assert (record.name, record.levelname) == ("django.security.DisallowedHost", "WARNING")
            assert "Traceback" not in caplog.text
            assert len(caplog.text.splitlines()) == 1
            assert len(caplog.text) < 600

    def test_nor_has_anything_else_that_is_refused_a_traceback(self, caplog, client):
        client = Client(raise_request_exception=False)
        client.get("/?q=%00")
        client.post(
            "/kontakt/skicka/",
            b"&".join(b"a=1" for _ in range(10_001)),
            content_type="application/x-www-form-urlencoded",
        )
        client.post("/kontakt/skicka/", b"x" * 6_000_000, content_type="application/x-www-form-urlencoded")
        client.post("/kontakt/skicka/", b"--x\r\n", content_type="multipart/form-data")
        client.get("/admin/", HTTP_COOKIE="sessionid=../../etc/passwd")
        assert len(caplog.records) >= 3
        assert "Traceback" not in caplog.text

    def test_a_fault_of_ours_keeps_its_traceback(self, caplog):
        with override_settings(ROOT_URLCONF="tests.core.test_log_records"):
            Client(raise_request_exception=False).get("/fel/")
        assert "Traceback" in caplog.text and "RuntimeError" in caplog.text


class TestTheWebServer:
    """site/deploy/nginx.conf says the same again; tests/e2e/test_nginx.py runs it."""

    @pytest.mark.parametrize("address", addresses())
    def test_it_knows_every_address_that_is_a_key(self, address):
        [unlogged] = re.findall(r"map \$uri \$samrum_logged \{(.*?)\}", NGINX.read_text(), re.DOTALL)
        patterns = re.findall(r'"~(\S+)" 0;', unlogged)
        assert any(re.search(pattern, address) for pattern in patterns)
        # A page whose address is nearly that is written down.
        assert not any(re.search(pattern, "/natverk/rum/inbjudan/x/") for pattern in patterns)
