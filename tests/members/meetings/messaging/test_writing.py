"""Organisers write to participants: looked through first, tried on oneself, sent once, to each alone."""

import datetime
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from members.meetings.models import Message
from members.models import Membership, RoomEvent
from members.notices.models import Notice
from tests.members.factories import MembershipFactory

from .conftest import LETTER


def test_the_page_warns_before_one_writes(client, organiser, write_url):
    client.force_login(organiser.user)
    page = client.get(write_url)
    assert page.status_code == 200
    assert "Brevet kan bli offentligt" in page.text
    assert page.text.count("<h1") == 1
    # There is nothing to send before one has looked.
    assert 'name="send"' not in page.text


def test_the_preview_is_the_letter_that_arrives(fill_in, send, member, arrived):
    page = fill_in()
    shown = html.unescape(re.search(r'letter__text">(.*?)</p>', page.text, re.DOTALL)[1])
    assert "Skicka till 2 personer" in page.text
    assert "Inget är skickat än" in page.text
    assert not Message.objects.exists()
    send()
    (email,) = arrived()[member.user.email]
    assert rendered(email)[0] == "Inför träffen"
    assert rendered(email)[1] == shown


def rendered(email):
    message = email.email_message()
    return message.subject, message.body, dict(message.extra_headers), message


def test_each_gets_a_letter_alone_and_answers_go_to_the_organiser(send, member, organiser, arrived, room):
    hidden = MembershipFactory(room=room, hidden_profile=True, notices=Membership.Notices.NONE)
    answer = send()
    message = Message.objects.get()
    assert answer.status_code == 302
    assert answer.url == reverse("room_meetings:message", args=[room.slug, message.pk])
    found = arrived()
    assert set(found) == {member.user.email, organiser.user.email, hidden.user.email}
    for (email,) in found.values():
        assert len(email.to) == 1
        assert not email.cc
        assert not email.bcc
        assert organiser.user.email in rendered(email)[2]["Reply-To"]
        assert f"/rum/{room.slug}/" in rendered(email)[1]
    assert (message.receivers, message.receiver_count, message.by) == ("alla i rummet", 3, organiser.user)
    event = RoomEvent.objects.latest("pk")
    assert (event.action, event.about, event.by) == (
        "Wrote a letter to participants",
        "Inför träffen",
        organiser.user,
    )


@pytest.mark.parametrize(
    "body",
    ["{{ user }} {% load x %} {# nej #}", "<script>alert(1)</script> & <b>", "Rad ett\nRad två\n\n-- \nHej"],
)
def test_what_is_written_comes_through_as_it_was_written(send, fill_in, member, arrived, body):
    subject = "Punkt {{ 7 }} {% now %} <i>"
    page = fill_in(body=body, subject=subject)
    assert "<script>alert" not in page.text
    assert send(body=body.replace("\n", "\r\n"), subject=subject).status_code == 302
    (email,) = arrived()[member.user.email]
    got, text, _headers, message = rendered(email)
    assert got == subject
    assert text.startswith(body)
    (content, _kind) = message.alternatives[0]
    assert "<script>" not in content


def test_a_subject_is_one_line(send, member, arrived):
    send(subject="Inför träffen\r\nBcc: alla@example.org")
    (email,) = arrived()[member.user.email]
    assert rendered(email)[0] == "Inför träffen Bcc: alla@example.org"
    assert "Bcc" not in rendered(email)[2]


def test_a_test_goes_to_oneself_alone_and_is_not_logged(fill_in, organiser, member):
    events = RoomEvent.objects.count()
    page = fill_in("test")
    assert page.status_code == 200
    assert f"Ett prov är på väg till {organiser.user.email}" in page.text
    (email,) = Email.objects.all()
    assert email.to == [organiser.user.email]
    assert rendered(email)[0] == "Inför träffen"
    assert not Message.objects.exists()
    assert not Notice.objects.exists()
    assert RoomEvent.objects.count() == events
    # The page can send from here.
    assert fill_in("send", seen=page.context["seen"]).status_code == 302


def test_tests_to_oneself_have_a_limit(fill_in):
    for _number in range(50):
        assert fill_in("test").status_code == 200
    assert fill_in("test").status_code == 429
    assert Email.objects.count() == 50


@pytest.mark.parametrize("changed", [{"subject": "Annat"}, {"body": "Annat"}, {"role": "organiser"}])
def test_what_was_not_seen_is_not_sent(fill_in, member, changed):
    seen = fill_in().context["seen"]
    page = fill_in("send", seen=seen, **changed)
    assert page.status_code == 200
    assert "har ändrats sedan du tittade" in page.text
    assert not Message.objects.exists()


def test_who_came_or_left_since_one_looked_is_shown_first(fill_in, member, room):
    seen = fill_in().context["seen"]
    MembershipFactory(room=room)
    page = fill_in("send", seen=seen)
    assert "har ändrats sedan du tittade" in page.text
    assert "Skicka till 3 personer" in page.text
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    assert "Skicka till 2 personer" in fill_in("send", seen=page.context["seen"]).text
    assert not Message.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "eyJ9:1:x"])
def test_a_made_up_word_for_what_was_seen_sends_nothing(fill_in, seen):
    assert fill_in("send", seen=seen).status_code == 200
    assert not Message.objects.exists()


def test_two_presses_send_once(fill_in, member, arrived):
    seen = fill_in().context["seen"]
    first = fill_in("send", seen=seen)
    second = fill_in("send", seen=seen)
    assert second.status_code == 302
    assert second.url == first.url
    assert Message.objects.count() == 1
    assert len(arrived()[member.user.email]) == 1


def test_whoever_looks_again_may_send_the_same_again(send, member, arrived):
    send()
    assert send().status_code == 302
    assert Message.objects.count() == 2


def test_a_room_sends_twenty_letters_a_day(send, organiser, room):
    for number in range(20):
        Message.objects.create(room=room, by=organiser.user, subject=f"Brev {number}", body="x")
    answer = send()
    assert answer.status_code == 429
    assert "Tjugo brev har skickats" in answer.text
    assert "Ta med er lägesbild." in answer.text
    assert not Notice.objects.exists()
    Message.objects.update(sent_at=timezone.now() - datetime.timedelta(days=1, minutes=1))
    assert send().status_code == 302


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"subject": ""}, "Skriv ett ämne."),
        ({"body": "  "}, "Skriv brevet."),
        ({"subject": "å" * 151}, "å" * 151),
        ({"body": "ö" * 5001}, "ö" * 5001),
        ({"role": "kung"}, "kung"),
        ({"organisation": "99999"}, "giltigt"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_lost(fill_in, changed, words):
    answer = fill_in(**changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert (LETTER | changed)["body"].strip() in answer.text
    assert 'name="send"' not in answer.text


def test_five_thousand_characters_with_line_breaks_fit(fill_in):
    assert fill_in(body="rad\r\n" * 1250).status_code == 200


def test_nobody_to_write_to_is_said_at_the_filters(fill_in):
    answer = fill_in(role="guest")
    assert answer.status_code == 422
    assert "Ingen passar in på det här." in answer.text
    assert 'aria-describedby="id_role_error"' in answer.text
