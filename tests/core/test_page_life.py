"""Copies follow their source, whatever an editor or the clock does to the Swedish page.

Without samrum.core.page_life every test here fails except those of the last section.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from network.models import NetworkContact
from samrum.core import page_life
from tests.core.editing import fresh, later
from tests.factories import (
    ContactPersonPageFactory,
    MeetingPageFactory,
    NetworkPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db
SOON = datetime.timedelta(hours=2)


@pytest.fixture
def english(db):
    return Locale.objects.get(language_code="en")


def in_english(page, live=True, **words):
    """A translation as somebody would have made it by hand."""
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, value in {"title": f"{page.title} (en)", **words}.items():
        setattr(copy, name, value)
    revision = copy.save_revision()
    if live:
        revision.publish()
    return fresh(copy)


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, slug="natverket")


@pytest.fixture
def meeting(network):
    return MeetingPageFactory(parent=network, title="Första träffen", slug="forsta")


@pytest.fixture
def network_en(network):
    return in_english(network)


@pytest.fixture
def meeting_en(network_en, meeting):
    return in_english(meeting, theme="Threats")


# --- Changed --------------------------------------------------------------------------------------------


def test_new_date_reaches_the_english_page(editor, client, meeting, meeting_en):
    response = editor.publish(meeting, start_date=datetime.date(2027, 4, 9), city="Malmö")
    assert response.status_code == 302
    copy = fresh(meeting_en)
    assert (copy.start_date, copy.city, copy.ends_on) == (
        datetime.date(2027, 4, 9),
        "Malmö",
        datetime.date(2027, 4, 9),
    )
    assert (copy.title, copy.theme) == ("Första träffen (en)", "Threats")
    assert copy.live and not copy.has_unpublished_changes
    assert "Malmö" in client.get(copy.url).text


def test_a_change_that_is_only_a_draft_stays_here(editor, meeting, meeting_en):
    editor.edit(meeting, city="Malmö")
    assert fresh(meeting_en).city == "Stockholm"


def test_the_draft_of_the_copy_gets_the_facts_and_stays_a_draft(editor, meeting, meeting_en):
    editor.edit(meeting_en, title="Better title", theme="Half-written")
    draft = fresh(meeting_en).latest_revision
    editor.publish(meeting, start_date=datetime.date(2027, 4, 9))
    copy = fresh(meeting_en)
    assert (copy.title, copy.theme, copy.start_date) == (
        "Första träffen (en)",
        "Threats",
        datetime.date(2027, 4, 9),
    )
    assert copy.has_unpublished_changes and copy.latest_revision == draft
    latest = copy.get_latest_revision_as_object()
    assert (latest.title, latest.theme, latest.start_date) == (
        "Better title",
        "Half-written",
        datetime.date(2027, 4, 9),
    )
    assert copy.live_revision.as_object().start_date == datetime.date(2027, 4, 9)


def test_a_review_of_the_copy_that_is_under_way_goes_on(editor, meeting, meeting_en):
    editor.edit(meeting_en, "submit", title="For review")
    workflow = fresh(meeting_en).current_workflow_state
    assert workflow is not None
    editor.publish(meeting, city="Malmö")
    assert fresh(meeting_en).current_workflow_state == workflow
    workflow.current_task_state.approve(user=editor.user)
    copy = fresh(meeting_en)
    assert (copy.title, copy.city) == ("For review", "Malmö")


def test_a_copy_scheduled_for_later_goes_live_with_the_facts_of_then(editor, meeting, meeting_en):
    editor.publish(meeting_en, title="Tomorrow's title", go_live_at=timezone.now() + SOON)
    editor.publish(meeting, city="Malmö")
    assert fresh(meeting_en).title == "Första träffen (en)"
    with later(hours=3):
        copy = fresh(meeting_en)
        assert (copy.title, copy.city) == ("Tomorrow's title", "Malmö")


def test_contact_persons_in_their_order_reach_the_copy(editor, network, network_en, contact_page):
    persons = [ContactPersonPageFactory(parent=contact_page) for _ in range(3)]
    for person in persons:
        network.contacts.add(NetworkContact(person=person))
    network.save_revision().publish()
    assert [link.person_id for link in fresh(network_en).contacts.all()] == [person.pk for person in persons]
    network = fresh(network)
    network.contacts.set(
        [NetworkContact(person=person, sort_order=n) for n, person in enumerate(persons[:0:-1])]
    )
    network.save_revision().publish()
    copy = fresh(network_en)
    assert [link.person_id for link in copy.contacts.all()] == [person.pk for person in persons[:0:-1]]
    draft = copy.get_latest_revision_as_object()
    assert [link.person_id for link in draft.contacts.all()] == [person.pk for person in persons[:0:-1]]


def test_facts_that_did_not_change_leave_the_copy_alone(editor, meeting, meeting_en):
    before = meeting_en.last_published_at
    editor.publish(meeting, theme="Nytt tema")
    copy = fresh(meeting_en)
    assert (copy.last_published_at, copy.theme) == (before, "Threats")


def test_published_copy_takes_the_facts_of_the_source_not_those_typed_in_it(editor, meeting, meeting_en):
    editor.publish(meeting_en, city="London")
    copy = fresh(meeting_en)
    assert copy.city == "Stockholm"
    assert copy.get_latest_revision_as_object().city == "Stockholm"


def test_restoring_an_old_version_restores_the_facts_of_the_copy(editor, meeting, meeting_en):
    first = fresh(meeting).latest_revision
    editor.publish(meeting, city="Malmö")
    data_page = first.as_object()
    response = editor.publish(data_page)
    assert response.status_code == 302
    editor.client.get(reverse("wagtailadmin_pages:revisions_revert", args=[meeting.pk, first.pk]))
    first.publish(previous_revision=first)
    assert fresh(meeting_en).city == "Stockholm"


def test_name_of_a_person_reaches_the_copy(editor, contact_page):
    person = ContactPersonPageFactory(parent=contact_page, title="Före Bytet")
    copy = person.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.save_revision().publish()
    editor.publish(person, title="Efter Bytet")
    copy = fresh(copy)
    assert (copy.title, copy.draft_title) == ("Efter Bytet", "Efter Bytet")


def test_slug_change_keeps_the_english_address(
    editor, client, meeting, meeting_en, django_capture_on_commit_callbacks
):
    old = meeting.url
    url = meeting_en.url
    with django_capture_on_commit_callbacks(execute=True):
        editor.publish(meeting, slug="ny-adress")
    assert client.get(url).status_code == 200
    assert client.get(old)["Location"].endswith("/natverket/ny-adress/")


# --- Unpublished, expired, scheduled --------------------------------------------------------------------


def test_unpublished_page_takes_its_copy_along(editor, client, meeting, meeting_en):
    assert client.get(meeting_en.url).status_code == 200
    editor.unpublish(meeting)
    assert not fresh(meeting_en).live
    assert client.get(meeting_en.url).status_code == 404


def test_unpublished_network_takes_meetings_in_both_languages_along(
    editor, network, meeting, network_en, meeting_en
):
    editor.unpublish(network)
    assert [fresh(page).live for page in (network, meeting, network_en, meeting_en)] == [False] * 4


def test_the_network_that_comes_back_comes_alone(editor, network, meeting, network_en, meeting_en):
    editor.unpublish(network)
    editor.publish(network)
    assert [fresh(page).live for page in (network, meeting, network_en, meeting_en)] == [
        True,
        False,
        False,
        False,
    ]


def test_unpublished_copy_leaves_the_swedish_page(editor, network, meeting, network_en, meeting_en):
    editor.unpublish(network_en)
    assert [fresh(page).live for page in (network, meeting, network_en, meeting_en)] == [
        True,
        True,
        False,
        False,
    ]


def test_unpublished_front_page_does_not_empty_the_site(editor, home, meeting):
    editor.unpublish(home)
    assert fresh(meeting).live


def test_expired_page_takes_copies_and_pages_below_along(editor, network, meeting, network_en, meeting_en):
    editor.publish(network, expire_at=timezone.now() + SOON)
    with later(hours=3):
        assert [fresh(page).live for page in (network, meeting, network_en, meeting_en)] == [False] * 4
        assert fresh(network_en).expired


def test_what_is_scheduled_below_an_unpublished_network_waits_for_a_new_decision(editor, network):
    meeting = MeetingPageFactory(parent=network, live=False)
    editor.publish(meeting, go_live_at=timezone.now() + SOON)
    editor.unpublish(network)
    with later(hours=3):
        assert not fresh(meeting).live


def test_a_page_is_not_public_below_a_draft(editor, client, home):
    draft = NetworkPageFactory(parent=home, live=False)
    meeting = MeetingPageFactory(parent=draft, live=False)
    editor.publish(meeting)
    assert "bara så länge sidan ovanför är det" in editor.client.get("/admin/").text
    assert not fresh(meeting).live
    assert fresh(meeting).first_published_at is None
    meeting.get_latest_revision().publish()
    assert not fresh(meeting).live, "nor by any other way than the editor"
    editor.publish(draft)
    editor.publish(meeting)
    assert fresh(meeting).live


def test_a_page_waits_for_the_scheduled_page_above_it(editor, home):
    draft = NetworkPageFactory(parent=home, live=False)
    meeting = MeetingPageFactory(parent=draft, live=False)
    editor.publish(draft, go_live_at=timezone.now() + SOON)
    editor.publish(meeting)
    assert not fresh(meeting).live
    with later(hours=3):
        assert fresh(draft).live
    with later(hours=3, minutes=1):
        assert fresh(meeting).live


def test_a_page_waits_no_longer_than_the_page_above_it(editor, home):
    draft = NetworkPageFactory(parent=home, live=False)
    meeting = MeetingPageFactory(parent=draft, live=False)
    editor.publish(draft, go_live_at=timezone.now() + SOON)
    editor.publish(meeting)
    address = reverse(
        "wagtailadmin_pages:revisions_unschedule", args=[draft.pk, fresh(draft).latest_revision.pk]
    )
    editor.client.post(address)
    editor.publish(fresh(draft), go_live_at=None)
    assert fresh(draft).live
    assert fresh(meeting).live


def test_a_page_that_is_moved_below_a_draft_is_taken_down(home):
    draft = StandardPageFactory(parent=home, live=False)
    page = StandardPageFactory(parent=home)
    page.move(draft, pos="last-child")
    assert not fresh(page).live


def test_copy_of_a_draft_is_not_published(editor, network_en, network):
    meeting = MeetingPageFactory(parent=network, live=False)
    copy = in_english(meeting, live=True)
    assert not copy.live
    assert copy.first_published_at is None
    response = editor.publish(copy)
    assert not fresh(copy).live
    assert (
        "svenska" in "".join(str(m) for m in response.wsgi_request._messages).lower()
        or response.status_code == 302
    )


def test_copy_published_first_goes_live_with_its_scheduled_source(editor, network, network_en):
    meeting = MeetingPageFactory(parent=network, live=False)
    editor.publish(meeting, go_live_at=timezone.now() + SOON)
    copy = in_english(meeting)
    assert not copy.live
    with later(hours=1):
        assert not fresh(copy).live
    with later(hours=3):
        assert fresh(meeting).live and fresh(copy).live


def test_copy_waits_for_its_source_also_when_that_is_published_before_its_time(editor, network, network_en):
    meeting = MeetingPageFactory(parent=network, live=False)
    editor.publish(meeting, go_live_at=timezone.now() + SOON)
    copy = in_english(meeting)
    scheduled = fresh(meeting).approved_schedule and fresh(meeting).latest_revision
    editor.client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[meeting.pk, scheduled.pk]))
    editor.publish(fresh(meeting), go_live_at=None)
    assert fresh(meeting).live and fresh(copy).live


def test_copy_with_a_time_of_its_own_keeps_it(editor, network, network_en):
    meeting = MeetingPageFactory(parent=network, live=False)
    copy = in_english(meeting, live=False)
    editor.publish(copy, go_live_at=timezone.now() + 2 * SOON)
    editor.publish(meeting)
    assert not fresh(copy).live
    with later(hours=5):
        assert fresh(copy).live


def test_network_and_meetings_scheduled_together_in_both_languages(editor, home):
    network = NetworkPageFactory(parent=home, live=False)
    meeting = MeetingPageFactory(parent=network, live=False)
    when = timezone.now() + SOON
    for page in (meeting, network):
        editor.publish(page, go_live_at=when)
    network_en = in_english(network)
    meeting_en = in_english(meeting)
    with later(hours=3):
        pass
    with later(hours=3, minutes=1):
        assert [fresh(page).live for page in (network, meeting, network_en, meeting_en)] == [True] * 4


def test_a_scheduled_change_reaches_the_copy_when_it_happens(editor, meeting, meeting_en):
    editor.publish(meeting, city="Malmö", go_live_at=timezone.now() + SOON)
    assert fresh(meeting_en).city == "Stockholm"
    with later(hours=3):
        assert fresh(meeting_en).city == "Malmö"


def test_copy_waits_for_the_page_above_it(editor, network, network_en, meeting):
    editor.unpublish(network_en)
    copy = in_english(meeting)
    assert not copy.live


# --- Moved ----------------------------------------------------------------------------------------------


@pytest.fixture
def examples(home):
    return [StandardPageFactory(parent=home, slug=f"exempel-{n}") for n in range(3)]


def test_moved_page_moves_its_copy(editor, client, examples):
    page = StandardPageFactory(parent=examples[0], slug="sida")
    above = [in_english(example) for example in examples[:2]]
    copy = in_english(page)
    old = copy.url
    editor.move(page, examples[1])
    copy = fresh(copy)
    assert copy.get_parent().pk == above[1].pk and copy.live
    assert client.get(copy.url).status_code == 200
    assert client.get(old)["Location"].endswith(copy.url)


def test_copy_gets_a_free_slug_where_its_own_is_taken(editor, examples):
    page = StandardPageFactory(parent=examples[0], slug="sida")
    above = [in_english(example) for example in examples[:2]]
    copy = in_english(page, slug="page")
    other = StandardPageFactory(parent=examples[1], slug="annan")
    in_english(other, slug="page")
    editor.move(page, examples[1])
    copy = fresh(copy)
    assert (copy.get_parent().pk, copy.slug) == (above[1].pk, "page-1")
    assert copy.get_latest_revision_as_object().slug == "page-1"


def test_copy_is_taken_down_where_the_new_parent_is_not_translated(editor, examples):
    page = StandardPageFactory(parent=examples[0], slug="sida")
    above = in_english(examples[0])
    copy = in_english(page)
    editor.move(page, examples[1])
    copy = fresh(copy)
    assert not copy.live and copy.get_parent().pk == above.pk
    copy.latest_revision.publish()
    assert not fresh(copy).live
    parent = in_english(examples[1])
    fresh(copy).latest_revision.publish()
    copy = fresh(copy)
    assert copy.live and copy.get_parent().pk == parent.pk


def test_copy_is_taken_down_where_the_translation_of_the_new_parent_is_a_draft(editor, examples):
    page = StandardPageFactory(parent=examples[0], slug="sida")
    in_english(examples[0])
    parent = in_english(examples[1], live=False)
    copy = in_english(page)
    editor.move(page, examples[1])
    copy = fresh(copy)
    assert not copy.live and copy.get_parent().pk == parent.pk


def test_new_order_is_the_order_of_the_copies(editor, home_en, examples):
    copies = [in_english(example) for example in examples]

    def order():
        pks = {copy.pk: n for n, copy in enumerate(copies)}
        return [pks[page.pk] for page in home_en.get_children().order_by("path") if page.pk in pks]

    assert order() == [0, 1, 2]
    examples[0].move(fresh(examples[2]), pos="right")
    assert order() == [1, 2, 0]
    fresh(examples[0]).move(fresh(examples[1]), pos="left")
    assert order() == [0, 1, 2]
    first = home_en.get_children().count() - 3
    editor.set_position(fresh(examples[2]), first)
    assert order() == [2, 0, 1]
    Page.objects.filter(pk=home_en.pk).get()
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_copy_that_editors_placed_elsewhere_comes_home_when_published(examples):
    page = StandardPageFactory(parent=examples[0])
    above = [in_english(example) for example in examples[:2]]
    copy = in_english(page)
    copy.move(above[1], pos="last-child")
    fresh(copy).latest_revision.publish()
    assert fresh(copy).get_parent().pk == above[0].pk


# --- Deleted --------------------------------------------------------------------------------------------


def test_deleted_page_takes_its_copy_along(editor, client, meeting, meeting_en):
    editor.delete(meeting)
    assert not Page.objects.filter(pk__in=[meeting.pk, meeting_en.pk]).exists()
    assert client.get(meeting_en.url).status_code == 404


def test_deleted_network_takes_everything_along(editor, network, meeting, network_en, meeting_en):
    editor.delete(network)
    assert not Page.objects.filter(pk__in=[p.pk for p in (network, meeting, network_en, meeting_en)]).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_deleted_copy_leaves_the_swedish_page(editor, network, meeting, network_en, meeting_en):
    editor.delete(network_en)
    assert fresh(network).live and fresh(meeting).live
    assert not Page.objects.filter(pk=meeting_en.pk).exists()


def test_deleting_several_at_once(editor, network, meeting, network_en, meeting_en, examples):
    copy = in_english(examples[0])
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = editor.client.post(f"{url}?id={network.pk}&id={examples[0].pk}", {})
    assert response.status_code == 302
    assert not Page.objects.filter(
        pk__in=[p.pk for p in (network, meeting, network_en, meeting_en, copy)]
    ).exists()


# --- Aliases --------------------------------------------------------------------------------------------


def test_alias_follows_its_original(editor, home, meeting, network):
    other = NetworkPageFactory(parent=home)
    alias = meeting.create_alias(parent=other, update_slug="alias")
    assert fresh(alias).live
    editor.publish(meeting, city="Malmö")
    assert fresh(alias).city == "Malmö"
    editor.unpublish(meeting)
    assert not fresh(alias).live
    editor.publish(meeting)
    assert fresh(alias).live
    editor.delete(meeting)
    assert not Page.objects.filter(pk=alias.pk).exists()


def test_alias_of_a_translation_gets_new_facts(editor, meeting, meeting_en, network_en):
    alias = meeting_en.create_alias(parent=network_en, update_slug="alias")
    editor.publish(meeting, city="Malmö")
    assert fresh(alias).city == "Malmö"


def test_alias_of_a_scheduled_page_is_not_public_before_it(editor, home, network):
    meeting = MeetingPageFactory(parent=network, live=False)
    alias = fresh(meeting).create_alias(parent=network, update_slug="alias")
    editor.publish(meeting, go_live_at=timezone.now() + SOON)
    assert not fresh(alias).live
    with later(hours=3):
        assert fresh(alias).live


def test_alias_below_the_page_it_is_deleted_with(editor, network, meeting):
    alias = meeting.create_alias(parent=network, update_slug="alias")
    editor.delete(network)
    assert not Page.objects.filter(pk__in=[network.pk, meeting.pk, alias.pk]).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_alias_in_another_language_is_never_public(editor, client, english, network, meeting):
    placeholder = network.copy_for_translation(english, alias=True)
    assert not fresh(placeholder).live
    editor.publish(network, lead="Nytt")
    assert not fresh(placeholder).live
    assert client.get("/en/natverket/").status_code == 404


# --- Alone ----------------------------------------------------------------------------------------------


def test_page_in_english_without_a_source_follows_nobody(editor, home_en):
    page = StandardPageFactory(parent=home_en, locale=home_en.locale)
    assert fresh(page).live
    editor.publish(page, title="Renamed")
    assert fresh(page).title == "Renamed"
    editor.unpublish(page)
    editor.delete(page)
    assert not Page.objects.filter(pk=page.pk).exists()


def test_repair_takes_down_what_a_killed_process_left(meeting, meeting_en, network_en):
    assert page_life.repair() == 0
    Page.objects.filter(pk=meeting.pk).update(live=False)
    assert page_life.repair() == 1
    assert not fresh(meeting_en).live and fresh(network_en).live
