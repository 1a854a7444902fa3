"""The rooms of the demo, page by page and in their error states: WCAG, all within the window, the policy kept."""

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from samrum.users.demo import PASSWORD

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "preload": False}
LOOKS = ((320, "dark"), (1280, "light"))
ROOM, LEAD, OPEN = "/rum/hot-hat-vald/", "/rum/hot-hat-vald/leda/", "/rum/digitala-miljoer/leda/"
APPLY = "/trygg-i-digitala-miljoer/ansok/"
# The meetings of the demo: one that has been, one decided, one cancelled, one with a date poll.
MEETINGS, LED_MEETINGS = "/rum/digitala-miljoer/traffar/", OPEN + "traffar/"
PAST, DECIDED, CANCELLED, POLL = 5, 6, 9, 10

PAGES = {
    "": [APPLY, APPLY + "tack/", "/ansokan/bekrafta/nej/", "/ansokan/mandat/nej/", "/rum/inbjudan/nej/"],
    "utomstaende@example.org": ["/rum/", ROOM],
    "medlem@example.org": [
        ROOM,
        ROOM + "regler/",
        ROOM + "jag/",
        ROOM + "lamna/",
        ROOM + "bibliotek/",
        ROOM + "bibliotek/?q=trapphusregeln",
        ROOM + "bibliotek/?q=finnsinte",
        ROOM + "bibliotek/?typ=model",
        ROOM + "bibliotek/1/",
        ROOM + "bibliotek/mina/",
        ROOM + "bibliotek/bidra/",
        LEAD,
        "/rum/digitala-miljoer/",
        "/rum/kalender/",
        MEETINGS,
        f"{MEETINGS}{PAST}/",
        f"{MEETINGS}{PAST}/utvardera/",
        f"{MEETINGS}{DECIDED}/",
        f"{MEETINGS}{DECIDED}/anmal/",
        f"{MEETINGS}{CANCELLED}/",
        f"{MEETINGS}{CANCELLED}/anmal/",
        f"{MEETINGS}{POLL}/",
        f"{MEETINGS}{POLL}/datum/",
    ],
    "ansvarig@example.org": [
        "/rum/",
        LEAD,
        OPEN + "ansokningar/",
        OPEN + "ansokningar/1/",
        OPEN + "installningar/",
        OPEN + "bjud-in/",
        OPEN + "logg/",
        LEAD + "deltagare/",
        LEAD + "deltagare/4/",
        LEAD + "deltagare/4/avsluta/",
        LEAD + "bibliotek/",
        LEAD + "bibliotek/1/",
        LEAD + "bibliotek/siffror/",
        LED_MEETINGS,
        LED_MEETINGS + "siffror/",
        f"{LED_MEETINGS}{DECIDED}/",
        f"{LED_MEETINGS}{DECIDED}/program/",
        f"{LED_MEETINGS}{DECIDED}/forberedelser/",
        f"{LED_MEETINGS}{DECIDED}/material/",
        f"{LED_MEETINGS}{DECIDED}/datum/",
        f"{LED_MEETINGS}{DECIDED}/datum/flytta/",
        f"{LED_MEETINGS}{DECIDED}/datum/stall-in/",
        f"{LED_MEETINGS}{DECIDED}/anmalda/",
        f"{LED_MEETINGS}{DECIDED}/anmalda/narvarolista/",
        f"{LED_MEETINGS}{DECIDED}/anmalda/namnskyltar/",
        f"{LED_MEETINGS}{PAST}/anmalda/narvaro/",
        f"{LED_MEETINGS}{PAST}/efterat/",
        f"{LED_MEETINGS}{PAST}/utvardering/",
        f"{LED_MEETINGS}{POLL}/datum/",
        OPEN + "brev/",
        f"{OPEN}brev/skriv/?traff={DECIDED}",
    ],
}
# Who, where, and the button that sends a form in which nothing is filled in.
EMPTY_FORMS = [
    ("", APPLY, "Skicka ansökan"),
    ("medlem@example.org", ROOM + "bibliotek/1/", "Berätta för de andra"),
    ("medlem@example.org", ROOM + "bibliotek/bidra/", "Lämna in för granskning"),
    ("ansvarig@example.org", OPEN + "bjud-in/", "Gå igenom"),
    ("ansvarig@example.org", LEAD + "bibliotek/1/", "Dra tillbaka"),
    ("medlem@example.org", f"{MEETINGS}{PAST}/utvardera/", "Lämna in"),
    ("ansvarig@example.org", f"{LED_MEETINGS}{POLL}/datum/", "Föreslå dagen"),
    ("ansvarig@example.org", f"{OPEN}brev/skriv/?traff={DECIDED}", "Förhandsgranska"),
]


@pytest.fixture(scope="module")
def page_of(browser: Browser, demo_site: str) -> Iterator[Callable[[str], Page]]:
    """The page of somebody who has signed in, once for all tests here."""
    pages: dict[str, Page] = {}

    def find(email: str) -> Page:
        if email not in pages:
            pages[email] = browser.new_context(base_url=demo_site, locale="sv-SE").new_page()
            pages[email].set_default_timeout(20_000)
            if email:
                sign_in(pages[email], email)
        return pages[email]

    yield find
    for page in pages.values():
        page.context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/konto/login/?next=/rum/")
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page).to_have_url(re.compile("/rum/"))


def faults(page: Page) -> list[str]:
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for rule in Axe().run(page, options=WCAG).response["violations"]:
            found += [f"{page.url} {width} {scheme} {rule['id']}: {n['html'][:200]}" for n in rule["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{page.url} is wider than {width}")
    if page.locator("main h1").count() != 1:
        found.append(f"{page.url} has no heading, or several")
    return found


@pytest.mark.parametrize("email", PAGES)
def test_no_page_has_a_barrier(page_of, email):
    page, found, complaints = page_of(email), [], []
    page.on("console", lambda line: complaints.append(line.text) if "Security Policy" in line.text else None)
    for address in PAGES[email]:
        page.goto(address)
        found += faults(page)
    assert found == []
    assert complaints == []


@pytest.mark.parametrize(("email", "address", "button"), EMPTY_FORMS, ids=[form[2] for form in EMPTY_FORMS])
def test_no_refused_form_has_a_barrier(page_of, email, address, button):
    page = page_of(email)
    page.goto(address)
    page.locator("main").get_by_role("button", name=button, exact=True).click()
    expect(
        page.locator("main [aria-invalid=true], main .form__error, main .error-summary").first
    ).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("email", [email for email in PAGES if email])
def test_every_page_is_there_in_english(page_of, email):
    """The button changes language and stays on the page; of our own words none is Swedish then."""
    page, left = page_of(email), []
    page.goto("/rum/")
    page.get_by_role("button", name="English").click()
    for address in PAGES[email]:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        words = page.evaluate(OUR_WORDS)
        left += [f"{address}: {line}" for line in words if SWEDISH.search(line)]
    page.get_by_role("button", name="Svenska").click()
    assert left == []


# What is not marked as Swedish or written by people in long texts; titles and names remain.
OUR_WORDS = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll("[lang=sv], .languages, .prose, .written, .draft-files, .usage, textarea, input, select, script, .picker").forEach(e => e.remove());
  return copy.textContent.split("\\n").map(line => line.trim()).filter(Boolean);
}"""
SWEDISH = re.compile(
    r"\b(rummet|ansökan|ansökningar|biblioteket|läge|spara|visa|välj|ladda|tillbaka|inställningar|processledare)\b",
    re.I,
)
