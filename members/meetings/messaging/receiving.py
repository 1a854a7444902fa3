"""To whom an organiser writes: everybody in the room, or those that the filters leave."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.meetings.models import DateAnswer, Registration, RoomMeeting
from members.models import Membership, Organisation, Room
from members.querysets import MembershipQuerySet
from samrum.users.models import User


class Group(TextChoices):
    """What somebody has said to a meeting. Each person in the room is in one of the first six."""

    ON_SITE = "on_site", _("come on site")
    ONLINE = "online", _("take part online")
    HELD = "held", _("have a seat held, not confirmed")
    WAITING = "waiting", _("on the waiting list")
    NO = "no", _("do not come")
    SILENT = "silent", _("have not answered")
    NO_DATES = "no_dates", _("have not answered about the proposed dates")


ROLES = {
    Membership.Role.PARTICIPANT: _("participants"),
    Membership.Role.ORGANISER: _("organisers"),
    Membership.Role.GUEST: _("guests"),
}
REGISTERED = [group for group in Group if group is not Group.NO_DATES]


def groups_of(meeting: RoomMeeting) -> list[Group]:
    """Those that the meeting can have: registrations once there is a day, answers while one is looked for."""
    is_registered = meeting.page.start_date is not None or meeting.registrations.exists()
    groups: list[Group] = [*REGISTERED] if is_registered else []
    if meeting.page.start_date is None and meeting.proposals.exists():
        groups.append(Group.NO_DATES)
    return groups


def people_in(user: User, room: Room) -> MembershipQuerySet:
    """Who can get a letter: those that `members.notices` would deliver one to."""
    return Membership.objects.led_by(user).in_room(room).joined().filter(user__is_active=True)


def receivers(
    user: User,
    room: Room,
    meeting: RoomMeeting | None,
    *,
    groups: Iterable[str] = (),
    role: str = "",
    organisation: Organisation | None = None,
) -> MembershipQuerySet:
    """In the order of their names. A filter that is empty leaves everybody."""
    found = people_in(user, room)
    chosen = list(groups)
    if meeting is not None and chosen:
        found = found.filter(_any_of(meeting, chosen))
    if role:
        found = found.filter(role=role)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.select_related("user", "organisation").by_name()


def _any_of(meeting: RoomMeeting, groups: Sequence[str]) -> Q:
    rows = Registration.objects.filter(meeting=meeting, membership=OuterRef("pk"))
    seated = rows.seated()
    dates = DateAnswer.objects.filter(proposal__meeting=meeting, membership=OuterRef("pk"))
    conditions = {
        Group.ON_SITE: Exists(seated.filter(answer=Registration.Answer.ON_SITE)),
        Group.ONLINE: Exists(seated.filter(answer=Registration.Answer.ONLINE)),
        Group.HELD: Exists(rows.filter(seat=Registration.Seat.HELD)),
        Group.WAITING: Exists(rows.waiting()),
        Group.NO: Exists(rows.filter(answer=Registration.Answer.NO)),
        Group.SILENT: ~Exists(rows),
        Group.NO_DATES: ~Exists(dates),
    }
    any_of = Q()
    for name in groups:
        any_of |= Q(conditions[Group(name)])
    return any_of


def in_words(groups: Iterable[str], role: str, organisation: Organisation | None) -> str:
    """Such as “on the waiting list, Exempelstads kommun”, in the active language."""
    words = [str(Group(name).label) for name in groups]
    if role:
        words.append(str(ROLES[Membership.Role(role)]))
    if organisation is not None:
        words.append(organisation.name)
    return ", ".join(words) or gettext("everybody in the room")


def colleagues_at(meeting: RoomMeeting | None) -> dict[int, str]:
    """Membership (key) -> who goes to the meeting in that person's stead: the letter still goes to the person."""
    if meeting is None:
        return {}
    rows = meeting.registrations.exclude(colleague_name="").exclude(seat="")
    return dict(rows.values_list("membership", "colleague_name"))
