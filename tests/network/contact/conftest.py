"""A form filled in, and the answer to the human check."""

import base64
import json

import altcha
import pytest
from post_office.models import Email

from samrum.core.verification import stamp
from tests.factories import ContactPersonPageFactory, NetworkPageFactory, add_contact


def solved_challenge(challenge: dict) -> str:
    """The answer to a challenge, as the browser sends it."""
    solution = altcha.solve_challenge(
        challenge["challenge"], challenge["salt"], challenge["algorithm"], challenge["max_number"]
    )
    answer = {**challenge, "number": solution.number, "took": 5}
    return base64.b64encode(json.dumps(answer).encode()).decode()


def solved(client) -> str:
    """Fetch a challenge as the page does and solve it as the browser does."""
    return solved_challenge(client.get("/sakerhet/utmaning/").json())


@pytest.fixture
def filled():
    """What a visitor has written, with a fresh stamp; keyword arguments change or add fields."""

    def fill(**fields) -> dict:
        return {
            "name": "Åsa Exempel",
            "email": "asa@example.com",
            "subject": "En fråga om nätverket",
            "message": "Hej!\nHur anmäler vi oss?",
            "stamp": stamp.issue(),
            **fields,
        }

    return fill


@pytest.fixture
def write(client, filled):
    """Send the form with the check done, as a visitor with JavaScript does."""

    def send(url="/kontakt/skicka/", **fields):
        return client.post(url, filled(altcha=solved(client), **fields))

    return send


@pytest.fixture
def person(contact_page):
    return ContactPersonPageFactory(parent=contact_page, title="Kim Kontakt", email="kim@example.org")


@pytest.fixture
def network(home, person):
    page = NetworkPageFactory(parent=home, title="Nätverket mot hot")
    add_contact(page, person)
    return page


@pytest.fixture
def letters(db):
    """The queued letters to one address, oldest first."""

    def to(address):
        return [letter for letter in Email.objects.order_by("id") if address in letter.to]

    return to
