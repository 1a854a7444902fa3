"""What an organiser writes, and to whom."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from members.door import RoomRequest
from members.meetings.models import Message, RoomMeeting
from members.models import Organisation
from samrum.core.form_fields import OneLineField

from . import receiving
from .sending import Draft

SUBJECT = Message._meta.get_field("subject").max_length
BODY = Message._meta.get_field("body").max_length


class PlainText(forms.CharField):
    """Browsers send two characters for each line break; one is what the writer sees and the limit counts."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class WriteForm(forms.Form):
    groups = forms.MultipleChoiceField(
        label=_("Answer to the meeting"),
        help_text=_("Tick several, or none to write to everybody."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("All"), required=False
    )
    subject = OneLineField(
        label=_("Subject"), max_length=SUBJECT, error_messages={"required": _("Write a subject.")}
    )
    body = PlainText(
        label=_("Text"),
        help_text=_("Plain text, at most 5,000 characters. An empty line begins a new paragraph."),
        max_length=BODY,
        error_messages={"required": _("Write the letter.")},
    )

    def __init__(self, *args: Any, request: RoomRequest, meeting: RoomMeeting | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user, self.room, self.meeting = request.user, request.room, meeting
        groups = receiving.groups_of(meeting) if meeting else []
        if groups:
            self.fields["groups"].choices = [(one.value, capfirst(one.label)) for one in groups]  # type: ignore[attr-defined]
        else:
            del self.fields["groups"]
        roles = [(role.value, capfirst(str(words))) for role, words in receiving.ROLES.items()]
        self.fields["role"].choices = [("", _("All")), *roles]  # type: ignore[attr-defined]
        here = receiving.people_in(self.user, self.room).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=here)  # type: ignore[attr-defined]

    @property
    def filters(self) -> list[forms.BoundField]:
        return [self[name] for name in ("groups", "role", "organisation") if name in self.fields]

    @property
    def text(self) -> list[forms.BoundField]:
        return [self["subject"], self["body"]]

    def draft(self) -> Draft:
        """What is filled in, once it is valid."""
        asked = {
            "groups": self.cleaned_data.get("groups") or [],
            "role": self.cleaned_data["role"],
            "organisation": self.cleaned_data["organisation"],
        }
        # The list of what was sent is read by others too, in whatever language: it is kept in the site's own.
        with override("sv"):
            words = receiving.in_words(**asked)
        return Draft(
            room=self.room,
            meeting=self.meeting,
            by=self.user,
            subject=self.cleaned_data["subject"],
            body=self.cleaned_data["body"],
            to=list(receiving.receivers(self.user, self.room, self.meeting, **asked)),
            words=words,
        )

    def refuse_nobody(self) -> None:
        """The filters leave nobody: said at the first of them."""
        field = self.filters[0].name
        self.add_error(field, gettext("Nobody fits this. Choose other receivers."))
