"""Contributing to the library and reviewing it in a browser: WCAG in every state, and all of it without JavaScript."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from members.library.models import DownloadCount
from tests.e2e.test_accessibility import violations
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory
from tests.members.library.writing import CONTRIBUTE, QUEUE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(live_server, home):
    return RoomFactory(home=home, slug="trygga")


@pytest.fixture
def waiting(room):
    """A version of the member's that waits for review."""
    resource = ResourceFactory(room=room, draft=True, contributor=MembershipFactory(room=room).user)
    return VersionFactory(
        resource=resource,
        state="handed_in",
        published_at=None,
        uploaded_by=resource.contributor,
        link="https://example.org/",
    )


@pytest.fixture
def as_user(browser, live_server, client):
    """Opens a page of somebody who has signed in."""
    contexts = []

    def open_page(user, **options) -> Page:
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, **options)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_a_contributor_meets_no_barrier(as_user, room, tmp_path):
    page = as_user(MembershipFactory(room=room).user)
    page.goto(CONTRIBUTE)
    assert violations(page) == []
    good, bad = tmp_path / "bra.txt", tmp_path / "farlig.exe"
    good.write_text("Gå igenom lokalen.")
    bad.write_bytes(b"MZ")
    page.get_by_label("Titel").fill("Checklista")
    page.get_by_label("Välj filer").set_input_files([good, bad])
    page.get_by_role("button", name="Lämna in för granskning").click()
    expect(page.get_by_role("alert")).to_contain_text("farlig.exe")
    expect(page.get_by_role("link", name="bra.txt")).to_be_visible()
    expect(page.get_by_label("Titel")).to_have_value("Checklista")
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_organiser_meets_no_barrier(as_user, room, waiting):
    published = VersionFactory(resource=ResourceFactory(room=room)).resource
    DownloadCount.objects.create(resource=published, month=datetime.date.today().replace(day=1), count=12)
    page = as_user(MembershipFactory(room=room, organiser=True).user)
    manage = f"{QUEUE}{published.pk}/"
    for address in (QUEUE, f"{QUEUE}siffror/", f"/rum/trygga/bibliotek/{published.pk}/ratta/"):
        page.goto(address)
        assert violations(page) == []
    for address, button in ((f"{QUEUE}granska/{waiting.pk}/", "Skicka tillbaka"), (manage, "Dra tillbaka")):
        page.goto(address)
        assert violations(page) == []
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []


def test_without_javascript_from_draft_to_library(as_user, room):
    page = as_user(MembershipFactory(room=room, organiser=True).user, java_script_enabled=False)
    page.goto(CONTRIBUTE)
    page.get_by_label("Titel").fill("Film om larm")
    page.get_by_label("Sammanfattning").fill("Tio minuter.")
    page.get_by_label("Länk").fill("https://example.org/film")
    page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.locator("h1")).to_have_text("Film om larm")
    page.get_by_role("link", name="Fortsätt med ditt utkast").click()
    page.get_by_role("button", name="Publicera").click()
    expect(page.get_by_role("status").first).to_contain_text("Publicerat")
    page.goto("/rum/trygga/bibliotek/")
    expect(page.get_by_role("link", name="Film om larm")).to_be_visible()
