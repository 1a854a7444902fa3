"""Whoever was at a meeting evaluates it once, without a trace of who it was."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.meetings.evaluation.opening import is_open_for, open_for
from members.meetings.models import EvaluationAnswer, Registration
from members.meetings.seating import Colleague
from members.models import Membership, RoomEvent
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat


def evaluate_url(meeting):
    return reverse("room_meetings:evaluate", args=[meeting.room.slug, meeting.pk])


def test_the_usual_questions_are_asked_in_swedish(page_of, member, seated, address):
    page = page_of(member, address)
    assert page.status_code == 200
    assert "Hur stor nytta har du av träffen i ditt arbete?" in page.text
    assert "Vad ska vi göra annorlunda nästa gång?" in page.text
    # Once: whoever comes next meets the same rows.
    before = list(seated.meeting.questions.values_list("pk", flat=True))
    page_of(member, address)
    assert list(seated.meeting.questions.values_list("pk", flat=True)) == before
    assert len(before) == 5


def test_answers_are_kept_without_the_person_or_the_time(hand_in, member, seated, page_of):
    changed_at = seated.changed_at
    events = RoomEvent.objects.count()
    answer = hand_in(member, "4", "", "5", "Att börja smått <b>{{ nu }}</b>")
    assert answer.status_code == 302
    assert answer.url == seated.meeting.get_absolute_url()
    rows = EvaluationAnswer.objects.order_by("question__position").values_list("score", "words")
    assert list(rows) == [(4, ""), (5, ""), (None, "Att börja smått <b>{{ nu }}</b>")]
    fields = {field.name for field in EvaluationAnswer._meta.get_fields()}
    assert fields == {"uuid", "question", "score", "words"}
    row = Registration.objects.get(pk=seated.pk)
    assert row.evaluated
    assert row.changed_at == changed_at
    assert RoomEvent.objects.count() == events


def test_nobody_answers_twice(hand_in, member, seated, address, client):
    client.force_login(member.user)
    form = client.get(address).context["form"]
    data = {"asked": form["asked"].value(), form.rows[0][1].html_name: "4"}
    assert client.post(address, data).status_code == 302
    again = client.post(address, data)
    assert again.status_code == 409
    assert "Du har redan svarat" in again.text
    assert EvaluationAnswer.objects.count() == 1
    assert client.get(address).status_code == 409


def test_an_evaluation_without_an_answer_is_refused_in_words(hand_in, member, seated):
    answer = hand_in(member, "", "", "", "   ")
    assert answer.status_code == 422
    assert "Svara på minst en av frågorna." in answer.text
    assert not Registration.objects.get(pk=seated.pk).evaluated


def test_a_score_beyond_the_scale_is_refused_and_nothing_is_lost(hand_in, member, seated):
    answer = hand_in(member, "6", "", "", "Bra samtal")
    assert answer.status_code == 422
    assert "Bra samtal" in answer.text
    assert not EvaluationAnswer.objects.exists()


def test_questions_that_were_changed_meanwhile_are_shown_again(client, member, organiser, seated, address):
    client.force_login(member.user)
    form = client.get(address).context["form"]
    data = {"asked": form["asked"].value(), form.rows[3][1].html_name: "Det jag skrev"}
    seated.meeting.questions.filter(position=0).update(text="Var lokalen bra?")
    answer = client.post(address, data)
    assert answer.status_code == 409
    assert "Var lokalen bra?" in answer.text
    assert "Det jag skrev" in answer.text
    assert "Frågorna har ändrats" in answer.text
    # What the page shows now can be handed in.
    form = answer.context["form"]
    assert client.post(address, data | {"asked": form["asked"].value()}).status_code == 302


def test_the_order_in_which_rows_lie_tells_nothing(evaluated):
    """Ten people answer two questions each, all alike: a person's two do not lie side by side in the table."""
    is_last = []
    for number in range(10):
        evaluated(1, "", "", "", f"Svar {number}", f"Svar {number}")
        is_last.append(set(as_they_lie()[-2:]) == {f"Svar {number}"})
    lying = as_they_lie()
    assert sorted(lying) == sorted(2 * [f"Svar {number}" for number in range(10)])
    assert any(first != second for first, second in zip(lying[::2], lying[1::2], strict=True))
    assert not all(is_last)


