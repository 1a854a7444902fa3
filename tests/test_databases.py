"""What the suite itself relies on: a test that commits leaves nothing behind, and each thing is built once a run."""

import threading

import pytest

from home.models import HomePage
from tests import databases
from tests.at_once import at_once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_pages_are_back_after_a_test_that_commits(time):
    pages = HomePage.objects.filter(depth=2)
    assert {page.title for page in pages} and "Borta" not in {page.title for page in pages}
    pages.update(title="Borta")


@pytest.mark.django_db
def test_a_test_that_rolls_back_sees_the_site(home):
    assert home.title != "Borta"


def test_what_several_need_at_once_is_built_once(tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "run_folder", lambda: tmp_path)
    built, done = [], threading.Event()

    def build():
        built.append(threading.get_ident())
        done.wait(0.05)

    assert at_once(*[lambda: databases.once("thing", build)] * 3) == [None] * 3
    assert len(built) == 1
