"""A member answers a meeting."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members.meetings.models import Registration, RoomMeeting, SpecialNeeds
from members.models import Room, RoomEvent
from tests.members.factories import MembershipFactory, RoomFactory
from tests.members.meetings.factories import meeting_in, seat

pytestmark = pytest.mark.django_db
COLLEAGUE = {"answer": "colleague", "colleague_name": "Ada Exempel", "colleague_email": "ada@exempelstad.se"}


@pytest.fixture
def page(signed_in, address):
    """Get the page with an answer, or nothing."""

    def ask(meeting=None, **answer):
        url = address("register", **({"meeting": meeting} if meeting else {}))
        return signed_in.post(url, answer, follow=True) if answer else signed_in.get(url)

    return ask


def limited(meeting, **seats) -> None:
    RoomMeeting.objects.filter(pk=meeting.pk).update(**seats)


def row() -> Registration:
    return Registration.objects.get()


class TestAnswering:
    def test_an_answer_leads_to_the_meeting(self, page, meeting):
        response = page(answer="on_site")
        assert response.redirect_chain == [(meeting.get_absolute_url(), 302)]
        assert row().seat == "seated"
        page(answer="no")
        assert (row().answer, row().seat) == ("no", "")

    def test_what_happened_is_said_exactly(self, signed_in, address, room, member):
        meeting = meeting_in(room, format="hybrid")
        limited(meeting, seats=1, online_seats=5)
        for place in (MembershipFactory(room=room), MembershipFactory(room=room)):
            seat(meeting, place)

        def said(**answer) -> list[str]:
            signed_in.post(address("register", meeting=meeting), answer)
            # The next page shows it, whichever it is.
            shown = signed_in.get(reverse("room_profile", args=[room.slug])).text
            return [words for words in (
                "Alla platser är tagna. Du är nummer 2 på väntelistan och får ett brev när det finns en plats till dig.",
                "Du är anmäld och deltar digitalt.",
                "Vi har noterat att du inte kommer.",
                "Din kollega Ada Exempel är anmäld och deltar digitalt.",
                "Alla platser är tagna. Ada Exempel är nummer 2 på väntelistan. Ni får båda ett brev när det finns en plats.",
            ) if words in shown]  # fmt: skip

        assert said(answer="on_site") == [
            "Alla platser är tagna. Du är nummer 2 på väntelistan och får ett brev när det finns en plats till dig."
        ]
        assert said(answer="online") == ["Du är anmäld och deltar digitalt."]
        assert said(answer="no") == ["Vi har noterat att du inte kommer."]
        assert said(**COLLEAGUE, colleague_way="online") == [
            "Din kollega Ada Exempel är anmäld och deltar digitalt."
        ]
        assert said(**COLLEAGUE, colleague_way="on_site") == [
            "Alla platser är tagna. Ada Exempel är nummer 2 på väntelistan. Ni får båda ett brev när det finns en plats."
        ]

    def test_only_the_ways_of_the_meeting_are_offered(self, page, room, meeting):
        assert "Jag kommer på plats" in page().text and "Jag deltar digitalt" not in page().text
        digital = meeting_in(room, format="digital")
        assert "Jag deltar digitalt" in page(digital).text and "Jag kommer på plats" not in page(digital).text
        assert "Hur deltar kollegan?" not in page().text
        assert "Hur deltar kollegan?" in page(meeting_in(room, format="hybrid")).text
        response = page(answer="online")
        assert response.status_code == 422 and "Välj ett av svaren." in response.text
        assert not Registration.objects.exists()

    def test_the_page_says_seats_last_day_and_cost(self, page, room, meeting):
        network = room.network
        network.fee, network.fee_amount = "amount", 4500
        network.physical_costs = "<p>Kommunen betalar resa. SKR betalar lokal.</p>"
        network.save()
        day = timezone.localdate() + datetime.timedelta(days=20)
        limited(meeting, seats=20, register_by=day)
        html = page().text
        assert "20 av 20 kvar" in html and f"{day.day} " in html and str(day.year) in html
        assert "4\u00a0500\u00a0kr per person" in html and "Kommunen betalar resa." in html
        assert "Kommunen betalar resa." not in page(meeting_in(room, format="digital")).text

    def test_a_full_meeting_says_how_many_wait(self, page, room, meeting):
        limited(meeting, seats=1)
        for _number in range(3):
            seat(meeting, MembershipFactory(room=room))
        assert "alla 1 är tagna" in page().text and "2 på väntelistan" in page().text

    def test_the_answer_that_stands_is_shown_and_can_be_changed(self, page, meeting, member):
        seat(meeting, member, diet="Vegan", access="Hörslinga")
        html = page().text
        assert re.search(r'<input[^>]*value="on_site"[^>]* checked', html)
        assert "Vegan" in html and "Hörslinga" in html
        page(answer="on_site", diet="Glutenfritt", access="")
        assert list(SpecialNeeds.objects.values_list("diet", "access")) == [("Glutenfritt", "")]

    def test_nothing_typed_is_lost_when_it_is_refused(self, page):
        response = page(answer="", diet="Utan nötter", colleague_name="Ada")
        assert response.status_code == 422
        assert "Välj ett svar." in response.text and 'href="#id_answer"' in response.text
        assert "Utan nötter" in response.text and 'value="Ada"' in response.text
        assert not Registration.objects.exists()


class TestHeldSeat:
    @pytest.fixture
    def held(self, meeting, member):
        until = timezone.localdate() + datetime.timedelta(days=9)
        return Registration.objects.create(
            meeting=meeting, membership=member, answer="on_site", seat="held", line=1, held_until=until
        )

    def test_is_confirmed_by_one_button_which_leaves_needs_alone(self, page, held):
        SpecialNeeds.objects.create(registration=held, diet="Vegan")
        html = page().text
        assert "En plats hålls åt dig" in html and f"Bekräfta senast {held.held_until.day} " in html
        page(answer="on_site")
        assert row().seat == "seated" and row().needs.diet == "Vegan"
        assert "En plats hålls åt dig" not in page().text

    def test_is_declined_by_the_other(self, page, held):
        page(answer="no")
        assert (row().answer, row().seat) == ("no", "")


class TestColleague:
    def test_comes_from_the_same_organisation(self, page):
        page(**COLLEAGUE)
        assert (row().attendee, row().colleague_email, row().seat) == (
            "Ada Exempel", "ada@exempelstad.se", "seated",
        )  # fmt: skip
        assert "Ada Exempel kommer i stället för dig" in page().text

    def test_from_another_address_is_refused_at_the_field(self, page):
        response = page(**COLLEAGUE | {"colleague_email": "ada@annanstad.se"})
        assert response.status_code == 422
        assert "Adressen hör inte till Exempelstads kommun" in response.text
        assert 'id="id_colleague_email_error"' in response.text and not Registration.objects.exists()

    def test_may_have_any_address_where_no_domain_is_known(self, page, organisation):
        organisation.domains = []
        organisation.save()
        page(**COLLEAGUE | {"colleague_email": "ada@annanstad.se"})
        assert row().colleague_email == "ada@annanstad.se"

    def test_needs_an_organisation_to_come_from(self, page, member):
        member.organisation = None
        member.save()
        response = page(**COLLEAGUE)
        assert response.status_code == 422 and "din är inte angiven i rummet" in response.text

    @pytest.mark.parametrize(
        ("missing", "words"),
        [
            ("colleague_name", "Skriv vem som kommer i stället."),
            ("colleague_email", "Skriv kollegans e-postadress."),
            ("colleague_way", "Välj hur kollegan deltar."),
        ],
    )
    def test_lacks_nothing(self, page, room, missing, words):
        meeting = meeting_in(room, format="hybrid")
        answer = COLLEAGUE | {"colleague_way": "online"} | {missing: ""}
        response = page(meeting, **answer)
        assert response.status_code == 422 and words in response.text
        assert not Registration.objects.exists()

    def test_on_a_hybrid_meeting_takes_part_as_one_says(self, page, room):
        page(meeting_in(room, format="hybrid"), **COLLEAGUE, colleague_way="online")
        assert row().answer == "online"


class TestHostileInput:
    @pytest.mark.parametrize(
        "answer",
        [
            {"answer": "on_site", "diet": "x" * 201},
            {"answer": "on_site", "access": "x" * 301},
            {"answer": "kanske"},
            {"answer": ["on_site", "x"]},
            COLLEAGUE | {"colleague_name": "x" * 121},
            COLLEAGUE | {"colleague_name": " \n\x00 "},
            COLLEAGUE | {"colleague_email": "a\x00da@exempelstad.se"},
            COLLEAGUE | {"colleague_email": "inte en adress"},
            COLLEAGUE | {"colleague_email": "a@" + "x" * 300 + ".se"},
            COLLEAGUE | {"colleague_email": "ada@exempelstad.se\nBcc: x@example.org"},
        ],
    )
    def test_is_refused_in_words(self, page, answer):
        response = page(**answer)
        assert response.status_code == 422 and 'role="alert"' in response.text
        assert not Registration.objects.exists()

    def test_names_are_one_line(self, page):
        page(**COLLEAGUE | {"colleague_name": "Ada\r\nBcc: x@example.org \x00\x07 =1+1"})
        assert row().colleague_name == "Ada Bcc: x@example.org =1+1"

    def test_markup_is_shown_as_text(self, page):
        page(answer="on_site", diet="<script>alert(1)</script>")
        assert "<script>alert(1)" not in page().text and "&lt;script&gt;alert(1)" in page().text


class TestClosed:
    def test_after_the_last_day_it_says_so_and_keeps_the_answer(self, page, meeting, member):
        seat(meeting, member)
        limited(meeting, register_by=timezone.localdate())
        with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
            assert "Sista anmälningsdag var" in page().text and page().status_code == 200
            response = page(answer="no")
        assert response.status_code == 409 and "Anmälan är stängd" in response.text
        assert "Kommer på plats" in response.text
        assert row().answer == "on_site"

    @pytest.mark.parametrize(
        ("of", "words"),
        [
            ({"state": "cancelled"}, "Träffen är inställd."),
            ({"days": None}, "Datumet är inte bestämt."),
            ({"days": -3}, "Träffen har varit."),
        ],
    )
    def test_there_is_nothing_to_register_for(self, page, room, of, words):
        response = page(meeting_in(room, **of), answer="on_site")
        assert response.status_code == 409 and words in response.text
        assert "Du har inte svarat" in response.text


class TestDoor:
    def test_guests_readers_and_strangers_do_not_register(self, client, home, room, address):
        guest = MembershipFactory(room=room, guest=True)
        stranger = MembershipFactory(room=RoomFactory(home=home))
        for place in (guest, stranger):
            client.force_login(place.user)
            assert client.post(address("register"), {"answer": "on_site"}).status_code == 403
        client.force_login(MembershipFactory(room=room).user)
        Room.objects.filter(pk=room.pk).update(read_only_on=timezone.localdate())
        assert client.post(address("register"), {"answer": "on_site"}).status_code == 403
        client.logout()
        assert client.post(address("register"), {"answer": "on_site"}).status_code == 302
        assert not Registration.objects.exists()

    def test_a_meeting_of_another_room_is_not_found(self, signed_in, home, address):
        other = meeting_in(RoomFactory(home=home))
        assert signed_in.get(address("register", meeting=other)).status_code == 404
        assert signed_in.post(address("register", meeting=other), {"answer": "on_site"}).status_code == 404

    def test_needs_stand_in_no_letter_and_no_log(
        self, page, meeting, member, letters, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            page(answer="on_site", diet="Hemligkost", access="Hemligbehov")
        for letter in letters(member.user.email):
            assert "Hemlig" not in letter.subject + letter.message + letter.html_message
        assert not RoomEvent.objects.filter(about__contains="Hemlig").exists()

    def test_nobody_sees_the_needs_or_answers_of_others(self, page, room, meeting):
        other = MembershipFactory(room=room, user__last_name="Unikson")
        seat(meeting, other, diet="Hemligkost")
        assert "Hemligkost" not in page().text and "Unikson" not in page().text
