"""What the suite itself relies on: a test that commits leaves nothing behind."""

import pytest

from home.models import HomePage


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_pages_are_back_after_a_test_that_commits(time):
    pages = HomePage.objects.filter(depth=2)
    assert {page.title for page in pages} and "Borta" not in {page.title for page in pages}
    pages.update(title="Borta")


@pytest.mark.django_db
def test_a_test_that_rolls_back_sees_the_site(home):
    assert home.title != "Borta"
