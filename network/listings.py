"""Lists of networks, meetings, facts and people in the admin's menu, with the columns that editors steer by."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale, PageQuerySet

from network.meeting_line import when_in_words
from network.models import ContactPage, ContactPersonPage, FactsPage, MeetingPage, NetworkPage

SELECT = BulkActionsColumn("bulk_actions")
PUBLISHED = PageStatusColumn("live", label=_("Published"), sort_key="live", width="12%")


def title(label: str | Promise) -> PageTitleColumn:
    """The title with the page's language and what one can do with it."""
    return PageTitleColumn("title", label=label, sort_key="title", classname="title")


class MeetingIndexView(IndexView):
    """By date or the end of the term, the last one first: what is coming stands at the top."""

    default_ordering = "-ends_on"


class SwedishParentView(ChooseParentView):
    """New pages are written in Swedish; where there is only one place for them, nobody is asked."""

    def get_valid_parent_pages(self, user: AbstractBaseUser) -> PageQuerySet:
        return super().get_valid_parent_pages(user).filter(locale=Locale.get_default())


class PersonParentView(SwedishParentView):
    """People stand below the page of contacts, so long as there is one."""

    def get_valid_parent_pages(self, user: AbstractBaseUser) -> PageQuerySet:
        allowed = super().get_valid_parent_pages(user)
        contact_pages = allowed.type(ContactPage)
        return contact_pages if contact_pages.exists() else allowed


class Listing(PageListingViewSet):
    choose_parent_view_class = SwedishParentView
    add_to_admin_menu = True


class NetworkListing(Listing):
    model = NetworkPage
    name = "networks"
    url_prefix = "natverk"
    icon = "group"
    menu_label = _("Networks")
    menu_order = 110
    columns = [
        SELECT,
        title(_("Network")),
        Column("status", accessor="get_status_display", label=_("Status"), sort_key="status"),
        Column("period", label=_("Period"), sort_key="period_start"),
        Column("kind", accessor="get_kind_display", label=_("Kind"), sort_key="kind"),
        DateColumn("latest_revision_created_at", label=_("Changed"), sort_key="latest_revision_created_at"),
        PUBLISHED,
    ]
    list_filter = ["status", "kind", "locale"]


class MeetingListing(Listing):
    model = MeetingPage
    name = "meetings"
    url_prefix = "traffar"
    icon = "date"
    menu_label = _("Meetings")
    menu_order = 120
    index_view_class = MeetingIndexView
    columns = [
        SELECT,
        title(_("Meeting")),
        Column("when", accessor=when_in_words, label=_("When"), sort_key="ends_on"),
        Column("state", accessor="get_state_display", label=_("State"), sort_key="state"),
        ParentPageColumn("parent", label=_("Network")),
        Column("city", label=_("City"), sort_key="city"),
        PUBLISHED,
    ]
    list_filter = ["state", "format", "locale"]


class FactsListing(Listing):
    model = FactsPage
    name = "facts"
    url_prefix = "fakta"
    icon = "info-circle"
    menu_label = _("Facts")
    menu_order = 130
    columns = [
        SELECT,
        title(_("Facts page")),
        DateColumn("last_reviewed", label=_("Last reviewed"), sort_key="last_reviewed"),
        DateColumn("review_on", label=_("Review on"), sort_key="review_on"),
        PUBLISHED,
    ]
    list_filter = ["last_reviewed", "review_on", "locale"]


class PersonListing(Listing):
    model = ContactPersonPage
    name = "persons"
    url_prefix = "kontaktpersoner"
    icon = "user"
    menu_label = _("Contact persons")
    menu_order = 135
    choose_parent_view_class = PersonParentView
    columns = [
        SELECT,
        title(_("Name")),
        Column("job_title", label=_("Job title"), sort_key="job_title"),
        Column("area", label=_("Area"), sort_key="area"),
        DateColumn("review_on", label=_("Review on"), sort_key="review_on"),
        PUBLISHED,
    ]
    list_filter = ["locale"]


@hooks.register("register_admin_viewset")
def register_listings() -> list[PageListingViewSet]:
    return [NetworkListing(), MeetingListing(), FactsListing(), PersonListing()]
