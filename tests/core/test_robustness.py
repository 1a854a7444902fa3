"""Whatever is sent to a public address, the answer is never a 5xx.

The addresses are taken from the site itself (URL patterns and pages): one that is added later is tried too.
"""

from urllib.parse import unquote_to_bytes

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from tests.factories import ContactPersonPageFactory, FactsPageFactory, MeetingPageFactory, NetworkPageFactory

pytestmark = pytest.mark.django_db

fuzzed = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

HUGE = "9" * 400
# What goes wrong in real applications, tried at every place.
NASTY = [
    "\x00",
    "hot\x00våld",
    HUGE,
    "-1",
    "1e400",
    "NaN",
    "x" * 100_000,
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "%00%ff%c3%28",
    "../../../../etc/passwd",
    "{{ 7|add:7 }}{% 50 %}",
    "'\"><script>alert(1)</script>",
    "' OR 1=1 --",
    'NEAR(a b) * - " ^',
    "\r\nSet-Cookie: a=b",
    "\u202e\ufeff\u200b😀",
]
# As they stand on the wire, percent-encoded.
NASTY_BYTES = [
    "%00",
    "%ff",
    "%c3%28",
    "%ed%a0%80",
    "%2e%2e/%2e%2e/",
    "%0d%0a",
    "%F0%9F%98%80",
    "a" * 3000,
    HUGE,
    "%",
    "%zz",
    ";",
    "//",
]
FIELDS = [
    "q", "sida", "name", "email", "subject", "message", "body", "network", "receiver", "altcha", "started",
    "website", "next", "login", "password", "token", "page", "id", "ordering", "language",
]  # fmt: skip


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def site(home, home_en, contact_page) -> list[str]:
    """The addresses of a small site: each kind of page, each view of ours."""
    network = NetworkPageFactory(parent=home, title="Alfa")
    MeetingPageFactory(parent=network)
    MeetingPageFactory(parent=network, undecided=True)
    FactsPageFactory(parent=network)
    ContactPersonPageFactory(parent=contact_page)
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1)]
    return sorted(
        {*pages, *view_addresses(), f"{network.url}kalender.ics", "/documents/1/x.pdf", "/media/x.png"}
    )


def view_addresses() -> set[str]:
    """The addresses of all views without parts that vary. The inside of the admin only asks to sign in."""
    found = set()

    def collect(patterns, prefix: str) -> None:
        for pattern in patterns:
            address = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
            if isinstance(pattern, URLResolver) and not address.startswith("admin/"):
                collect(pattern.url_patterns, address)
            elif isinstance(pattern, URLPattern) and not set(address) & set("<(?[*+"):
                found.add("/" + address.replace("\\", ""))

    collect(get_resolver().url_patterns, "")
    return found | {"/admin/", "/admin/pages/", "/en/search/", "/en/contact/"}


def is_fine(response) -> bool:
    return response.status_code < 500


def raw(visitor: Client, method: str, address: str, query: str = "", **extra):
    """A request whose path and query are put on the wire as they are."""
    path = address.encode("latin-1", "replace")
    return visitor.generic(method, "/", PATH_INFO=_unquoted(path), QUERY_STRING=query, **extra)


def _unquoted(path: bytes) -> str:
    # WSGI gives the bytes of the path as latin-1 text.
    return unquote_to_bytes(path).decode("latin-1")


def test_addresses_are_known(site):
    assert {"/", "/en/", "/sok/", "/en/search/", "/kontakt/", "/health/", "/konto/login/"} <= set(site)


def test_every_address_answers_every_method(visitor, site):
    for address in site:
        for method in (
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "BREW",
            "PROPFIND",
        ):
            assert is_fine(visitor.generic(method, address)), (method, address)


def test_every_address_stands_nasty_queries(visitor, site):
    for address in site:
        for value in NASTY_BYTES:
            query = "&".join(f"{field}={value}" for field in FIELDS) + f"&{value}={value}"
            response = raw(visitor, "GET", address, query)
            assert is_fine(response), (address, value)


def test_nasty_paths(visitor, site):
    # Below each kind of page; where a whole branch belongs to a view, its first address stands for it.
    branches = [address for address in site if not address.startswith(("/konto/", "/admin/", "/_util/"))]
    for address in [*branches, "/konto/"]:
        for value in NASTY_BYTES:
            assert is_fine(raw(visitor, "GET", f"{address}{value}/")), (address, value)


