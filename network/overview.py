"""The networks by status and the meetings to come, for the front page. Three queries; five in English."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.meeting_line import Entry, entry_for
from network.models import MeetingPage, NetworkPage
from network.schedule import in_order
from samrum.core.addresses import page_path
from samrum.core.models import BasePage
from samrum.core.translations import in_language

Status = NetworkPage.Status
# In the order that serves a visitor who looks for a seat, with what each status means to that visitor.
STATUS_TEXTS: dict[str, tuple[Promise, Promise]] = {
    Status.OPEN: (_("Open for applications"), _("There are seats. Write to the network and apply.")),
    Status.PLANNED: (
        _("Planned"),
        _("Being prepared. You cannot apply yet, but you can say that you are interested."),
    ),
    Status.RUNNING: (_("Running"), _("The participants have begun their work together.")),
    Status.FULL: (_("Full"), _("All seats are taken. Write if you want to know when one becomes free.")),
    Status.ENDED: (_("Ended"), _("Finished rounds. What they announced can still be read.")),
}
COMING_AT_MOST = 8


@dataclass
class NetworkCard:
    page: NetworkPage
    url: str
    next_meeting: Entry | None = None


@dataclass
class Group:
    status: str
    heading: Promise
    meaning: Promise
    cards: list[NetworkCard] = field(default_factory=list)


@dataclass
class Overview:
    groups: list[Group]  # those that are not ended, in the order of STATUS_TEXTS
    ended: Group | None
    coming: list[Entry]
    more_coming: int
    untranslated: list[NetworkCard]  # announced in Swedish alone; none on the Swedish front page
    latest: Entry | None  # the last meeting that has been, where none is to come


def for_home(home: BasePage, request: HttpRequest | None) -> Overview:
    networks = list(NetworkPage.objects.live().child_of(home).order_by("-period_start", "title").named())
    source_home = home.languages.get(settings.LANGUAGE_CODE) or home
    # Where the meetings of each network lie: below its Swedish page, translated or not.
    places = {network.translation_key: network.path for network in networks}
    if source_home.pk != home.pk:
        sources = NetworkPage.objects.child_of(source_home).filter(translation_key__in=list(places))
        places |= dict(sources.values_list("translation_key", "path"))
    cards = {
        places[network.translation_key]: NetworkCard(network, page_path(network, request))
        for network in networks
    }
    meetings = MeetingPage.objects.live().descendant_of(source_home).shown()
    found = [meeting for meeting in meetings.upcoming().order_by("path") if _network_path(meeting) in cards]
    found = in_order(found)
    coming = [
        _entry(shown, cards[_network_path(meeting)], request)
        for meeting, shown in zip(found, in_language(found, home.locale_id), strict=True)
    ]
    for meeting, entry in zip(found, coming, strict=True):
        card = cards[_network_path(meeting)]
        if card.next_meeting is None and meeting.state != MeetingPage.State.CANCELLED:
            card.next_meeting = entry
    latest = None
    if not coming and (
        last := meetings.past().dated().exclude(state="cancelled").order_by("-ends_on").first()
    ):
        latest = _entry(in_language([last], home.locale_id)[0], cards.get(_network_path(last)), request)
    groups = [
        Group(status, heading, meaning, found)
        for status, (heading, meaning) in STATUS_TEXTS.items()
        if (found := [card for card in cards.values() if card.page.status == status])
    ]
    ended = groups.pop() if groups and groups[-1].status == Status.ENDED else None
    return Overview(
        groups,
        ended,
        coming[:COMING_AT_MOST],
        max(0, len(coming) - COMING_AT_MOST),
        [NetworkCard(network, page_path(network, request)) for network in _untranslated(home, networks)],
        latest,
    )


def _untranslated(home: BasePage, networks: list[NetworkPage]) -> list[NetworkPage]:
    """The running and coming networks that readers of another language than Swedish would not hear of."""
    if home.locale.language_code == settings.LANGUAGE_CODE:
        return []
    known = [network.translation_key for network in networks]
    swedish = NetworkPage.objects.live().filter(
        locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
    )
    others = swedish.exclude(translation_key__in=known).exclude(status=Status.ENDED)
    return list(others.order_by("-period_start", "title").named())


def _network_path(meeting: MeetingPage) -> str:
    return meeting.path[: -meeting.steplen]


def _entry(meeting: MeetingPage, card: NetworkCard | None, request: HttpRequest | None) -> Entry:
    # Without asking the site for its root for each meeting, where it stands below the network that is shown.
    below = card is not None and meeting.path.startswith(card.page.path)
    entry = entry_for(
        meeting, f"{card.url}{meeting.slug}/" if card and below else page_path(meeting, request)
    )
    if card:
        entry.network, entry.network_url = card.page, card.url
    return entry
