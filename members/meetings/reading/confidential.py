"""What of a meeting is not for everybody in its room: the way in from afar, and notes that are not published."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from members.door import RoomRequest
from members.meetings.models import Registration, RoomMeeting
from samrum.core.dates import day_in_words, hours_in_words


@dataclass(frozen=True)
class VideoLink:
    url: str = ""  # only for those who may have it, once it is time
    words: str = ""  # when it is shown, and to whom


@dataclass(frozen=True)
class Notes:
    text: str
    decisions: str
    published_at: datetime.datetime | None
    is_draft: bool  # for organisers: the others see nothing yet


@dataclass(frozen=True)
class Recording:
    url: str
    until: datetime.date | None


def may_have_link(request: RoomRequest, meeting: RoomMeeting) -> bool:
    """Whoever has a seat that is their own, and whoever leads the room. A colleague's seat is the colleague's."""
    if request.membership.leads:
        return True
    return RoomMeeting.objects.attended_by(request.user).filter(pk=meeting.pk).exists()


def video_link(request: RoomRequest, meeting: RoomMeeting, own: Registration | None) -> VideoLink | None:
    """None where there is nothing to say: no link, no day yet, cancelled, or long past."""
    opens, end = meeting.link_opens_at, meeting.ends_at
    if not meeting.video_link or opens is None or end is None or meeting.is_cancelled:
        return None
    if not meeting.shows_link and opens <= timezone.now():
        return None
    if may_have_link(request, meeting):
        return VideoLink(meeting.video_link if meeting.shows_link else "", _when(opens))
    if own is not None and own.is_seated:
        who = _(
            "The link is shown only to those who take part themselves. Ask the organisers if your colleague needs it."
        )
        return VideoLink(words=who)
    return VideoLink(
        words=_("Those who have a seat see the link here from %(when)s.") % {"when": _moment(opens)}
    )


def _when(opens: datetime.datetime) -> str:
    if opens <= timezone.now():
        return _("For you who take part. Do not pass it on.")
    return _("You see the link here from %(when)s.") % {"when": _moment(opens)}


def _moment(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{day_in_words(local.date())} {hours_in_words(local.time())}"


def notes_for(request: RoomRequest, meeting: RoomMeeting) -> Notes | None:
    """For all in the room once they are published; before that for organisers."""
    if not (meeting.notes.strip() or meeting.decisions.strip()):
        return None
    is_draft = meeting.notes_published_at is None
    if is_draft and not request.membership.leads:
        return None
    return Notes(meeting.notes, meeting.decisions, meeting.notes_published_at, is_draft)


def recording_of(meeting: RoomMeeting) -> Recording | None:
    """For all in the room, until its last day."""
    return Recording(meeting.recording_link, meeting.recording_until) if meeting.shows_recording else None
