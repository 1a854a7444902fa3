"""Parts of public pages are kept, and never shown when they are no longer true."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from samrum.core import fragments
from tests.factories import ContactPersonPageFactory, MeetingPageFactory, NetworkPageFactory, add_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, title="Ett nätverk")


def text_of(client, page) -> str:
    return client.get(page.url).content.decode()


def test_a_second_visitor_gets_what_was_made_for_the_first(client, network):
    MeetingPageFactory(parent=network)
    first = text_of(client, network)
    with CaptureQueriesContext(connection) as captured:
        assert text_of(client, network) == first
    assert len(captured) <= 6


def test_what_editors_change_is_seen_at_once(client, network, contact_page):
    text_of(client, network)
    network.title = "Ett annat namn"
    network.save_revision().publish()
    assert "Ett annat namn" in text_of(client, network)


def test_what_changes_beside_the_page_is_seen_at_once(client, network, contact_page):
    text_of(client, network)
    meeting = MeetingPageFactory(parent=network, title="En ny träff", city="Kiruna")
    assert "Kiruna" in text_of(client, network)
    person = ContactPersonPageFactory(parent=contact_page, title="Exempel Exempelsson")
    add_contact(network, person)
    assert "Exempel Exempelsson" in text_of(client, network)
    person.unpublish()
    assert "Exempel Exempelsson" not in text_of(client, network)
    meeting.delete()
    assert "Kiruna" not in text_of(client, network)


def test_breadcrumbs_and_menu_follow_a_moved_page(client, home, network):
    other = NetworkPageFactory(parent=home, title="Ett annat nätverk")
    meeting = MeetingPageFactory(parent=network)
    text_of(client, meeting)
    meeting.move(other, pos="last-child")
    meeting.refresh_from_db()
    assert other.title in text_of(client, meeting)


def test_languages_have_parts_of_their_own(client, home, home_en):
    assert 'lang="sv"' in text_of(client, home)
    assert "Skip to the content" in text_of(client, home_en)
    assert "Skip to the content" not in text_of(client, home)


def test_a_preview_is_never_kept(network, rf):
    request = rf.get("/")
    request.is_preview = True
    fragments.allow(request, network)
    assert fragments.key(request, "head") is None
    assert fragments.key(rf.post("/"), "head") is None
    assert fragments.key(None, "head") is None


def test_what_is_sent_back_with_errors_is_not_kept(client, network):
    text_of(client, network)
    answer = client.post("/kontakt/skicka/", {"name": "Synlig Avsändare", "from": network.pk})
    if answer.status_code == 422:
        assert "Synlig Avsändare" in answer.content.decode()
    assert "Synlig Avsändare" not in text_of(client, network)


def test_a_part_keeps_what_it_asks_of_the_content_policy(client, network, settings):
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "a-key"
    caches["fragments"].clear()
    policies = [client.get(network.url).headers["Content-Security-Policy"] for _time in range(2)]
    assert policies[0] == policies[1]
    assert "google.com" in policies[0]


def test_other_tables_leave_the_parts_alone(network, django_user_model):
    before = fragments.content_state()
    django_user_model.objects.create_user(email="nagon@example.org", password="samrum-demo")
    assert fragments.content_state() == before
    Site.objects.get(is_default_site=True).save()
    assert fragments.content_state() != before


def test_nobody_chooses_for_others_whom_they_write_to(client, network, contact_page):
    """The form of an announcement is kept, so no reader's address may leave its mark in it."""
    person = ContactPersonPageFactory(parent=contact_page)
    add_contact(network, person)
    assert (
        f'<option value="{person.pk}"' in client.get(f"{network.url}?receiver={person.pk}").content.decode()
    )
    assert f'<option value="{person.pk}" selected' not in text_of(client, network)
