"""“Importera annons” in the admin: paste, see what was understood, correct it, save a draft."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.blocks import AnnouncementBody
from network.models import NetworkPage

from . import report
from .builder import ImportRefused, build, occupant, source_home, suggested_slug
from .document import Announcement, Block, Section
from .forms import KeyFieldsForm, MeetingFormSet, TextForm, apply, fingerprint, key_form, meeting_forms
from .parser import parse
from .source import SourceError

ALSO_DRAFTS = gettext_noop(
    "Meetings, facts and new contact persons are drafts too: they are published with the network."
)


@dataclass
class Row:
    """A part of the announcement in the table of what was understood."""

    heading: str
    became: str
    lines: list[str]


def may_import(user) -> bool:
    """Whoever may add a network under the front page."""
    home = source_home()
    return NetworkPage in home.allowed_subpage_models() and home.permissions_for_user(user).can_add_subpage()


class ImportView(WagtailAdminTemplateMixin, View):
    page_title = gettext_lazy("Import an announcement")
    header_icon = "upload"
    template_name = "network/admin/import_announcement.html"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("network_import"), "label": gettext_lazy("Import an announcement")},
    ]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(TextForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        text = TextForm(request.POST, request.FILES)
        posted = "key-title" in request.POST
        key = KeyFieldsForm(request.POST, prefix="key") if posted else None
        meetings = MeetingFormSet(request.POST, prefix="meetings") if posted else None
        if not text.is_valid():
            return self.show(text)
        source = text.cleaned_data["source"]
        try:
            announcement = parse(source)
        except SourceError as error:
            text.add_error("text", report.refusal(error.code))
            return self.show(text)
        if key is None or meetings is None or not meetings.management_form.is_valid():
            return self.show_understood(source, announcement)
        is_as_seen = request.POST.get("read") == fingerprint(source) and len(meetings) == len(
            announcement.meetings
        )
        if "save" in request.POST and is_as_seen:
            return self.save(source, announcement, key, meetings)
        if "save" in request.POST:
            messages.warning(
                request, _("The text has changed. Look through what was understood before you save.")
            )
        corrections = key.corrections()
        by_line = [(form["source"].data, form.corrections()) for form in meetings]
        return self.show_understood(source, announcement, corrections, by_line)

    def save(
        self, source: str, announcement: Announcement, key: KeyFieldsForm, meetings: BaseFormSet
    ) -> HttpResponse:
        if key.is_valid() and meetings.is_valid():
            values = key.cleaned_data
            apply(announcement, values, [form.cleaned_data for form in meetings])
            there = occupant(values["slug"])
            if there and values["replace"] and not there.permissions_for_user(self.request.user).can_edit():
                key.add_error("slug", _("You may not change the page that has this address."))
            else:
                try:
                    work = build(
                        announcement, slug=values["slug"], replace=values["replace"], user=self.request.user
                    )
                except ImportRefused as error:
                    field = (
                        "slug"
                        if error.code in ("slug_invalid", "slug_reserved", "slug_taken", "not_a_network")
                        else None
                    )
                    key.add_error(field, report.refusal(error.code, error.detail))
                else:
                    return self.done(work)
        messages.error(
            self.request, _("The announcement is not saved yet. Correct the fields that are marked below.")
        )
        return self.show(TextForm(initial={"text": source}), announcement, source, key=key, meetings=meetings)

    def done(self, work) -> HttpResponse:
        count = len(work.announcement.meetings)
        messages.success(
            self.request,
            ngettext(
                "The announcement is saved as a draft with %(count)d meeting.",
                "The announcement is saved as a draft with %(count)d meetings.",
                count,
            )
            % {"count": count},
        )
        if work.drafts:
            messages.info(self.request, _(ALSO_DRAFTS))
        for note in work.notes:
            messages.warning(self.request, f"{note.text} {report.sentence(note)}".strip())
        return redirect(reverse("wagtailadmin_pages:edit", args=[work.page.pk]))

    def show_understood(
        self, source: str, announcement: Announcement, corrections=None, by_line=()
    ) -> HttpResponse:
        """What was understood of a text, with the editor's corrections of an earlier reading."""
        return self.show(
            TextForm(initial={"text": source}),
            announcement,
            source,
            key=key_form(announcement, suggested_slug(announcement.title), corrections or {}),
            meetings=meeting_forms(announcement.meetings, by_line),
        )

    def show(
        self, text: TextForm, announcement: Announcement | None = None, source: str = "", **context
    ) -> HttpResponse:
        if announcement:
            context |= {
                "announcement": announcement,
                "read": fingerprint(source),
                "rows": rows_of(announcement),
                "notes": [
                    (note, report.sentence(note))
                    for note in sorted(announcement.notes, key=lambda note: note.line)
                ],
            }
        elif "key-title" in self.request.POST:
            # The text cannot be read now: what was corrected before goes along unseen.
            kept = [
                (name, value)
                for name, value in self.request.POST.items()
                if "key-" in name or "meetings-" in name
            ]
            context["kept"] = kept
        return self.render_to_response(self.get_context_data(text=text, **context))


def rows_of(announcement: Announcement) -> list[Row]:
    rows = [Row(announcement.title, _("Title"), [])]
    if announcement.lead:
        rows.append(Row("", _("Lead"), [announcement.lead]))
    labels = {name: str(block.label) for name, block in AnnouncementBody().child_blocks.items()}
    return rows + [
        Row(section.heading, labels[section.kind], _content(section, announcement))
        for section in announcement.sections
    ]


def _content(section: Section, announcement: Announcement) -> list[str]:
    match section.kind:
        case "target_group":
            return _lines(announcement.target_group)
        case "fee":
            return _lines([*announcement.fee_blocks, *announcement.physical_costs])
        case "meetings":
            return [meeting.source for meeting in announcement.meetings]
        case "facts":
            return [
                line
                for fact in announcement.facts
                for line in (fact.heading, *_lines(fact.blocks), fact.source)
                if line
            ]
        case "contacts":
            return [
                ", ".join(filter(None, (person.name, person.job_title))) for person in announcement.persons
            ]
    return _lines(section.blocks)


def _lines(blocks: list[Block]) -> list[str]:
    return [f"{block.mark} {line}".strip() for block in blocks for line in block.lines]
