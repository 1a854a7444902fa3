"""`/rum/<room>/leda/traffar/`: every meeting of the network, how far it has come and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.door import RoomRequest, room_view
from members.meetings.models import RoomMeeting
from members.models import Room
from network.meeting_line import term_in_words
from network.schedule import by_year, in_order

from .state import MeetingState, states_of


@dataclass(frozen=True)
class TermStates:
    heading: str
    states: list[MeetingState]


@room_view(leads=True)
@require_safe
def overview(request: RoomRequest) -> HttpResponse:
    rows = (
        RoomMeeting.objects.led_by(request.user).in_room(request.room).select_related("page", "room__network")
    )
    states = states_of(request, list(rows.order_by("page__path")))
    over = [state for state in states if is_over(state)]
    to_come = [state for state in states if not is_over(state)]
    network = request.room.network
    others = Room.objects.led_by(request.user).exclude(pk=request.room.pk).select_related("network")
    context = {
        "to_come": by_term(to_come),
        # The latest term first, and in it the latest meeting.
        "past": [TermStates(term.heading, term.states[::-1]) for term in reversed(by_term(over))],
        "other_rooms": others.order_by("network__title", "pk"),
        "add_url": reverse("wagtailadmin_pages:add", args=["network", "meetingpage", network.pk])
        if network.permissions_for_user(request.user).can_add_subpage()
        else "",
    }
    return render(request, "meetings/leading/overview.html", context)


def is_over(state: MeetingState) -> bool:
    """It has been, or its term has passed without it."""
    ends_on = state.meeting.page.ends_on
    return state.has_been or (ends_on is not None and ends_on < timezone.localdate())


def by_term(states: Iterable[MeetingState]) -> list[TermStates]:
    state_of = {state.meeting.page_id: state for state in states}
    pages = in_order(state.meeting.page for state in state_of.values())
    return [
        TermStates(
            term.heading or capfirst(term_in_words(term.season, year.number)) or _("Without a term"),
            [state_of[page.pk] for page in term.meetings],
        )
        for year in by_year(pages)
        for term in year.terms
    ]
