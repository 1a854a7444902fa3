"""The picker in a real browser: by keyboard alone, clean for axe, and under the policy of the member pages."""

import pytest
from django import forms
from django.template.loader import render_to_string
from playwright.sync_api import expect

from members.alphabet import search_key
from members.models import Organisation
from members.organisations.fields import OrganisationField
from tests.e2e.test_accessibility import violations

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"


class Seat(forms.Form):
    organisation = OrganisationField(required=False, help_text="Den du arbetar för.")


PAGE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Prov</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/css/samrum.css"></head><body class="public"><main class="wrap"><h1>Ansök</h1>
<form class="form" action="/svar/" method="get">{field}
<p class="form__buttons"><button class="button" type="submit">Skicka</button></p></form></main></body></html>"""


@pytest.fixture
def complaints(page):
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture
def show(page, db, demo_site):
    """Lay a form with the picker on a page of the running site, which has the script and the style sheet."""

    def lay(data=None, **initial) -> None:
        form = Seat(data, initial=initial)
        field = render_to_string(
            "components/form_field.html", {"field": form["organisation"], "optional": "valfritt"}
        )
        html = PAGE.replace("{field}", field)
        answer = {
            "body": html,
            "content_type": "text/html; charset=utf-8",
            "headers": {"Content-Security-Policy": POLICY},
        }
        page.route("**/prov/", lambda route: route.fulfill(**answer))
        page.route("**/svar/**", lambda route: route.fulfill(body="tack", content_type="text/plain"))
        page.goto("/prov/")

    return lay


def pk(name: str) -> str:
    return str(Organisation.objects.get(name=name).pk)


def sent(page) -> str:
    page.get_by_role("button", name="Skicka").click()
    page.wait_for_url("**/svar/**")
    return page.url.partition("organisation=")[2]


def test_by_keyboard_alone(page, show):
    show()
    field = page.get_by_role("combobox", name="Organisation")
    page.keyboard.press("Tab")
    expect(field).to_be_focused()
    assert not violations(page)
    page.keyboard.type("falk")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    expect(active).to_contain_text("Falköpings kommun")
    expect(active).to_contain_text("Västra Götalands län")
    expect(page.get_by_role("status")).to_have_text("Träffar: 2")
    assert not violations(page)
    page.keyboard.press("Enter")
    expect(field).to_have_value("Falköpings kommun")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert sent(page) == pk("Falköpings kommun")


def test_marks_short_names_and_what_can_mean_one_thing_only(page, show, complaints):
    show()
    field = page.get_by_role("combobox", name="Organisation")
    for text, name in [
        ("malmo", "Malmö stad"),
        ("VGR", "Västra Götalandsregionen"),
        ("stockholm", "Stockholms stad"),
        ("skåne", ""),
        ("habo", ""),
        ("habo kommun", "Habo kommun"),
    ]:
        field.fill(text)
        field.press("Tab")
        expect(field).to_have_value(name or text)
        expect(page.get_by_text("Välj en i listan, eller töm fältet.")).to_be_visible(visible=not name)
    assert sent(page) == pk("Habo kommun")
    assert not complaints


def test_what_is_not_in_the_list_is_said_and_not_sent(page, show):
    show()
    field = page.get_by_role("combobox", name="Organisation")
    field.fill("Exempelstad")
    expect(page.get_by_text("Inget i listan stämmer")).to_be_visible()
    field.press("Tab")
    expect(page.get_by_text("Välj en i listan, eller töm fältet.")).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert not violations(page)
    page.locator("form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Skicka").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("Exempelstad")
    assert page.url.endswith("/prov/")
    field.press("Escape")
    expect(field).to_have_value("")
    assert sent(page) == ""


def test_with_the_mouse_and_what_was_chosen_before(page, show):
    show(organisation=pk("Malmö stad"))
    field = page.get_by_role("combobox", name="Organisation")
    expect(field).to_have_value("Malmö stad")
    page.get_by_role("button", name="Visa listan").click()
    expect(page.get_by_role("option")).to_have_count(332)
    expect(page.get_by_role("option", name="Malmö stad")).to_have_attribute("aria-selected", "true")
    page.get_by_role("option", name="Övertorneå kommun").click()
    expect(field).to_be_focused()
    assert sent(page) == pk("Övertorneå kommun")


def test_without_javascript_it_is_a_list(browser, base_url, db):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    plain = context.new_page()
    body = render_to_string(
        "components/form_field.html", {"field": Seat()["organisation"], "optional": "valfritt"}
    )
    answer = PAGE.replace("{field}", body)
    plain.route("**/prov/", lambda route: route.fulfill(body=answer, content_type="text/html; charset=utf-8"))
    plain.route("**/svar/**", lambda route: route.fulfill(body="tack", content_type="text/plain"))
    plain.goto("/prov/")
    plain.get_by_label("Organisation").select_option(label="Åre kommun")
    assert sent(plain) == pk("Åre kommun")
    context.close()


def test_the_browser_folds_words_as_the_database_does(page, show):
    show()
    words = [
        "Göteborgs Stad",
        "Upplands-Bro",
        "  É Ü ß Æ ø ",
        "A\u030are",
        "Łódź",
        "Region Örebro län",
        "1 & 2",
    ]
    folded = page.evaluate(
        "async (words) => { const { fold } = await import('/static/js/organisation-picker.js'); return words.map(fold); }",
        words,
    )
    assert folded == [search_key(word) for word in words]