def as_they_lie():
    """In the order of the table itself: that of arrival, where nothing is done about it."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM meetings_evaluationanswer ORDER BY {place}")
        return [words for (words,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"seat": "waiting"}, 403, "hade en egen plats"),
        ({"seat": "held"}, 403, "hade en egen plats"),
        ({"seat": "", "answer": "no"}, 403, "hade en egen plats"),
        ({"colleague_name": "Kim Kollega"}, 403, "hade en egen plats"),
        ({"attended": False}, 403, "hade en egen plats"),
        ({"evaluated": True}, 409, "Du har redan svarat"),
    ],
)
def test_why_it_is_not_open_is_said(page_of, hand_in, member, seated, address, change, status, words):
    Registration.objects.filter(pk=seated.pk).update(**change)
    page = page_of(member, address)
    assert page.status_code == status
    assert words in page.text


def test_whoever_has_no_registration_does_not_evaluate(page_of, member, organiser, past, address):
    assert page_of(member, address).status_code == 403
    assert page_of(organiser, address).status_code == 403


def test_attendance_that_was_noted_or_not_noted_lets_in(page_of, member, seated, address):
    assert page_of(member, address).status_code == 200
    Registration.objects.filter(pk=seated.pk).update(attended=True)
    assert page_of(member, address).status_code == 200


def test_not_before_the_end_and_not_after_thirty_days(page_of, room, member):
    coming, late, last = (meeting_in(room, days=days) for days in (1, -31, -30))
    for meeting in (coming, late, last):
        seat(meeting, member)
    assert "inte slut än" in page_of(member, evaluate_url(coming)).text
    assert "öppen i 30 dagar" in page_of(member, evaluate_url(late)).text
    assert page_of(member, evaluate_url(late)).status_code == 409
    assert page_of(member, evaluate_url(last)).status_code == 200


def test_not_where_nobody_is_asked(page_of, member, seated, address, past):
    type(past).objects.filter(pk=past.pk).update(asks_evaluation=False)
    page = page_of(member, address)
    assert page.status_code == 409
    assert "utvärderas inte" in page.text


def test_another_rooms_meeting_is_not_found(page_of, room, member, seated, home):
    other = RoomFactory(home=home)
    theirs = meeting_in(other, days=-1)
    # Also where one was there, by one's place in the other room.
    seat(theirs, MembershipFactory(room=other, user=member.user))
    assert page_of(member, reverse("room_meetings:evaluate", args=[room.slug, theirs.pk])).status_code == 404


def test_outsiders_and_those_who_have_left_do_not_come_in(client, member, seated, address, home):
    assert client.get(address).status_code == 302
    outsider = MembershipFactory(room=RoomFactory(home=home))
    client.force_login(outsider.user)
    assert client.get(address).status_code == 403
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    client.force_login(member.user)
    page = client.get(address)
    assert page.status_code == 403
    assert "Lägesbild" not in page.text


def test_what_waits_for_a_person_is_found_in_one_query(room, member, seated, django_assert_num_queries):
    for days in (-2, -3):
        seat(meeting_in(room, days=days), member)
    seat(meeting_in(room, days=5), member)
    other = meeting_in(room, days=-4)
    seat(other, member, colleague=Colleague("Kim Kollega"))
    with django_assert_num_queries(1):
        found = open_for(member.user, room)
    assert [(timezone.localdate() - one.page.start_date).days for one in found] == [3, 2, 1]
    with django_assert_num_queries(0):
        assert all(one.get_absolute_url() and one.page.title for one in found)
    Registration.objects.filter(pk=seated.pk).update(evaluated=True)
    seated.refresh_from_db()
    assert not is_open_for(seated.meeting, seated)
    assert len(open_for(member.user, room)) == 2


def test_an_erased_account_leaves_the_answers(hand_in, member, seated):
    hand_in(member, "4")
    member.user.delete()
    assert EvaluationAnswer.objects.count() == 1
    with pytest.raises(ObjectDoesNotExist):
        seated.refresh_from_db()
