"""A date that is decided in the room stands everywhere at once, and leaves alone what editors have begun."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from wagtail.log_actions import LogContext
from wagtail.models import Locale, PageLogEntry

from network.appointment import set_appointment
from network.models import CalendarEntry
from samrum.core.tree_lock import hold_tree
from tests.core.editing import Editor, form_data, fresh, later
from tests.factories import MeetingPageFactory, NetworkPageFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, TIME = datetime.date, datetime.time
DECIDED = {"state": "confirmed", "start_date": DAY(2027, 4, 9), "start_time": TIME(9), "end_time": TIME(15)}


@pytest.fixture
def editor(client):
    return Editor(Client(), UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, slug="natverket", title="Nätverket")


@pytest.fixture
def meeting(network):
    """Undecided, in spring 2027."""
    return MeetingPageFactory(parent=network, title="Första träffen", slug="forsta", undecided=True)


def in_english(page, **words):
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    for name, value in words.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return fresh(copy)


@pytest.fixture
def meeting_en(network, meeting):
    in_english(network, title="The network")
    return in_english(meeting, title="First meeting", theme="Threats")


def draft_of(page):
    return fresh(page).get_latest_revision_as_object()


def sequence(page) -> int:
    return CalendarEntry.objects.get(translation_key=page.translation_key).sequence


def log_of(page):
    return PageLogEntry.objects.filter(page=page.pk, action="network.appointment")


def events(client, address: str) -> list:
    return Calendar.from_ical(client.get(address).content).walk("VEVENT")


# --- Everywhere -----------------------------------------------------------------------------------------


def test_the_decided_date_stands_on_both_pages_and_in_the_calendars(client, network, meeting, meeting_en):
    assert "Datum ej klart" in client.get(network.url).text
    assert events(client, network.calendar_url) == []
    before = fresh(meeting)
    page = set_appointment(meeting, **DECIDED, city="Malmö")
    assert (page.start_date, page.ends_on, page.term, page.term_year) == (
        DAY(2027, 4, 9),
        DAY(2027, 4, 9),
        "spring",
        2027,
    )
    for address, words in [
        (meeting.url, ("9 april 2027", "kl.\u00a09–15", "Malmö")),
        (meeting_en.url, ("9 April 2027", "9–15", "Malmö", "Threats")),
        (network.url, ("Malmö",)),
        ("/sok/?q=malm%C3%B6", ("Första träffen",)),
        ("/en/search/?q=malm%C3%B6", ("First meeting",)),
    ]:
        text = client.get(address).text
        assert [word for word in words if word not in text] == [], address
    assert "Datum ej klart" not in client.get(network.url).text
    for address in (network.calendar_url, fresh(meeting).calendar_url, fresh(meeting_en).calendar_url):
        (event,) = events(client, address)
        assert (event["STATUS"], event["SEQUENCE"], event["LOCATION"]) == ("CONFIRMED", 1, "Malmö")
        assert event["DTSTART"].dt.replace(tzinfo=None) == datetime.datetime(2027, 4, 9, 9)
    after = fresh(meeting)
    assert after.last_published_at > before.last_published_at
    assert after.latest_revision_created_at == before.latest_revision_created_at
    assert after.first_published_at == before.first_published_at
    assert (after.latest_revision, after.live_revision) == (before.latest_revision, before.live_revision)
    assert not after.has_unpublished_changes
    for swedish_or_english in (meeting, meeting_en):
        assert draft_of(swedish_or_english).start_date == DAY(2027, 4, 9)
        assert fresh(swedish_or_english).live_revision.as_object().start_date == DAY(2027, 4, 9)


def test_the_page_in_english_means_the_same_meeting(meeting, meeting_en):
    assert set_appointment(meeting_en, **DECIDED).pk == meeting.pk
    assert fresh(meeting).start_date == fresh(meeting_en).start_date == DAY(2027, 4, 9)
    assert sequence(meeting) == 1


def test_an_alias_means_the_same_meeting_and_follows(home, meeting):
    other = NetworkPageFactory(parent=home)
    alias = meeting.create_alias(parent=other, update_slug="alias")
    assert set_appointment(alias, **DECIDED).pk == meeting.pk
    assert fresh(alias).start_date == fresh(meeting).start_date == DAY(2027, 4, 9)


def test_moved_cancelled_and_opened_again(client, network, meeting):
    for number, changes in enumerate(
        [
            DECIDED,
            {"start_date": DAY(2027, 4, 10)},
            {"state": "cancelled"},
            {"state": "undecided", "start_date": None, "term_year": 2028},
        ],
        start=1,
    ):
        set_appointment(meeting, **changes)
        assert sequence(meeting) == number
    assert fresh(meeting).ends_on == DAY(2028, 6, 30)
    assert events(client, network.calendar_url) == []


def test_who_holds_an_old_copy_changes_only_what_is_named(meeting):
    old = fresh(meeting)
    set_appointment(meeting, **DECIDED, city="Malmö")
    page = set_appointment(old, state="cancelled")
    assert (page.start_date, page.city) == (DAY(2027, 4, 9), "Malmö")


# --- Drafts ---------------------------------------------------------------------------------------------


def test_a_begun_swedish_draft_gets_the_date_and_stays_a_draft(editor, client, meeting):
    editor.edit(meeting, title="Påbörjad rubrik", theme="Halvskrivet tema")
    before = fresh(meeting)
    set_appointment(meeting, **DECIDED)
    page, draft = fresh(meeting), draft_of(meeting)
    assert (page.title, page.theme, page.start_date) == ("Första träffen", "", DAY(2027, 4, 9))
    assert (draft.title, draft.theme, draft.start_date) == (
        "Påbörjad rubrik",
        "Halvskrivet tema",
        DAY(2027, 4, 9),
    )
    assert page.has_unpublished_changes and page.draft_title == "Påbörjad rubrik"
    assert (
        page.latest_revision == before.latest_revision and page.revisions.count() == before.revisions.count()
    )
    assert "Påbörjad" not in client.get(page.url).text


def test_a_begun_english_draft_gets_the_date_and_stays_a_draft(editor, meeting, meeting_en):
    editor.edit(meeting_en, theme="Half-written")
    set_appointment(meeting, **DECIDED)
    page, draft = fresh(meeting_en), draft_of(meeting_en)
    assert (page.theme, page.start_date) == ("Threats", DAY(2027, 4, 9))
    assert (draft.theme, draft.start_date) == ("Half-written", DAY(2027, 4, 9))
    assert page.has_unpublished_changes


def test_other_facts_that_a_draft_has_begun_stay_begun(editor, meeting):
    editor.edit(meeting, city="Malmö")
    set_appointment(meeting, **DECIDED)
    assert (fresh(meeting).city, draft_of(meeting).city) == ("Stockholm", "Malmö")


def test_a_draft_with_a_date_of_its_own_can_still_be_published(editor, meeting):
    editor.edit(meeting, state="preliminary", start_date=DAY(2027, 3, 1), end_date=DAY(2027, 3, 2), theme="T")
    set_appointment(meeting, **DECIDED)
    draft = draft_of(meeting)
    assert (draft.state, draft.start_date, draft.end_date) == ("confirmed", DAY(2027, 4, 9), None)
    fresh(meeting).latest_revision.publish()
    assert (fresh(meeting).theme, fresh(meeting).start_date) == ("T", DAY(2027, 4, 9))


def test_a_scheduled_revision_goes_live_with_the_decided_date(editor, meeting):
    editor.publish(meeting, title="Morgondagens", go_live_at=timezone.now() + datetime.timedelta(hours=2))
    editor.edit(fresh(meeting), title="Ännu senare", go_live_at=None)
    set_appointment(meeting, **DECIDED)
    assert fresh(meeting).title == "Första träffen"
    with later(hours=3):
        page = fresh(meeting)
        assert (page.title, page.start_date) == ("Morgondagens", DAY(2027, 4, 9))
        assert sequence(meeting) == 1


def test_a_review_under_way_goes_on(editor, meeting):
    editor.edit(meeting, "submit", title="För granskning")
    review = fresh(meeting).current_workflow_state
    set_appointment(meeting, **DECIDED)
    assert fresh(meeting).current_workflow_state == review and fresh(meeting).title == "Första träffen"
    review.current_task_state.approve(user=editor.user)
    page = fresh(meeting)
    assert (page.title, page.start_date) == ("För granskning", DAY(2027, 4, 9))


def test_a_meeting_of_an_unpublished_network_stays_unpublished(editor, client, network, meeting, meeting_en):
    set_appointment(meeting, **DECIDED)
    editor.unpublish(network)
    set_appointment(meeting, start_date=DAY(2027, 5, 4))
    for page in (meeting, meeting_en):
        assert not fresh(page).live and draft_of(page).start_date == DAY(2027, 5, 4)
        assert client.get(page.url).status_code == 404
    assert fresh(meeting).start_date == fresh(meeting).ends_on == DAY(2027, 5, 4)
    assert sequence(meeting) == 1
    assert editor.publish(fresh(network)).status_code == 302
    assert editor.publish(fresh(meeting)).status_code == 302
    (event,) = events(client, network.calendar_url)
    assert (event["DTSTART"].dt.date(), event["SEQUENCE"]) == (DAY(2027, 5, 4), 2)


def test_a_meeting_that_was_never_published_stays_a_draft(network):
    meeting = MeetingPageFactory(parent=network, undecided=True, live=False)
    set_appointment(meeting, **DECIDED)
    page = fresh(meeting)
    assert (page.live, page.start_date, page.last_published_at) == (False, DAY(2027, 4, 9), None)
    assert draft_of(meeting).start_date == DAY(2027, 4, 9)
    assert not CalendarEntry.objects.filter(translation_key=meeting.translation_key).exists()


# --- Nothing and wrong ----------------------------------------------------------------------------------


def test_what_is_so_already_changes_nothing(meeting):
    set_appointment(meeting, **DECIDED)
    before = fresh(meeting)
    set_appointment(meeting, **DECIDED, city="Stockholm")
    assert fresh(meeting).last_published_at == before.last_published_at
    assert (sequence(meeting), log_of(meeting).count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"state": "confirmed"}, "start_date", "Ange datum"),
        ({"start_date": DAY(2027, 4, 9)}, "start_date", "markerat som ej klart"),
        (DECIDED | {"end_date": DAY(2027, 4, 8)}, "end_date", "Den sista dagen kommer före den första"),
        (DECIDED | {"end_time": TIME(8)}, "end_time", "slutar innan"),
        (DECIDED | {"end_date": DAY(2027, 4, 9), "end_time": TIME(8)}, "end_time", "slutar innan"),
        (DECIDED | {"start_date": DAY(2027, 3, 28), "start_time": TIME(2, 30)}, "start_time", "finns inte"),
        ({"state": "perhaps"}, "state", "perhaps"),
        ({"city": "Å" * 81}, "city", "80"),
    ],
)
def test_what_is_wrong_is_refused_at_the_field_before_anything_is_written(
    editor, meeting, changes, field, sentence
):
    editor.edit(meeting, title="Påbörjad")
    before = fresh(meeting)
    with pytest.raises(ValidationError) as refused:
        set_appointment(meeting, **changes)
    assert sentence in " ".join(refused.value.message_dict[field])
    after = fresh(meeting)
    assert (after.state, after.start_date, after.city) == ("undecided", None, "Stockholm")
    assert after.latest_revision.content == before.latest_revision.content
    assert (sequence(meeting), log_of(meeting).count()) == (0, 0)


def test_several_days_may_end_earlier_in_the_day_than_they_began(meeting):
    set_appointment(meeting, **DECIDED | {"end_date": DAY(2027, 4, 10), "end_time": TIME(8)})
    assert fresh(meeting).ends_on == DAY(2027, 4, 10)


def test_only_facts_of_the_appointment_are_changed(meeting):
    with pytest.raises(TypeError, match="title"):
        set_appointment(meeting, title="Annan")


def test_the_history_tells_of_it_and_names_nobody(editor, meeting):
    with LogContext(user=editor.user):
        set_appointment(meeting, **DECIDED)
    assert log_of(meeting).get().user is None
    text = editor.client.get(reverse("wagtailadmin_pages:history", args=[meeting.pk])).text
    assert "Datumet ändrades från deltagarnas rum" in text


# --- An editor had the page open ------------------------------------------------------------------------


class OpenPage:
    """The editor of a page as it was opened, with what is typed in it."""

    def __init__(self, editor: Editor, page):
        self.editor, self.url = editor, reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.form = form_data(draft_of(page), editor.user)
        assert 'name="appointment_seen"' in editor.client.get(self.url).text

    def send(self, action: str = "", **typed):
        self.form |= typed
        return self.editor.client.post(self.url, self.form | ({f"action-{action}": "1"} if action else {}))

    def autosave(self, **typed) -> dict:
        self.form |= typed
        answer = self.editor.client.post(self.url, self.form, headers={"Accept": "application/json"}).json()
        if answer["success"]:
            self.form |= {"overwrite_revision_id": answer["revision_id"], **answer["field_updates"]}
        return answer


@pytest.fixture
def dated(meeting):
    return set_appointment(meeting, **DECIDED)


def test_who_publishes_a_page_opened_before_keeps_the_new_date(editor, dated):
    opened = OpenPage(editor, dated)
    set_appointment(dated, start_date=DAY(2027, 5, 4), start_time=None, end_time=None)
    assert opened.send("publish", title="Ny rubrik").status_code == 302
    page = fresh(dated)
    assert (page.title, page.start_date, page.start_time) == ("Ny rubrik", DAY(2027, 5, 4), None)


def test_who_cancels_on_a_page_opened_before_keeps_the_new_date(editor, dated):
    opened = OpenPage(editor, dated)
    set_appointment(dated, start_date=DAY(2027, 5, 4))
    assert opened.send("publish", state="cancelled").status_code == 302
    assert (fresh(dated).state, fresh(dated).start_date) == ("cancelled", DAY(2027, 5, 4))


def test_who_changed_the_date_too_is_told_and_decides(editor, dated):
    opened = OpenPage(editor, dated)
    set_appointment(dated, start_date=DAY(2027, 5, 4), city="Malmö")
    answer = opened.send("publish", start_date="2027-06-01", title="Ny rubrik")
    assert "Det här ändrades till ”4 maj 2027” i deltagarnas rum" in answer.text
    assert (fresh(dated).start_date, fresh(dated).title) == (DAY(2027, 5, 4), "Första träffen")
    shown = answer.context["form"]
    assert (shown["start_date"].value(), shown["title"].value()) == ("2027-06-01", "Ny rubrik")
    assert shown["city"].value() == "Malmö"
    again = opened.form | {name: shown[name].value() for name in ("appointment_seen", "city")}
    assert editor.client.post(opened.url, again | {"action-publish": "1"}).status_code == 302
    page = fresh(dated)
    assert (page.start_date, page.city, page.title) == (DAY(2027, 6, 1), "Malmö", "Ny rubrik")


def test_the_same_date_on_both_sides_is_no_conflict(editor, dated):
    opened = OpenPage(editor, dated)
    set_appointment(dated, start_date=DAY(2027, 5, 4))
    assert opened.send("publish", start_date="2027-05-04").status_code == 302
    assert sequence(dated) == 2


def test_two_changes_while_the_page_is_open(editor, dated):
    opened = OpenPage(editor, dated)
    set_appointment(dated, start_date=DAY(2027, 5, 4))
    set_appointment(dated, start_date=DAY(2027, 5, 5))
    opened.send("publish", title="Ny rubrik")
    assert fresh(dated).start_date == DAY(2027, 5, 5)


def test_a_page_that_saves_by_itself_learns_the_new_date(editor, dated):
    opened = OpenPage(editor, dated)
    assert opened.autosave(title="Ny")["success"]
    set_appointment(dated, start_date=DAY(2027, 5, 4), start_time=TIME(10))
    assert opened.autosave(title="Ny rubrik")["success"]
    assert (opened.form["start_date"], opened.form["start_time"]) == ("2027-05-04", "10:00")
    draft = draft_of(dated)
    assert (draft.title, draft.start_date, draft.start_time) == ("Ny rubrik", DAY(2027, 5, 4), TIME(10))
    assert opened.send("publish", start_date="2027-05-06").status_code == 302
    assert fresh(dated).start_date == DAY(2027, 5, 6)


def test_a_date_typed_and_saved_before_the_room_decides_is_not_lost_silently(editor, dated):
    opened = OpenPage(editor, dated)
    assert opened.autosave(start_date="2027-06-01")["success"]
    assert opened.autosave(start_date="2027-06-02")["success"]
    set_appointment(dated, start_date=DAY(2027, 5, 4))
    assert opened.autosave(title="Ny rubrik")["success"] is False
    answer = opened.send("publish")
    assert "ändrades till ”4 maj 2027”" in answer.text and fresh(dated).start_date == DAY(2027, 5, 4)


def test_a_new_meeting_and_a_change_without_the_room_are_as_before(editor, network):
    meeting = MeetingPageFactory.build(title="Ny träff", slug="ny")
    assert editor.create(meeting, network).status_code == 302
    page = fresh(network).get_children().get(slug="ny").specific
    assert editor.publish(page, city="Umeå").status_code == 302
    assert fresh(page).city == "Umeå"


# --- At once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_editor_publishes_in_the_same_instant(editor, dated):
    """Either order gives the same: the editor's words and the room's date."""
    for day in range(1, 7):
        opened = OpenPage(editor, dated)
        start = Barrier(2)

        def publish(opened=opened, day=day, start=start):
            start.wait(timeout=20)
            try:
                return opened.send("publish", title=f"Rubrik {day}").status_code
            finally:
                connection.close()

        def decide(day=day, start=start):
            start.wait(timeout=20)
            try:
                return set_appointment(dated, start_date=DAY(2027, 5, day)).start_date
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as people:
            answers = [people.submit(publish), people.submit(decide)]
        assert [answer.result() for answer in answers] == [302, DAY(2027, 5, day)]
        for page in (fresh(dated), draft_of(dated)):
            assert (page.title, page.start_date) == (f"Rubrik {day}", DAY(2027, 5, day))
        assert sequence(dated) == 1 + day


@pytest.mark.django_db(transaction=True)
def test_it_is_undone_with_the_transaction_around_it(dated):
    with pytest.raises(RuntimeError), transaction.atomic():
        hold_tree()
        set_appointment(dated, start_date=DAY(2027, 5, 4))
        raise RuntimeError("disk full")
    assert fresh(dated).start_date == draft_of(dated).start_date == DAY(2027, 4, 9)
    assert sequence(dated) == 1
