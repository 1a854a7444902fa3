"""What the admin says before it does something to copies too, and what it refuses."""

import datetime

import pytest
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from tests.core.editing import fresh
from tests.factories import MeetingPageFactory, NetworkPageFactory, StandardPageFactory

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(hours=2)


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, title="Nätverket")


def in_english(page, locale, live=True):
    copy = page.copy_for_translation(locale)
    revision = copy.save_revision()
    if live:
        revision.publish()
    return fresh(copy)


def test_publishing_the_copy_of_a_draft_keeps_what_was_typed(editor, home, home_en):
    page = StandardPageFactory(parent=home, title="Utkastet", live=False)
    copy = in_english(page, home_en.locale, live=False)
    response = editor.publish(copy, title="A good title")
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    text = editor.client.get(response["Location"]).text
    assert "Sidan är inte publicerad utan sparad som utkast" in text and "Publicera ”Utkastet” först" in text
    assert "A good title" in text
    assert not fresh(copy).live
    assert fresh(copy).get_latest_revision_as_object().title == "A good title"


def test_publishing_the_copy_of_a_scheduled_page_says_when(editor, home, home_en):
    page = StandardPageFactory(parent=home, title="Den planerade", live=False)
    editor.publish(page, go_live_at=timezone.now() + SOON)
    copy = in_english(page, home_en.locale, live=False)
    response = editor.client.get(editor.publish(copy)["Location"])
    assert "publiceras tillsammans med ”Den planerade”" in response.text
    assert not fresh(copy).live and fresh(copy).approved_schedule


def test_a_translation_is_not_moved_by_itself(editor, network, home, home_en):
    other = StandardPageFactory(parent=home)
    page = StandardPageFactory(parent=home, title="Den svenska")
    copy, above = in_english(page, home_en.locale), in_english(other, home_en.locale)
    response = editor.move(copy, above)
    assert "Flytta ”Den svenska” i stället" in editor.client.get(response["Location"]).text
    assert fresh(copy).get_parent().pk == home_en.pk


def test_a_page_in_english_without_a_source_can_be_moved(editor, home_en):
    above = StandardPageFactory(parent=home_en, locale=home_en.locale)
    page = StandardPageFactory(parent=home_en, locale=home_en.locale)
    editor.move(page, above)
    assert fresh(page).get_parent().pk == above.pk


def test_deleting_says_that_translations_go_too(editor, network, home_en):
    url = reverse("wagtailadmin_pages:delete", args=[network.pk])
    warning = "Översättningarna av sidan, och av sidorna under den, tas bort samtidigt."
    assert warning not in editor.client.get(url).text
    copy = in_english(network, home_en.locale)
    assert warning in editor.client.get(url).text
    assert warning not in editor.client.get(reverse("wagtailadmin_pages:delete", args=[copy.pk])).text


def test_unpublishing_says_what_goes_too_and_leaves_no_choice(editor, network, home):
    MeetingPageFactory(parent=network)
    text = editor.client.get(reverse("wagtailadmin_pages:unpublish", args=[network.pk])).text
    assert "Översättningarna, och 1 sida under den, avpubliceras samtidigt." in text
    assert "include_descendants" not in text
    front_page = editor.client.get(reverse("wagtailadmin_pages:unpublish", args=[home.pk])).text
    assert "avpubliceras samtidigt" not in front_page


@pytest.mark.django_db(transaction=True)
def test_page_and_copy_change_together_or_not_at_all(editor, network, home_en):
    meeting = MeetingPageFactory(parent=network)
    in_english(network, home_en.locale)
    copy = in_english(meeting, home_en.locale)

    def fail(instance, **kwargs):
        if instance.pk == copy.pk:
            raise RuntimeError("disk full")

    editor.client.raise_request_exception = False
    for happening, act in [
        (page_published, lambda: editor.publish(meeting, city="Malmö")),
        (page_unpublished, lambda: editor.unpublish(meeting)),
        (post_delete, lambda: editor.delete(meeting)),
    ]:
        happening.connect(fail)
        try:
            assert act().status_code == 500
        finally:
            happening.disconnect(fail)
        assert [(fresh(page).city, fresh(page).live) for page in (meeting, copy)] == [("Stockholm", True)] * 2
    assert editor.publish(meeting, city="Malmö").status_code == 302
    assert [fresh(page).city for page in (meeting, copy)] == ["Malmö", "Malmö"]
