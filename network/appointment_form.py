"""The editor of a meeting, whose date may change in the participants' room while the page is open here."""

from django import forms
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

from network.appointment_history import as_text, before_changes, latest
from samrum.core.page_forms import PageForm

SEEN = "appointment_seen"


class MeetingPageForm(PageForm):
    """What the room has decided since the page was opened stays, so that nobody puts an old date back unknowingly.

    A field that the editor has changed as well is refused once: sent again, the editor's word counts. Wagtail saves by
    itself while one types; so it is the room's changes that are counted here, not what the draft says.
    """

    data: QueryDict
    appointment_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial[SEEN] = latest(self.instance)
        self.taken_over: dict[str, str] = {}

    def clean(self):
        cleaned_data = super().clean()
        before = before_changes(self.instance, cleaned_data.get(SEEN) or 0)
        for name in before.keys() & cleaned_data.keys():
            stored, written = getattr(self.instance, name), as_text(cleaned_data[name])
            if written == before[name]:
                cleaned_data[name] = stored
                self.taken_over[name] = as_text(stored)
            elif written != as_text(stored):
                self.add_error(name, self.refusal(name))
        if before:
            # Also what the page shows from here on, so that what is sent next is meant.
            self.taken_over[SEEN] = str(self.initial[SEEN])
            self.data = self.data.copy()
            self.data.update({self.add_prefix(name): value for name, value in self.taken_over.items()})
        return cleaned_data

    def refusal(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else localize(getattr(self.instance, name))
        return _(
            "Changed to “%(value)s” in the participants' room while you had the page open. Save again if what you have "
            "written is to apply."
        ) % {"value": value or _("empty")}

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """The open page learns of it when it has saved by itself."""
        return [*super().get_field_updates_for_resave(), *self.taken_over.items()]
