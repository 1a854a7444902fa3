"""WCAG on every public page type: axe finds nothing, and the keyboard reaches everything in order."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WIDTHS = (390, 1280)
VIOLATIONS = {"resultTypes": ["violations"]}
LOOKS = {
    "light": VIOLATIONS,
    "dark": VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
NETWORK, NETWORK_EN = "/hot-hat-vald-fortroendevalda/", "/en/threats-hate-violence-elected/"
ADDRESSES = (
    "/",
    NETWORK,
    f"{NETWORK}traff-2/",
    "/trygg-i-digitala-miljoer/",
    "/trygg-i-digitala-miljoer/internat/",
    "/trygga-fortroendevalda-2021-2022/",
    "/fakta-hot-hat-vald/",
    "/kontakt/",
    "/kontakt/ulrika-stook/",
    "/larande-exempel/",
    "/tillganglighet/",
    "/sok/?q=hot",
    "/sok/?q=zzzz",
    "/finns-inte/",
    "/konto/login/",
    "/en/",
    NETWORK_EN,
    "/en/contact/",
    "/en/search/?q=network",
    "/en/not-here/",
)


def violations(page: Page) -> list[str]:
    """What axe finds in both widths, light and dark: in the dark only colours are others."""
    found = []
    axe = Axe()
    for width in WIDTHS:
        for scheme, options in LOOKS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            for violation in axe.run(page, options=options).response["violations"]:
                targets = [node["html"][:200] for node in violation["nodes"]]
                found.append(f"{width} {scheme} {violation['id']}: {targets}")
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(page, address):
    page.goto(address)
    assert page.locator("h1").count() == 1
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/kontakt/", "/en/contact/", "/konto/login/"])
def test_axe_finds_nothing_in_a_form_with_errors(page, address):
    page.goto(address)
    page.locator("main form input[type=email]").first.fill("ingen adress")
    # Without the browser's own bubbles: what we say is what counts.
    page.evaluate("for (const form of document.forms) form.noValidate = true")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".form__error, .errorlist, .error-summary").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 1600])
@pytest.mark.parametrize("address", ["/", NETWORK, "/trygg-i-digitala-miljoer/", "/kontakt/", "/sok/?q=hot"])
def test_nothing_sticks_out_of_the_window(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Text at 200 %.
    page.add_init_script("document.documentElement.style.fontSize = '200%'")
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.innerText || document.activeElement.name || ''").strip()


def test_the_skip_link_comes_first_and_leads_to_the_content(page):
    page.goto(NETWORK)
    page.keyboard.press("Tab")
    assert focused(page) == "Hoppa till innehållet"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(page):
    page.goto(NETWORK)
    reachable = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
            one => one.checkVisibility({checkVisibilityCSS: true}) && one.tabIndex >= 0 && one.type !== 'hidden').length"""
    )
    places = []
    for _step in range(reachable):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const one = document.activeElement, style = getComputedStyle(one);
                const all = [...document.querySelectorAll('*')];
                return [all.indexOf(one), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];
            }"""
        )
        places.append(seen[0])
        assert seen[1], f"no visible focus on {focused(page)!r}"
    assert places == sorted(places)
    assert len(set(places)) == reachable


def test_past_meetings_unfold_with_the_keyboard(page):
    page.goto(NETWORK)
    summary = page.locator("details.past > summary")
    meeting = page.locator("details.past .meeting").first
    expect(meeting).to_be_visible()  # all are past: open, and it says so
    expect(summary).to_have_text(re.compile("Alla 4 träffarna har varit"))
    summary.focus()
    page.keyboard.press("Enter")
    expect(meeting).to_be_hidden()
    page.keyboard.press("Enter")
    expect(meeting).to_be_visible()


def test_without_javascript_everything_is_there(browser, base_url):
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(NETWORK)
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_be_visible()
    expect(page.get_by_role("button", name="Skicka meddelandet")).to_be_visible()
    page.get_by_role("searchbox").fill("hot")
    page.get_by_role("search").get_by_role("button").click()
    expect(page.locator("mark").first).to_be_visible()
    context.close()


def test_the_language_switch_is_honest(page):
    page.goto(NETWORK)
    page.get_by_role("navigation", name="Språk").get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(NETWORK_EN))
    page.goto("/trygg-i-digitala-miljoer/")
    switch = page.get_by_role("navigation", name="Språk")
    expect(switch).to_contain_text("Den här sidan finns inte på engelska.")
    switch.get_by_role("link", name="English start page").click()
    expect(page).to_have_url(re.compile("/en/$"))


def test_first_visit_is_small_and_sets_no_cookie(page, base_url):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(NETWORK, wait_until="networkidle")
    own = [answer for answer in answers if "/media/" not in answer.url]
    assert len(own) <= 5, [answer.url for answer in own]
    assert all(answer.url.startswith(base_url) for answer in own)
    sizes = [answer.request.sizes()["responseBodySize"] for answer in own]
    assert sum(sizes) < 45_000, dict(zip([answer.url for answer in own], sizes, strict=True))
    assert page.context.cookies() == []
