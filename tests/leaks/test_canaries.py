"""Every private field that can hold words has a canary, or a reason."""

import io
import zipfile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from post_office.models import Email

from network.models import ContactMessage

from .canaries import Cage, text_like
from .guards import PRIVATE_APPS
from .world import pdf_file, word_file

pytestmark = pytest.mark.django_db
EXEMPT = {
    # Known to everybody.
    "members.Organisation": "municipalities and regions are public",
    "library.ResourceFile.content_type": "one of a few",
    "library.ListedResource.kind": "one of a few",
    "library.ListedResource.language": "one of a few",
    "library.ResourceSearchEntry.language": "one of a few",
    "members.Application.language": "one of a few",
    "network.ContactMessage.language": "one of a few",
    "meetings.RoomMeeting.announced": "what the public page says of when and where",
    "notices.Notice.kind": "one of a few",
    # Made of fields that have one.
    "library.ListedResource.title_key": "of the title",
    "library.ListedResource.blocks": "of the building blocks, which are public",
    "library.ResourceSearchEntry": "of title, summary, file names and texts",
    "network.ContactMessage.fingerprint": "a digest of the message",
    "library.Resource.begun_as": "a digest of the form",
    # Never sent anywhere; what is made of it is tried by its own links.
    "users.User.password": "a digest",
    "members.Application.mandate_nonce": "stands in the sealed link alone",
    "post_office.Email.from_email": "ours",
    "post_office.Email.to": "the canary of the letter stands in its text",
    "post_office.Email.cc": "not used",
    "post_office.Email.bcc": "not used",
    "post_office.Email.backend_alias": "ours",
    "post_office.Email.message_id": "ours",
}


def private_models() -> list:
    own = (model for app in PRIVATE_APPS for model in apps.get_app_config(app).get_models())
    return [*own, ContactMessage, get_user_model(), Email]


def test_every_private_field_has_a_canary_or_a_reason(matrix):
    guarded = {canary.field for canary in matrix.world.cage.values()}
    for model in private_models():
        for field in text_like(model):
            name = str(field)
            assert name in guarded or name in EXEMPT or model._meta.label in EXEMPT, name


def test_every_reason_is_about_a_field():
    known = {str(field) for model in private_models() for field in text_like(model)}
    assert {name for name in EXEMPT if name.count(".") == 2} <= known


def test_the_eye_sees_into_files(matrix):
    cage = Cage()
    text = cage.value(ContactMessage._meta.get_field("subject"), frozenset())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("brev.docx", word_file(text))
    for content in (text.encode(), pdf_file(text), word_file(text), packed.getvalue()):
        assert cage.spotted(content) == set(cage)
        assert not cage.spotted(content.replace(b"zq", b"")[:20])
