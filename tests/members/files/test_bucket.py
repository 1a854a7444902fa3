"""Private files in a bucket of an S3 service (moto speaks S3 in this process)."""

import time

import boto3
import pytest
from django.conf import settings as django_settings
from environ import Env
from moto import mock_aws

from members.files.sweep import sweep
from members.library.models import ResourceFile
from samrum.settings import private_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("site")]


@pytest.fixture
def bucket(settings, monkeypatch):
    for name, value in {
        "SAMRUM_S3_BUCKET": "rum",
        "SAMRUM_S3_REGION": "eu-north-1",
        "SAMRUM_S3_KEY": "key",
        "SAMRUM_S3_SECRET": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        rum = boto3.resource(
            "s3", "eu-north-1", aws_access_key_id="key", aws_secret_access_key="secret"
        ).Bucket("rum")
        rum.create(CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
        settings.STORAGES = django_settings.STORAGES | {
            "private": private_files.storage(Env(), django_settings.DATA_DIR)
        }
        yield rum


def keys(bucket) -> list[str]:
    return [item.key for item in bucket.objects.all()]


def test_a_file_in_a_bucket_is_streamed_by_the_application(client, bucket, make_file, settings):
    settings.ACCEL_PREFIX = "/private-files/"  # of no use here
    row = make_file(b"0123456789" * 30_000)
    assert keys(bucket) == [row.file.name]
    whole = client.get(f"/test/file/{row.pk}")
    assert b"".join(whole.streaming_content) == b"0123456789" * 30_000
    assert whole["Content-Length"] == "300000"
    assert "Location" not in whole and "amazonaws" not in str(whole.headers)
    part = client.get(f"/test/file/{row.pk}", headers={"range": "bytes=299995-"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"56789")
    assert client.head(f"/test/file/{row.pk}").content == b""


def test_nobody_gets_a_link_to_the_bucket(bucket, make_file):
    with pytest.raises(ValueError, match="no address"):
        _address = make_file().file.url
    [item] = bucket.objects.all()
    assert all(grant["Permission"] == "FULL_CONTROL" for grant in item.Object().Acl().grants)


def test_a_zip_from_a_bucket(client, bucket, make_file):
    row = make_file()
    response = client.get("/test/zip")
    assert len(b"".join(response.streaming_content)) == int(response["Content-Length"])
    row.file.storage.delete(row.file.name)
    assert b"saknas" in b"".join(client.get("/test/zip").streaming_content)
    assert client.get(f"/test/file/{row.pk}").status_code == 404


def test_rows_and_keys_live_and_die_together(bucket, make_file, client):
    row = make_file()
    row.delete()
    assert keys(bucket) == []
    with pytest.raises(Exception, match="in the middle"):
        client.post("/test/upload?roll-back", {"file": _text()})
    assert keys(bucket) == [] and not ResourceFile.objects.exists()


def test_sweeping_a_bucket(bucket, make_file, monkeypatch):
    row = make_file()
    bucket.put_object(Key="library/aa/orphan", Body=b"x")
    bucket.put_object(Key="post_office_attachments/a", Body=b"x")
    assert sweep() == ([], [])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 2 * 24 * 3600)
    assert sweep().removed == ["library/aa/orphan", "post_office_attachments/a"]
    assert keys(bucket) == [row.file.name]
    row.file.storage.delete(row.file.name)
    assert sweep().missing == [f"library.resourcefile {row.pk}"]


def test_text_is_read_from_a_bucket_as_from_a_folder(bucket, make_file):
    with make_file(b"Hej").file.open() as file:
        assert file.read() == b"Hej"
        file.seek(0)
        assert file.read(1) == b"H"


def _text():
    from tests.members.files.samples import upload

    return upload("a.txt", b"Hej")