@pytest.mark.parametrize(
    "before", ["/documents/", "/images/", "/media/", "/admin/", "/konto/", "/_util/", "/static/"]
)
def test_nasty_paths_of_wagtail(visitor, home, before):
    for value in NASTY_BYTES:
        for method, after in (
            ("GET", ""),
            ("POST", "/"),
            ("GET", "/x.pdf"),
            ("GET", "/1/"),
            ("GET", "/edit/"),
        ):
            assert is_fine(raw(visitor, method, f"{before}{value}{after}")), (before, value, after)


def test_every_form_stands_nasty_values(visitor, site):
    for address in site:
        for value in NASTY:
            response = visitor.post(address, dict.fromkeys(FIELDS, value))
            assert is_fine(response), (address, value)


def test_bodies_that_are_not_what_they_say(visitor, site):
    bodies = [
        ("application/x-www-form-urlencoded", b"%ff=%00&a=\xff\xfe"),
        ("multipart/form-data", b"no boundary"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="\x00"\r\n\r\n\xff\r\n--x--',
        ),
        ("multipart/form-data; boundary=" + "y" * 5000, b"--"),
        ("application/json", b'{"a": ' + b"[" * 2000),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=b"),
        ("text/html; charset=utf-16", "hot".encode("utf-16")),
        ("nonsense", b"\x00" * 100),
        ("", b""),
    ]
    for address in site:
        for content_type, body in bodies:
            response = visitor.generic("POST", address, body, content_type=content_type)
            assert is_fine(response), (address, content_type)


def test_more_fields_and_more_bytes_than_allowed(visitor, contact_page):
    assert is_fine(visitor.post("/kontakt/", {f"field{number}": "x" for number in range(10_500)}))
    assert is_fine(visitor.post("/kontakt/", {"message": "x" * (6 * 1024 * 1024)}))


@pytest.mark.parametrize(
    "name,value",
    [
        ("Host", "evil.example"),
        ("Host", "a b"),
        ("Host", "[::"),
        ("Host", "x" * 5000),
        ("Cookie", "sessionid=\x00; sprak=%00; csrftoken=" + "x" * 500),
        ("Cookie", "sessionid=" + "9" * 5000),
        ("Accept-Language", "x" * 5000),
        ("Accept", "\xff"),
        ("If-Modified-Since", "Mon, 99 Abc 99999 99:99:99 GMT"),
        ("If-None-Match", '"' * 100),
        ("Range", "bytes=-99999999999999999999,9-1"),
        ("X-Forwarded-For", "1.2.3.4, \x00, " + "x" * 3000),
        ("X-Forwarded-Proto", "gopher"),
        ("Origin", "null"),
        ("Referer", "http://[/"),
        ("Sec-Fetch-Site", "\xff"),
        ("Content-Length", "abc"),
        ("X-Requested-With", "XMLHttpRequest"),
    ],
)
def test_nasty_headers(visitor, home, contact_page, name, value):
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        for address in (
            "/",
            "/en/",
            "/sok/",
            "/kontakt/",
            "/kontakt/skicka/",
            "/konto/login/",
            "/flode/",
            "/admin/",
        ):
            for method in (visitor.get, visitor.post):
                assert is_fine(method(address, headers={name: value})), (address, name)


@fuzzed
@given(path=st.text(max_size=80), query=st.text(max_size=80))
def test_any_path_and_query(visitor, home, path, query):
    encoded = path.encode("utf-8", "surrogatepass").decode("latin-1")
    response = visitor.generic(
        "GET", "/", PATH_INFO=f"/{encoded}", QUERY_STRING=query.encode("utf-8", "replace").decode("latin-1")
    )
    assert is_fine(response)


@fuzzed
@given(words=st.text(max_size=210), part=st.one_of(st.text(max_size=8), st.integers().map(str)))
def test_any_search(visitor, home, words, part):
    for address in ("/sok/", "/en/search/"):
        assert is_fine(
            visitor.get(
                address,
                {
                    "q": words.encode("utf-8", "replace").decode(),
                    "sida": part.encode("utf-8", "replace").decode(),
                },
            )
        )


@fuzzed
@given(values=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=200)))
def test_any_form(visitor, contact_page, values):
    clean = {name: value.encode("utf-8", "replace").decode() for name, value in values.items()}
    for address in ("/kontakt/", "/en/contact/", "/konto/login/", "/konto/password/reset/"):
        assert is_fine(visitor.post(address, clean))
