"""The editors' inbox: messages are read, assigned and answered here, by those with the right to it alone."""

import django_filters
from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale
from wagtail.permissions import ModelPermissionPolicy

from network.models import ContactMessage, ContactPersonPage, NetworkPage
from samrum.core.mail.undelivered import did_not_arrive, losses

from .arrivals import LettersPanel, in_words
from .spreadsheet import as_text

State = ContactMessage.State


def people_with_inbox(request: HttpRequest | None = None) -> QuerySet:
    """Who can be given a message to answer."""
    return ModelBackend().with_perm("network.change_contactmessage")


def networks(request: HttpRequest | None = None) -> QuerySet:
    return NetworkPage.objects.filter(locale=Locale.get_default()).order_by("title")


def persons(request: HttpRequest | None = None) -> QuerySet:
    return ContactPersonPage.objects.filter(locale=Locale.get_default()).order_by("title")


class MessagePermissionPolicy(ModelPermissionPolicy):
    """Messages come from visitors: nobody writes one in the admin, not even an administrator."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(choices=State, label=_("State"))
    network = django_filters.ModelChoiceFilter(queryset=networks, label=_("Network"))
    receiver = django_filters.ModelChoiceFilter(queryset=persons, label=_("Receiver"))
    assignee = django_filters.ModelChoiceFilter(queryset=people_with_inbox, label=_("Assignee"))
    letters = django_filters.ChoiceFilter(
        choices=[("lost", _("did not arrive"))], label=_("Letters"), method="with_letters"
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = ContactMessage
        fields: list[str] = []

    def with_letters(self, messages: QuerySet, name: str, value: str) -> QuerySet:
        return messages.filter(lost_letters__gt=0)


class InboxView(IndexView):
    """The list. What nobody has confirmed, and spam, is shown only when asked for."""

    def get_base_queryset(self):
        messages = super().get_base_queryset().select_related("network", "receiver", "assignee")
        messages = messages.annotate(lost_letters=losses(ContactMessage))
        if self.request.GET.get("state"):
            return messages
        return messages.exclude(state__in=[State.UNCONFIRMED, State.SPAM])

    def get_context_data(self, *args, **kwargs):
        waiting = ContactMessage.objects.filter(did_not_arrive(ContactMessage), state=State.UNCONFIRMED)
        return super().get_context_data(*args, **kwargs) | {"lost_confirmations": waiting.count()}

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        return as_text(value) if isinstance(value, str) else value

    def to_row_dict(self, item):
        row = super().to_row_dict(item)
        for name in ("network", "receiver", "assignee"):
            row[name] = str(row[name] or "")
        row["state"] = item.get_state_display()
        # Swedish time to the minute: neither spreadsheets nor their readers know of UTC.
        row["created_at"] = timezone.localtime(item.created_at).strftime("%Y-%m-%d %H:%M")
        return row


class MessageForm(WagtailAdminModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if assignee := self.fields.get("assignee"):
            assignee.queryset = people_with_inbox()
        if state := self.fields.get("state"):
            # Only the form of the site can make a message wait for its sender.
            unconfirmed = self.instance.state == State.UNCONFIRMED
            state.choices = [
                choice for choice in State.choices if unconfirmed or choice[0] != State.UNCONFIRMED
            ]


class Written(FieldPanel):
    """What the visitor wrote or chose, with its line breaks, not to be changed."""

    read_only_output_template_name = "network/contact/written.html"

    def __init__(self, field_name: str, **kwargs):
        super().__init__(field_name, **(kwargs | {"read_only": True}))


class MessageInspectView(InspectView):
    def get_fields_context(self):
        lost = in_words(self.object)
        letters = {"label": _("Letters that did not arrive"), "value": lost, "component": None}
        return [*super().get_fields_context(), *([letters] if lost else [])]


class LettersColumn(Column):
    """Says only that something is wrong."""

    def get_value(self, instance):
        return gettext("did not arrive") if instance.lost_letters else ""


class InboxMenuItem(MenuItem):
    """Says how many messages are new."""

    def is_shown(self, request):
        return inbox.permission_policy.user_has_any_permission(request.user, ["change", "delete", "view"])

    def render_component(self, request):
        new = ContactMessage.objects.filter(state=State.NEW).count()
        label = (
            ngettext("Inbox (%(new)d new)", "Inbox (%(new)d new)", new) % {"new": new} if new else self.label
        )
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )


class ContactMessageViewSet(ModelViewSet):
    model = ContactMessage
    name = "contact_messages"
    url_prefix = "meddelanden"
    icon = "mail"
    menu_label = _("Inbox")
    menu_order = 150
    add_to_admin_menu = True
    menu_item_class = InboxMenuItem
    permission_policy = MessagePermissionPolicy(ContactMessage)
    index_view_class = InboxView
    index_results_template_name = "network/contact/inbox_results.html"
    inspect_view_class = MessageInspectView
    copy_view_enabled = False
    # For those who may read but not change.
    inspect_view_enabled = True
    inspect_view_fields = [
        "state", "created_at", "confirmed_at", "name", "email", "subject", "body", "network", "receiver",
        "assignee", "note",
    ]  # fmt: skip
    # The index of references shows titles to everybody in the admin.
    add_to_reference_index = False
    list_display = [
        "subject",
        "name",
        "network",
        "receiver",
        Column("state", accessor="get_state_display", label=_("State"), sort_key="state"),
        "assignee",
        LettersColumn("letters", label=_("Letters")),
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
    ]
    list_per_page = 50
    ordering = "-created_at"
    filterset_class = MessageFilterSet
    search_fields = ["subject", "name", "email", "body", "note"]
    search_backend_name = None
    list_export = [
        "created_at", "state", "name", "email", "subject", "body", "network", "receiver", "assignee", "note",
    ]  # fmt: skip
    export_filename = "meddelanden"
    panels = [
        LettersPanel(),
        MultiFieldPanel(
            [
                FieldRowPanel([Written("name"), Written("email")]),
                FieldRowPanel([Written("network"), Written("receiver")]),
                FieldPanel("created_at", read_only=True),
                Written("subject"),
                Written("body"),
            ],
            _("The message"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("state"), FieldPanel("assignee")]), FieldPanel("note")],
            _("Our work with it"),
        ),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = MessageForm
        return handler

    def get_permissions_to_register(self):
        return super().get_permissions_to_register().exclude(codename="add_contactmessage")


inbox = ContactMessageViewSet()


@hooks.register("register_admin_viewset")
def register_inbox() -> ContactMessageViewSet:
    return inbox
