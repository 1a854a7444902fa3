"""What happens to an application before anybody decides: taken in, confirmed, withdrawn. Each step is one transaction
with its letters."""

import datetime
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from members.models import Application, ApplicationEvent, Membership, Room
from network.models import NetworkPage
from samrum.core.locks import hold
from samrum.core.verification import Verdict

from . import letters, mandates, uploads
from .forms import ApplicationForm
from .lock import locked
from .mandate_form import MandateForm

State, Kind = Application.State, ApplicationEvent.Kind
# What the applicant wrote; whatever else a row has is its history.
WRITTEN = (
    "name", "title", "organisation", "organisation_name", "mandate_by", "mandate_email", "mandate_on", "mandate_words",
    "mandate_file", "mandate_file_name", "mandate_file_size", "mandate_findings", "hopes", "language",
)  # fmt: skip
# What the manager was asked about: another answer is needed when it changes.
VOUCHED_FOR = ("name", "title", "organisation", "organisation_name", "mandate_by", "mandate_email")


# Of all senders together: a database is finite too. They go after seven days.
MOST_UNCONFIRMED = 5000


class TooManyUnconfirmed(Exception):
    """So many applications wait to be confirmed that no more are taken in before some have gone."""


class Outcome(Enum):
    RECEIVED = "received"
    CHANGED = "changed"
    SEATED = "seated"


@transaction.atomic
def take_in(form: ApplicationForm, room: Room, verdict: Verdict, language: str) -> None:
    """Keep what was sent. The sender is told the same whatever comes of it: the rest stands in a letter.

    Raises uploads.FileGone and TooManyUnconfirmed, with nothing kept.
    """
    if verdict is Verdict.ROBOT:
        return
    application, is_proven = form.application(locked(room.pk), language), verdict is Verdict.PASSED
    # Whoever has done the check is let in also beyond the limit: else it would tell whose address is known.
    if not is_proven and Application.objects.filter(state=State.UNCONFIRMED).count() >= MOST_UNCONFIRMED:
        raise TooManyUnconfirmed
    waits = not is_proven or _known(application)
    has_all = uploads.attach(
        application, form.checked_file, form.held_upload, is_proven=is_proven, waits=waits
    )
    if has_all and not waits:
        _receive(application)
        return
    application.save()
    hold(f"letters to {application.email}")
    if _links_today(application) <= settings.CONFIRMATION_LETTERS_PER_DAY:
        letters.ask_for_confirmation(application)


@transaction.atomic
def confirm(application: Application, mandate: MandateForm | None = None) -> Outcome | None:
    """The applicant has shown to mean it. None if that was already so: a link works once.

    `mandate`: valid, where the file was not kept. Raises uploads.NoPlace, with nothing changed.
    """
    room = locked(application.room_id)
    rows = Application.objects.select_related("organisation").filter(state=State.UNCONFIRMED)
    new = rows.filter(pk=application.pk).first()
    if new is None:
        return None
    new.room = room
    if new.asks_for_file and mandate is not None:
        new.mandate_words = mandate.cleaned_data["mandate_words"]
        uploads.attach_later(new, mandate.checked_file)
        new.save()
    if _seat(new):
        letters.seated(new)
        new.delete()
        return Outcome.SEATED
    earlier = _earlier(new)
    if earlier is None:
        _receive(new)
        return Outcome.RECEIVED
    reopened = earlier.state not in (State.RECEIVED, State.WAITING)
    earlier.room = room
    _replace(earlier, new)
    if reopened:
        _receive(earlier)
        return Outcome.RECEIVED
    earlier.save()
    earlier.events.create(kind=Kind.CHANGED)
    letters.receipt(earlier, changed=True)
    if earlier.mandate_email and not earlier.mandate_nonce and earlier.mandate_confirmed is None:
        mandates.ask(earlier)
    return Outcome.CHANGED


@transaction.atomic
def withdraw(application: Application) -> bool:
    """The applicant does not want a seat any more. False if it was decided, or withdrawn, before."""
    locked(application.room_id)
    row = Application.objects.undecided().filter(pk=application.pk).first()
    if row is None:
        return False
    row.state, row.decided_at, row.mandate_nonce = State.WITHDRAWN, timezone.now(), ""
    row.save()
    row.events.create(kind=Kind.WITHDRAWN)
    return True


def _receive(application: Application) -> None:
    """Now it waits for the organisers; while the network is full, on the waiting list."""
    full = application.room.network.status == NetworkPage.Status.FULL
    application.state = State.WAITING if full else State.RECEIVED
    application.confirmed_at, application.decided_at, application.membership = timezone.now(), None, None
    application.save()
    application.events.create(kind=Kind.RECEIVED)
    if full:
        application.events.create(kind=Kind.WAITING)
    letters.receipt(application)
    if application.mandate_email and not application.mandate_nonce and application.mandate_confirmed is None:
        mandates.ask(application)


def _replace(earlier: Application, new: Application) -> None:
    """What is written now stands in the place of what was written before; `new` goes."""
    if any(getattr(earlier, name) != getattr(new, name) for name in VOUCHED_FOR):
        mandates.forget(earlier)
    for name in WRITTEN:
        setattr(earlier, name, str(new.mandate_file) if name == "mandate_file" else getattr(new, name))
    # The file has changed its owner: deleting the row must leave it alone.
    Application.objects.filter(pk=new.pk).update(mandate_file="")
    Application.objects.filter(pk=new.pk).delete()


def _known(application: Application) -> bool:
    """Whether the address has an application or a seat here: then only a letter to it may say more."""
    return _earlier(application) is not None or _seat(application)


def _earlier(application: Application) -> Application | None:
    rows = Application.objects.in_room(application.room).confirmed().for_address(application.email)
    return rows.select_related("organisation").first()


def _seat(application: Application) -> bool:
    current = Membership.objects.in_room(application.room).current()
    return current.filter(user__email=application.email).exists()


def _links_today(application: Application) -> int:
    """Unconfirmed applications of the last day for the same address, this one included, in all rooms."""
    since = timezone.now() - datetime.timedelta(days=1)
    rows = Application.objects.for_address(application.email).filter(state=State.UNCONFIRMED)
    return rows.filter(created_at__gte=since).count()
