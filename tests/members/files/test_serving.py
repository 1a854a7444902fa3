"""How a private file leaves the house."""

import gc
import re
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from members.files import slots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def assert_protected(response) -> None:
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_whole_file(client, make_file):
    row = make_file()
    response = client.get(f"/test/file/{row.pk}")
    assert (response.status_code, body(response)) == (200, b"0123456789")
    assert response["Content-Length"] == "10"
    assert response["Content-Type"] == "application/pdf"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == f'"{row.sha256}"'
    assert_protected(response)


def test_head_has_the_headers_and_no_body(client, make_file):
    address = f"/test/file/{make_file().pk}"
    whole, head = client.get(address), client.head(address)
    body(whole)
    assert head.content == b"" and not head.streaming
    assert dict(head.items()) == dict(whole.items())


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_but_get_and_head(client, make_file, method):
    assert getattr(client, method)(f"/test/file/{make_file().pk}").status_code == 405


@pytest.mark.parametrize(
    ("asked", "status", "content", "content_range"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-30", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=8-999", 206, b"89", "bytes 8-9/10"),
        ("bytes=9-9", 206, b"9", "bytes 9-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=999999999999999999-", 416, b"", "bytes */10"),
        # What is malformed, of another unit, or several ranges is answered with the whole file (RFC 9110, 14.2).
        ("bytes=5-2", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("items=0-1", 200, b"0123456789", None),
        ("bytes=" + "9" * 5000 + "-", 200, b"0123456789", None),
        ("bytes=a-b", 200, b"0123456789", None),
        ("bytes=٣-٤", 200, b"0123456789", None),
    ],
)
def test_ranges(client, make_file, asked, status, content, content_range):
    response = client.get(f"/test/file/{make_file().pk}", headers={"range": asked})
    assert (response.status_code, body(response)) == (status, content)
    assert response.get("Content-Range") == content_range
    assert response["Content-Length"] == str(len(content))
    assert_protected(response)


def test_an_empty_range_request_on_head_is_not_a_part(client, make_file):
    assert client.head(f"/test/file/{make_file().pk}", headers={"range": "bytes=0-3"}).status_code == 200


@pytest.mark.parametrize(
    ("if_range", "status"),
    [("same", 206), ('"other"', 200), ("weak", 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)],
)
def test_a_download_goes_on_only_where_the_file_is_the_same(client, make_file, if_range, status):
    row = make_file()
    tag = {"same": f'"{row.sha256}"', "weak": f'W/"{row.sha256}"'}.get(if_range, if_range)
    response = client.get(f"/test/file/{row.pk}", headers={"range": "bytes=0-3", "if-range": tag})
    assert response.status_code == status


def test_what_the_browser_has_is_not_sent_again(client, make_file):
    row = make_file()
    for tag in (f'"{row.sha256}"', f'"x", "{row.sha256}"', f'W/"{row.sha256}"', "*"):
        response = client.get(f"/test/file/{row.pk}", headers={"if-none-match": tag})
        assert (response.status_code, response.content) == (304, b"")
        assert_protected(response)
    assert client.get(f"/test/file/{row.pk}", headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "shown"),
    [
        ("application/pdf", True),
        ("image/png", True),
        ("text/plain", False),
        ("text/html", False),
        ("image/svg+xml", False),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    ],
)
def test_only_pdf_and_pictures_are_shown(client, make_file, content_type, shown):
    row = make_file(content_type=content_type)
    disposition = client.get(f"/test/file/{row.pk}")["Content-Disposition"]
    assert disposition.startswith("inline" if shown else "attachment")


@pytest.mark.parametrize(
    "name", ["Åtgärder mot hot.pdf", 'a"b\\.pdf', "a\r\nSet-Cookie: x=1.pdf", "👍.pdf", "%41.pdf"]
)
def test_names_arrive_as_they_are(client, make_file, name):
    disposition = client.get(f"/test/file/{make_file(name=name).pk}")["Content-Disposition"]
    assert "\r" not in disposition and "\n" not in disposition
    if encoded := re.search(r"filename\*=utf-8''(.+)", disposition):
        assert unquote(encoded[1]) == name
    else:
        assert (
            re.search(r'filename="(.+)"$', disposition)[1].replace("\\\\", "\\").replace('\\"', '"') == name
        )


def test_the_web_server_is_told_where_the_file_lies(client, make_file, settings):
    settings.ACCEL_PREFIX = "/private-files/"
    row = make_file(name="Å.docx", content_type="application/msword")
    response = client.get(f"/test/file/{row.pk}", headers={"range": "bytes=0-1"})
    assert response["X-Accel-Redirect"] == f"/private-files/{row.file.name}"
    assert response.status_code == 200 and response.content == b""
    assert response["Content-Disposition"].startswith("attachment")
    assert_protected(response)


def test_a_file_that_is_missing_is_a_404_that_is_noted(client, make_file, caplog):
    row = make_file()
    row.file.storage.delete(row.file.name)
    assert client.get(f"/test/file/{row.pk}").status_code == 404
    assert "missing" in caplog.text


def test_downloads_wait_for_a_slot_and_give_it_back(client, make_file, settings):
    gc.collect()  # answers that earlier tests have not read hold theirs until then
    settings.DOWNLOADS_AT_ONCE = 2
    address = f"/test/file/{make_file().pk}"
    first, second = client.get(address), client.get(address)
    busy = client.get(address)
    assert busy.status_code == 429
    assert busy["Retry-After"] == "30" and "Många laddar ner" in busy.content.decode()
    assert client.head(address).status_code == 200
    assert body(first)
    assert client.get(address).status_code == 200
    assert body(second)


def test_a_slot_is_given_back_also_when_the_answer_never_leaves():
    taken = slots.Slot.take()
    before = slots._taken
    del taken
    assert slots._taken == before - 1


def test_a_slot_is_given_back_once():
    before, slot = slots._taken, slots.Slot.take()
    slot.release()
    slot.release()
    assert slots._taken == before


def test_the_database_is_let_go_before_the_file_is_sent(client, make_file, monkeypatch):
    closed = []
    connection = SimpleNamespace(in_atomic_block=False, close=lambda: closed.append(True))
    monkeypatch.setattr("members.files.serving.connection", connection)
    response = client.get(f"/test/file/{make_file().pk}")
    assert not closed
    assert body(response) and closed == [True]
