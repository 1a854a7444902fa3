from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.models import Room
from samrum.core.form_fields import EmailAddressField
from samrum.users.models import User

from .rooms import RESERVED


class OrganiserForm(forms.Form):
    organiser = EmailAddressField(
        label=_("The organiser’s e-mail address"),
        help_text=_("A letter with an invitation goes there. Whoever opens it leads the room."),
    )

    def clean_organiser(self) -> str:
        address = self.cleaned_data["organiser"]
        if User.objects.with_address(address, is_active=False):
            raise ValidationError(_("The account of this address is closed."))
        return address


class OpenForm(forms.ModelForm, OrganiserForm):
    class Meta:
        model = Room
        fields = ["slug"]
        labels = {"slug": _("Address of the room")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.order_fields(["slug", "organiser"])

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise ValidationError(_("This address is taken by the site itself."))
        return slug
