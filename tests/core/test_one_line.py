"""Names and titles: one line, nothing that cannot be seen, in every form and by every way to the database."""

import unicodedata

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

from samrum.core.form_fields import OneLineField
from samrum.core.letters import subject_line
from samrum.core.model_fields import OneLineField as OneLineColumn
from samrum.core.one_line import one_line
from samrum.users.models import User
from tests.factories import UserFactory

UNSEEN = [
    "\x00", "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a",
    "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\u2800", "\u3164", "\ufe0f",
    "\ufeff", "\uffa0", "\ufff9", "\U000e0001", "\U000e0041", "\U000e0100", "\x01", "\x08", "\x1b", "\x7f", "\x9f",
    "\ud800", "\ue000", "\uffff",
]  # fmt: skip
SPACES = [
    "\u00a0",
    "\u2003",
    "\u2028",
    "\u2029",
    "\u202f",
    "\u3000",
    "\t",
    "\n",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x85",
    "  ",
]


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_nobody_sees_is_dropped(sign):
    text = f"{sign}An{sign}na{sign} Ek{sign}"
    assert one_line(text) == OneLineField().clean(text) == "Anna Ek"
    assert subject_line(text) == "Anna Ek"
    with pytest.raises(ValidationError):
        OneLineField().clean(sign * 3)


def test_nothing_but_nul_is_refused_where_the_field_may_be_empty():
    with pytest.raises(ValidationError):
        OneLineField(required=False).clean("\0")


@pytest.mark.parametrize("sign", SPACES)
def test_white_space_is_one_space(sign):
    assert one_line(f"{sign}Anna{sign}{sign}Ek{sign}") == "Anna Ek"


def test_what_one_sees_stays():
    for name in (
        "Åsa Öst-Ärlig",
        "Zoë d’Arc",
        "Łukasz Żak",
        "李小龍",
        "محمد",
        "Anna 🙂",
        "Fru Ek (ordf.)",
        "Ek & Co–AB",
    ):
        assert one_line(name) == name
    assert one_line(unicodedata.normalize("NFD", "Åsa Öst")) == "Åsa Öst"


@pytest.mark.django_db
def test_whatever_way_it_takes_to_the_database():
    user = UserFactory(first_name="\u202eAn\u00adna", last_name="Ek\u00a0\u200b\nÖst")
    assert user.get_full_name() == "Anna Ek Öst"
    User.objects.filter(pk=user.pk).update(last_name="Ek\u200b\u2028Berg")
    user.refresh_from_db()
    assert user.last_name == "Ek Berg"


# --- Nobody can forget it ---------------------------------------------------------------------------------------

HOUSE = ("samrum.", "home.", "network.", "members.")
NAMES = {
    "name",
    "first_name",
    "last_name",
    "job_title",
    "short_name",
    "organisation_name",
    "mandate_by",
    "subject",
}
NAMES |= {"colleague_name", "speaker", "contact"}
# Domains are no names; what a file is called is cleaned where it is taken in; building blocks are ten that the house brings.
OTHERWISE = {
    "RecipientDomain",
    "ResourceFile",
    "HeldUpload",
    "BuildingBlock",
    "SamrumImage",
    "SamrumDocument",
}


def test_every_name_in_a_model_is_one_line():
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(HOUSE) and model.__name__ not in OTHERWISE
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField)
        and (field.name in NAMES or (field.name == "title" and not issubclass(model, Page)))
        and not isinstance(field, OneLineColumn)
    ]
    assert wrong == []


def forms_below(form: type[forms.BaseForm]) -> set[type[forms.BaseForm]]:
    return {form}.union(*(forms_below(other) for other in form.__subclasses__()))


def test_every_name_in_a_form_is_one_line():
    assert get_resolver().url_patterns
    ours = {form for form in forms_below(forms.BaseForm) if form.__module__.startswith(HOUSE)}
    wrong = [
        f"{form.__module__}.{form.__qualname__}.{name}"
        for form in ours
        if not issubclass(form, WagtailAdminPageForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and name in NAMES and not isinstance(field, OneLineField)
    ]
    assert wrong == []
