"""What of the library a meeting can lead to: published resources of the room, found by the library's own search."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.door import RoomRequest
from members.library.catalogue import catalogue
from members.library.models import Resource, ResourceSearchEntry
from members.library.querysets import ResourceQuerySet
from members.library.search import LANGUAGE
from members.meetings.models import Preparation
from samrum.core.search import analysis

AT_ONCE = 30  # to choose from on one page
KEY = re.compile(r"[0-9]{1,18}")


def published(request: RoomRequest) -> ResourceQuerySet:
    return Resource.objects.visible_to(request.user).in_room(request.room).published()


def to_choose(request: RoomRequest, words: str, without: set[int]) -> list[Resource]:
    """At most AT_ONCE + 1, so that one sees that there are more: the newest, or the newest that match."""
    rows = published(request).exclude(pk__in=without)
    if words:
        known = catalogue(request.room, request.user)
        query = analysis.parse(words, LANGUAGE)
        found = known.of(ResourceSearchEntry.matching(query, room=request.room.pk)) if query else 0
        rows = rows.filter(pk__in=[key for key in known.newest(found) if key not in without][: AT_ONCE + 1])
    return list(rows.newest_first()[: AT_ONCE + 1])


class ResourcesField(forms.ModelMultipleChoiceField):
    """Ticks for those that are shown; any published one is understood."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        # A number that no database holds would be an error of the database.
        if value and not all(KEY.fullmatch(str(key)) for key in value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class MaterialForm(forms.Form):
    resources = ResourcesField(
        Resource.objects.none(),
        label=gettext_lazy("Choose from the library"),
        error_messages={
            "required": gettext_lazy("Tick at least one."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )

    def __init__(self, *args: Any, rows: QuerySet[Resource], shown: list[Resource], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["resources"]
        field.queryset = rows
        field.choices = [(row.pk, f"{row.title} ({row.get_kind_display()})") for row in shown]


class ResourceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.title if obj.is_published else _("%(title)s (withdrawn)") % {"title": obj.title}


class PreparationForm(forms.ModelForm):
    class Meta:
        model = Preparation
        fields = ("title", "text", "resource")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"title": {"required": gettext_lazy("Say what to do.")}}

    def __init__(self, *args: Any, resources: QuerySet[Resource], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["resource"] = ResourceField(
            resources.order_by("title", "pk"),
            label=_("From the library"),
            help_text=_("Participants reach it from the preparation."),
            empty_label=_("Nothing"),
            required=False,
            error_messages={"invalid_choice": _("Choose from the list.")},
        )
