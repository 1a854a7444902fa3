"""The web server's file of site/deploy, run for real in front of the demo site."""

import datetime
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.handlers.wsgi import WSGIRequest

from members.files.serving import POLICY, serve_file
from samrum.media.models import DOCUMENT_SIZE_AT_MOST

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
FILE = settings.BASE_DIR / "site/deploy/nginx.conf"

if NGINX is None and "CI" not in os.environ:
    pytest.skip("nginx is not installed here (CI has it)", allow_module_level=True)

AROUND = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    types {{ text/html html; text/css css; text/plain txt; application/javascript js; }}
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/samrum.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@contextmanager
def nginx_before(upstream: str, folder: Path) -> Iterator[str]:
    """The address of nginx with our file; only ports and folders differ from what is deployed."""
    data = folder / "data"
    for place, content in {
        "static/a.0123456789ab.css": "a{}",
        "static/errors/413.html": (settings.BASE_DIR / "site/samrum/static/errors/413.html").read_text(),
        "media/page.html": "<script>1</script>",
        "private/secret.txt": "secret",
    }.items():
        (data / place).parent.mkdir(parents=True, exist_ok=True)
        (data / place).write_text(content)
    write_certificate(folder)
    port = free_port()
    text = FILE.read_text().replace("/var/lib/samrum/", f"{data}/").replace("/var/cache/nginx", str(folder))
    text = text.replace("/var/log/nginx", str(folder))
    text = text.replace("/etc/ssl/samrum/", f"{folder}/").replace("127.0.0.1:8000", upstream)
    text = re.sub(r"listen \[::\].*\n", "", text)
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace(
        "listen 80;", f"listen 127.0.0.1:{free_port()};"
    )
    (folder / "samrum.conf").write_text(text.replace("samrum.example.org", "localhost"))
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen([*command, "-g", "daemon off;"])
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"https://localhost:{port}"
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def front(tmp_path_factory, demo_site):
    with nginx_before(demo_site.split("//")[1], tmp_path_factory.mktemp("nginx")) as url:
        yield url


CONTENT = bytes(range(256)) * 4000
PRIVATE = {
    "name": "Åtgärder.pdf",
    "content_type": "application/pdf",
    "size": len(CONTENT),
    "sha256": "a" * 64,
}


@pytest.fixture
def files(tmp_path, settings):
    """nginx before an application that answers every address with members.files.serving, for one file."""
    settings.ACCEL_PREFIX = "/private-files/"
    storage = FileSystemStorage(tmp_path / "data/private")
    storage.save("library/aa/key", ContentFile(CONTENT))
    file = SimpleNamespace(storage=storage, name="library/aa/key")

    def application(environ, start_response):
        response = serve_file(WSGIRequest(environ), file, **PRIVATE)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with nginx_before(f"127.0.0.1:{server.server_port}", tmp_path) as url:
            yield url
        server.shutdown()


