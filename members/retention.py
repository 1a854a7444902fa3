"""How long the rooms keep what they know of people. Files in private storage go with their rows.

The order counts: places go first, then the accounts that were made for them and that nobody uses.
"""

import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet
from django.utils import timezone

from members.admission.links import CONFIRM_LIFE
from members.admission.uploads import HELD_LIFE
from members.models import Application, HeldUpload, Invitation, Membership, RoomEvent
from samrum.users.models import User

State = Application.State
# Months: an appeal, a question "why not I?" and the next round come within a year.
DECIDED = 12
# What nobody has decided, and what tells how a room was led: the length of a round.
UNDECIDED = ENDED = LOG = 24
# Nobody has answered the invitation; nobody has signed in to an account without a place or a right.
UNANSWERED = UNUSED = 12
# A link that was used or is too old answers nothing any more; the letter about it may still be asked for.
INVITATIONS = datetime.timedelta(days=30)


def outdated(now: datetime.datetime) -> dict[str, QuerySet]:
    """What may go at `now`, by what it is called."""
    decided, undecided = now - relativedelta(months=DECIDED), now - relativedelta(months=UNDECIDED)
    return {
        "applications": Application.objects.filter(
            Q(state=State.UNCONFIRMED, created_at__lt=now - CONFIRM_LIFE)
            | Q(state__in=[State.ACCEPTED, State.DECLINED, State.WITHDRAWN], decided_at__lt=decided)
            | Q(state__in=[State.RECEIVED, State.WAITING], changed_at__lt=undecided)
        ),
        "files of unfinished forms": HeldUpload.objects.filter(created_at__lt=now - HELD_LIFE),
        "invitations": Invitation.objects.filter(
            Q(used_at__lt=now - INVITATIONS) | Q(expires_at__lt=now - INVITATIONS)
        ),
        "ended memberships": Membership.objects.filter(ended_at__lt=now - relativedelta(months=ENDED)),
        "unanswered invitations": Membership.objects.filter(
            joined_at=None, invitations=None, invited_at__lt=now - relativedelta(months=UNANSWERED)
        ),
        "places in closed rooms": Membership.objects.filter(
            room__closes_on__lt=timezone.localdate(now) - relativedelta(months=ENDED)
        ).exclude(role=Membership.Role.ORGANISER),
        "log entries of rooms": RoomEvent.objects.filter(at__lt=now - relativedelta(months=LOG)),
        "accounts without a place": unused_accounts(now - relativedelta(months=UNUSED)),
    }


def unused_accounts(since: datetime.datetime) -> QuerySet[User]:
    """Of people who are in no room and do nothing in the admin. A place that ended counts until it is erased."""
    idle = User.objects.filter(date_joined__lt=since).exclude(last_login__gte=since)
    return idle.filter(
        memberships=None, groups=None, user_permissions=None, is_staff=False, is_superuser=False
    )
