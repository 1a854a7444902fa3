"""Accounts in the admin: Wagtail's own views, with fields that keep the house's rules."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from samrum.core.form_fields import EmailAddressField, OneLineField


class _PersonFields(forms.Form):
    error_messages = UserForm.error_messages | {
        "duplicate_username": _("There is already an account with this address.")
    }

    email = EmailAddressField(label=_("E-mail address"))
    first_name = OneLineField(label=_("First name"), max_length=150)
    last_name = OneLineField(label=_("Last name"), max_length=150)


class AccountCreationForm(_PersonFields, UserCreationForm):
    pass


class AccountEditForm(_PersonFields, UserEditForm):
    pass


class UserViewSet(WagtailUserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return AccountEditForm if for_update else AccountCreationForm
