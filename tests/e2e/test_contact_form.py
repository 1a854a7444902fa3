"""The contact form in a real browser: the check is done by itself, and the form never depends on it."""

import io
import re
import time

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessibility import violations


@pytest.fixture
def complaints(page):
    """What the browser complains of: blocked style or script, errors."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def fill_in(page, subject: str) -> None:
    page.get_by_label("Ditt namn").fill("Åsa Exempel")
    page.get_by_label("Din e-postadress").fill("asa@example.com")
    page.get_by_label("Ämne").fill(subject)
    page.get_by_label("Meddelande", exact=True).fill("Hej!\nHur anmäler vi oss?")


def test_a_message_gets_through_with_the_check_done_by_the_browser(page, complaints, base_url):
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/kontakt/")
    assert not any("altcha" in url or "utmaning" in url for url in requests)
    begun = time.monotonic()
    page.get_by_label("Ditt namn").focus()
    expect(page.locator(".altcha")).to_have_attribute("data-state", "verified", timeout=10_000)
    took = time.monotonic() - begun
    expect(page.get_by_text("Kontrollen är klar")).to_be_visible()
    fill_in(page, "Med kontroll")
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page).to_have_url(re.compile("/kontakt/tack/$"))
    assert took < 5, f"{took:.1f} s"
    assert not complaints
    assert all(url.startswith(("http://127.0.0.1", "http://localhost", "blob:")) for url in requests)
    assert not page.context.cookies()


def test_faults_are_shown_in_a_summary_and_at_the_field(page, complaints):
    page.goto("/kontakt/")
    page.get_by_label("Ditt namn").fill("Åsa Exempel")
    page.get_by_label("Din e-postadress").fill("ingen adress")
    page.get_by_role("button", name="Skicka meddelandet").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page.get_by_label("Ditt namn")).to_have_value("Åsa Exempel")
    summary.get_by_role("link", name=re.compile("Din e-postadress")).click()
    field = page.get_by_label("Din e-postadress")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    # The answer was 422, which browsers write down as an error; nothing else is one.
    assert all("422" in complaint for complaint in complaints)
    # And the corrected form goes through at once: the check is done while the sending waits.
    fill_in(page, "Rättad")
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page).to_have_url(re.compile("/kontakt/tack/$"))


def test_where_the_check_cannot_be_done_the_sender_confirms(page):
    page.route("**/sakerhet/utmaning/", lambda route: route.abort())
    page.goto("/kontakt/")
    fill_in(page, "Utan kontroll")
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page).to_have_url(re.compile("/kontakt/tack/bekrafta/$"))


def test_without_javascript_the_sender_confirms(browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/kontakt/")
    fill_in(page, "Utan JavaScript")
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page).to_have_url(re.compile("/kontakt/tack/bekrafta/$"))
    context.close()


# What Google's script does, as far as our page can see it.
GOOGLE = """
window.grecaptcha = {
  ready: (then) => then(),
  render(box, options) {
    box.innerHTML = '<textarea name="g-recaptcha-response" hidden>token for ' + options.sitekey + '</textarea>';
    box.append("Googles ruta");
  },
};
"""


def test_google_is_contacted_only_when_the_visitor_starts_the_check(page, live_server, settings, monkeypatch):
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "key", "secret"
    monkeypatch.setattr(
        "django_recaptcha.client.recaptcha_request", lambda params: io.BytesIO(b'{"success": true}')
    )
    asked: list[str] = []

    def google(route):
        asked.append(route.request.url)
        route.fulfill(body=GOOGLE, content_type="text/javascript")

    page.route("https://www.google.com/**", google)
    page.goto(live_server.url + "/kontakt/")
    fill_in(page, "Med Google")
    assert not asked
    page.get_by_role("button", name="Starta Googles kontroll").click()
    expect(page.get_by_text("Googles ruta")).to_be_visible()
    assert asked == ["https://www.google.com/recaptcha/api.js?render=explicit&hl=sv"]
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page).to_have_url(re.compile("/kontakt/tack/$"))


def test_where_google_does_not_answer_the_sender_confirms(page, live_server, settings):
    settings.RECAPTCHA_PUBLIC_KEY, settings.RECAPTCHA_PRIVATE_KEY = "key", "secret"
    page.route("https://www.google.com/**", lambda route: route.abort())
    page.goto(live_server.url + "/kontakt/")
    fill_in(page, "Utan Google")
    page.get_by_role("button", name="Starta Googles kontroll").click()
    expect(page.get_by_text("Kontrollen gick inte att göra.")).to_be_visible()
    page.get_by_role("button", name="Skicka meddelandet").click()
    expect(page).to_have_url(re.compile("/kontakt/tack/bekrafta/$"))


@pytest.mark.parametrize("works", [True, False])
def test_axe_finds_nothing_when_the_check_is_done_or_fails(page, works):
    if not works:
        page.route("**/sakerhet/utmaning/", lambda route: route.abort())
    page.goto("/kontakt/")
    page.get_by_label("Ditt namn").focus()
    state = "verified" if works else "error"
    expect(page.locator(".altcha")).to_have_attribute("data-state", state, timeout=10_000)
    assert violations(page) == []


@pytest.mark.parametrize(
    "address", ["/kontakt/tack/", "/kontakt/tack/bekrafta/", "/kontakt/bekrafta/x/", "/en/contact/thanks/"]
)
def test_axe_finds_nothing_on_the_pages_after_the_form(page, address):
    page.goto(address)
    assert violations(page) == []
