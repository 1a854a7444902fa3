"""To whom a letter goes: by answer to the meeting, role and organisation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.meetings.models import Message, Registration
from members.meetings.seating import Colleague
from members.models import Membership
from tests.members.factories import MembershipFactory, OrganisationFactory
from tests.members.meetings.factories import answers, propose, seat


@pytest.fixture
def people(room, meeting):
    """One for each thing that one can say to a meeting with one seat on site."""
    meeting.page.format = "hybrid"
    meeting.page.save_revision().publish()
    meeting.refresh_from_db()
    names = ("on_site", "online", "held", "waiting", "no", "silent")
    found = {name: MembershipFactory(room=room, user__last_name=f"Svar-{name}") for name in names}
    seat(meeting, found["on_site"])
    type(meeting).objects.filter(pk=meeting.pk).update(seats=1)
    meeting.refresh_from_db()
    seat(meeting, found["waiting"])
    seat(meeting, found["online"], "online")
    seat(meeting, found["no"], "no")
    Registration.objects.create(
        meeting=meeting, membership=found["held"], answer="on_site", seat="held", line=9
    )
    return found


@pytest.fixture
def receivers_of(fill_in, about):
    """Last names of those whom the preview shows."""

    def get(meeting, **asked):
        page = fill_in(address=about(meeting), **asked)
        assert page.status_code == 200
        return {place.user.last_name for place, _colleague in page.context["receivers"]}

    return get


@pytest.mark.parametrize("group", ["on_site", "online", "held", "waiting", "no"])
def test_by_answer(receivers_of, people, meeting, group):
    assert receivers_of(meeting, groups=[group]) == {f"Svar-{group}"}


def test_who_has_not_answered(receivers_of, people, meeting, member):
    assert receivers_of(meeting, groups=["silent"], role="participant") == {"Svar-silent", "Deltagare"}


def test_several_answers_and_none(receivers_of, people, meeting):
    assert receivers_of(meeting, groups=["on_site", "online"]) == {"Svar-on_site", "Svar-online"}
    assert len(receivers_of(meeting)) == 7


def test_by_role_and_organisation(fill_in, room, member, write_url):
    place = OrganisationFactory(name="Exempelstads kommun")
    there = MembershipFactory(room=room, organisation=place, guest=True)
    page = fill_in(organisation=str(place.pk))
    assert [one for one, _colleague in page.context["receivers"]] == [there]
    assert page.context["draft"].words == "Exempelstads kommun"
    page = fill_in(organisation=str(place.pk), role="guest")
    assert page.context["draft"].words == "gäster, Exempelstads kommun"
    assert fill_in(organisation=str(place.pk), role="participant").status_code == 422


def test_who_was_asked_about_dates_and_has_not_answered(receivers_of, undecided, member, room, client, about):
    first, _second = propose(undecided, 20, 30)
    silent = MembershipFactory(room=room, user__last_name="Tyst")
    answers(first, member, "no")
    assert receivers_of(undecided, groups=["no_dates"], role="participant") == {silent.user.last_name}
    page = client.get(f"{about(undecided)}&svar=no_dates")
    assert 'value="no_dates" id="id_groups_0" checked' in page.text
    assert "har inte svarat på datumförslagen" in page.text.lower()
    # A meeting whose date is open has no seats to filter by.
    assert 'value="on_site"' not in page.text


def test_a_decided_meeting_has_no_question_of_dates(client, organiser, meeting, about):
    propose(meeting, 20)
    client.force_login(organiser.user)
    page = client.get(about(meeting))
    assert 'value="waiting"' in page.text
    assert "no_dates" not in page.text


def test_an_answer_that_cannot_be_chosen_is_refused(fill_in, meeting, about):
    assert fill_in(address=about(meeting), groups=["no_dates"]).status_code == 422
    assert fill_in(address=about(meeting), groups=["<b>"]).status_code == 422


def test_nobody_with_that_answer_is_said_at_the_answers(fill_in, meeting, about):
    answer = fill_in(address=about(meeting), groups=["waiting"])
    assert answer.status_code == 422
    assert 'id="id_groups_error">Ingen passar in' in answer.text


def test_invited_ended_and_closed_accounts_get_none(fill_in, room, organiser):
    MembershipFactory(room=room, invited=True)
    MembershipFactory(room=room, ended=True)
    MembershipFactory(room=room, user__is_active=False)
    assert [one for one, _colleague in fill_in().context["receivers"]] == [organiser]


def test_a_colleague_is_named_but_gets_none(fill_in, send, meeting, member, about, arrived):
    colleague = Colleague("Kim Kollega", "kim@example.org")
    seat(meeting, member, colleague=colleague)
    arrived()
    page = fill_in(address=about(meeting), groups=["on_site"])
    assert "Kim Kollega" in page.text
    send(about(meeting), groups=["on_site"])
    letters = arrived()
    assert [one.subject for one in letters[member.user.email]][-1] == "Inför träffen"
    assert "Inför träffen" not in [one.subject for one in letters["kim@example.org"]]


def test_what_was_sent_says_to_whom(send, people, meeting, about, room):
    send(about(meeting), groups=["waiting", "no"])
    message = Message.objects.get()
    assert message.meeting == meeting
    assert message.receivers == "på väntelistan, kommer inte"
    assert message.receiver_count == 2


def test_words_are_kept_in_swedish_whatever_language_the_organiser_reads(send, organiser, client):
    organiser.user.language = "en"
    organiser.user.save()
    send(role="organiser")
    assert Message.objects.get().receivers == "processledare"


def test_many_receivers_cost_no_more_queries(fill_in, meeting, about, room, organiser):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert fill_in(address=about(meeting)).status_code == 200
        return len(found)

    def more(count):
        for _number in range(count):
            place = MembershipFactory(room=room, organisation=OrganisationFactory())
            seat(meeting, place)

    more(3)
    queries()
    few = queries()
    more(12)
    assert queries() == few
    assert Membership.objects.filter(room=room).count() == 16
