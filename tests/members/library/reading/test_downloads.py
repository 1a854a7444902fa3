"""Files and zips over HTTP, and what is counted."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from members.library.models import DownloadCount, ListedResource
from members.library.reading import counting
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory

from .publishing import add_version, published

pytestmark = pytest.mark.django_db
ZIP = "/rum/trygga/bibliotek/valda.zip"


@pytest.fixture(autouse=True)
def signed_in(client, member):
    client.force_login(member)


def address(file, name=None) -> str:
    return f"/rum/trygga/fil/{file.uuid}/{name or file.name}"


def body(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def names(answer) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(body(answer))) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def downloads(resource) -> int:
    return sum(DownloadCount.objects.filter(resource=resource).values_list("count", flat=True))


@pytest.fixture
def resource(room):
    return published(room, "Trappan", {"Trappan åäö.docx": "innehåll", "Bilaga.pdf": "pdf"})


@pytest.fixture
def file(resource):
    return resource.versions.get().files.get(name="Trappan åäö.docx")


def test_a_file_goes_under_its_own_name_whatever_the_address_says(client, file):
    for name in (None, "vad-som-helst.exe"):
        answer = client.get(address(file, name))
        assert body(answer).decode() == "innehåll"
        assert "Trappan%20%C3%A5%C3%A4%C3%B6.docx" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "private, no-store"


def test_those_who_do_not_see_the_version_do_not_get_the_file(client, home, room, member, file):
    file.version.state = "draft"
    file.version.save()
    assert client.get(address(file)).status_code == 404
    other = published(RoomFactory(home=home), "B", {"b.docx": "b"}).versions.get().files.get()
    assert client.get(address(other)).status_code == 404
    assert client.get(f"{ZIP}?fil={other.uuid}").status_code == 404
    client.force_login(MembershipFactory(room=room, ended=True).user)
    assert client.get(address(file)).status_code == 403


def test_a_version_comes_as_a_zip_of_known_length(client, resource):
    answer = client.get(f"/rum/trygga/bibliotek/{resource.pk}/version/1.zip")
    assert int(answer["Content-Length"]) > 0 and "Trappan%201.zip" in answer["Content-Disposition"].replace(
        "Trappan 1.zip", "Trappan%201.zip"
    )
    assert sorted(names(answer)) == ["Bilaga.pdf", "Trappan åäö.docx"]
    assert client.get(f"/rum/trygga/bibliotek/{resource.pk}/version/2.zip").status_code == 404
    assert client.get(f"/rum/trygga/bibliotek/{resource.pk}/version/{10**30}.zip").status_code == 404


def test_a_chosen_set_across_resources_has_a_folder_for_each(client, room, resource, file):
    other = published(room, "Mall/del", {"mall.docx": "x"})
    add_version(other, 2, {"nyare.docx": "y"})
    answer = client.get(f"{ZIP}?fil={file.uuid}&resurs={other.pk}")
    assert sorted(names(answer)) == ["Mall-del/nyare.docx", "Trappan/Trappan åäö.docx"]
    assert downloads(resource) == downloads(other) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("?fil=x", 404),
        ("?fil=&resurs=", 404),
        ("?resurs=" + "9" * 40, 404),
        ("?resurs=-1&resurs=%C2%B2", 404),
        ("?" + "&".join(["resurs=1"] * 201), 422),
    ],
)
def test_a_choice_that_cannot_be_met_says_why(client, room, query, status):
    answer = client.get(ZIP + query)
    assert answer.status_code == status and "Inget laddades ner" in answer.content.decode()


def test_downloads_are_counted_by_resource_and_month_and_nothing_else(client, resource, file):
    etag = client.get(address(file))["ETag"]
    assert downloads(resource) == 1
    body(client.get(f"/rum/trygga/bibliotek/{resource.pk}/version/1.zip"))
    assert downloads(resource) == 2
    client.head(address(file))
    client.get(address(file), headers={"range": "bytes=3-"})
    client.get(address(file), headers={"if-none-match": etag})
    client.get(address(file), headers={"range": "bytes=999-"})
    assert downloads(resource) == 2
    client.get(address(file), headers={"range": "bytes=0-"})
    assert downloads(resource) == 3
    assert ListedResource.objects.get().downloads == 3
    assert {field.name for field in DownloadCount._meta.fields} == {"id", "resource", "month", "count"}


def test_the_preview_of_a_draft_is_not_counted(client, room, member):
    draft = ResourceFactory(room=room, draft=True, contributor=member)
    version = add_version(draft, 1, {"a.docx": "a"}, draft=True, uploaded_by=member)
    assert body(client.get(address(version.files.get()))) == b"a"
    assert not DownloadCount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_downloads_at_once_none_is_lost(home):
    resource = published(RoomFactory(home=home), "A", {"a.docx": "a"})

    def one(_number: int) -> None:
        counting.count([resource.pk])
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, range(20)))
    assert downloads(resource) == 20


def test_a_number_that_no_database_holds_is_no_resource(client, resource):
    address = resource.get_absolute_url().replace(f"/{resource.pk}/", f"/{2**63}/")
    assert client.get(f"{address}version/1.zip").status_code == 404
