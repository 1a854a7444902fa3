"""Editors, and the editor's own autosave, post at the same time; the page tree takes them one after the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import StandardPage
from samrum.core.tree_lock import hold_tree
from tests.core.editing import form_data, fresh
from tests.factories import StandardPageFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
AUTOSAVE = {"Accept": "application/json"}


@pytest.fixture
def person(db):
    return UserFactory(is_staff=True, is_superuser=True)


def at_once(person, url: str, posts: list[tuple[dict, dict]]) -> list:
    """What each of `posts`, a form and its headers, is answered when all arrive in the same instant."""
    start = Barrier(len(posts))

    def send(post: tuple[dict, dict]):
        client = Client(raise_request_exception=False)
        client.force_login(person)
        try:
            start.wait(timeout=20)
            return client.post(url, post[0], headers=post[1])
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as people:
        return list(people.map(send, posts))


def add_url(parent: Page) -> str:
    return reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])


def new_page(person, title: str, slug: str) -> dict:
    return form_data(StandardPage(title=title, slug=slug), person)


def test_editors_make_pages_at_the_same_time(person, home):
    posts = [(new_page(person, f"Sida {n}", f"sida-{n}") | {"action-publish": "1"}, {}) for n in range(6)]
    answers = at_once(person, add_url(home), posts)
    assert [answer.status_code for answer in answers] == [302] * 6
    assert StandardPage.objects.child_of(home).live().filter(slug__startswith="sida-").count() == 6
    assert not any(Page.find_problems())


def test_a_new_page_is_autosaved_and_published_at_the_same_time(person, home):
    form = new_page(person, "Trygga möten", "trygga-moten")
    posts = [(form, AUTOSAVE), (form | {"action-publish": "1"}, {})] * 3
    answers = at_once(person, add_url(home), posts)
    assert max(answer.status_code for answer in answers) < 500
    assert StandardPage.objects.child_of(home).filter(title="Trygga möten").count() == 1
    assert not any(Page.find_problems())


def test_a_page_is_autosaved_and_published_at_the_same_time(person, home):
    page = StandardPageFactory(parent=home, title="Före")
    loaded = fresh(page).latest_revision
    form = form_data(page, person, title="Efter") | {
        "loaded_revision_id": loaded.pk,
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answers = at_once(person, url, [(form, AUTOSAVE), (form | {"action-publish": "1"}, {})] * 3)
    assert max(answer.status_code for answer in answers) < 500
    page = fresh(page)
    assert (page.live, page.title, page.has_unpublished_changes) == (True, "Efter", False)
    assert page.live_revision == page.latest_revision


def test_the_tree_is_not_held_outside_a_transaction(db):
    with pytest.raises(TransactionManagementError):
        hold_tree()
