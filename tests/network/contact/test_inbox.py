"""The editors' inbox in the admin."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from network.contact import letters as contact_letters
from network.contact.spreadsheet import as_text
from network.models import ContactMessage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
INBOX = "/admin/meddelanden/"


def message(**fields) -> ContactMessage:
    number = ContactMessage.objects.count()
    defaults = {
        "name": "Åsa Exempel",
        "email": "asa@example.com",
        "subject": f"Ärende {number}",
        "body": "Hej!\nEn rad till.",
        "fingerprint": str(number),
        "confirmed_at": timezone.now(),
    }
    return ContactMessage.objects.create(**(defaults | fields))


def somebody(*permissions: str):
    user = UserFactory()
    names = ["access_admin", *permissions]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def editor(client):
    user = somebody("view_contactmessage", "change_contactmessage")
    client.force_login(user)
    return user


def test_only_those_with_the_right_see_it(client):
    client.force_login(somebody())
    one = message()
    for path in (
        "",
        "results/",
        f"edit/{one.pk}/",
        f"inspect/{one.pk}/",
        f"delete/{one.pk}/",
        f"history/{one.pk}/",
    ):
        response = client.get(INBOX + path)
        assert response.status_code in (302, 403)
        assert one.subject not in response.content.decode()
    assert INBOX not in client.get("/admin/").content.decode()
    client.logout()
    assert client.get(INBOX).status_code == 302


def test_whoever_may_only_look_may_only_look(client):
    client.force_login(somebody("view_contactmessage"))
    one = message()
    assert one.subject in client.get(INBOX).content.decode()
    assert "En rad till." in client.get(f"{INBOX}inspect/{one.pk}/").content.decode()
    client.post(f"{INBOX}edit/{one.pk}/", {"state": "closed", "note": ""})
    one.refresh_from_db()
    assert one.state == "new"


def test_the_menu_counts_what_is_new(client, editor):
    message()
    message()
    message(state="answered")
    assert "Inkorg (2 nya)" in client.get("/admin/").content.decode()


def test_what_nobody_confirmed_and_spam_are_shown_only_when_asked_for(client, editor):
    message(subject="Vanligt")
    message(subject="Väntar", state="unconfirmed", confirmed_at=None)
    message(subject="Reklam", state="spam")
    html = client.get(INBOX).content.decode()
    assert "Vanligt" in html
    assert "Väntar<" not in html
    assert "Reklam" not in html
    assert "Reklam" in client.get(INBOX + "?state=spam").content.decode()


def test_search_and_filters(client, editor, network, person):
    message(subject="Om hot", network=network, receiver=person)
    message(subject="Om annat", assignee=editor, state="closed")
    for query, hits in (
        ("q=hot", {"Om hot"}),
        ("q=asa@example", {"Om hot", "Om annat"}),
        ("state=closed", {"Om annat"}),
        (f"network={network.pk}", {"Om hot"}),
        (f"receiver={person.pk}", {"Om hot"}),
        (f"assignee={editor.pk}", {"Om annat"}),
        ("created_at_from=2000-01-01&created_at_to=2000-02-01", set()),
    ):
        html = client.get(f"{INBOX}results/?{query}").content.decode()
        assert {subject for subject in ("Om hot", "Om annat") if subject in html} == hits, query


def test_the_message_is_read_and_only_our_work_with_it_is_changed(client, editor):
    one = message(body="Rad ett\n<script>alert(1)</script> {{ 7|add:7 }}")
    html = client.get(f"{INBOX}edit/{one.pk}/").content.decode()
    assert "Rad ett<br>&lt;script&gt;alert(1)&lt;/script&gt; {{ 7|add:7 }}" in html
    assert 'value="unconfirmed"' not in html
    response = client.post(
        f"{INBOX}edit/{one.pk}/",
        {
            "state": "answered",
            "assignee": editor.pk,
            "note": "Ringde.",
            "body": "Ändrat",
            "email": "x@example.org",
        },
    )
    assert response.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.assignee, one.note) == ("answered", editor, "Ringde.")
    assert one.body.startswith("Rad ett")
    assert one.email == "asa@example.com"


def test_only_colleagues_with_the_inbox_can_be_given_a_message(client, editor):
    one, outsider = message(), somebody()
    client.post(f"{INBOX}edit/{one.pk}/", {"state": "new", "assignee": outsider.pk, "note": ""})
    one.refresh_from_db()
    assert one.assignee is None


def test_an_unconfirmed_message_can_be_looked_at(client, editor):
    one = message(state="unconfirmed", confirmed_at=None)
    assert 'value="unconfirmed"' in client.get(f"{INBOX}edit/{one.pk}/").content.decode()


def test_nobody_writes_a_message_in_the_admin(client, admin_user_client):
    assert admin_user_client.get(f"{INBOX}new/").status_code in (302, 403)
    assert f"{INBOX}new/" not in admin_user_client.get(INBOX).content.decode()


@pytest.fixture
def admin_user_client(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_erasing_needs_its_own_right(client, editor):
    one = message()
    assert client.post(f"{INBOX}delete/{one.pk}/").status_code in (302, 403)
    assert ContactMessage.objects.exists()
    client.force_login(somebody("view_contactmessage", "delete_contactmessage"))
    client.post(f"{INBOX}delete/{one.pk}/")
    assert not ContactMessage.objects.exists()


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\x0b=1",
    "\u00a0=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(text):
    assert as_text(text).startswith("'")


@pytest.mark.parametrize("text", ["Hej", "", "a=1", "1-2"])
def test_other_text_stays_as_it_is(text):
    assert as_text(text) == text


def test_the_export_holds_text_alone(client, editor, network, person):
    for formula in FORMULAS:
        message(
            subject=formula,
            name=formula,
            body=formula + "\x01\x1f",
            note=formula,
            network=network,
            receiver=person,
        )
    response = client.get(INBOX + "?export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert len(rows) == len(FORMULAS) + 1
    assert all(
        not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        for row in rows
        for cell in row
    )
    response = client.get(INBOX + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert sheet.cell(1, 1).value
    assert "Nätverket mot hot" in {cell.value for cell in cells}
    assert "nytt" in {cell.value for cell in cells}


def test_the_export_tells_swedish_time(client, editor):
    stored = message(subject="Nu")
    noon = datetime.datetime(2026, 7, 1, 12, 30, 5, 777, tzinfo=datetime.UTC)
    ContactMessage.objects.filter(pk=stored.pk).update(created_at=noon)
    response = client.get(INBOX + "?export=csv")
    assert "2026-07-01 14:30,nytt" in b"".join(response.streaming_content).decode()


def test_pages_do_not_say_who_wrote_about_them(client, network):
    message(subject="Hemligt ärende", network=network)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert "Hemligt ärende" not in client.get(f"/admin/pages/usage/{network.pk}/").content.decode()


class TestLettersThatDidNotArrive:
    @pytest.fixture
    def lost(self, post):
        one = message(email="bad@example.org", subject="Går inte fram")
        contact_letters.tell_of(one)
        fine = message(subject="Går fram")
        contact_letters.tell_of(fine)
        waits = message(
            email="bad2@example.org", subject="Får ingen länk", state="unconfirmed", confirmed_at=None
        )
        contact_letters.ask_for_confirmation(waits, "x")
        post()
        return one, fine, waits

    def test_are_marked_in_the_list(self, client, editor, lost):
        html = client.get(INBOX).text
        assert html.count("kom inte fram") == html.count("brevet med länken kom inte fram") + 2  # filter, row
        narrowed = client.get(f"{INBOX}results/?letters=lost").text
        assert "Går inte fram" in narrowed and "Går fram" not in narrowed

    def test_say_at_the_message_why(self, client, editor, lost):
        one, fine, _waits = lost
        html = client.get(f"{INBOX}edit/{one.pk}/").text
        assert "1 brev om det här meddelandet kom inte fram" in html and "550 5.1.1 okänd" in html
        assert "kom inte fram" not in client.get(f"{INBOX}edit/{fine.pk}/").text

    def test_are_told_to_who_may_only_look_too(self, client, lost):
        client.force_login(somebody("view_contactmessage"))
        assert "550 5.1.1 okänd" in client.get(f"{INBOX}inspect/{lost[0].pk}/").text
        assert "kom inte fram" not in client.get(f"{INBOX}inspect/{lost[1].pk}/").text

    def test_with_a_link_to_confirm_are_pointed_out_and_found(self, client, editor, lost):
        html = client.get(INBOX).text
        assert "Får ingen länk" not in html
        assert "1 meddelande väntar på en bekräftelse, men brevet med länken kom inte fram." in html
        assert "Får ingen länk" in client.get(f"{INBOX}?state=unconfirmed&letters=lost").text

    def test_to_who_should_answer_are_seen_too(self, client, editor, person, post):
        person.email = "bad@example.org"
        person.save()
        one = message(receiver=person)
        contact_letters.tell_of(one)
        post()
        assert "bad@example.org" in client.get(f"{INBOX}edit/{one.pk}/").text

    def test_are_nothing_of_it_for_a_spreadsheet(self, client, editor, lost):
        assert client.get(f"{INBOX}?export=csv").status_code == 200
