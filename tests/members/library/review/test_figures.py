"""Figures: how often, never who; and no formulas in the file."""

import csv
import datetime
import io

import pytest

from members.charts import round_step
from members.library.models import DownloadCount
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory
from tests.members.library.writing import QUEUE

pytestmark = pytest.mark.django_db
ADDRESS = f"{QUEUE}siffror/"


@pytest.fixture(autouse=True)
def _counts(room, time_machine):
    time_machine.move_to(datetime.datetime(2027, 3, 15, 12, tzinfo=datetime.UTC))
    first = ResourceFactory(room=room, title="=HYPERLINK(1)")
    second = ResourceFactory(room=room, title="Checklista")
    for resource, month, count in (
        (first, datetime.date(2027, 3, 1), 7),
        (second, datetime.date(2027, 2, 1), 12),
        (second, datetime.date(2026, 3, 1), 99),
    ):
        DownloadCount.objects.create(resource=resource, month=month, count=count)


def test_months_of_the_period_and_their_sums(client, organiser):
    client.force_login(organiser)
    page = client.get(ADDRESS).content.decode()
    assert "19 nedladdningar" in page and "<svg" in page and "style=" not in page
    assert "99" not in page
    page = client.get(f"{ADDRESS}?period=2026").content.decode()
    assert "99 nedladdningar" in page


def test_one_resource_alone(client, organiser):
    client.force_login(organiser)
    pk = DownloadCount.objects.get(count=12).resource_id
    assert "12 nedladdningar" in client.get(f"{ADDRESS}?resurs={pk}").content.decode()


@pytest.mark.parametrize(
    "query", ["period=x&resurs=x&sida=x", "period=99999999999", "resurs=-1&sida=-1", "sida=999"]
)
def test_a_mistyped_address_shows_the_latest(client, organiser, query):
    client.force_login(organiser)
    assert client.get(f"{ADDRESS}?{query}").status_code == 200


def test_the_file_holds_no_formula(client, organiser):
    client.force_login(organiser)
    response = client.get(f"{QUEUE}siffror.csv")
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][0] == "Titel" and len(rows[0]) == 14
    assert [(row[0], row[-1]) for row in rows[1:]] == [("Checklista", "12"), ("'=HYPERLINK(1)", "7")]


def test_they_are_the_organisers_alone(client, member, home, room):
    for user in (member, MembershipFactory(room=RoomFactory(home=home), organiser=True).user):
        client.force_login(user)
        assert client.get(ADDRESS).status_code == client.get(f"{QUEUE}siffror.csv").status_code == 403


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (5, 1), (6, 2), (19, 5), (26, 10), (480, 100), (5001, 2000)]
)
def test_lines_of_the_chart_are_round(most, step):
    assert round_step(most) == step
