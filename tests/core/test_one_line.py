"""Names and titles: one line, nothing that cannot be seen, in every form and by every way to the database."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from samrum.core.form_fields import OneLineField
from samrum.core.letters import subject_line
from samrum.core.one_line import one_line
from samrum.users.models import User
from tests.factories import UserFactory

UNSEEN = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a",
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


def test_nul_is_refused():
    with pytest.raises(ValidationError):
        OneLineField().clean("An\0na")


@pytest.mark.django_db
def test_whatever_way_it_takes_to_the_database():
    user = UserFactory(first_name="\u202eAn\u00adna", last_name="Ek\u00a0\u200b\nÖst")
    assert user.get_full_name() == "Anna Ek Öst"
    User.objects.filter(pk=user.pk).update(last_name="Ek\u200b\u2028Berg")
    user.refresh_from_db()
    assert user.last_name == "Ek Berg"
