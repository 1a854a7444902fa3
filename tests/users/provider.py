"""A small identity provider (OpenID Connect) on this machine: the one seam at which a test plays the organisation."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT = "samrum"


class Provider:
    """Says of whoever comes what `person` holds; `broken` is a path that answers with an error."""

    def __init__(self, url: str):
        self.url = url
        self.person: dict = {}
        self.broken = ""
        self.token_requests: list[dict] = []

    def answer(self, path: str, form: dict) -> dict:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
            }
        if path == "/token":
            self.token_requests.append(form)
            claims = {"iss": self.url, "aud": CLIENT, "sub": self.person["sub"], "exp": time.time() + 60}
            return {
                "access_token": "x",
                "token_type": "Bearer",
                "id_token": jwt.encode(claims, "k" * 32, algorithm="HS256"),
            }
        return self.person if path == "/userinfo" else {}


@contextmanager
def running() -> Iterator[Provider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            path = urlsplit(self.path).path
            self.send_response(500 if path == provider.broken else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(provider.answer(path, form)).encode())

        do_POST = do_GET

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("localhost", 0), Handler) as server:
        provider = Provider(f"http://localhost:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
