"""A network that takes applications, its organiser, and a form filled in."""

import re
import threading

import pytest
from django.core.cache import cache
from django.test import Client
from post_office.models import Email

from members.models import Application
from network.models import NetworkPage
from samrum.core.verification import stamp
from tests.factories import NetworkPageFactory
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory
from tests.network.contact.conftest import solved

OPEN, FULL = NetworkPage.Status.OPEN, NetworkPage.Status.FULL
APPLY, THANKS = "/trygga-moten/ansok/", "/trygga-moten/ansok/tack/"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 3 3]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def network(home):
    return NetworkPageFactory(parent=home, title="Trygga möten", slug="trygga-moten", status=OPEN, bare=True)


@pytest.fixture
def room(network):
    return RoomFactory(network=network, slug="trygga")


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Exempelby kommun", short_name="Exempelby", domains=["exempelby.example"])


@pytest.fixture
def organiser(room):
    return MembershipFactory(room=room, organiser=True).user


@pytest.fixture
def lead(organiser):
    """The organiser's browser."""
    client = Client()
    client.force_login(organiser)
    return client


@pytest.fixture
def filled(organisation):
    def fill(**fields) -> dict:
        return {
            "name": "Åsa Exempel",
            "title": "Säkerhetssamordnare",
            "organisation": organisation.pk,
            "email": "asa@exempelby.example",
            "mandate_by": "Kim Chef, kommundirektör",
            "mandate_on": "2026-05-04",
            "mandate_words": "Samordna arbetet mot hot i kommunen.",
            "hopes": "Metoder som fungerar.",
            "stamp": stamp.issue(),
            **fields,
        }

    return fill


@pytest.fixture
def apply(client, filled, room):
    """Send the form; with the human check done unless `proven=False`."""

    def send(url=APPLY, proven=True, **fields):
        cache.clear()  # limits are tested on their own
        return client.post(url, filled(**({"altcha": solved(client)} if proven else {}), **fields))

    return send


@pytest.fixture
def letters(db):
    """The letters to one address, oldest first; without one, all."""

    def to(address=""):
        return [letter for letter in Email.objects.order_by("id") if not address or address in letter.to]

    return to


def path_in(letter) -> str:
    """The path of the link in a letter."""
    return re.search(r"http://testserver(\S+)", letter.message).group(1)


def only() -> Application:
    return Application.objects.get()


@pytest.fixture
def run_together():
    """Call `work` with each argument in a thread of its own, all at once; their answers."""

    def run(work, arguments):
        ready = threading.Barrier(len(arguments))
        answers = []

        def one(argument):
            ready.wait()
            answers.append(work(argument))

        threads = [threading.Thread(target=one, args=[argument]) for argument in arguments]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    return run
