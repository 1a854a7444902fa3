"""Drafts that nobody touches go after a year, with their files; what is read stays."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from members.library.models import Resource, ResourceFile, ResourceVersion
from tests.members.factories import ResourceFactory, ResourceFileFactory, VersionFactory

pytestmark = pytest.mark.django_db


def test_what_is_idle_or_withdrawn_goes(room, member):
    draft = ResourceFactory(room=room, draft=True, title="Utkast", contributor=member)
    ResourceFileFactory(version=VersionFactory(resource=draft, draft=True))
    fresh = ResourceFactory(room=room, draft=True, title="Färskt")
    VersionFactory(resource=fresh, draft=True)
    kept = ResourceFactory(room=room, title="Läses")
    VersionFactory(resource=kept)
    VersionFactory(resource=kept, number=2, draft=True)
    withdrawn = ResourceFactory(room=room, withdrawn_at=timezone.now() - datetime.timedelta(days=740))
    VersionFactory(resource=withdrawn)
    old = timezone.now() - datetime.timedelta(days=370)
    Resource.objects.exclude(pk=fresh.pk).update(created_at=old)
    ResourceVersion.objects.exclude(resource=fresh).update(changed_at=old)
    call_command("purge", stdout=io.StringIO())
    assert set(Resource.objects.values_list("title", flat=True)) == {"Färskt", "Läses"}
    assert [version.number for version in kept.versions.all()] == [1]
    assert not ResourceFile.objects.exists()
