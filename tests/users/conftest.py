import pytest
from django.contrib.auth.models import Group

from network.groups import EDITORS
from tests.factories import UserFactory


@pytest.fixture
def editor(db):
    user = UserFactory(email="rut@example.org")
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def member(db):
    return UserFactory(email="mio@example.org")
