"""The picker without JavaScript, and what it asks of the database."""

import re

import pytest
from django import forms

from members.models import Organisation
from members.organisations.fields import OrganisationField
from samrum.core.form_renderer import PlainRenderer
from tests.members.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


class Seat(forms.Form):
    organisation = OrganisationField(help_text="Den du arbetar för.")


class Written(Seat):
    default_renderer = PlainRenderer()


def options(html: str, group: str) -> list[str]:
    inside = re.search(rf'<optgroup label="{group}">(.*?)</optgroup>', html, re.DOTALL)
    return re.findall(r"<option[^>]*>([^<]*)</option>", inside[1]) if inside else []


@pytest.mark.parametrize("form", [Seat, Written])
def test_a_list_by_county_in_swedish_order_and_one_query(form, django_assert_num_queries):
    with django_assert_num_queries(1):
        html = str(form()["organisation"])
    groups = re.findall(r'<optgroup label="([^"]*)">', html)
    assert groups[0] == "Blekinge län"
    assert groups[-3:] == ["Örebro län", "Östergötlands län", "Hela landet"]
    assert options(html, "Gotlands län") == ["Länsstyrelsen i Gotlands län", "Region Gotland"]
    assert options(html, "Hela landet") == ["Sveriges Kommuner och Regioner"]
    assert options(html, "Jämtlands län")[-2:] == ["Åre kommun", "Östersunds kommun"]
    assert html.count("<option") == 333
    assert 'id="id_organisation"' in html
    assert "aria-describedby" in html
    assert "style=" not in html and " on" not in re.sub(r">[^<]*<", "><", html)


def test_what_was_chosen_stays_chosen_and_is_checked():
    falun = Organisation.objects.get(code="2080")
    form = Seat({"organisation": str(falun.pk)})
    assert form.is_valid()
    assert form.cleaned_data["organisation"] == falun
    assert re.findall(r'<option value="(\d*)"[^>]* selected', str(form["organisation"])) == [str(falun.pk)]
    assert str(Seat(initial={"organisation": falun})["organisation"]).count("selected") == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "Välj en organisation."),
        ("0", "Välj en organisation i listan."),
        ("Falu kommun", "Välj en organisation i listan."),
        ("9" * 30, "Välj en organisation i listan."),
    ],
)
def test_anything_else_is_refused_in_words(value, words):
    form = Seat({"organisation": value})
    assert form.errors["organisation"] == [words]
    assert 'aria-invalid="true"' in str(form["organisation"])


def test_what_is_switched_off_cannot_be_chosen():
    mine = OrganisationFactory(name="Nedlagda myndigheten", is_active=False)
    assert "Nedlagda" not in str(Seat()["organisation"])
    assert not Seat({"organisation": mine.pk}).is_valid()


def test_names_are_text_and_not_html():
    OrganisationFactory(name="<b>Å</b> & Co", short_name='"><script>', county="<i>")
    html = str(Seat()["organisation"])
    assert "&lt;b&gt;Å&lt;/b&gt; &amp; Co" in html
    assert "<b>" not in html and '"><script>"' not in html and "<i>" not in html


def test_other_names_are_at_hand_for_the_search_field():
    html = str(Seat()["organisation"])
    assert 'data-also="Falun">Falu kommun' in html
    assert 'data-also="VGR">Västra Götalandsregionen' in html
    assert ">Malmö stad" in html and 'data-also="Malmö"' not in html
