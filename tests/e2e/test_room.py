"""A member finds a model by a word that stands only inside a file, downloads it and opens it: three ways to do it."""

from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from samrum.users.demo import PASSWORD

MEMBER, LIBRARY = "medlem@example.org", "/rum/hot-hat-vald/bibliotek/"
PATIENCE = 20_000  # milliseconds: the machine may be busy
WORD, TITLE = "trapphusregeln", "Ansvarstrappan"


def fill_in(page: Page) -> None:
    page.goto(f"/konto/login/?next={LIBRARY}")
    page.get_by_label("E-postadress").fill(MEMBER)
    page.get_by_label("Lösenord").fill(PASSWORD)


def opened(page: Page) -> str:
    """The text of the first file on the page, as a reader of PDF files sees it."""
    address = page.locator(".file__name a").first.get_attribute("href")
    answer = page.context.request.get(address)
    assert answer.ok
    assert answer.headers["cache-control"] == "private, no-store"
    return " ".join(leaf.extract_text() for leaf in PdfReader(BytesIO(answer.body())).pages)


def test_a_word_inside_a_file_leads_to_the_model(page: Page):
    fill_in(page)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_role("searchbox").fill(WORD)
    page.get_by_role("search", name="Sök i biblioteket").get_by_role("button").click()
    expect(page.get_by_role("heading", name="1 träff")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".hit__text mark")).to_have_text(WORD)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    assert WORD not in page.locator("main").inner_text().lower()
    assert WORD in opened(page).lower()


def test_the_same_by_keyboard_alone(page: Page):
    fill_in(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bibliotek", level=1)).to_be_visible()
    tab_to(page, "#id_q")
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 träff")).to_be_visible(timeout=PATIENCE)
    tab_to(page, ".hit__title a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    tab_to(page, ".file__name a")
    assert WORD in opened(page).lower()


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Go on by tab; whoever sees must see where they are."""
    for _time in range(most):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(e => e.matches('html, body') || getComputedStyle(e).outlineStyle)(document.activeElement)"
        )
        assert outline not in ("none", ""), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by tab")


def test_the_same_without_javascript(browser: Browser, demo_site: str):
    with browser.new_context(base_url=demo_site, java_script_enabled=False) as context:
        page = context.new_page()
        fill_in(page)
        page.get_by_role("button", name="Logga in", exact=True).click()
        page.get_by_role("navigation", name="Filtrera biblioteket").get_by_role("link", name="Modell").click()
        expect(page.locator(".chip")).to_have_text("Ta bort Typ: Modell×")
        page.get_by_role("searchbox").fill(WORD)
        page.get_by_role("search", name="Sök i biblioteket").get_by_role("button").click()
        expect(page.locator(".chip")).to_have_count(2)
        page.get_by_label(f"Välj {TITLE}").check()
        with page.expect_download() as download:
            page.get_by_role("button", name="Ladda ner de valda").click()
        assert download.value.suggested_filename.endswith(".zip")
        page.get_by_role("link", name=TITLE).click()
        assert WORD in opened(page).lower()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_button_on_a_card_is_reached_with_the_mouse(page: Page, width):
    """The title's link fills the card. Nothing is pressed: other tests find what waits as the demo made it."""
    page.set_viewport_size({"width": width, "height": 900})
    fill_in(page)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.goto(f"{LIBRARY}mina/")
    page.get_by_role("button", name="Ta tillbaka").click(trial=True, timeout=PATIENCE)
