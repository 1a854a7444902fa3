"""Sends one request as one actor through everything the site puts before and after a view, and undoes what it did."""

import re
import traceback
from dataclasses import dataclass, field

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from post_office.models import Email

from .world import World

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=)"\w+"')


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: str = ""
    letters: list[Email] = field(default_factory=list)
    error: str = ""

    @property
    def sent(self) -> tuple[bytes, bytes]:
        """All that goes over the wire: head and body."""
        head = [str(self.status), *(f"{name}: {value}" for name, value in self.headers.items()), self.cookies]
        return "\n".join(head).encode(), self.body

    def alike(self, *own: str) -> bytes:
        """The body without what is different each time and what the address itself says."""
        body = TOKEN.sub(rb"\1", self.body)
        for text in own:
            body = body.replace(text.encode(), b"")
        return body


class Browser:
    def __init__(self, world: World):
        self.world = world
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.requests = RequestFactory()
        self.sessions = {actor: self._session(actor) for actor in ("anonymous", *world.users)}
        self.count = 0
        self._error = ""
        self._last_letter = Email.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        got_request_exception.connect(self._note)

    def ask(
        self, actor: str, url: str, method: str = "GET", data: dict | None = None, language: str = "sv", **headers
    ) -> Answer:  # fmt: skip
        """Whatever the request changes in the database is undone; what happens on commit has happened before."""
        self.count += 1
        cookie = f"{settings.LANGUAGE_COOKIE_NAME}={language}"
        if session := self.sessions[actor]:
            cookie += f"; {settings.SESSION_COOKIE_NAME}={session}"
        headers |= {"HTTP_COOKIE": cookie, "HTTP_SEC_FETCH_SITE": "same-origin"}
        make = self.requests.post if method == "POST" else self.requests.get
        environ = make(url, data or {}, **headers).environ | {"REQUEST_METHOD": method}
        self._error = ""
        with transaction.atomic():
            kept = len(connection.run_on_commit)
            response = self.handler(environ)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            letters = self._letters(kept) if method == "POST" else []
            del connection.run_on_commit[kept:]
            transaction.set_rollback(True)
        cookies = response.cookies.output()
        return Answer(response.status_code, dict(response.headers), content, cookies, letters, self._error)

    def close(self) -> None:
        got_request_exception.disconnect(self._note)

    def _session(self, actor: str) -> str:
        if actor == "anonymous":
            return ""
        client = Client()
        client.force_login(self.world.users[actor])
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def _letters(self, kept: int) -> list[Email]:
        while len(connection.run_on_commit) > kept:
            _sids, do, _robust = connection.run_on_commit.pop(kept)
            do()
        return list(Email.objects.filter(pk__gt=self._last_letter).order_by("pk"))

    def _note(self, **kwargs) -> None:
        self._error = traceback.format_exc()
