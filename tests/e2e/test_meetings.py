"""Meetings with a real browser: an organiser finds a date that everybody then sees, a member answers without a mouse and
without JavaScript."""

import datetime
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from samrum.users.demo import PASSWORD

from .test_room import tab_to

PATIENCE = 20_000  # milliseconds: the machine may be busy
ROOM = "/rum/digitala-miljoer/"
PUBLIC = "/trygg-i-digitala-miljoer/digital-traff-2/"
YEAR = datetime.date.today().year + 1


def sign_in(page: Page, email: str, way: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"/konto/login/?next={way}")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(re.compile(way))


def test_an_organiser_decides_a_date_and_everybody_sees_it(page: Page):
    """The second of the two digital meetings whose dates are open; no other test needs it."""
    page.goto(PUBLIC)
    expect(page.locator("main")).to_contain_text("Datum ej klart")
    sign_in(page, "ansvarig@example.org", f"{ROOM}leda/traffar/")
    page.get_by_role("link", name="Digital träff", exact=True).last.click()
    page.get_by_role("navigation", name="Träffen under Leda").get_by_role("link", name="Datum").click()
    page.get_by_label("Datum", exact=True).fill(f"{YEAR}-11-18")
    page.get_by_label(re.compile("^Börjar")).fill("13:00")
    page.get_by_label(re.compile("^Slutar")).fill("15:30")
    page.get_by_role("button", name="Föreslå dagen").click()
    expect(page.get_by_role("status")).to_contain_text("föreslagen")
    page.get_by_role("link", name="Bestäm det här datumet").or_(
        page.get_by_role("button", name="Bestäm det här datumet")
    ).first.click()
    expect(page.locator("main")).to_contain_text("18 november")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(PUBLIC)
    expect(page.locator("main")).to_contain_text(f"18 november {YEAR}")
    expect(page.locator("main")).to_contain_text("kl. 13–15.30")


def test_a_member_answers_by_keyboard_alone(page: Page):
    sign_in(page, "deltagare-14@example.org", f"{ROOM}traffar/")
    page.get_by_role("link", name="Internat", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Internat", level=1)).to_be_visible()
    tab_to(page, ".button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/anmal/"))
    tab_to(page, "input[name=answer]")
    page.keyboard.press("ArrowDown")  # the second answer: online
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Du är anmäld och deltar digitalt.")


def test_dates_are_answered_without_javascript(browser: Browser, demo_site: str):
    with browser.new_context(base_url=demo_site, java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, "deltagare-13@example.org", f"{ROOM}traffar/")
        page.get_by_role("link", name="Svara på datumförslag").first.click()
        for group in page.locator("main form fieldset").all():
            group.get_by_label("Ja", exact=True).check()
        page.get_by_role("button", name="Spara mina svar").click()
        expect(page.get_by_role("status")).to_contain_text("Dina svar är sparade")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_link_to_a_calendar_is_had_and_works(page: Page, width):
    page.set_viewport_size({"width": width, "height": 900})
    email = f"deltagare-{'1' if width == 390 else '2'}@example.org"
    sign_in(page, email, "/rum/kalender/")
    page.get_by_role("button", name="Gör en adress till min kalender").click()
    address = page.get_by_label("Adress", exact=True).input_value()
    answer = page.context.request.get(address)
    assert answer.ok and "BEGIN:VEVENT" in answer.text()
    assert "Exempelgatan" not in answer.text()
