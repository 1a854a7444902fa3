import random

import pytest
from django.db import connection

from members.alphabet import search_key, sort_key
from members.models import Organisation
from tests.members.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

IN_ORDER = [
    "Ale", "Alingsås", "Alvesta", "Dals-Ed", "Eda", "Habo", "Hagfors", "Håbo", "Häbo", "Lilla Edet", "Lillan", "Muller",
    "Upplands-Bro", "Upplands Väsby", "Uppsala", "Vara", "Värmdö", "Wa", "Xa", "Ya", "Über", "Ystad", "Za", "Åmål",
    "Åre", "Älmhult", "Ängelholm", "Ärla", "Öckerö", "Örebro", "Östersund",
]  # fmt: skip


def test_the_swedish_alphabet():
    mixed = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=sort_key) == IN_ORDER


def test_marks_case_and_how_letters_are_encoded_change_nothing():
    assert sort_key("Linné") == sort_key("LINNE")
    assert sort_key("A\u030angstro\u0308m") == sort_key("Ångström")
    assert sort_key("Æro") == sort_key("Äro")
    assert sort_key("Øre") == sort_key("Öre")
    assert sort_key("Müsli") == sort_key("Mysli")


def test_a_key_has_only_digits_so_no_collation_disagrees():
    for name in [*IN_ORDER, "AAB", "Ch", "Exempel & Söner (Å)", "Москва"]:
        assert sort_key(name).isdigit()
    assert len(sort_key("Ö" * 500)) == 200


def test_the_database_keeps_the_order_whatever_its_collation():
    for name in IN_ORDER:
        OrganisationFactory(name=f"{name} prov", short_name=name)
    ours = Organisation.objects.filter(name__endswith=" prov")
    assert [row.short_name for row in ours] == IN_ORDER
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT collname FROM pg_collation WHERE collname ~ '^(sv|da|cs|et|en)-x-icu$'")
            for (collation,) in cursor.fetchall():
                cursor.execute(
                    "SELECT short_name FROM members_organisation WHERE name LIKE '%% prov' "
                    f'ORDER BY sort_key COLLATE "{collation}"'
                )
                assert [name for (name,) in cursor.fetchall()] == IN_ORDER, collation


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("goteborg", "Göteborgs Stad"),
        ("GÖTEBORG", "Göteborgs Stad"),
        ("malmo", "Malmö stad"),
        ("Malmö", "Malmö stad"),
        ("malmo\u0308 stad", "Malmö stad"),
        ("falun", "Falu kommun"),
        ("vgr", "Västra Götalandsregionen"),
        ("skr", "Sveriges Kommuner och Regioner"),
        ("upplands bro", "Upplands-Bro kommun"),
        ("jamtland harjedalen", "Region Jämtland Härjedalen"),
        ("stockholm", "Stockholms stad"),
        ("orebro", "Örebro kommun"),
        ("kommun lund", "Lunds kommun"),
        ("  åre ", "Åre kommun"),
    ],
)
def test_found_as_people_write_it(text, first):
    assert Organisation.objects.matching(text)[0].name == first


def test_a_county_finds_its_own_after_those_that_are_called_so():
    names = [row.name for row in Organisation.objects.matching("skåne")]
    assert names[:3] == ["Länsstyrelsen i Skåne län", "Region Skåne", "Bjuvs kommun"]
    assert len(names) == 35


def test_the_name_that_begins_so_comes_first():
    names = [row.name for row in Organisation.objects.matching("sund")]
    assert names[:2] == ["Sundbybergs stad", "Sundsvalls kommun"]
    assert "Östersunds kommun" in names


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "x" * 5000, "\x00", "{|}"])
def test_odd_searches_are_only_searches(text):
    assert Organisation.objects.matching(text).count() in (0, Organisation.objects.count())


def test_the_keys_follow_the_name_however_it_is_saved():
    row = OrganisationFactory(name="Åkers prov", short_name="Åker")
    row.name = "Östra prov"
    row.save(update_fields=["name"])
    row.refresh_from_db()
    assert row.sort_key == sort_key("Östra prov")
    assert row.search_key == search_key("Östra prov Åker")
