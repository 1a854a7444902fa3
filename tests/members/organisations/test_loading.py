"""Loading again and again: what somebody has changed stays, what nobody has changed follows the list."""

import datetime
import io
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from members import bootstrap
from members.models import Organisation
from members.organisations import listed, loading
from network.groups import EDITORS

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows() -> list[listed.Listed]:
    return listed.read()


def changed(rows, code, **values):
    return [replace(row, values=row.values | values) if row.values["code"] == code else row for row in rows]


def falun() -> Organisation:
    return Organisation.objects.get(code="2080")


def test_every_installation_has_them():
    assert Organisation.objects.exclude(code="").count() == 310
    row = falun()
    assert (row.name, row.county, row.domains) == ("Falu kommun", "Dalarnas län", ["falun.se"])
    assert row.source.startswith("SCB")
    assert row.source_date == datetime.date(2025, 1, 1)
    assert Organisation.objects.get(name="Sveriges Kommuner och Regioner").source == ""


def test_loading_again_is_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(3):  # with the savepoint around it
        outcome = loading.load(rows)
    assert outcome == loading.Outcome()


def test_what_nobody_has_changed_follows_the_list(rows):
    outcome = loading.load(changed(rows, "2080", name="Faluns kommun", domains=["falun.se", "falu.se"]))
    assert outcome.updated == ["Faluns kommun"]
    assert falun().domains == ["falun.se", "falu.se"]
    assert Organisation.objects.matching("faluns").get() == falun()


def test_what_somebody_has_changed_stays_field_by_field(rows):
    row = falun()
    row.name = "Falu stad"
    row.save()
    loading.load(changed(rows, "2080", name="Faluns kommun", short_name="Fahlun"))
    assert (falun().name, falun().short_name) == ("Falu stad", "Fahlun")
    loading.load(rows)
    assert (falun().name, falun().short_name) == ("Falu stad", "Falun")


def test_an_edit_that_the_list_catches_up_with_follows_it_again(rows):
    Organisation.objects.filter(code="2080").update(short_name="Fahlun")
    loading.load(changed(rows, "2080", short_name="Fahlun"))
    loading.load(rows)
    assert falun().short_name == "Falun"


def test_a_changed_code_is_known_again(rows):
    Organisation.objects.filter(code="2080").update(code="2099")
    assert loading.load(rows).created == []
    assert Organisation.objects.get(name="Falu kommun").code == "2099"


def test_what_leaves_the_list_can_no_longer_be_chosen_but_stays(rows):
    without = [row for row in rows if row.values["code"] != "2080"]
    assert loading.load(without).deactivated == ["Falu kommun"]
    assert not falun().is_active
    assert loading.load(without) == loading.Outcome()
    loading.load(rows)
    assert falun().is_active


def test_who_may_be_chosen_is_an_edit_like_others(rows):
    Organisation.objects.filter(code="2080").update(is_active=False)
    loading.load(rows)
    assert not falun().is_active
    without = [row for row in rows if row.values["code"] != "2081"]
    loading.load(without)
    Organisation.objects.filter(code="2081").update(is_active=True)
    loading.load(without)
    assert Organisation.objects.get(code="2081").is_active


def test_what_was_added_by_hand_is_left_alone(rows):
    mine = Organisation.objects.create(name="Exempelförbundet", short_name="EF")
    loading.load(rows)
    mine.refresh_from_db()
    assert mine.is_active and mine.loaded == {}


def test_one_added_by_hand_is_taken_over_with_what_it_says(rows):
    added = replace(rows[-1], values=rows[-1].values | {"name": "Exempelmyndigheten", "short_name": "EM"})
    mine = Organisation.objects.create(name="Exempelmyndigheten", short_name="Exmy")
    assert loading.load([*rows, added]).created == []
    mine.refresh_from_db()
    assert (mine.short_name, mine.domains) == ("Exmy", ["lansstyrelsen.se"])


def test_a_name_that_another_has_is_refused_not_a_crash(rows):
    Organisation.objects.filter(code="2080").update(name="Falu stad", loaded={})
    outcome = loading.load(changed(rows, "2081", name="Falu stad"))
    assert outcome.refused == ["Falu stad"]
    assert Organisation.objects.get(code="2081").name == "Borlänge kommun"


def command(*args) -> str:
    out = io.StringIO()
    call_command("load_organisations", *args, stdout=out, stderr=out)
    return out.getvalue()


def test_a_trial_says_what_would_change_and_changes_nothing():
    Organisation.objects.filter(code="2080").delete()
    assert "created: 1\n  Falu kommun" in command("--dry-run", "-v2")
    assert not Organisation.objects.filter(code="2080").exists()
    assert "created: 1" in command()
    assert falun().name == "Falu kommun"


def test_a_broken_list_changes_nothing(tmp_path):
    before = list(Organisation.objects.values())
    path = tmp_path / "list.csv"
    path.write_text(listed.PATH.read_text().replace("2080,municipality,", "2080,"))
    with pytest.raises(CommandError, match="Nothing is changed"):
        command(f"--file={path}")
    assert list(Organisation.objects.values()) == before


def test_editors_may_put_organisations_right_until_somebody_takes_that_away():
    group = Group.objects.get(name=EDITORS)
    own = group.permissions.filter(content_type__model="organisation")
    assert set(own.values_list("codename", flat=True)) == set(bootstrap.EDITORS_RIGHTS)
    own.get(codename="change_organisation")
    group.permissions.remove(*own)
    bootstrap.setup()
    assert not group.permissions.filter(content_type__model="organisation").exists()
