"""Several at once: on both databases each step is taken by one, and numbers are never shared."""

import pytest

from members.library import publishing
from members.library.models import ResourceVersion
from members.library.publishing import Overtaken
from tests.at_once import at_once
from tests.members.factories import MembershipFactory, ResourceFactory, RoomFactory, VersionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_new_versions_at_once_get_numbers_of_their_own(home):
    room = RoomFactory(home=home)
    users = [MembershipFactory(room=room, organiser=True).user for _ in range(4)]
    resource = ResourceFactory(room=room)
    VersionFactory(resource=resource)
    raised = at_once(*(lambda user=user: publishing.new_version(resource, user) for user in users))
    assert raised == [None] * 4
    assert sorted(resource.versions.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    drafts = list(ResourceVersion.objects.filter(state="draft"))
    raised = at_once(*(lambda draft=draft: publishing.publish(draft, draft.uploaded_by) for draft in drafts))
    assert raised == [None] * 4
    published = resource.versions.order_by("published_at").values_list("number", flat=True)
    assert list(published) == [1, 2, 3, 4, 5]


def test_two_organisers_decide_at_once_and_one_wins(home):
    room = RoomFactory(home=home)
    one, two = (MembershipFactory(room=room, organiser=True).user for _ in range(2))
    resource = ResourceFactory(room=room, draft=True)
    version = VersionFactory(resource=resource, state="handed_in", published_at=None)
    raised = at_once(
        lambda: publishing.publish(version, one), lambda: publishing.send_back(version, two, "Ändra")
    )
    assert {type(error) for error in raised} == {type(None), Overtaken}
