"""“Importera annons” in the admin: paste, see, correct, save."""

import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from network.models import MeetingPage, NetworkPage
from tests.factories import NetworkPageFactory, UserFactory

TEXT = (Path(__file__).parent / "samples" / "near_copy.sv.txt").read_text(encoding="utf-8")
ADDRESS = "/admin/importera-annons/"

pytestmark = pytest.mark.django_db


def editor_of(page: Page, *codenames: str):
    """Somebody whose only rights are these on one part of the tree."""
    group = Group.objects.create(name=f"Prov {page.pk}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = UserFactory()
    user.groups.add(group)
    return user


@pytest.fixture
def editor(client, home):
    user = editor_of(home, "add_page", "change_page")
    client.force_login(user)
    return user


def soup_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def fields_of(response) -> dict[str, str]:
    """What a browser would send back from the form on the page."""
    form = next(f for f in soup_of(response).find_all("form") if f.find("textarea", {"name": "text"}))
    data = {}
    for field in form.find_all("input"):
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        if field.get("name") and field.get("type") != "file":
            data[field["name"]] = field.get("value", "")
    for field in form.find_all("textarea"):
        data[field["name"]] = field.get_text().replace("\r\n", "\n").removeprefix("\n").replace("\n", "\r\n")
    for field in form.find_all("select"):
        chosen = field.find("option", selected=True) or field.find("option")
        data[field["name"]] = chosen.get("value", "")
    return data


def understood(client, text: str = TEXT) -> dict[str, str]:
    return fields_of(client.post(ADDRESS, {"text": text, "understand": "1"}))


def test_only_for_those_who_may_add_networks(client, home, contact_page):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(editor_of(contact_page, "add_page"))
    assert client.get(ADDRESS).status_code == 302
    assert ADDRESS not in client.get("/admin/").content.decode()


def test_it_is_in_the_menu(client, editor):
    page = client.get("/admin/").content.decode()
    assert ADDRESS in page
    assert "Importera annons" in page


def test_paste_see_save(client, editor):
    shown = client.post(ADDRESS, {"text": TEXT, "understand": "1"})
    page = soup_of(shown)
    assert "Menades ”preliminära”?" in page.get_text()
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.find("table", class_="listing").find_all("tr")
    ]
    assert ["Målgrupp", "Målgrupp"] in [row[:2] for row in rows]
    assert any("Datum ej klart. Digitalt möte förmiddag" in row[2] for row in rows)
    assert NetworkPage.objects.count() == 0
    saved = client.post(ADDRESS, fields_of(shown) | {"save": "1"})
    network = NetworkPage.objects.get()
    assert saved.url == reverse("wagtailadmin_pages:edit", args=[network.pk])
    assert not network.live
    assert network.slug == "trygga-motesplatser-for-politiker-utvecklingsnatverk"
    assert network.latest_revision.user == editor
    assert MeetingPage.objects.child_of(network).count() == 4
    assert "sparad som utkast med 4 träffar" in client.get(saved.url).content.decode()


def test_corrections_are_saved(client, editor):
    data = understood(client) | {
        "key-title": "Ny titel", "key-slug": "ny-adress", "key-status": "full", "key-kind": "other",
        "key-period_start": "2026", "key-period_end": "2027", "key-published_on": "2026-01-02",
        "meetings-1-state": "confirmed", "meetings-1-start_date": "2026-03-04", "meetings-1-city": "Kumla",
        "meetings-1-format": "physical", "meetings-3-state": "undecided", "meetings-3-start_date": "",
        "meetings-3-term": "spring", "meetings-3-term_year": "2026", "save": "1",
    }  # fmt: skip
    assert client.post(ADDRESS, data).status_code == 302
    network = NetworkPage.objects.get()
    assert (network.title, network.slug, network.status, network.kind) == (
        "Ny titel",
        "ny-adress",
        "full",
        "other",
    )
    assert (network.period, network.published_on) == ("2026–2027", datetime.date(2026, 1, 2))
    meetings = list(MeetingPage.objects.child_of(network).order_by("path"))
    assert (meetings[1].state, meetings[1].start_date, meetings[1].term) == (
        "confirmed",
        datetime.date(2026, 3, 4),
        "",
    )
    assert (meetings[1].city, meetings[1].format) == ("Kumla", "physical")
    assert (meetings[3].state, meetings[3].start_date, meetings[3].term_year) == ("undecided", None, 2026)


