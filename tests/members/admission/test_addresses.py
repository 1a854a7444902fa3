"""An application's addresses are mailboxes: spellings are neither another applicant nor another manager."""

import pytest

from members.models import Application
from samrum.users.models import User
from tests.members.factories import MembershipFactory
from tests.network.contact.test_addresses import NO_MAILBOX, SPELLINGS

from .conftest import only

pytestmark = pytest.mark.django_db


def test_one_mailbox_applies_once_in_whatever_spelling(apply, room):
    for spelling in SPELLINGS:
        assert apply(email=spelling).status_code == 303
    assert Application.objects.confirmed().count() == 1
    assert set(Application.objects.values_list("email", flat=True)) == {"offer3@example.org"}


def test_it_gets_few_letters(apply, room, letters, settings):
    for spelling in SPELLINGS:
        apply(email=spelling, proven=False)
    assert len(letters()) == len(letters("offer3@example.org")) == settings.CONFIRMATION_LETTERS_PER_DAY


def test_a_manager_is_asked_few_times_in_whatever_spelling(apply, room, letters, settings):
    for number, spelling in enumerate(SPELLINGS):
        apply(email=f"nummer-{number}@example.org", mandate_email=spelling)
    assert len(letters("offer3@example.org")) == settings.CONFIRMATION_LETTERS_PER_DAY


def test_ones_own_address_in_another_spelling_is_no_manager(apply, room):
    response = apply(mandate_email="ASA＠exempelby.example.")
    assert response.status_code == 422 and "din egen adress" in response.text


@pytest.mark.parametrize("field", ["email", "mandate_email"])
@pytest.mark.parametrize("address", NO_MAILBOX)
def test_what_no_letter_reaches_is_refused_at_the_field(apply, room, field, address):
    response = apply(**{field: address})
    assert response.status_code == 422 and f'id="id_{field}_error"' in response.text
    assert "Metoder som fungerar." in response.text
    assert not Application.objects.exists()


def test_an_address_of_the_organisation_in_swedish(apply, room, organisation):
    organisation.domains = ["xn--rksmrgs-5wao1o.se"]
    organisation.save()
    apply(email="asa@räksmörgås.se")
    assert only().address_fits


def test_whoever_has_a_seat_is_known_in_any_spelling(apply, room, letters):
    MembershipFactory(room=room, user__email="offer3@example.org")
    apply(email="offer3＠ｅxample.org")
    assert only().state == "unconfirmed" and len(letters("offer3@example.org")) == 1
    assert User.objects.filter(email="offer3@example.org").count() == 1


def test_names_titles_and_organisations_are_what_one_sees(apply, room):
    apply(
        name="\u202eÅsa\u00a0Exempel\u202c",
        title="Säker\u00adhets\u200bsamordnare",
        organisation="",
        organisation_name="\u2066Exempel\u2069\u2028förbundet",
        mandate_by="Kim\u200f Chef",
    )
    application = only()
    assert (application.name, application.title) == ("Åsa Exempel", "Säkerhetssamordnare")
    assert (application.organisation_name, application.mandate_by) == ("Exempel förbundet", "Kim Chef")
