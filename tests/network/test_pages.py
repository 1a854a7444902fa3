"""Every page type answers in both languages of the tree."""

import pytest

from tests.factories import FactsPageFactory, MeetingPageFactory, NetworkPageFactory

pytestmark = pytest.mark.django_db


def test_announcement_answers(client, home):
    network = NetworkPageFactory(parent=home)
    MeetingPageFactory(parent=network)
    MeetingPageFactory(parent=network, undecided=True)
    FactsPageFactory(parent=network)
    response = client.get(network.url)
    assert response.status_code == 200
    assert "public" in response["Cache-Control"]


def test_front_pages_answer(client, home, home_en):
    assert client.get("/").status_code == 200
    assert client.get("/en/").status_code == 200
