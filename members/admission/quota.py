"""How much strangers may lay on the disk. Counted in the database under one lock, so it holds in all processes."""

import datetime

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils import timezone

from members.models import Application, HeldUpload
from samrum.core.locks import hold

# A file that waits for the link in a letter to be opened. Whoever opens it later chooses the file again.
WAITING_LIFE = datetime.timedelta(hours=2)
# Of one address, in files of the largest size, in all rooms together.
FILES_PER_MAILBOX = 3
MEGABYTE = 1024 * 1024


def take_place(size: int, *, address: str = "", waits: bool) -> bool:
    """Whether `size` more bytes may be kept; nobody else takes any until the transaction ends.

    `address` is the applicant's, empty for a form that is not complete; `waits`: the file is kept for a while only,
    for something that nobody has confirmed.
    """
    hold("files of applications")
    forget_waiting()
    rows, held = Application.objects.all(), _bytes(HeldUpload.objects.all(), "size")
    if _bytes(rows) + held + size > settings.MAX_APPLICATION_FILES_MB * MEGABYTE:
        return False
    if waits:
        unconfirmed = rows.filter(state=Application.State.UNCONFIRMED)
        if _bytes(unconfirmed) + held + size > settings.MAX_WAITING_FILES_MB * MEGABYTE:
            return False
    most = FILES_PER_MAILBOX * settings.MAX_MANDATE_MB * MEGABYTE
    return not address or _bytes(rows.for_address(address)) + size <= most


def forget_waiting() -> int:
    """The files that have waited long enough; what was written stays. Returns how many there were."""
    rows = list(waiting_files().filter(created_at__lt=timezone.now() - WAITING_LIFE))
    for row in rows:
        row.mandate_file, row.mandate_file_size = "", 0  # type: ignore[assignment]
        row.save(update_fields=["mandate_file", "mandate_file_size"])
    return len(rows)


def waiting_files() -> QuerySet[Application]:
    return Application.objects.filter(state=Application.State.UNCONFIRMED).exclude(mandate_file="")


def _bytes(rows: QuerySet, field: str = "mandate_file_size") -> int:
    return rows.order_by().aggregate(bytes=Sum(field))["bytes"] or 0
