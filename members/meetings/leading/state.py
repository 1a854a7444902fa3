"""How far a meeting has come: what is missing, who has answered, who was there. In words, for organisers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.access import CONTRIBUTING
from members.door import RoomRequest
from members.meetings.models import Material, ProgrammeItem, Registration, RoomMeeting
from members.models import Membership
from network.meeting_line import Entry, entry_for
from network.models import MeetingPage

Answer, Seat = Registration.Answer, Registration.Seat


@dataclass(frozen=True)
class Lack:
    """Something that is missing, and where one adds it."""

    words: str
    url: str


@dataclass
class Answers:
    on_site: int = 0
    online: int = 0
    held: int = 0
    waiting: int = 0
    no: int = 0
    unanswered: int = 0
    attended: int = 0
    absent: int = 0
    unmarked: int = 0  # of those who had a seat

    @property
    def is_marked(self) -> bool:
        return bool(self.attended or self.absent)


@dataclass
class MeetingState:
    meeting: RoomMeeting
    entry: Entry
    answers: Answers
    has_programme: bool
    has_material: bool
    lacks: list[Lack] = field(default_factory=list)

    @property
    def has_been(self) -> bool:
        return self.meeting.is_past

    @property
    def takes_answers(self) -> bool:
        return self.meeting.page.is_dated and not self.meeting.is_cancelled

    @property
    def shows_on_site(self) -> bool:
        """Also when somebody came in a way that the meeting no longer has."""
        return "on_site" in self.meeting.ways or bool(self.answers.on_site)

    @property
    def shows_online(self) -> bool:
        return "online" in self.meeting.ways or bool(self.answers.online)

    @property
    def coming_in_words(self) -> str:
        """“10 on site, 3 online”."""
        said = []
        if self.shows_on_site:
            said.append(_("%(number)d on site") % {"number": self.answers.on_site})
        if self.shows_online:
            said.append(_("%(number)d online") % {"number": self.answers.online})
        return ", ".join(said)

    @property
    def others_in_words(self) -> list[str]:
        """Those who have no seat, as far as there are any: “4 waiting”."""
        answers = self.answers
        counts = [
            (answers.held, ngettext("%(number)d seat held", "%(number)d seats held", answers.held)),
            (answers.waiting, _("%(number)d waiting")),
            (answers.no, ngettext("%(number)d does not come", "%(number)d do not come", answers.no)),
        ]
        if not self.has_been:
            words = ngettext(
                "%(number)d has not answered", "%(number)d have not answered", answers.unanswered
            )
            counts.append((answers.unanswered, words))
        return [words % {"number": number} for number, words in counts if number]


def states_of(request: RoomRequest, meetings: Sequence[RoomMeeting]) -> list[MeetingState]:
    """In the same four queries however many they are."""
    of_these = {"meeting__in": [meeting.pk for meeting in meetings]}
    programme = set(
        ProgrammeItem.objects.led_by(request.user).filter(**of_these).values_list("meeting", flat=True)
    )
    material = set(Material.objects.led_by(request.user).filter(**of_these).values_list("meeting", flat=True))
    answers = _answers(request, of_these)
    states = []
    for meeting in meetings:
        url = reverse("room_meetings:manage", args=[request.room.slug, meeting.pk])
        state = MeetingState(
            meeting,
            entry_for(meeting.page, url),
            answers[meeting.pk],
            meeting.pk in programme,
            meeting.pk in material,
        )
        state.lacks = _lacks(state, request.room.slug)
        states.append(state)
    return states


def _answers(request: RoomRequest, of_these: dict) -> dict[int, Answers]:
    expected = Membership.objects.led_by(request.user).in_room(request.room).joined()
    number = expected.filter(role__in=CONTRIBUTING).count()
    found: dict[int, Answers] = defaultdict(lambda: Answers(unanswered=number))
    rows = Registration.objects.led_by(request.user).filter(**of_these).order_by()
    groups = rows.values_list("meeting", "answer", "seat", "attended", "membership__role")
    for key, answer, seat, attended, role, count in groups.annotate(number=Count("pk")):
        one = found[key]
        name = "no" if answer == Answer.NO else seat if seat in (Seat.HELD, Seat.WAITING) else answer
        setattr(one, name, getattr(one, name) + count)
        if role in CONTRIBUTING:
            # Of a meeting that has been some may have left the room since.
            one.unanswered = max(0, one.unanswered - count)
        if attended is not None:
            presence = "attended" if attended else "absent"
        elif seat == Seat.SEATED:
            presence = "unmarked"
        else:
            continue
        setattr(one, presence, getattr(one, presence) + count)
    return found


def _lacks(state: MeetingState, slug: str) -> list[Lack]:
    meeting, page = state.meeting, state.meeting.page
    if meeting.is_cancelled:
        return []

    def lack(words: str, name: str) -> Lack:
        return Lack(words, reverse(f"room_meetings:{name}", args=[slug, meeting.pk]))

    lacks = []
    if state.has_been:
        if not meeting.notes_published_at:
            lacks.append(lack(_("notes"), "afterwards"))
        return lacks + ([] if state.has_material else [lack(_("material"), "material")])
    if page.state == MeetingPage.State.UNDECIDED:
        lacks.append(lack(_("date"), "appointment"))
    if not page.format:
        if not (meeting.address or meeting.video_link):
            lacks.append(lack(_("address or video link"), "manage"))
    else:
        if "on_site" in meeting.ways and not meeting.address:
            lacks.append(lack(_("address"), "manage"))
        if "online" in meeting.ways and not meeting.video_link:
            lacks.append(lack(_("video link"), "manage"))
    if not state.has_programme:
        lacks.append(lack(_("programme"), "programme"))
    if not state.has_material:
        lacks.append(lack(_("material"), "material"))
    return lacks
