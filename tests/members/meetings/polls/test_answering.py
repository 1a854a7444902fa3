"""The participants' page: which days one can come, and who can when."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.meetings import deciding
from members.meetings.models import DateAnswer
from tests.at_once import at_once
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory
from tests.members.meetings.factories import answers, meeting_in, propose

pytestmark = pytest.mark.django_db
DAYS = datetime.timedelta


def soon(days: int) -> datetime.date:
    return timezone.localdate() + DAYS(days=days)


def given(member) -> dict[int, str]:
    return dict(DateAnswer.objects.filter(membership=member).values_list("proposal", "answer"))


# --- Answering ------------------------------------------------------------------------------------------


def test_answers_are_kept_and_can_be_changed(reader, url, undecided, member):
    first, second, third = propose(undecided, 20, 30, 40)
    page = url("poll", undecided)
    text = reader.get(page).text
    assert text.count("<fieldset") == 3 and text.count('type="radio"') == 9 and "checked" not in text
    sent = reader.post(page, {f"day_{first.pk}": "yes", f"day_{second.pk}": "if_need_be"}, follow=True)
    assert "Dina svar är sparade" in sent.text
    assert given(member) == {first.pk: "yes", second.pk: "if_need_be"}
    assert sent.text.count("checked") == 2
    reader.post(page, {f"day_{first.pk}": "no", f"day_{third.pk}": "yes"})
    assert given(member) == {first.pk: "no", second.pk: "if_need_be", third.pk: "yes"}


def test_who_saves_the_same_again_keeps_the_place_in_the_order(reader, url, undecided, member):
    first, second = propose(undecided, 20, 30)
    early = timezone.now() - DAYS(hours=5)
    answers(first, member)
    answers(second, member)
    DateAnswer.objects.update(answered_at=early)
    reader.post(url("poll", undecided), {f"day_{first.pk}": "yes", f"day_{second.pk}": "no"})
    times = dict(DateAnswer.objects.values_list("proposal", "answered_at"))
    assert times[first.pk] == early and times[second.pk] > early


def test_something_else_than_an_answer_is_refused_and_nothing_is_lost(reader, url, undecided, member):
    first, second = propose(undecided, 20, 30)
    page = reader.post(url("poll", undecided), {f"day_{first.pk}": "kanske", f"day_{second.pk}": "yes"})
    assert page.status_code == 422 and "Välj ett av svaren." in page.text
    assert page.text.count("checked") == 1 and given(member) == {}


def test_a_day_of_another_meeting_is_not_answered_here(reader, url, room, undecided, member):
    propose(undecided, 20)
    (other,) = propose(meeting_in(room, days=None), 20)
    assert reader.post(url("poll", undecided), {f"day_{other.pk}": "yes"}).status_code == 302
    assert given(member) == {}


def test_the_last_day_to_answer_is_one_of_them(reader, url, undecided, member):
    (day,) = propose(undecided, 20)
    page = url("poll", undecided)
    undecided.poll_closes_on = soon(0)
    undecided.save()
    assert reader.post(page, {f"day_{day.pk}": "yes"}).status_code == 302
    undecided.poll_closes_on = soon(-1)
    undecided.save()
    text = reader.get(page).text
    assert "Sista dagen att svara har varit" in text and "<fieldset" not in text
    told = reader.post(page, {f"day_{day.pk}": "no"}, follow=True)
    assert "Det går inte längre att svara" in told.text and given(member) == {day.pk: "yes"}


def test_who_answers_when_the_date_has_been_decided_is_told(reader, url, undecided, member, organiser):
    first, second = propose(undecided, 20, 30)
    deciding.decide(undecided, first, by=organiser.user)
    told = reader.post(url("poll", undecided), {f"day_{second.pk}": "yes"}, follow=True)
    assert "Det går inte längre att svara" in told.text and "Datumet är bestämt" in told.text
    assert given(member) == {}


def test_a_preliminary_date_can_still_be_answered(reader, url, undecided, member, organiser):
    first, second = propose(undecided, 20, 30)
    deciding.decide(undecided, first, state="preliminary", by=organiser.user)
    assert "preliminärt och kan ändras" in reader.get(url("poll", undecided)).text
    reader.post(url("poll", undecided), {f"day_{second.pk}": "yes"})
    assert given(member) == {second.pk: "yes"}


def test_a_day_that_has_passed_is_shown_but_not_asked(reader, url, undecided, member):
    passed, coming = propose(undecided, 0, 20)
    page = reader.get(url("poll", undecided)).text
    assert page.count("<fieldset") == 1 and "Dagen har varit" in page
    reader.post(url("poll", undecided), {f"day_{passed.pk}": "yes", f"day_{coming.pk}": "yes"})
    assert given(member) == {coming.pk: "yes"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Inga dagar är föreslagna än"),
        ({"state": "cancelled"}, "Träffen är inställd"),
        ({"state": "confirmed", "start_date": soon(9)}, "Datumet är bestämt"),
    ],
)
def test_where_there_is_nothing_to_answer_it_is_said(reader, url, undecided, organiser, change, words):
    if change:
        deciding.change(undecided, by=organiser.user, action="x", **change)
    assert words in reader.get(url("poll", undecided)).text


def test_a_meeting_that_has_been_has_no_poll(reader, url, room, member):
    assert "Träffen har varit" in reader.get(url("poll", meeting_in(room, days=-2))).text


# --- Who may --------------------------------------------------------------------------------------------


def test_a_guest_looks_and_does_not_answer(client, url, room, undecided, member):
    (day,) = propose(undecided, 20)
    answers(day, member)
    guest = MembershipFactory(room=room, guest=True)
    client.force_login(guest.user)
    page = client.get(url("poll", undecided))
    assert page.status_code == 200 and "<fieldset" not in page.text and "Deltagare" in page.text
    assert client.post(url("poll", undecided), {f"day_{day.pk}": "yes"}).status_code == 403
    assert given(guest) == {}


def test_in_a_room_for_reading_only_one_looks(reader, leader, url, room, undecided, member, organiser):
    (day,) = propose(undecided, 20)
    room.read_only_on = soon(0)
    room.save()
    assert "Rummet är inte öppet för svar nu" in reader.get(url("poll", undecided)).text
    assert reader.post(url("poll", undecided), {f"day_{day.pk}": "yes"}).status_code == 403
    assert leader.post(url("poll", undecided), {f"day_{day.pk}": "yes"}).status_code == 302
    assert given(member) == {} and given(organiser) == {day.pk: "yes"}


def test_another_room_and_strangers_find_nothing(client, home, reader, url, undecided):
    other = meeting_in(RoomFactory(home=home, slug="annat"), days=None)
    assert reader.get(url("poll", other)).status_code == 403
    assert reader.get(url("poll", undecided).replace(f"/{undecided.pk}/", f"/{other.pk}/")).status_code == 404
    assert client.get(url("poll", undecided)).status_code == 302


# --- The table ------------------------------------------------------------------------------------------


def test_the_table_names_people_and_says_answers_in_words(reader, url, room, undecided, member):
    first, second = propose(undecided, 20, 30)
    home_town = OrganisationFactory(short_name="Ängelholm")
    other = MembershipFactory(
        room=room,
        organisation=home_town,
        user__first_name="Åsa",
        user__last_name="Öst",
        user__email="a@example.org",
    )
    answers(first, other), answers(second, other, "if_need_be")
    answers(first, member, "no")
    text = reader.get(url("poll", undecided)).text
    table = text[text.index("<table") : text.index("</table>")]
    assert "<caption>Alla svar</caption>" in table
    assert (
        table.count('scope="col"') == 3 and table.count('scope="row"') == 2 and table.count("data-label") == 4
    )
    assert table.index("Exempel Deltagare (du)") < table.index("Åsa Öst")
    assert "Ängelholm" in table and "a@example.org" not in table
    own, others = table.split("Åsa Öst")
    assert "Nej" in own and "Inte svarat" in own
    assert "Ja" in others and "Om det behövs" in others
    counts = text[text.index('class="poll-days"') : text.index("<table")]
    assert counts.count("Flest kan") == 1 and "<dd>1</dd>" in counts


def test_a_hidden_profile_is_counted_and_not_named(reader, leader, client, url, room, undecided, member):
    (day,) = propose(undecided, 20)
    town = OrganisationFactory(short_name="Hemliga stad")
    hidden = MembershipFactory(
        room=room, hidden_profile=True, organisation=town, user__first_name="Hemlig", user__last_name="Person"
    )
    answers(day, hidden)
    answers(day, member)
    text = reader.get(url("poll", undecided)).text
    assert "Hemlig" not in text and "Hemliga stad" not in text and "En deltagare" in text
    assert "<dd>2</dd>" in text
    for page in ("poll", "appointment"):
        assert "Hemlig Person" in leader.get(url(page, undecided)).text
    client.force_login(hidden.user)
    assert "Hemlig Person (du)" in client.get(url("poll", undecided)).text


def test_an_address_is_never_shown_in_place_of_a_name(reader, url, room, undecided, member):
    (day,) = propose(undecided, 20)
    nameless = MembershipFactory(
        room=room, user__first_name="", user__last_name="", user__email="x@example.org"
    )
    answers(day, nameless)
    assert "x@example.org" not in reader.get(url("poll", undecided)).text


def test_who_has_left_is_no_longer_counted(reader, url, room, undecided, member):
    (day,) = propose(undecided, 20)
    gone = MembershipFactory(room=room, ended=True, user__last_name="Borta")
    answers(day, gone)
    text = reader.get(url("poll", undecided)).text
    assert "Borta" not in text and "Ingen har svarat än" in text and "<dd>1</dd>" not in text


def test_two_days_that_are_alike_both_have_most_and_none_without_a_yes(reader, url, undecided, member):
    first, second, third = propose(undecided, 20, 30, 40)
    assert "Flest kan" not in reader.get(url("poll", undecided)).text
    answers(first, member), answers(second, member), answers(third, member, "if_need_be")
    assert reader.get(url("poll", undecided)).text.count("Flest kan") == 2


def test_as_many_queries_for_forty_people_as_for_two(reader, leader, url, room, undecided, member, organiser):
    days = propose(undecided, 20, 30)

    def count(client, name):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name, undecided)).status_code == 200
        return len(queries)

    def fill(number):
        for place in range(number):
            person = MembershipFactory(
                room=room, hidden_profile=place % 5 == 0, organisation=OrganisationFactory()
            )
            for day in days:
                answers(day, person)

    pages = [(reader, "poll"), (leader, "appointment"), (leader, "poll")]
    fill(2)
    for client, name in pages:
        count(client, name)
    few = [count(client, name) for client, name in pages]
    fill(38)
    for number in range(50, 60):
        propose(undecided, number)
    many = [count(client, name) for client, name in pages]
    assert all(now <= before for now, before in zip(many, few, strict=True)), (few, many)


# --- At once --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_person_and_an_organiser_who_decides(url, room, undecided, member, organiser):
    """Each answer is there once, whoever came first; and none is lost without a word."""
    first, second = propose(undecided, 20, 30)

    def answer(word):
        def step():
            browser = Client()
            browser.force_login(member.user)
            page = browser.post(url("poll", undecided), {f"day_{first.pk}": word, f"day_{second.pk}": word})
            assert page.status_code == 302

        return step

    raised = at_once(
        answer("yes"), answer("no"), lambda: deciding.decide(undecided, first, by=organiser.user)
    )
    assert raised == [None, None, None]
    kept = given(member)
    assert kept in ({}, {first.pk: "yes", second.pk: "yes"}, {first.pk: "no", second.pk: "no"})
