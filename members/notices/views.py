"""The link in a letter by which one has no more of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from members.models import Membership
from members.rooms.forms import ANYWAY

from .unsubscribing import membership_of


@csrf_exempt  # a mail program presses the button without having seen the page (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does: programs that examine mail open links. Nothing of the room is shown but its network."""
    membership = membership_of(token)
    if membership is None:
        return render(request, "members/notices/dead.html", status=410)
    if request.method == "POST":
        Membership.objects.filter(pk=membership.pk).update(notices=Membership.Notices.NONE)
    is_done = request.method == "POST"
    context = {"network": membership.room.network, "is_done": is_done, "anyway": ANYWAY}
    return render(request, "members/notices/unsubscribe.html", context)
