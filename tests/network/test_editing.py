"""The editor's tools on every page type: preview, help where one hesitates, a public upload that says so."""

import pytest
from django.contrib.auth.models import Group
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import HomePage
from network.blocks import usual_sections
from network.groups import EDITORS
from network.models import ContactPage, NetworkPage
from tests.factories import (
    ContactPersonPageFactory,
    FactsPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    StandardPageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    return user


@pytest.fixture
def pages(home, contact_page):
    network = NetworkPageFactory(parent=home, title="Nätverket")
    return [
        home,
        contact_page,
        network,
        StandardPageFactory(parent=home),
        FactsPageFactory(parent=home),
        MeetingPageFactory(parent=network),
        ContactPersonPageFactory(parent=contact_page),
    ]


def test_every_page_type_has_a_draft_to_look_at(client, editor, pages):
    assert {HomePage, ContactPage} < {type(page) for page in pages}
    for page in pages:
        page.title = f"Utkast av {type(page).__name__}"
        page.save_revision()
        response = client.get(f"/admin/pages/{page.pk}/view_draft/")
        assert response.status_code == 200
        assert f"Utkast av {type(page).__name__}" in response.text
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]


def test_every_editor_opens_in_swedish(client, editor, pages):
    for page in pages:
        html = client.get(f"/admin/pages/{page.pk}/edit/").text
        assert "Spara utkast" in html
        assert "Sök och meny" in html
        assert "Save draft" not in html


def test_open_date_explains_itself(client, editor, pages):
    network = pages[2]
    html = client.get(f"/admin/pages/add/network/meetingpage/{network.pk}/").text
    assert "Ett datum som inte är klart behöver termin och år" in html
    assert "Adressen är bara för deltagarna" in html


@pytest.mark.parametrize(
    "address",
    [
        "/admin/images/multiple/add/",
        "/admin/documents/multiple/add/",
        "/admin/images/add/",
        "/admin/documents/add/",
    ],
)
def test_uploads_say_that_they_are_public(client, editor, address):
    response = client.get(address, follow=True)
    html = response.text
    # The picture is shown from the browser's memory while it is on its way.
    assert "img-src 'self' data: blob:" in response["Content-Security-Policy"]
    assert "Alla på internet kan öppna filen" in html or "Allt du laddar upp är offentligt direkt" in html


def test_a_new_network_is_written_in_swedish_without_a_question_where(client, editor, home):
    response = client.get("/admin/natverk/choose_parent/?locale=sv")
    assert response["Location"] == f"/admin/pages/add/network/networkpage/{home.pk}/"


def test_help_has_no_pages_in_english(client, editor):
    html = client.get("/admin/").text
    assert "guide.wagtail.org" not in html
    assert "css/admin.css" in html
    assert "- Samrum</title>" in html


UNTOUCHED = "null"  # what a rich text editor posts that nobody has written in


def new_network(texts: dict[str, str]) -> dict[str, str]:
    """What the form of a new network posts when only these of its usual sections are filled in."""
    body = streamfield(
        [
            (
                kind,
                {
                    "heading": value["heading"],
                    "content": streamfield([("text", texts.get(value["heading"], UNTOUCHED))]),
                },
            )
            if kind == "section"
            else (kind, value)
            for kind, value in usual_sections()
        ]
    )
    empty = dict.fromkeys(("target_group", "fee_note", "physical_costs"), UNTOUCHED)
    rows = {name: inline_formset([]) for name in ("contacts", "facts", "comments")}
    chosen = {
        "title": "Ett nytt nätverk",
        "slug": "nytt",
        "kind": "other",
        "status": "open",
        "action-publish": "1",
    }
    return nested_form_data({**chosen, **empty, **rows, "body": body})


def test_usual_sections_that_nobody_filled_in_stop_nothing_and_are_not_shown(client, editor, home):
    texts = {
        "Nätverkets innehåll": rich_text("<p>Tre träffar om trygghet.</p>"),
        "Som deltagare får du": rich_text("<p> </p>"),
    }
    response = client.post(f"/admin/pages/add/network/networkpage/{home.pk}/", new_network(texts))
    assert response.status_code == 302
    network = NetworkPage.objects.get(slug="nytt")
    assert network.live
    html = client.get("/nytt/").text
    assert "Tre träffar om trygghet." in html
    assert "Nätverkets innehåll" in html
    assert "Förutsättningar" not in html
    assert "Som deltagare får du" not in html
    assert "Förutsättningar" not in network.search_text()
    # They stay where they are, to be filled in another day.
    assert network.body[0].value["heading"] == "Förutsättningar"


def test_a_heading_that_stands_alone_on_purpose_is_shown(client, home):
    body = [("section", {"heading": "Bakgrund till satsningen", "content": []})]
    NetworkPageFactory(parent=home, slug="ensam", body=body)
    assert "Bakgrund till satsningen" in client.get("/ensam/").text
