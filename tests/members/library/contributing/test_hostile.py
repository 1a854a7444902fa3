"""Whatever is sent, the answer is never an error of ours; and an upload that is cut off leaves nothing."""

import socket
import time
import uuid
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.library.models import Resource, ResourceFile, ResourceVersion
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.files.looked_through import in_this_process
from tests.members.library.writing import CONTRIBUTE, QUEUE, docx

pytestmark = pytest.mark.django_db

FUZZ = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            "\x00",
            "x" * 3000,
            "-1",
            "9" * 30,
            "٣",
            "{{ 7 }}",
            "javascript:alert(1)",
            "http://[",
            "https://å" * 99,
        ]
    ),
)
NAMES = [
    "title",
    "summary",
    "kind",
    "building_blocks",
    "language",
    "organisation",
    "contact",
    "sharing",
    "link",
    "note",
]
ACTIONS = st.one_of(
    st.sampled_from(
        ["", "save", "hand_in", "publish", "return", "withdraw", "restore", "restore:1", "up:1", "remove:"]
    ),
    TEXT,
    st.uuids().map(lambda key: f"remove:{key}"),
)
FIELDS = st.dictionaries(st.sampled_from([*NAMES, "comment", "why", "what", "uploads"]), TEXT)
FILE_NAMES = st.one_of(
    st.text(min_size=1, max_size=20),
    st.sampled_from(
        [
            "a" * 300 + ".pdf",
            "../../etc/passwd.txt",
            "å\u202etxt.exe",
            "con.txt",
            ".pdf",
            "a.pdf.",
            "x.docx",
            "y.png",
            "\n.txt",
        ]
    ),
)
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"",
            b"%PDF-1.7\n<html><script>",
            docx("x"),
            docx("x")[:300],
            b"PK\x03\x04" + b"\x00" * 64,
            b"GIF89a<?php",
        ]
    ),
)


@pytest.fixture
def sign_in(organiser, member):
    def client_of(user):
        client = Client(raise_request_exception=True)
        client.force_login(user)
        return client

    return {"organiser": client_of(organiser), "member": client_of(member)}


@FUZZ
@given(
    who=st.sampled_from(["organiser", "member"]),
    fields=FIELDS,
    action=ACTIONS,
    files=st.lists(st.tuples(FILE_NAMES, CONTENTS), max_size=2),
)
def test_contributing(sign_in, who, fields, action, files):
    uploads = [SimpleUploadedFile("x", content) for _name, content in files]
    for upload, (name, _content) in zip(uploads, files, strict=True):
        upload.name = name.replace("\x00", "").encode("utf-8", "ignore").decode() or "x"
    sent = {**fields, "do": action, **({"uploads": uploads} if uploads else {})}
    with in_this_process():
        assert sign_in[who].post(CONTRIBUTE, sent).status_code in (302, 422)
    if version := ResourceVersion.objects.filter(state="draft").first():
        answer = sign_in[who].post(f"{CONTRIBUTE}{version.pk}/", {**fields, "do": action})
        assert answer.status_code in (302, 404, 422)


@FUZZ
@given(fields=FIELDS, action=ACTIONS, sida=TEXT)
def test_leading(sign_in, room, fields, action, sida):
    resource = ResourceFactory(room=room)
    version = VersionFactory(resource=resource, state="handed_in", published_at=None)
    client = sign_in["organiser"]
    addresses = [
        f"{QUEUE}granska/{version.pk}/",
        f"{QUEUE}{resource.pk}/",
        f"/rum/trygga/bibliotek/{resource.pk}/ratta/",
    ]
    for address in addresses:
        assert client.post(address, {**fields, "do": action}).status_code in (302, 404, 422)
    sida = sida.replace("\x00", "").encode("utf-8", "ignore").decode()
    for address in (QUEUE, f"{QUEUE}siffror/", f"{QUEUE}siffror.csv", "/rum/trygga/bibliotek/mina/"):
        assert client.get(address, {"sida": sida, "period": sida, "resurs": sida}).status_code == 200


@pytest.mark.parametrize("pk", [0, 10**12, 10**25])
def test_numbers_that_no_row_has(sign_in, pk):
    client = sign_in["organiser"]
    for name in ("draft", "delete_draft", "correct", "review", "manage"):
        assert client.get(reverse(f"library:{name}", args=["trygga", pk])).status_code == 404
    assert client.post(reverse("library:renew", args=["trygga", pk])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_cut_off_leaves_neither_row_nor_file(live_server, home, client):
    client.force_login(MembershipFactory(room=RoomFactory(home=home, slug="trygga")).user)
    client.get(CONTRIBUTE)
    before = {name for name, _when in storages["private"].names("library")}
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    token = client.cookies["csrftoken"].value
    border = uuid.uuid4().hex
    body = (
        f'--{border}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{border}\r\nContent-Disposition: form-data; name="title"\r\n\r\nAvbruten\r\n'
        f'--{border}\r\nContent-Disposition: form-data; name="uploads"; filename="a.txt"\r\n'
        f"Content-Type: text/plain\r\n\r\n{'x' * 100_000}"
    )
    where = urlsplit(live_server.url)
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        head = (
            f"POST {CONTRIBUTE} HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookies}\r\nOrigin: {live_server.url}\r\n"
            f"Content-Type: multipart/form-data; boundary={border}\r\nContent-Length: 5000000\r\n\r\n"
        )
        connection.sendall((head + body).encode())
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(10)
        try:
            answer = connection.recv(100)
        except OSError:
            answer = b""
    time.sleep(0.5)
    assert b" 500 " not in answer
    assert not Resource.objects.exists() and not ResourceFile.objects.exists()
    assert {name for name, _when in storages["private"].names("library")} == before
