"""`/konto/` in a browser: passkeys with a virtual authenticator, without JavaScript, and WCAG on every page."""

import re

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from network.groups import EDITORS
from tests.factories import UserFactory
from tests.users.acting import PASSWORD, letters, link_in, turn_on_two_step

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 1280)


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of a server in this process: its letters and its users are at hand."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def page(browser, site):
    with browser.new_context(base_url=site) as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


@pytest.fixture
def member(site):
    return UserFactory(email="mio@example.org")


def sign_in(page: Page, user) -> None:
    page.goto("/konto/login/")
    page.get_by_label("E-post").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/konto/logout/")
    page.locator("main").get_by_role("button", name="Logga ut").click()


def show_who_you_are(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()


@pytest.fixture
def authenticator(page):
    """A telephone with a fingerprint reader, as Chromium plays it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    identity = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    return lambda command, **more: session.send(f"WebAuthn.{command}", {"authenticatorId": identity, **more})


def add_passkey(page: Page, name: str) -> None:
    show_who_you_are(page, "/konto/2fa/webauthn/add/")
    page.get_by_label("Nyckelns namn").fill(name)
    page.get_by_role("button", name="Lägg till en nyckel").click()
    expect(page.get_by_role("heading", name="Reservkoder")).to_be_visible()


def test_passkey_from_adding_to_removing(page, site, member, authenticator):
    sign_in(page, member)
    add_passkey(page, "Jobbmobilen")
    page.goto("/konto/2fa/webauthn/")
    expect(page.get_by_text("Jobbmobilen").first).to_be_visible()

    sign_out(page)
    page.goto("/konto/login/?next=/konto/sessions/")
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page).to_have_url(f"{site}/konto/sessions/")

    sign_out(page)
    sign_in(page, member)
    expect(page.get_by_role("heading", name="Det andra steget")).to_be_visible()
    page.get_by_role("button", name="Använd nyckeln").click()
    expect(page).to_have_url(re.compile("/rum/$"))

    page.goto("/konto/2fa/recovery-codes/generate/")
    expect(page.get_by_role("heading", name="Är det du?")).to_be_visible()
    page.goto("/konto/2fa/webauthn/reauthenticate/?next=/konto/2fa/webauthn/")
    page.get_by_role("button", name="Använd nyckeln").click()
    expect(page).to_have_url(f"{site}/konto/2fa/webauthn/")
    page.get_by_role("link", name="Byt namn").click()
    page.locator("main").get_by_role("textbox").fill("Den nya mobilen")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name=re.compile("Ta bort.*Den nya mobilen")).click()
    page.get_by_role("button", name="Ta bort").click()
    expect(page.get_by_text("Du har ingen nyckel ännu.")).to_be_visible()
    assert not Authenticator.objects.exists()


def test_passkey_that_is_refused_says_so_and_the_form_is_there_to_try_again(page, member, authenticator):
    sign_in(page, member)
    add_passkey(page, "Jobbmobilen")
    sign_out(page)
    authenticator("setUserVerified", isUserVerified=False)
    page.goto("/konto/login/")
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page.get_by_text("Det gick inte. Försök en gång till")).to_be_visible()
    authenticator("setUserVerified", isUserVerified=True)
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page).to_have_url(re.compile("/rum/$"))


def test_passkey_of_a_closed_account_opens_nothing(page, member, authenticator):
    sign_in(page, member)
    add_passkey(page, "Jobbmobilen")
    sign_out(page)
    member.is_active = False
    member.save()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page).to_have_url(re.compile("/konto/inactive/$"))


def test_without_javascript(browser, site, member):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/konto/login/")
    expect(page.get_by_role("button", name="Logga in med en nyckel")).to_be_hidden()
    page.get_by_role("link", name="Få en inloggningslänk med e-post").click()
    page.get_by_label("E-post").fill(member.email)
    page.get_by_role("button", name="Skicka länken").click()
    expect(page.get_by_role("heading", name="Titta i din inkorg")).to_be_visible()
    page.goto(link_in(letters(member.email)[-1]))
    page.locator("main").get_by_role("button", name="Logga in").click()
    expect(page).to_have_url(re.compile("/rum/$"))
    page.goto("/konto/sessions/")
    expect(page.get_by_text("här, nu")).to_be_visible()
    page.goto("/konto/")
    page.get_by_role("link", name="Slå på tvåstegsinloggning").click()
    show_who_you_are(page, "/konto/2fa/webauthn/add/")
    expect(page.get_by_text("Nycklar behöver JavaScript och en webbläsare")).to_be_visible()
    expect(page.get_by_role("button", name="Lägg till en nyckel")).to_be_hidden()
    context.close()


# --- Every page -------------------------------------------------------------------------------------------


def faults(page: Page, address: str, widths=WIDTHS, schemes=("light", "dark")) -> list[str]:
    """What axe finds, and what sticks out."""
    found, axe = [], Axe()
    for width in widths:
        for scheme in schemes:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            for violation in axe.run(page, options={"preload": False}).response["violations"]:
                nodes = [node["html"][:160] for node in violation["nodes"]]
                found.append(f"{address} {width} {scheme} {violation['id']}: {nodes}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{address} is wider than {width}")
    if page.locator("main h1").count() != 1:
        found.append(f"{address} has no heading, or several")
    return found


def look_at(page: Page, addresses) -> None:
    """In Swedish, then in English by the switch of each page. The policy's complaints reach the console."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    found = []
    for address in addresses:
        page.goto(address)
        found += faults(page, address)
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.url.endswith(address), (page.url, address)
        found += faults(page, address, widths=(320,), schemes=("light",))
        page.get_by_role("button", name="Svenska").click()
    assert found == []
    assert [line for line in complaints if "Content Security Policy" in line] == []


def test_axe_finds_nothing_before_sign_in(page, member):
    guest = page.context.request
    token = guest.get("/konto/lank/").text()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', token)[1]
    for address in ("/konto/lank/", "/konto/password/reset/"):
        guest.post(address, form={"email": member.email, "csrfmiddlewaretoken": csrf})
    link, reset = (link_in(letter) for letter in letters(member.email))
    page.goto(reset)
    form = page.url.removeprefix(page.url.split("/konto/")[0])
    look_at(
        page,
        [
            "/konto/login/",
            "/konto/login/?next=/rum/",
            "/konto/lank/",
            "/konto/lank/skickad/",
            link,
            "/konto/lank/nej/",
            "/konto/password/reset/",
            "/konto/password/reset/done/",
            form,
            "/konto/password/reset/key/1-nej/",
            "/konto/password/reset/key/done/",
            "/konto/signup/",
            "/konto/inactive/",
            "/konto/confirm-email/nej/",
            "/konto/oidc/oidc/login/",
            "/konto/3rdparty/login/error/",
            "/konto/3rdparty/login/cancelled/",
        ],
    )


def test_axe_finds_nothing_in_the_account(page, member, authenticator):
    sign_in(page, member)
    look_at(page, ["/konto/", "/konto/reauthenticate/"])
    add_passkey(page, "Jobbmobilen")
    look_at(page, ["/konto/2fa/webauthn/reauthenticate/", "/konto/2fa/reauthenticate/"])
    page.goto("/konto/email/")
    page.get_by_label("E-post").fill("mio.ny@example.org")
    page.get_by_role("button", name="Skicka länken").click()
    expect(page.get_by_role("heading", name="Väntar på att bekräftas")).to_be_visible()
    key = Authenticator.objects.get(type="webauthn").pk
    look_at(
        page,
        [
            "/konto/",
            "/konto/email/",
            "/konto/password/change/",
            "/konto/sessions/",
            "/konto/logout/",
            "/konto/2fa/",
            "/konto/2fa/totp/activate/",
            "/konto/2fa/recovery-codes/",
            "/konto/2fa/recovery-codes/generate/",
            "/konto/2fa/webauthn/",
            "/konto/2fa/webauthn/add/",
            f"/konto/2fa/webauthn/keys/{key}/edit/",
            f"/konto/2fa/webauthn/keys/{key}/remove/",
        ],
    )


def test_axe_finds_nothing_at_the_second_step_and_without_a_password(page, member, authenticator):
    sign_in(page, member)
    add_passkey(page, "Jobbmobilen")
    turn_on_two_step(member)
    look_at(page, ["/konto/2fa/totp/deactivate/"])
    sign_out(page)
    sign_in(page, member)
    look_at(page, ["/konto/2fa/authenticate/"])
    member.set_unusable_password()
    member.save()
    page.context.clear_cookies()
    page.goto("/konto/login/")
    page.get_by_role("button", name="Logga in med en nyckel").click()
    expect(page).to_have_url(re.compile("/rum/$"))
    look_at(page, ["/konto/password/set/"])


def test_axe_finds_nothing_in_forms_with_errors(page, member):
    found = []
    for address, fields in {
        "/konto/login/": {"E-post": "mio@example.org", "Lösenord": "fel"},
        "/konto/lank/": {"E-post": "ingen adress"},
        "/konto/password/reset/": {"E-post": "ingen adress"},
    }.items():
        page.goto(address)
        for label, text in fields.items():
            page.get_by_label(label).fill(text)
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator(".error-summary")).to_be_visible()
        found += faults(page, address)
    for _time in range(12):
        sign_in(page, UserFactory.build(email="ingen@example.org"))
    expect(page.get_by_text("Det har varit för många försök").first).to_be_visible()
    found += faults(page, "too many")
    assert found == []


def test_staff_is_led_to_two_steps(page, settings):
    settings.SAMRUM_REQUIRE_TWO_STEP = True
    editor = UserFactory(email="rut@example.org")
    editor.groups.add(Group.objects.get(name=EDITORS))
    sign_in(page, editor)
    expect(page).to_have_url(re.compile("/konto/2fa/$"))
    expect(page.get_by_text("Sedan kommer du till administrationen")).to_be_visible()
