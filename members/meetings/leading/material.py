"""`.../material/`: what of the library belongs to the meeting. Its rights and versions stay the library's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from members.door import RoomRequest, room_view
from members.library.models import Resource
from members.meetings.led import find_meeting
from members.meetings.models import Material, RoomMeeting
from members.models import Membership
from members.notices.outbox import tell
from samrum.core.search.forms import SearchForm

from .one_meeting import changing, show
from .order import arrange, last_position, pressed
from .resources import AT_ONCE, MaterialForm, published, to_choose

CHANGED = gettext_noop("Changed the material of a meeting")
ADDED = gettext_noop("Added material to a meeting")


@room_view(leads=True)
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: RoomRequest, pk: int) -> HttpResponse:
    meeting = find_meeting(request, pk)
    search = SearchForm(request.GET if "q" in request.GET else None)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    here = f"{reverse('room_meetings:material', args=[request.room.slug, pk])}{'?' + urlencode({'q': words}) if words else ''}"
    if request.method == "POST" and (button := pressed(request.POST.get("do", ""))):
        with changing(meeting, request, CHANGED) as held:
            arrange(list(held.material.all()), *button)
        return redirect(here)
    items = list(meeting.material.select_related("resource__room"))
    there = {item.resource_id for item in items}
    shown = to_choose(request, words, there)
    form = MaterialForm(
        request.POST if request.method == "POST" else None, rows=published(request), shown=shown[:AT_ONCE]
    )
    if request.method == "POST" and form.is_valid():
        add(request, meeting, form.cleaned_data["resources"])
        return redirect(here)
    return show(
        request,
        meeting,
        "material",
        status=422 if request.method == "POST" else 200,
        form=form,
        search=search,
        words=words,
        here=here,
        items=items,
        has_choices=bool(shown),
        has_more=len(shown) > AT_ONCE,
    )


def add(request: RoomRequest, meeting: RoomMeeting, resources: list[Resource]) -> None:
    """What is there already stays where it is. The participants hear of it once, however many are added."""
    with changing(meeting, request, ADDED) as held:
        rows = list(held.material.all())
        there, last = {row.resource_id for row in rows}, last_position(rows)
        new = [resource for resource in resources if resource.pk not in there]
        Material.objects.bulk_create(
            Material(meeting=held, resource=resource, position=last + number)
            for number, resource in enumerate(new, start=1)
        )
        if new:
            others = Membership.objects.joined().in_room(held.room).exclude(pk=request.membership.pk)
            tell("meeting_material", held.pk, others.order_by("pk").values_list("pk", flat=True))
    added = ngettext(
        "%(count)d thing is added. The participants get a letter.",
        "%(count)d things are added. The participants get a letter.",
        len(new),
    )
    messages.success(request, added % {"count": len(new)} if new else _("They are there already."))