def test_corrections_survive_another_reading_of_the_text(client, editor):
    data = understood(client) | {"key-status": "full", "meetings-3-city": "Hallsberg"}
    data["text"] = data["text"].replace(
        "• 7 oktober. Fysiskt möte i Örebro, heldag", "• 8 oktober. Digitalt möte"
    )
    again = fields_of(client.post(ADDRESS, data | {"understand": "1"}))
    assert (again["key-status"], again["meetings-3-city"]) == ("full", "Hallsberg")
    assert (again["meetings-0-start_date"], again["meetings-0-format"]) == ("2025-10-08", "digital")
    third = fields_of(client.post(ADDRESS, again | {"understand": "1"}))
    assert (third["key-status"], third["meetings-3-city"]) == ("full", "Hallsberg")


def test_a_changed_text_is_shown_before_it_is_saved(client, editor):
    data = understood(client)
    data["text"] += "\nEn rad till."
    response = client.post(ADDRESS, data | {"save": "1"})
    assert "Texten är ändrad" in soup_of(response).get_text()
    assert NetworkPage.objects.count() == 0
    assert client.post(ADDRESS, fields_of(response) | {"save": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key-slug": "admin"}, "hör till själva webbplatsen"),
        ({"key-slug": "Stor Bokstav"}, "kan inte vara en adress"),
        ({"key-slug": "upptagen"}, "Det finns redan en sida på /upptagen/"),
        ({"key-title": ""}, "obligatorisk"),
        ({"key-period_start": "2027", "key-period_end": "2026"}, "Det sista året kommer före"),
        ({"meetings-0-start_date": ""}, "Ange datum"),
        ({"meetings-0-end_date": "2025-10-01"}, "ista dagen"),
        ({"meetings-0-start_date": "2025-13-41"}, "giltigt datum"),
        ({"meetings-1-state": "hemlig"}, "hemlig"),
    ],
)
def test_nothing_typed_is_lost_on_error(client, editor, home, changes, message):
    NetworkPageFactory(parent=home, slug="upptagen")
    data = understood(client) | {"meetings-2-city": "Hallsberg"} | changes
    response = client.post(ADDRESS, data | {"save": "1"})
    assert message in soup_of(response).get_text()
    after = fields_of(response)
    for name, value in data.items():
        if name != "csrfmiddlewaretoken" and value not in ("hemlig", "2025-13-41"):
            assert after[name].splitlines() == value.splitlines(), name
    assert NetworkPage.objects.count() == 1


def test_a_page_that_exists_is_updated_when_asked_for(client, editor, home):
    there = NetworkPageFactory(parent=home, slug="finns", title="Gammal")
    data = understood(client) | {"key-slug": "finns", "key-replace": "on", "save": "1"}
    assert client.post(ADDRESS, data).status_code == 302
    assert NetworkPage.objects.get().pk == there.pk
    assert NetworkPage.objects.get().get_latest_revision_as_object().title.startswith("Trygga")


def test_a_page_of_others_is_not_updated_by_somebody_who_may_only_add(client, home):
    NetworkPageFactory(parent=home, slug="finns", title="Gammal")
    client.force_login(editor_of(home, "add_page"))
    data = understood(client) | {"key-slug": "finns", "key-replace": "on", "save": "1"}
    assert "Du får inte ändra sidan" in soup_of(client.post(ADDRESS, data)).get_text()
    assert NetworkPage.objects.get().get_latest_revision_as_object().title == "Gammal"


def test_a_file_instead_of_pasting(client, editor):
    file = SimpleUploadedFile("annons.txt", TEXT.encode("utf-8-sig"))
    data = fields_of(client.post(ADDRESS, {"text": "", "file": file, "understand": "1"}))
    assert data["key-title"] == "Trygga mötesplatser för politiker, utvecklingsnätverk"
    assert data["text"].splitlines() == TEXT.splitlines()


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"text": ""}, "Texten är tom"),
        ({"text": "Målgrupp\n\nAlla"}, "Ingen titel"),
        ({"file": SimpleUploadedFile("a.txt", "Träff".encode("latin-1"))}, "inte UTF-8"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "Texten är tom"),
        ({"text": "x" * 300_000}, "för stor"),
    ],
)
def test_a_text_that_is_no_announcement(client, editor, posted, message):
    response = client.post(ADDRESS, posted | {"understand": "1"})
    assert message in soup_of(response).get_text()
    assert fields_of(response)["text"] == posted.get("text", "").replace("\n", "\r\n")


def test_corrections_survive_a_text_that_cannot_be_read(client, editor):
    data = understood(client) | {"key-status": "full"}
    broken = fields_of(client.post(ADDRESS, data | {"text": "", "understand": "1"}))
    again = fields_of(client.post(ADDRESS, broken | {"text": TEXT, "understand": "1"}))
    assert again["key-status"] == "full"


def test_text_that_no_field_takes_gets_one_error(client, editor):
    html = client.post(ADDRESS, {"text": "bara\x00skräp"}).text
    assert "Null-tecken är inte tillåtna" in html
    assert "Texten är tom" not in html
