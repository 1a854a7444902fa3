"""The admin's start page: what waits, for whom, and at what cost."""

import datetime
import json
import uuid

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from home.models import StandardPage
from network.groups import EDITORS, NETWORK_LEADS, REVIEWERS
from network.models import ContactMessage, FactsPage
from network.waiting import matters_for
from tests.factories import (
    ContactPersonPageFactory,
    FactsPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    StandardPageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
ALL_DONE = "Inget väntar på dig. Allt är klart."


@pytest.fixture
def member():
    def make(group: str):
        user = UserFactory()
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return make


def message(**more) -> ContactMessage:
    values = {"name": "Eva Exempel", "email": "eva@example.org", "subject": "Plats kvar?", "body": "Hej"}
    values["fingerprint"] = uuid.uuid4().hex
    return ContactMessage.objects.create(**{**values, **more})


def titles(user) -> list[str]:
    return [matter.title for matter in matters_for(user)]


@pytest.mark.parametrize("group", [EDITORS, REVIEWERS, NETWORK_LEADS])
def test_nothing_waits(client, member, group):
    client.force_login(member(group))
    assert ALL_DONE in client.get("/admin/").text


def test_messages_only_for_those_with_the_inbox(client, member):
    message()
    message(subject="Besvarad", state=ContactMessage.State.ANSWERED)
    client.force_login(member(NETWORK_LEADS))
    html = client.get("/admin/").text
    assert "Plats kvar?" in html
    assert "Besvarad" not in html
    client.force_login(member(REVIEWERS))
    html = client.get("/admin/").text
    assert "Plats kvar?" not in html
    assert ALL_DONE in html


def test_meetings_without_a_date_the_nearest_term_first(client, home, member):
    network = NetworkPageFactory(parent=home, title="Våra nätverk")
    year = timezone.localdate().year + 1
    late = {"undecided": True, "term": "autumn", "term_year": year}
    MeetingPageFactory(parent=network, title="Höstträffen", **late)
    MeetingPageFactory(parent=network, title="Vårträffen", undecided=True, term_year=year)
    MeetingPageFactory(parent=network, title="Gamla träffen", undecided=True, term_year=year - 3)
    MeetingPageFactory(parent=network, title="Bestämda träffen")
    [matter] = matters_for(member(EDITORS))
    assert [item.text for item in matter.items] == ["Vårträffen", "Höstträffen"]
    assert matter.items[0].note == f"våren {year} · Våra nätverk"
    client.force_login(member(EDITORS))
    html = client.get("/admin/").text
    assert "Träffar utan datum" in html
    assert html.index("Vårträffen") < html.index("Höstträffen")
    listing = client.get(matter.more).text
    assert "Vårträffen" in listing
    assert "Bestämda träffen" not in listing


def test_pages_due_for_review(home, home_en, member):
    today = timezone.localdate()
    due = FactsPageFactory(parent=home, title="Förra årets fakta")
    FactsPage.objects.filter(pk=due.pk).update(review_on=today)
    later = StandardPageFactory(parent=home)
    StandardPage.objects.filter(pk=later.pk).update(review_on=today + datetime.timedelta(days=1))
    [matter] = matters_for(member(REVIEWERS))
    assert (matter.title, [item.text for item in matter.items]) == (
        "Sidor att gå igenom",
        ["Förra årets fakta"],
    )


def test_translations_behind(home, home_en, member):
    page = StandardPageFactory(parent=home, title="Om oss")
    english = Locale.objects.get(language_code="en")
    translate_object(page, [english])
    page.get_translation(english).save_revision().publish()
    assert "Översättningar som släpar efter" in titles(member(EDITORS))


def test_a_stranger_to_the_pages_sees_nothing(home, member):
    network = NetworkPageFactory(parent=home)
    MeetingPageFactory(parent=network, undecided=True, term_year=timezone.localdate().year + 1)
    message()
    assert matters_for(member("")) == []


def test_as_many_queries_for_many_as_for_one(home, member):
    network = NetworkPageFactory(parent=home)
    user = member(NETWORK_LEADS)
    year = timezone.localdate().year + 1

    def fill(count):
        for number in range(count):
            MeetingPageFactory(parent=network, undecided=True, term_year=year)
            message(subject=f"Fråga {number}")

    def cost():
        fresh = type(user).objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as queries:
            found = matters_for(fresh)
        return len(queries), found

    fill(1)
    few, _found = cost()
    fill(9)
    many, found = cost()
    assert many == few
    assert [(matter.count, len(matter.items), matter.rest) for matter in found] == [(10, 5, 5), (10, 5, 5)]


def test_lists_have_the_columns_that_editors_steer_by(client, home, member):
    network = NetworkPageFactory(parent=home, title="Trygga möten", status="open")
    MeetingPageFactory(parent=network, title="Träff ett")
    MeetingPageFactory(parent=network, title="Träff två", undecided=True)
    facts = FactsPageFactory(parent=home, title="Läget")
    FactsPage.objects.filter(pk=facts.pk).update(last_reviewed=datetime.date(2026, 2, 1))
    client.force_login(member(EDITORS))
    html = client.get("/admin/natverk/").text
    for text in ("Trygga möten", "öppet för ansökan", "2026–2027", "Svenska"):
        assert text in html
    html = client.get("/admin/traffar/").text
    for text in ("4 mars 2027", "våren 2027", "datum ej klart", "Trygga möten", "Stockholm"):
        assert text in html
    assert "Träff ett" not in client.get("/admin/traffar/?state=undecided").text
    assert "Läget" in client.get("/admin/fakta/").text


def test_contact_persons_have_a_list_and_one_place(client, home, contact_page, member):
    ContactPersonPageFactory(parent=contact_page, title="Åsa Exempel", job_title="Projektledare")
    client.force_login(member(EDITORS))
    html = client.get("/admin/kontaktpersoner/").text
    assert "Åsa Exempel" in html
    assert "Projektledare" in html
    new = "/admin/kontaktpersoner/choose_parent/?locale=sv"
    address = client.get(new)["Location"]
    assert address == f"/admin/pages/add/network/contactpersonpage/{contact_page.pk}/"
    assert "Sidrubrik" not in client.get(address).text
    contact_page.delete()
    assert client.get(new)["Location"] == f"/admin/pages/add/network/contactpersonpage/{home.pk}/"


@pytest.mark.parametrize("address", ["/admin/natverk/", "/admin/traffar/", "/admin/fakta/"])
def test_lists_cost_no_more_than_the_translation_buttons(client, home, member, address):
    network = NetworkPageFactory(parent=home)
    MeetingPageFactory(parent=network)
    FactsPageFactory(parent=home)
    client.force_login(member(EDITORS))
    client.get(address)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = cost()
    for _number in range(4):
        other = NetworkPageFactory(parent=home)
        MeetingPageFactory(parent=other)
        FactsPageFactory(parent=home)
    assert cost() <= few + 2 * 4, "wagtail-localize asks twice about each row, nobody else does"


def test_menu_shows_what_editors_need(client, member):
    client.force_login(member(EDITORS))
    html = client.get("/admin/").text
    for label in (
        "Nätverk",
        "Träffar",
        "Fakta",
        "Kontaktpersoner",
        "Byggstenar",
        "Bilder",
        "Dokument",
        "Inställningar",
    ):
        assert f'"label": {json.dumps(label)}' in html
    for label in ("Rapporter", "Redaktörsguide", "Användare"):
        assert f'"label": {json.dumps(label)}' not in html
