"""What the foundation does when content is saved costs other rows nothing."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import signals
from django.test.utils import CaptureQueriesContext

from members.models import Organisation
from network.models import BuildingBlock
from samrum.users.models import User
from tests.factories import UserFactory
from tests.members.factories import MembershipFactory, OrganisationFactory, RoomFactory

OURS = ("samrum.", "home.", "network.", "members.")


@pytest.mark.parametrize("name", ["pre_save", "post_save", "pre_delete", "post_delete"])
def test_no_receiver_of_ours_listens_to_all_models(name):
    """The model itself is not asked: a class that no app has tells what is called for every sender."""

    class Unknown:
        pass

    heard = getattr(signals, name)._live_receivers(Unknown)[0]
    assert [one.__qualname__ for one in heard if one.__module__.startswith(OURS)] == []


@pytest.mark.django_db(transaction=True)
def test_saving_an_unrelated_row_is_one_statement(home):
    """No transaction of its own around it either: on SQLite that would wait for the write lock a second time."""
    user, place = UserFactory(), MembershipFactory(room=RoomFactory(home=home))
    organisation = OrganisationFactory()
    for change in (
        lambda: Organisation(name="Exempelby kommun", short_name="Exempelby").save(force_insert=True),
        lambda: organisation.save(),
        lambda: place.save(update_fields=["title"]),
        lambda: user.save(update_fields=["first_name"]),
    ):
        with CaptureQueriesContext(connection) as captured:
            change()
        assert len(captured) == 1, captured.captured_queries


@pytest.mark.django_db
def test_what_is_content_is_still_listened_to():
    for model in (
        BuildingBlock,
        apps.get_model("network", "MeetingPage"),
        apps.get_model("wagtailcore", "Site"),
    ):
        heard = {one.__name__ for one in signals.post_save._live_receivers(model)[0]}
        assert "content_changed" in heard, model
    assert "content_changed" not in {one.__name__ for one in signals.post_save._live_receivers(User)[0]}
