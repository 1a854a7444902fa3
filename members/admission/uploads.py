"""The mandate as a file: how it survives a fault in another field of the form, and whose it is."""

import datetime

from django.core import signing
from django.core.files.base import File
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from members.files.checks import Checked
from members.models import Application, HeldUpload
from samrum.core.verification.address import client_network
from samrum.core.verification.limits import hits

from .quota import take_place

# A form may stand open in a tab overnight.
HELD_LIFE = datetime.timedelta(days=1)
# Files of strangers that lie here at once, and those of one address in ten minutes: a disk is finite.
HELD_AT_ONCE = 200
HELD_PER_ADDRESS, HELD_SECONDS = 10, 600
_SALT = "members.admission.held"


class NoPlace(Exception):
    """So many files lie here that no more is kept for now."""


class FileGone(Exception):
    """The file that was kept for the form is no longer there."""


def hold(request: HttpRequest, checked: Checked) -> HeldUpload | None:
    """Keep a checked file for the next sending of the form; None where too many are kept already."""
    if hits(f"held:{client_network(request)}", HELD_SECONDS) > HELD_PER_ADDRESS:
        return None
    if HeldUpload.objects.filter(created_at__gt=timezone.now() - HELD_LIFE).count() >= HELD_AT_ONCE:
        return None
    with transaction.atomic():
        if not take_place(checked.size, waits=True):
            return None
        return HeldUpload.objects.create(
            file=checked.content, name=checked.name, size=checked.size, findings=checked.findings
        )


def reference(held: HeldUpload) -> str:
    return signing.dumps([held.pk, held.created_at.isoformat()], salt=_SALT)


def find_held(token: str) -> HeldUpload | None:
    try:
        pk, created_at = signing.loads(token, salt=_SALT, max_age=HELD_LIFE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return HeldUpload.objects.filter(pk=pk, created_at=created_at).first()


def discard(held: HeldUpload | None) -> None:
    """Another file has been chosen, or none. The file goes with its row."""
    if held:
        HeldUpload.objects.filter(pk=held.pk).delete()


def attach(
    application: Application,
    checked: Checked | None,
    held: HeldUpload | None,
    *,
    is_proven: bool,
    waits: bool,
) -> bool:
    """Give the application its file: one that came now, or else a copy of the one that was held.

    False where it is not kept, since nobody has shown to be a person or no place is left: then its name alone is noted,
    and the file is asked for again. `waits`: the application is still to be confirmed. Raises FileGone. Save the
    application in the same transaction.
    """
    found = checked or held
    if found is None:
        return True
    application.mandate_file_name = found.name
    discard(held)  # or it would take the place of its copy
    if not (is_proven and take_place(found.size, address=application.email, waits=waits)):
        return False
    try:
        application.mandate_file = found.content if isinstance(found, Checked) else File(found.file.open())
    except OSError as error:
        raise FileGone from error
    application.mandate_file_size, application.mandate_findings = found.size, found.findings
    return True


def attach_later(application: Application, checked: Checked | None) -> None:
    """When it is confirmed. Raises NoPlace. Save the application in the same transaction."""
    if checked is None:
        application.mandate_file_name = ""
        return
    if not take_place(checked.size, address=application.email, waits=False):
        raise NoPlace
    application.mandate_file, application.mandate_file_name = checked.content, checked.name
    application.mandate_file_size, application.mandate_findings = checked.size, checked.findings
