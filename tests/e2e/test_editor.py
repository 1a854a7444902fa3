"""An editor's day in a real browser: sign in, write a network with a meeting, look at it, publish it."""

import re
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

EDITOR, PASSWORD = "redaktor@example.org", "samrum-demo"
PATIENCE = 60_000  # milliseconds: a page of the editor is heavy, and the machine may be busy
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def page(page: Page) -> Page:
    page.set_default_timeout(PATIENCE)
    return page


def sign_in(page: Page, address: str = "/konto/login/") -> None:
    page.goto(address)
    page.get_by_label("E-postadress").fill(EDITOR)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def test_editor_writes_previews_and_publishes_a_network_with_a_meeting(page: Page):
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if "Content Security Policy" in m.text else None)
    sign_in(page, "/admin/natverk/")
    expect(page).to_have_url(re.compile("/admin/natverk/$"))

    page.get_by_role("link", name="Lägg till nätverk").first.click()
    sections = page.locator("[data-contentpath=body] [role=textbox][contenteditable=true]")
    expect(sections).to_have_count(3)  # the editor is ready
    page.locator("#id_title").fill("Trygga möten i e2e")
    page.locator("#id_lead").fill("Ett nätverk som ett test har skrivit.")
    for section in range(3):
        sections.nth(section).press_sequentially(f"Avsnitt {section} är ifyllt.")
        in_form(page, f"Avsnitt {section} är ifyllt.")

    # The live preview shows what is typed, in a frame of the same site.
    page.get_by_role("button", name="Växla förhandsgranskning").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name="Trygga möten i e2e", level=1)).to_be_visible()
    for section in range(3):
        expect(preview.get_by_text(f"Avsnitt {section} är ifyllt.")).to_be_visible()
    expect(preview.get_by_text("Nästa omgång")).to_have_count(0)
    page.get_by_role("button", name="Växla förhandsgranskning").click()

    publish(page)
    expect(page.locator(".messages")).to_contain_text("Trygga möten i e2e")
    edit = page.locator(".messages a[href$='/edit/']").first.get_attribute("href") or ""
    number = re.search(r"/pages/(\d+)/edit/", edit)[1]

    page.goto(f"/admin/pages/add/network/meetingpage/{number}/")
    page.locator("#id_title").fill("Första träffen")
    page.locator("#id_state").select_option("undecided")
    page.locator("#id_term").select_option("autumn")
    page.locator("#id_term_year").fill("2031")
    publish(page)
    expect(page.locator(".messages")).to_contain_text("Första träffen")

    page.goto("/trygga-moten-i-e2e/")
    expect(page.get_by_role("heading", name="Trygga möten i e2e", level=1)).to_be_visible()
    expect(page.get_by_text("Avsnitt 2 är ifyllt.")).to_be_visible()
    expect(page.get_by_text(re.compile("hösten 2031", re.I)).first).to_be_visible()
    expect(page.get_by_text("Datum ej klart").first).to_be_visible()
    assert complaints == []


def publish(page: Page) -> None:
    """“Publish” is behind the arrow beside “Save draft”."""
    page.get_by_role("button", name="Fler åtgärder").click()
    page.get_by_role("button", name="Publicera", exact=True).click()
    page.wait_for_load_state()


def in_form(page: Page, text: str) -> None:
    """The rich text editor hands over what was typed a moment later; until then nobody else knows of it."""
    page.wait_for_function(
        "text => [...new FormData(document.querySelector('[data-edit-form]')).values()].some(v => v.includes(text))",
        arg=text,
    )


class SlowAnswers:
    """Lets the editor's own saving reach the server, and keeps the answer from the browser until `let_go`."""

    def __init__(self, page: Page):
        self.page, self.kept, self.are_slow = page, [], True
        page.route("**/admin/pages/**", self.answer)

    def answer(self, route: Route) -> None:
        is_saving = route.request.method == "POST" and route.request.headers["accept"] == "application/json"
        if is_saving and self.are_slow:
            self.kept.append((route, route.fetch()))
        else:
            route.continue_()

    def type_until_saved(self, field: str) -> None:
        """Wagtail takes what stands there some seconds after loading for unchanged, so go on typing."""
        deadline = time.monotonic() + PATIENCE / 1000
        while not self.kept and time.monotonic() < deadline:
            self.page.locator(field).press_sequentially("Ord. ")
            pause = time.monotonic() + 4
            while not self.kept and time.monotonic() < pause:
                self.page.wait_for_timeout(20)
        assert self.kept, "Nothing was saved."

    def let_go(self) -> None:
        self.are_slow = False
        for route, response in self.kept:
            route.fulfill(response=response)


def new_network(page: Page, title: str) -> None:
    sign_in(page, "/admin/natverk/")
    page.get_by_role("link", name="Lägg till nätverk").first.click()
    expect(page.locator("[data-contentpath=body] [role=textbox][contenteditable=true]")).to_have_count(3)
    page.locator("#id_title").fill(title)


def test_publishing_while_a_new_page_is_being_saved_makes_one_page(page: Page):
    saving = SlowAnswers(page)
    new_network(page, "Sparas och publiceras")
    saving.type_until_saved("#id_lead")
    page.locator("#id_lead").fill("Skrivet medan sidan sparades.")
    publish(page)
    saving.let_go()
    expect(page.locator(".messages")).to_contain_text("Sparas och publiceras")
    page.goto("/sparas-och-publiceras/")
    expect(page.get_by_text("Skrivet medan sidan sparades.")).to_be_visible()


def test_what_is_typed_while_the_page_is_being_saved_is_saved_too(page: Page):
    new_network(page, "Sparas medan jag skriver")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page).to_have_url(re.compile("/edit/$"))
    saving = SlowAnswers(page)
    saving.type_until_saved("#id_lead")
    page.locator("#id_lead").fill("Början och slutet.")
    with page.expect_request(lambda request: "och slutet" in (request.post_data or "")):
        saving.let_go()


def test_what_is_typed_last_is_saved_by_a_shortcut(page: Page):
    new_network(page, "Sparas med tangenter")
    page.locator("[data-contentpath=body] [role=textbox][contenteditable=true]").last.press_sequentially(
        "De sista."
    )
    page.keyboard.press("Control+s")
    expect(page).to_have_url(re.compile("/edit/$"))
    expect(page.locator("[data-contentpath=body] [role=textbox]", has_text="De sista.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_sign_in_pages_have_no_barriers(page: Page, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for address in (
        "/konto/login/",
        "/konto/password/reset/",
        "/konto/signup/",
        "/konto/password/reset/done/",
    ):
        page.goto(address)
        assert barriers(page) == []
    page.goto("/konto/login/")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Svenska").click()
    sign_in(page, "/konto/login/?next=/konto/")
    for address in ("/konto/", "/konto/2fa/", "/konto/password/change/", "/konto/logout/"):
        page.goto(address)
        assert barriers(page) == []
    page.goto("/konto/2fa/totp/activate/")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    expect(page.get_by_role("img", name=re.compile("Ruta att läsa av"))).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def barriers(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{page.url} {rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
