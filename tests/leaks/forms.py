"""Bodies that somebody might post: taken from the forms on the pages themselves, one for each of their buttons."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile

WORDS = {"email": "ny@example.org", "url": "https://example.org/", "date": "2027-03-04", "number": "3"}


class Forms(HTMLParser):
    """`posts`: (address, body) for each button of each form with method=post on a page at `url`."""

    def __init__(self, url: str, html: str):
        super().__init__()
        self.url = url
        self.posts: list[tuple[str, dict]] = []
        self._form: dict | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = own.get("method", "").lower() == "post"
            self._form = {"to": urljoin(self.url, own.get("action", "")), "body": {}, "buttons": []}
            self._form = self._form if is_post else None
        elif self._form is not None:
            self._control(tag, own)

    def handle_endtag(self, tag: str) -> None:
        if tag != "form" or self._form is None:
            return
        form, self._form = self._form, None
        for name, value in form["buttons"] or [("", "")]:
            self.posts.append((form["to"], form["body"] | ({name: value} if name else {})))

    def _control(self, tag: str, own: dict[str, str]) -> None:
        name, body, kind = own.get("name", ""), self._form["body"], own.get("type", "text")
        if tag == "button" or kind == "submit":
            self._form["buttons"].append((name, own.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "option":
            if own.get("value") and (self._select not in body or "selected" in own):
                body[self._select] = own["value"]
        elif tag == "textarea":
            body[name] = "Exempel"
        elif tag == "input" and name and name != "csrfmiddlewaretoken":
            if kind == "file":
                body[name] = ""
            elif kind in ("radio", "checkbox"):
                body.setdefault(name, own.get("value", "on"))
            else:
                body[name] = own.get("value") or WORDS.get(kind, "Exempel")


def with_files(body: dict) -> dict:
    """A new file for each request: it is read once."""
    return {name: _file() if name in ("uploads", "mandate_file") else value for name, value in body.items()}


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("exempel.txt", b"Exempel", content_type="text/plain")
