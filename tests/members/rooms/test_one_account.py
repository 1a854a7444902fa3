"""Somebody is invited at an address that another account is changing to: one mailbox ends as one account, whatever comes
first, and asking for an address gives nobody what waits there."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.test import Client

from members import invitations
from members.admission.decisions import Decision, decide
from members.leading.address_list import read
from members.leading.inviting import invite_all
from members.models import Application, Invitation, Membership, RoomEvent
from network.groups import EDITORS
from samrum.users.models import User
from tests.at_once import at_once
from tests.factories import UserFactory
from tests.members.factories import ApplicationFactory, MembershipFactory, RoomFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "mio@example.org", "mio.ny@example.org"
PASSWORD = "fyra-gula-paraplyer"
WORDS = {"new_password1": PASSWORD, "new_password2": PASSWORD, "first_name": "Ny", "last_name": "Person"}


@pytest.fixture
def mio(db):
    return UserFactory(email=OLD, first_name="Mio", last_name="Medlem")


def asks(user: User, address: str = NEW) -> str:
    """The account asks for the address as a person does; the path of the link in the letter there."""
    cache.clear()  # limits are tested on their own
    browser = Client()
    browser.post("/konto/login/", {"login": user.email, "password": "samrum-demo"})
    browser.post("/konto/reauthenticate/", {"password": "samrum-demo", "next": "/konto/email/"})
    browser.post("/konto/email/", {"action_add": "", "email": address})
    assert mail.outbox[-1].to == [address]
    found = re.search(r"/konto/confirm-email/\S+/", mail.outbox[-1].body)
    return found[0] if found else ""


@pytest.fixture
def invite(room, letters, link_in):
    def send(address=NEW, **values) -> str:
        invitations.invite(room, address, by=None, **values)
        return link_in(letters(address)[-1])

    return send


def confirms(link: str) -> int:
    return Client().post(link).status_code


def signs_in_and_comes_in(link: str, address: str, password: str = "samrum-demo") -> Client:
    browser = Client()
    browser.post(f"/konto/login/?next={link}", {"login": address, "password": password})
    browser.post(link)
    return browser


def assert_one_account(user: User, room) -> None:
    user.refresh_from_db()
    assert user.email == NEW
    assert User.objects.filter(email=NEW).count() == 1 and not User.objects.filter(email=OLD).exists()
    rows = EmailAddress.objects.filter(email=NEW, verified=True).values_list("user", "primary")
    assert list(rows) == [(user.pk, True)]
    assert Membership.objects.current().filter(room=room, user__email=NEW).get().user == user


class TestInOneOrderOrTheOther:
    def test_asked_invited_confirmed_accepted(self, mio, room, invite):
        confirm, link = asks(mio), invite()
        assert confirms(confirm) == 302
        assert_one_account(mio, room)
        assert "Logga in" in Client().get(link).text, "the link leads to the account that there is"
        assert signs_in_and_comes_in(link, NEW).get("/rum/trygga/").status_code == 200
        assert Membership.objects.get(user=mio).is_joined

    def test_asked_confirmed_invited_accepted(self, mio, room, invite):
        assert confirms(asks(mio)) == 302
        signs_in_and_comes_in(invite(), NEW)
        assert_one_account(mio, room)
        assert Membership.objects.get(user=mio).is_joined

    def test_invited_asked_confirmed_accepted(self, mio, room, invite):
        link = invite()
        assert confirms(asks(mio)) == 302
        assert_one_account(mio, room)
        signs_in_and_comes_in(link, NEW)
        assert Membership.objects.get(user=mio).is_joined

    def test_asked_invited_and_accepted_from_the_account_that_asked(self, mio, room, invite):
        """Who opens the invitation first is asked for the account; it is confirmed by the way."""
        confirm, link = asks(mio), invite()
        page = Client().get(link)
        assert "Har du redan ett konto?" in page.text and OLD not in page.text
        browser = Client()
        browser.post(f"/konto/login/?next={link}", {"login": OLD, "password": "samrum-demo"})
        page = browser.get(link)
        assert page.status_code == 200 and "Du håller på att byta adress till" in page.text
        assert User.objects.get(pk=mio.pk).email == OLD, "GET changes nothing"
        assert browser.post(link)["Location"] == "/rum/trygga/"
        assert_one_account(mio, room)
        assert browser.get("/rum/trygga/").status_code == 200
        assert confirms(confirm) == 404

    def test_accepted_as_a_new_person_then_the_link_of_the_change_is_dead(self, mio, room, invite):
        """Somebody reads the mailbox and says not to be Mio."""
        confirm, link = asks(mio), invite()
        browser = Client()
        assert browser.post(link, WORDS).status_code == 302
        assert confirms(confirm) < 500
        mio.refresh_from_db()
        assert mio.email == OLD and not Membership.objects.filter(user=mio).exists()
        owner = User.objects.get(email=NEW)
        assert owner.check_password(PASSWORD) and browser.get("/rum/trygga/").status_code == 200
        verified = EmailAddress.objects.filter(verified=True).values_list("email", "user")
        assert sorted(verified) == [(NEW, owner.pk), (OLD, mio.pk)]

    def test_an_application_that_is_accepted_meanwhile(self, mio, room, organiser):
        application = ApplicationFactory(room=room, email=NEW)
        confirm = asks(mio)
        decide(room, organiser.user, Decision.ACCEPT, [application.version])
        assert confirms(confirm) == 302
        assert_one_account(mio, room)
        application.refresh_from_db()
        assert application.membership.user == mio
        assert Application.objects.count() == 1, "it is the person's own, and goes with no other account"

    def test_an_application_that_waits_until_the_address_is_changed(self, mio, room, organiser):
        application = ApplicationFactory(room=room, email=NEW)
        assert confirms(asks(mio)) == 302
        decide(room, organiser.user, Decision.ACCEPT, [application.version])
        assert_one_account(mio, room)

    def test_an_invitation_that_an_organiser_sends_to_the_address_again(self, mio, room, organiser, invite):
        """The first letter did not arrive: its address was mistyped."""
        invite("mio.nyy@example.org")
        confirm = asks(mio)
        place = Membership.objects.get(user__email="mio.nyy@example.org")
        lead = Client()
        lead.force_login(organiser.user)
        mend = f"/rum/trygga/leda/deltagare/{place.pk}/adress/"
        assert lead.post(mend, {"email": "mio.ny@exam\u00adple.org"}).status_code == 422
        assert lead.post(mend, {"email": "Mio.Ny＠ｅxample.org."}).status_code == 302
        assert confirms(confirm) == 302
        assert_one_account(mio, room)


class TestWithAPlaceAlready:
    def test_it_is_kept(self, mio, room, invite):
        place = MembershipFactory(user=mio, room=room, title="Min titel")
        confirm = asks(mio)
        invite(role="organiser")
        assert confirms(confirm) == 302
        assert_one_account(mio, room)
        place.refresh_from_db()
        assert (place.role, place.title) == ("participant", "Min titel") and place.is_joined

    def test_of_two_invitations_the_latest_link_works(self, mio, room, invite):
        first = invite(OLD)
        confirm = asks(mio)
        link = invite()
        assert confirms(confirm) == 302
        assert Client().get(first).status_code == 410
        signs_in_and_comes_in(link, NEW)
        assert Membership.objects.get(user=mio).is_joined and Invitation.objects.count() == 1

    def test_seats_in_several_rooms_and_the_log_go_along(self, mio, room, invite, organiser):
        other = RoomFactory(home=room.network.get_parent())
        confirm = asks(mio)
        invite()
        invitations.invite(other, NEW, by=organiser.user)
        RoomEvent.objects.create(room=room, action="Invited as guest", person=User.objects.get(email=NEW))
        assert confirms(confirm) == 302
        assert set(mio.memberships.values_list("room", flat=True)) == {room.pk, other.pk}
        assert RoomEvent.objects.get().person == mio


class TestNobodyGetsAnothersSeat:
    def test_by_asking_alone(self, mio, room, invite):
        asks(mio)
        link = invite()
        browser = Client()
        browser.force_login(mio)
        assert browser.get("/rum/trygga/").status_code == 403
        assert not Membership.objects.filter(user=mio).exists()
        assert Client().post(link, WORDS).status_code == 302
        assert browser.get("/rum/trygga/").status_code == 403
        assert Membership.objects.get(room=room).user.email == NEW

    def test_by_having_the_link_of_another(self, mio, room, invite):
        """Signed in as somebody who has not asked for the address."""
        link = invite()
        browser = Client()
        browser.force_login(mio)
        assert browser.get(link).status_code == browser.post(link).status_code == 403
        assert User.objects.get(email=NEW).is_unclaimed

    def test_by_an_account_that_asked_when_another_asked_too(self, mio, room, invite):
        stranger = UserFactory(email="frammande@example.org")
        asks(stranger)
        confirm, link = asks(mio), invite()
        browser = Client()
        browser.force_login(stranger)
        assert confirms(confirm) == 302
        assert_one_account(mio, room)
        assert browser.post(link).status_code == 403
        assert not EmailAddress.objects.filter(user=stranger, email=NEW, verified=True).exists()

    @pytest.mark.parametrize("change", ["password", "signed in", "closed", "group", "superuser"])
    def test_an_account_that_is_somebodys_stays_theirs(self, mio, room, invite, change):
        confirm = asks(mio)
        invite()
        owner = User.objects.get(email=NEW)
        if change == "password":
            owner.set_password(PASSWORD)
            owner.save()
        elif change == "signed in":
            Client().force_login(owner)
        elif change == "closed":
            owner.is_active = False
            owner.save()
        elif change == "group":
            owner.groups.add(Group.objects.get(name=EDITORS))
        else:
            User.objects.filter(pk=owner.pk).update(is_superuser=True)
        assert confirms(confirm) < 500
        mio.refresh_from_db()
        assert mio.email == OLD and not mio.groups.exists() and not mio.is_superuser
        assert Membership.objects.get(room=room).user == owner

    def test_the_letter_to_a_mailbox_whose_account_is_used_has_no_link(self, mio):
        UserFactory(email=NEW)
        assert asks(mio) == ""


@pytest.mark.django_db(transaction=True)
class TestInTheSameMoment:
    @pytest.fixture
    def room(self, home):
        return RoomFactory(home=home, slug="trygga")

    def confirmed(self, link):
        answer = confirms(link)
        assert answer < 500

    @pytest.mark.parametrize("_time", range(3))
    def test_invited_and_confirmed(self, mio, room, _time):
        confirm = asks(mio)
        raised = at_once(
            lambda: self.confirmed(confirm),
            lambda: invitations.invite(room, NEW, by=None),
            lambda: self.confirmed(confirm),
        )
        assert raised == [None] * 3
        assert_one_account(mio, room)

    @pytest.mark.parametrize("_time", range(3))
    def test_accepted_and_confirmed(self, mio, room, invite, _time):
        confirm, link = asks(mio), invite()
        answers = []
        raised = at_once(
            lambda: answers.append(Client().post(link, WORDS).status_code), lambda: self.confirmed(confirm)
        )
        assert raised == [None] * 2 and answers[0] < 500
        place = Membership.objects.get(room=room)
        assert User.objects.filter(email=NEW).get() == place.user
        assert EmailAddress.objects.get(email=NEW, verified=True).user == place.user
        # Either the mailbox chose a password first, or the account that asked has the seat now.
        if place.user == mio:
            assert not place.is_joined and not User.objects.get(pk=mio.pk).check_password(PASSWORD)
        else:
            assert place.is_joined and User.objects.get(pk=mio.pk).email == OLD

    def test_lists_of_invitations_that_cross(self, mio, room):
        """Two organisers, the same people in another order, and one of them changes to an address of the list."""
        confirm = asks(mio)
        others = [f"person-{number}@example.com" for number in range(6)]
        by = MembershipFactory(room=room, organiser=True).user
        there = read("\n".join([OLD, *others, NEW]))
        back = read("\n".join([NEW, *reversed(others), OLD]))
        raised = at_once(
            lambda: invite_all(room, there, role="guest", by=by),
            lambda: invite_all(room, back, role="guest", by=by),
            lambda: self.confirmed(confirm),
        )
        assert raised == [None] * 3
        assert User.objects.filter(email=NEW).count() == 1
        assert Membership.objects.current().filter(user__email=NEW).count() == 1
