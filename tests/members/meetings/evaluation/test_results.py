"""What organisers see of an evaluation: questions to change while nobody has answered, then results of five or more."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.meetings.evaluation.questions import shown
from members.models import RoomEvent
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat


@pytest.fixture
def questions(client, organiser, leading_address):
    """The form of questions as an organiser fills it in: text and kind."""

    def save(*asked):
        client.force_login(organiser.user)
        data = {f"kind-{place}": "scale" for place in range(8)} | {f"text-{place}": "" for place in range(8)}
        for place, (text, kind) in enumerate(asked):
            data |= {f"text-{place}": text, f"kind-{place}": kind}
        return client.post(leading_address, data)

    return save


def test_questions_are_changed_added_and_taken_away(questions, past, client, leading_address, organiser):
    assert (
        questions(("Var lokalen bra?", "scale"), ("", "scale"), ("Vad fattades?", "words")).status_code == 302
    )
    assert list(past.questions.values_list("text", "kind")) == [
        ("Var lokalen bra?", "scale"),
        ("Vad fattades?", "words"),
    ]
    event = RoomEvent.objects.latest("pk")
    assert (event.action, event.about) == ("Changed the questions of an evaluation", "Lägesbild i praktiken")
    page = client.get(leading_address)
    assert "Var lokalen bra?</textarea>" in page.text
    assert page.text.count("<h1") == 1


def test_all_questions_cannot_be_taken_away(questions, past):
    answer = questions(("  ", "words"))
    assert answer.status_code == 422
    assert "Skriv minst en fråga." in answer.text
    assert "Det är inte sparat än" in answer.text


def test_an_unknown_kind_and_a_long_question_are_refused(questions, past):
    answer = questions(("Fråga?", "annat"), ("å" * 161, "words"))
    assert answer.status_code == 422
    assert "å" * 161 in answer.text
    # Nothing is kept, and the usual ones are still what is asked.
    assert not past.questions.filter(text__startswith="å").exists()
    assert [one.text for one in shown(past)][:1] != ["Fråga?"] and len(shown(past)) == 5


def test_once_somebody_has_answered_the_questions_are_fixed(
    questions, past, evaluated, client, leading_address
):
    evaluated(1, "4")
    before = list(past.questions.values_list("text", flat=True))
    answer = questions(("Var lokalen bra?", "scale"))
    assert answer.status_code == 409
    assert "Inget är ändrat. Någon har svarat: frågorna kan inte längre ändras." in answer.text
    assert list(past.questions.values_list("text", flat=True)) == before
    assert 'name="text-0"' not in client.get(leading_address).text


WORDS = ["Ingen har svarat än.", "En har svarat.", "Två har svarat.", "Tre har svarat.", "Fyra har svarat."]


def test_below_five_nothing_is_shown(page_of, organiser, evaluated, leading_address):
    for count, words in enumerate(WORDS):
        page = page_of(organiser, leading_address)
        assert words in page.text
        if count:
            assert "Svaren visas när fem har svarat." in page.text
        assert "I genomsnitt" not in page.text
        assert "Ett ord" not in page.text
        assert '<svg class="chart"' not in page.text
        evaluated(1, "4", "5", "", "Ett ord")
    page = page_of(organiser, leading_address)
    assert "5 har svarat." in page.text
    assert "Ett ord" in page.text


def test_a_question_with_fewer_than_five_answers_stays_hidden(page_of, organiser, evaluated, leading_address):
    evaluated(4, "5", "1", "", "Hemligt ord")
    evaluated(1, "", "2")
    page = page_of(organiser, leading_address)
    assert "5 har svarat." in page.text
    assert page.text.count("I genomsnitt") == 1
    assert "Hemligt ord" not in page.text
    assert "Färre än fem har svarat på den här frågan." in page.text


def test_results_are_a_chart_and_a_table_with_the_mean(page_of, organiser, evaluated, leading_address):
    for score in ("5", "5", "4", "4", "4", "1"):
        evaluated(1, score)
    page = page_of(organiser, leading_address)
    assert "I genomsnitt <strong>3,8</strong> av 5, från 6 svar." in " ".join(page.text.split())
    cells = re.findall(r'<th scope="row">(\d)[^<]*</th><td class="table__number"[^>]*>(\d+)</td>', page.text)
    assert cells == [("1", "1"), ("2", "0"), ("3", "0"), ("4", "3"), ("5", "2")]
    assert page.text.count('<rect class="chart__bar') == 3
    ids = re.findall(r'\bid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))


def test_words_are_shown_as_written_in_alphabetical_order(page_of, organiser, evaluated, leading_address):
    for words in ("Örat mot marken", "Åka hit", "<b>Allt</b> {{ x }}", "Zon", "Bra"):
        evaluated(1, "", "", "", words)
    page = page_of(organiser, leading_address).text
    shown = re.findall(r'result__words" lang="sv">([^<]*)<', page)
    assert shown == ["&lt;b&gt;Allt&lt;/b&gt; {{ x }}", "Bra", "Zon", "Åka hit", "Örat mot marken"]


def test_members_and_organisers_of_other_rooms_never_see_results(
    page_of, member, evaluated, leading_address, home, past, client
):
    evaluated(5, "4", "", "", "Ett ord")
    other = MembershipFactory(room=RoomFactory(home=home), organiser=True)
    for membership in (member, other):
        page = page_of(membership, leading_address)
        assert page.status_code == 403
        assert "Ett ord" not in page.text
    assert client.get(leading_address).status_code == 302
    # Through one's own room, neither.
    through = reverse("room_meetings:leading_evaluation", args=[other.room.slug, past.pk])
    assert page_of(other, through).status_code == 404
    ended = MembershipFactory(room=past.room, organiser=True, ended=True)
    assert page_of(ended, leading_address).status_code == 403


def test_many_answers_cost_no_more_queries(page_of, organiser, evaluated, leading_address, past, room):
    evaluated(5, "4", "", "", "Ett ord")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            page_of(organiser, leading_address)
        return len(found)

    queries()
    few = queries()
    evaluated(7, "4", "5", "3", "Ett ord", "Ett till")
    assert queries() == few


def test_of_an_undecided_meeting_the_questions_can_be_written(page_of, organiser, room):
    meeting = meeting_in(room, days=None)
    page = page_of(organiser, reverse("room_meetings:leading_evaluation", args=[room.slug, meeting.pk]))
    assert page.status_code == 200
    assert "får frågorna efter träffen" in page.text


def test_a_coming_meeting_is_not_asked_about_yet(page_of, organiser, room, member):
    meeting = meeting_in(room, days=3)
    seat(meeting, member)
    page = page_of(organiser, reverse("room_meetings:leading_evaluation", args=[room.slug, meeting.pk]))
    assert "får frågorna efter träffen" in page.text
