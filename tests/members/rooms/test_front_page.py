"""A room's front page."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Membership
from tests.factories import MeetingPageFactory
from tests.members.factories import ResourceFactory, VersionFactory

pytestmark = pytest.mark.django_db


def soon(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def test_it_is_friendly_where_there_is_nothing_yet(client, member):
    client.force_login(member.user)
    page = client.get("/rum/trygga/").text
    assert "ditt första besök" in page and "Ingen träff är planerad" in page and "Bara för deltagare" in page


def test_it_shows_the_next_meeting_that_is_not_cancelled(client, room, member):
    MeetingPageFactory(parent=room.network, title="Redan varit", start_date=soon(-9))
    MeetingPageFactory(parent=room.network, title="Inställd träff", start_date=soon(3), cancelled=True)
    MeetingPageFactory(parent=room.network, title="Nästa i tur", start_date=soon(9))
    MeetingPageFactory(parent=room.network, title="Utkast", start_date=soon(5), live=False)
    MeetingPageFactory(parent=room.network, title="Senare", start_date=soon(30))
    client.force_login(member.user)
    page = client.get("/rum/trygga/").text
    page = page[page.index('id="traff"') :]
    assert "Nästa i tur" in page
    assert not any(title in page for title in ("Redan varit", "Inställd träff", "Utkast", "Senare"))


def test_welcome_and_state_notices(client, room, member, organiser):
    room.welcome, room.closes_on = "Hej <b>alla</b>", soon(40)
    room.save()
    client.force_login(member.user)
    page = client.get("/rum/trygga/").text
    assert "Hej &lt;b&gt;alla&lt;/b&gt;" in page and "Stänger" in page
    room.opens_on = soon(1)
    room.save()
    client.force_login(organiser.user)
    assert "Bara processledare kommer in nu" in client.get("/rum/trygga/").text


def test_what_came_since_the_last_visit_is_news(client, room, member):
    then = timezone.now() - datetime.timedelta(days=3)
    Membership.objects.filter(pk=member.pk).update(seen_at=then, previous_visit_at=then)
    resource = ResourceFactory(room=room, title="Färsk mall")
    VersionFactory(resource=resource)
    client.force_login(member.user)
    page = client.get("/rum/trygga/").text
    assert page.index("Färsk mall") > page.index("Nytt sedan ditt senaste besök")


def test_more_content_takes_no_more_queries(client, room, member):
    client.force_login(member.user)

    def count() -> int:
        client.get("/rum/trygga/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/rum/trygga/")
        return len(captured)

    then = timezone.now() - datetime.timedelta(days=3)
    Membership.objects.filter(pk=member.pk).update(seen_at=timezone.now(), previous_visit_at=then)
    MeetingPageFactory(parent=room.network, start_date=soon(3))
    VersionFactory(resource=ResourceFactory(room=room))
    few = count()
    for number in range(6):
        MeetingPageFactory(parent=room.network, start_date=soon(4 + number))
        VersionFactory(resource=ResourceFactory(room=room))
    assert count() == few
