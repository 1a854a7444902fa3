import hashlib

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile

from members.library.models import ResourceFile
from tests.members.factories import ResourceFactory, RoomFactory, VersionFactory


@pytest.fixture
def version(home):
    return VersionFactory(resource=ResourceFactory(room=RoomFactory(home=home)))


@pytest.fixture
def make_file(version):
    def make(
        content: bytes = b"0123456789", name: str = "Åtgärder.pdf", content_type: str = "application/pdf"
    ):
        return ResourceFile.objects.create(
            version=version,
            file=ContentFile(content, "x"),
            name=name,
            content_type=content_type,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    return make


@pytest.fixture
def site(settings):
    settings.ROOT_URLCONF = "tests.members.files.site"


@pytest.fixture
def private(settings, tmp_path):
    """An empty folder for private files."""
    settings.STORAGES = django_settings.STORAGES | {
        "private": {
            "BACKEND": "members.files.storage.PrivateFolder",
            "OPTIONS": {
                "location": str(tmp_path / "private"),
                "base_url": None,
                "file_permissions_mode": 0o600,
            },
        }
    }
    return tmp_path / "private"
