"""Organisations in the admin, for those with the right to them. They are public knowledge; who takes part is not."""

from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from members.models import Organisation
from members.querysets import OrganisationQuerySet

from .forms import OrganisationForm


class OrganisationIndexView(IndexView):
    """Found and ordered as everywhere else: by what a Swede expects, not by what the database does."""

    def search_queryset(self, queryset: OrganisationQuerySet) -> OrganisationQuerySet:
        return queryset.matching(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.is_searching and not self.is_explicitly_ordered:
            return queryset
        if self.ordering in ("name", "-name"):
            return queryset.order_by(self.ordering.replace("name", "sort_key"), "pk")
        return super().order_queryset(queryset)


class OrganisationDeleteView(DeleteView):
    """Only what somebody has added by mistake is deleted. Says nothing of where an organisation is used."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # What comes from the list would come back with the next loading.
        if self.user_has_permission("delete") and self.object.loaded:
            return self.refuse()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            return self.refuse()

    def refuse(self) -> HttpResponse:
        words = _(
            "%(name)s stays: it comes from the list of municipalities and regions, or is in use. "
            "Take away the tick at “Can be chosen” instead, and nobody can choose it any more."
        )
        messages.error(self.request, words % {"name": self.object.name})
        return redirect(self.edit_url_name, self.object.pk)


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    name = "organisations"
    url_prefix = "organisationer"
    icon = "site"
    menu_label = _("Organisations")
    menu_order = 160
    add_to_admin_menu = True
    index_view_class = OrganisationIndexView
    delete_view_class = OrganisationDeleteView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "short_name", "kind", "code", "county", "domains", "is_active", "source"]
    # "Used by" would tell of memberships.
    add_to_reference_index = False
    list_display = [
        "name",
        Column("kind", accessor="get_kind_display", label=_("Kind")),
        Column("county", label=_("County"), sort_key="county"),
        Column("code", label=_("Code"), sort_key="code"),
        BooleanColumn("is_active", label=_("Can be chosen"), sort_key="is_active"),
    ]
    list_filter = ["kind", "county", "is_active"]
    list_per_page = 50
    ordering = ["sort_key", "pk"]
    search_fields = ["name"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        FieldPanel("short_name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("code")]),
        FieldPanel("county"),
        FieldPanel("domains"),
        FieldPanel("is_active"),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = OrganisationForm
        return handler


@hooks.register("register_admin_viewset")
def register_organisations() -> OrganisationViewSet:
    return OrganisationViewSet()