def get(url: str, **headers: str):
    """Return the answer, errors included; the certificate is the test's own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        return urllib.request.urlopen(request, context=context, timeout=20)
    except urllib.error.HTTPError as error:
        return error


def test_visitors_share_one_copy_and_those_signed_in_never_see_it(front):
    assert get(front + "/").headers["X-Samrum-Cache"] == "MISS"
    assert get(front + "/").headers["X-Samrum-Cache"] == "HIT"
    assert get(front + "/", cookie="other=1").headers["X-Samrum-Cache"] == "HIT"
    assert get(front + "/", cookie="a=1; sessionid=x").headers["X-Samrum-Cache"] == "BYPASS"


def test_what_is_private_is_not_kept(front):
    for _time in range(2):
        assert get(front + "/konto/login/").headers["X-Samrum-Cache"] is None
        assert get(front + "/ansokan/bekrafta/x/").headers["X-Samrum-Cache"] == "MISS"


def test_pages_are_compressed(front):
    assert get(front + "/", accept_encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_static_files_are_kept_for_good(front):
    answer = get(front + "/static/a.0123456789ab.css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_uploaded_files_cannot_act_as_pages(front):
    answer = get(front + "/media/page.html")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_private_files_have_no_address(front):
    assert get(front + "/private-files/secret.txt").status == 404


def test_nginx_sends_what_the_application_allows_with_all_that_protects_it(files):
    answer = get(files + "/rum/trygga/fil/1/x")
    assert answer.status == 200 and answer.read() == CONTENT
    for name, value in {
        "Content-Type": "application/pdf",
        "Content-Disposition": "inline; filename*=utf-8''%C3%85tg%C3%A4rder.pdf",
        "Content-Length": str(len(CONTENT)),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }.items():
        assert answer.headers.get_all(name) == [value]
    assert answer.headers["X-Accel-Redirect"] is None


def test_nginx_answers_parts_and_what_the_browser_has(files):
    address = files + "/rum/trygga/fil/1/x"
    part = get(address, range="bytes=100-199")
    assert (part.status, part.read()) == (206, CONTENT[100:200])
    assert part.headers["Content-Security-Policy"] == POLICY
    assert get(address, range="bytes=99999999-").status == 416
    tag = get(address).headers["ETag"]
    assert get(address, range="bytes=0-1", if_range=tag).status == 206
    assert get(address, range="bytes=0-1", if_range='"other"').status == 200
    for known in (tag, f'"{PRIVATE["sha256"]}"'):
        same = get(address, if_none_match=known)
        assert same.status == 304 and same.headers["Cache-Control"] == "private, no-store"


def test_a_file_that_the_disk_has_lost_is_a_404(files, tmp_path):
    (tmp_path / "data/private/library/aa/key").unlink()
    assert get(files + "/rum/trygga/fil/1/x").status == 404


def test_too_large_a_request_is_answered_in_swedish(files):
    insecure = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(files.removeprefix("https://"), context=insecure, timeout=20)
    connection.putrequest("POST", "/kontakt/")
    connection.putheader("Content-Length", str(14 * 1024 * 1024))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and "För stort" in answer.read().decode()


KEYED = [
    "/rum/inbjudan/hemlig-lank/",
    "/rum/brev/hemlig-lank/",
    "/rum/kalender/hemlig-lank.ics",
    "/konto/lank/hemlig-lank/",
    "/konto/confirm-email/hemlig-lank/",
    "/konto/password/reset/key/3-hemlig-lank/",
    "/konto/login/?next=/rum/inbjudan/hemlig-lank/",
    "/konto/oidc/oidc/login/callback/?code=hemlig-lank",
    "/kontakt/bekrafta/hemlig-lank/",
    "/ansokan/aterta/hemlig-lank/",
    "/en/application/mandate/hemlig-lank/",
    "/%72um/brev/hemlig-lank/",
    "//rum/brev/hemlig-lank/",
    "/sok/?q=hemlig-lank",
]


def test_links_of_letters_are_not_written_down(front, tmp_path_factory):
    get(front + "/robots.txt", referer=f"{front}{KEYED[0]}")
    for address in KEYED:
        get(front + address)
    log = next(tmp_path_factory.getbasetemp().glob("nginx*/access.log")).read_text()
    assert "GET /robots.txt HTTP" in log and "GET /konto/login/ HTTP" in log and "hemlig-lank" not in log


def test_nor_are_they_when_the_application_is_away(tmp_path):
    with nginx_before(f"127.0.0.1:{free_port()}", tmp_path) as url:
        assert get(url + "/robots.txt").status == 502
        for address in KEYED:
            if not address.startswith("/sok/"):  # what fails in general is told of in full
                assert get(url + address, referer=f"{url}/rum/").status == 502
    told = (tmp_path / "error.log").read_text()
    assert "/robots.txt" in told and "hemlig-lank" not in told
    assert "hemlig-lank" not in (tmp_path / "access.log").read_text()


def test_a_flood_of_forms_is_slowed_down(front):
    def post() -> int:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        try:
            with urllib.request.urlopen(
                front + "/kontakt/", data=b"x=1", context=context, timeout=20
            ) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    assert 429 in [post() for _attempt in range(40)]


def test_a_made_up_session_does_not_escape_the_limits(front):
    def ask_often(_number: int) -> set[int]:
        """Over one connection: a handshake each time would slow us down by itself."""
        insecure = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(front.removeprefix("https://"), context=insecure, timeout=20)
        statuses = set()
        for _request in range(60):
            connection.request("GET", "/robots.txt", headers={"Cookie": "sessionid=x"})
            answer = connection.getresponse()
            answer.read()
            statuses.add(answer.status)
        connection.close()
        return statuses

    with ThreadPoolExecutor(8) as pool:
        assert 429 in set().union(*pool.map(ask_often, range(8)))


def test_a_document_as_large_as_the_form_allows_passes():
    [megabytes] = re.findall(r"location /admin/ \{\s+client_max_body_size (\d+)m;", FILE.read_text())
    assert int(megabytes) * 1024 * 1024 > DOCUMENT_SIZE_AT_MOST
