import pytest

from tests.core.editing import Editor
from tests.factories import UserFactory


@pytest.fixture
def editor(db, client):
    return Editor(client, UserFactory(is_staff=True, is_superuser=True))
