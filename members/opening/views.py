"""“The room” of a network in the admin. It shows that the room exists and whether somebody leads it, nothing more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from members.models import Membership, Room
from network.models import NetworkPage
from samrum.core.addresses import absolute_url
from samrum.users.models import User

from .forms import OpenForm, OrganiserForm
from .rooms import HasOrganiser, IsOpen, appoint, open_room


def may_open_rooms(user) -> bool:
    return user.has_perm("members.add_room")


class AdminRequest(HttpRequest):
    """Of somebody who has come into the admin."""

    user: User


class RoomView(WagtailAdminTemplateMixin, View):
    request: AdminRequest
    page_title = gettext_lazy("The participants’ room")
    header_icon = "lock"
    template_name = "members/admin/room.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not may_open_rooms(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        swedish = NetworkPage.objects.filter(locale__language_code="sv", alias_of__isnull=True)
        self.network = get_object_or_404(swedish, pk=kwargs["page_pk"])
        self.room = Room.objects.filter(network=self.network).first()

    def get_page_subtitle(self) -> str:
        return self.network.title

    def get_breadcrumbs_items(self) -> list[dict]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.network.pk])
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": edit, "label": self.network.title},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, page_pk: int) -> HttpResponse:
        return self.show(OrganiserForm() if self.room else OpenForm(initial={"slug": self.network.slug}))

    def post(self, request: AdminRequest, page_pk: int) -> HttpResponse:
        form = OrganiserForm(request.POST) if self.room else OpenForm(request.POST)
        if not form.is_valid():
            return self.show(form, 422)
        address = form.cleaned_data["organiser"]
        if self.room is None:
            try:
                open_room(self.network, form.cleaned_data["slug"], address, by=request.user)
            except IsOpen:
                return self.opened_meanwhile(form)
            messages.success(request, _("The room is open. The letter to %s is on its way.") % address)
            return redirect(request.path)
        try:
            appoint(self.room, address, by=request.user)
        except HasOrganiser:
            messages.error(request, _("The room has an organiser, who appoints others from inside it."))
        else:
            messages.success(request, _("The letter to %s is on its way.") % address)
        return redirect(request.path)

    def opened_meanwhile(self, form: OrganiserForm) -> HttpResponse:
        """Somebody else was first, or this was the second of two presses; or another room has taken the address."""
        if not Room.objects.filter(network=self.network).exists():
            form.add_error("slug", _("Another room has this address."))
            return self.show(form, 422)
        messages.info(self.request, _("The room was opened just now. This is how it looks."))
        return redirect(self.request.path)

    def show(self, form: OrganiserForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(form=form, network=self.network, room=self.room)
        if self.room:
            led = Membership.objects.filter(room=self.room, role=Membership.Role.ORGANISER)
            own = led.invited().filter(
                invitations__sent_by=self.request.user, invitations__used_at__isnull=True
            )
            context |= {
                "address": absolute_url(self.room.get_absolute_url()),
                "organisers": led.leading().count(),
                # Whom this administrator has appointed and who has not come in yet: nobody else's names.
                "appointed": list(own.distinct().select_related("user")),
            }
        return self.render_to_response(context, status=status)
