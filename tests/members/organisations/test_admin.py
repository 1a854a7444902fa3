"""Organisations in the admin: who may what there, and that nothing false or doubled gets into the list."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import escape

from members.models import Organisation
from network.groups import EDITORS, NETWORK_LEADS
from tests.factories import UserFactory
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory

pytestmark = pytest.mark.django_db

INDEX = "/admin/organisationer/"


@pytest.fixture
def as_editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return client


@pytest.fixture
def as_administrator(admin_client):
    return admin_client


def sent(**values) -> dict:
    return {
        "name": "Exempelförbundet", "short_name": "EF", "kind": "other", "code": "", "county": "", "domains": "",
        "is_active": "on",
    } | values  # fmt: skip


def address(name: str, row: Organisation) -> str:
    return reverse(f"organisations:{name}", args=[row.pk])


def test_those_without_the_right_do_not_get_in(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=NETWORK_LEADS))
    client.force_login(user)
    assert client.get(INDEX).status_code == 302
    assert client.post(f"{INDEX}new/", sent()).status_code == 302
    assert not Organisation.objects.filter(name="Exempelförbundet").exists()


def test_editors_find_organisations_as_a_swede_expects(as_editor):
    response = as_editor.get(INDEX, {"q": "goteborg"})
    assert [row.name for row in response.context["object_list"]] == ["Göteborgs Stad"]
    rows = as_editor.get(INDEX, {"ordering": "-name"}).context["object_list"]
    assert rows[0].name == "Övertorneå kommun"
    assert as_editor.get(INDEX).context["object_list"][0].name == "Ale kommun"
    assert "Organisationer" in response.content.decode()


def test_the_list_takes_as_many_queries_however_many_there_are(as_editor, django_assert_max_num_queries):
    as_editor.get(INDEX)
    with django_assert_max_num_queries(25):
        as_editor.get(INDEX)


def test_editors_add_others(as_editor):
    data = sent(name="  Exempel  förbundet ", domains="@Exempel.se\nmail.exempel.se, exempel.se")
    assert as_editor.post(f"{INDEX}new/", data).status_code == 302
    row = Organisation.objects.get(name="Exempel förbundet")
    assert row.domains == ["exempel.se", "mail.exempel.se"]
    assert Organisation.objects.matching("exempel forbundet").get() == row


def test_editors_put_right_what_was_loaded(as_editor):
    falun = Organisation.objects.get(code="2080")
    page = as_editor.get(address("edit", falun)).content.decode()
    assert ">\nfalun.se</textarea>" in page
    data = sent(
        name="Falu kommun", short_name="Falun", kind="municipality", code="2080", county="Dalarnas län",
        domains="falun.se\nfalu.se",
    )  # fmt: skip
    assert as_editor.post(address("edit", falun), data).status_code == 302
    falun.refresh_from_db()
    assert falun.domains == ["falun.se", "falu.se"]
    assert falun.loaded["domains"] == ["falun.se"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "FALU kommun"}, "Falu kommun finns redan i listan."),
        ({"name": "Upplands bro kommun"}, "Upplands-Bro kommun finns redan i listan."),
        ({"name": ""}, "Det här fältet är obligatoriskt"),
        ({"domains": "exempel"}, "”exempel” är ingen domän."),
        ({"domains": "nagon@exempel.se"}, "”nagon@exempel.se” är ingen domän."),
        ({"domains": "https://exempel.se/"}, "är ingen domän."),
        ({"domains": "a" * 300 + ".se"}, "är ingen domän."),
        ({"code": "2080"}, "Falu kommun har den koden."),
        ({"code": "2099"}, "Bara kommuner och regioner har en kod."),
        ({"code": "20", "kind": "municipality"}, "Dalarna har den koden."),
        ({"code": "", "kind": "municipality"}, "En kommun har en kod med fyra siffror"),
        ({"code": "0299", "kind": "municipality"}, "En kommun har en kod med fyra siffror"),
        ({"code": "1x", "kind": "region"}, "En region har länets kod"),
        ({"code": "2099", "kind": "municipality", "county": "Skåne län"}, "Koden hör till Dalarnas län."),
        ({"code": "20999"}, "som mest 4 tecken"),
        ({"kind": "stad"}, "Välj ett giltigt alternativ."),
        ({"county": "Öland"}, "Välj ett giltigt alternativ."),
    ],
)
def test_what_is_false_or_doubled_is_refused_at_its_field(as_editor, values, words):
    response = as_editor.post(f"{INDEX}new/", sent(**values))
    assert response.status_code == 200
    errors = " ".join(str(error) for errors in response.context["form"].errors.values() for error in errors)
    assert words in errors
    assert not Organisation.objects.filter(short_name="EF").exists()
    if "domains" in values:
        assert escape(values["domains"]) in response.content.decode()


@pytest.mark.parametrize("text", ["\x00", "'\"><script>", "{{ 7 }}", "é" * 500, "\u202e"])
@pytest.mark.parametrize("field", ["name", "short_name", "code", "domains"])
def test_odd_input_is_no_crash(as_editor, field, text):
    assert as_editor.post(f"{INDEX}new/", sent(**{field: text})).status_code in (200, 302)


def test_editors_do_not_delete(as_editor):
    mine = OrganisationFactory()
    assert as_editor.post(address("delete", mine)).status_code == 302
    assert Organisation.objects.filter(pk=mine.pk).exists()


def test_an_administrator_deletes_what_was_added_by_mistake(as_administrator):
    mine = OrganisationFactory()
    assert as_administrator.get(address("delete", mine)).status_code == 200
    as_administrator.post(address("delete", mine))
    assert not Organisation.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_comes_from_the_list_is_not_deleted_but_switched_off(as_administrator, method):
    falun = Organisation.objects.get(code="2080")
    response = getattr(as_administrator, method)(address("delete", falun), follow=True)
    assert response.redirect_chain == [(address("edit", falun), 302)]
    assert "Ta i stället bort bocken vid ”Kan väljas”" in response.content.decode()
    assert Organisation.objects.filter(pk=falun.pk).exists()


def test_what_is_in_use_explains_itself_and_says_not_where(as_administrator, home):
    mine = OrganisationFactory()
    room = RoomFactory(home=home)
    person = MembershipFactory(room=room, organisation=mine)
    for page in ("edit", "inspect", "delete"):
        html = as_administrator.get(address(page, mine)).content.decode()
        assert room.network.title not in html
        assert person.user.email not in html
    response = as_administrator.post(address("delete", mine), follow=True)
    assert response.status_code == 200
    html = response.content.decode()
    assert "eller används" in html
    assert room.network.title not in html
    assert Organisation.objects.filter(pk=mine.pk).exists()
