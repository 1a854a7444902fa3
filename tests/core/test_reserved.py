"""Addresses that belong to the application: no page takes one, by whatever way an editor tries."""

import pytest
from django.urls import reverse

from home.models import StandardPage
from tests.core.editing import fresh
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db
MESSAGE = "Adressen ”{}” hör till webbplatsen själv. Välj en annan."


def errors(response, form="form", field="slug"):
    return response.context[form].errors.get(field)


def test_creating(editor, home):
    response = editor.create(StandardPage(title="Min text", slug="sok", lead="Ingress"), home)
    assert errors(response) == [MESSAGE.format("sok")]
    assert "Min text" in response.text and "Ingress" in response.text
    assert not StandardPage.objects.filter(slug="sok").exists()


def test_creating_and_publishing_at_once(editor, home):
    response = editor.create(StandardPage(title="Min text", slug="rum"), home)
    assert errors(response) == [MESSAGE.format("rum")]


def test_further_down_the_tree_every_address_is_free(editor, home):
    above = StandardPageFactory(parent=home, slug="exempel")
    assert editor.create(StandardPage(title="Media", slug="media"), above).status_code == 302
    assert StandardPage.objects.get(slug="media").get_parent().pk == above.pk


def test_changing_the_address(editor, home):
    page = StandardPageFactory(parent=home, slug="exempel")
    for action in ("", "publish"):
        response = editor.edit(page, action, slug="konto", title="Nytt namn")
        assert errors(response) == [MESSAGE.format("konto")]
        assert "Nytt namn" in response.text
    assert fresh(page).slug == "exempel"


def test_moving_below_the_front_page(editor, home):
    above = StandardPageFactory(parent=home, slug="exempel")
    page = StandardPageFactory(parent=above, slug="admin")
    response = editor.move(page, home)
    assert response["Location"] == reverse("wagtailadmin_pages:move", args=[page.pk])
    assert MESSAGE.format("admin") in editor.client.get(response["Location"]).text.replace("&quot;", '"')
    assert fresh(page).get_parent().pk == above.pk


def test_moving_several_below_the_front_page(editor, home):
    above = StandardPageFactory(parent=home, slug="exempel")
    page = StandardPageFactory(parent=above, slug="admin")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    editor.client.post(f"{url}?id={page.pk}", {"chooser": home.pk})
    assert fresh(page).get_parent().pk == above.pk


def test_copying(editor, home):
    page = StandardPageFactory(parent=home, slug="exempel")
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {"new_title": "Min kopia", "new_slug": "flode", "new_parent_page": home.pk}
    response = editor.client.post(url, data)
    assert errors(response, field="new_slug") == [MESSAGE.format("flode")]
    assert "Min kopia" in response.text
    assert editor.client.post(url, {**data, "new_slug": "kopia"}).status_code == 302
    # A slug that is no slug, and no parent: Wagtail's own errors, no crash.
    assert editor.client.post(url, {**data, "new_slug": ""}).status_code == 200


def test_the_contact_page_has_its_own_address(editor, contact_page):
    assert editor.publish(contact_page, lead="Ny ingress").status_code == 302
    assert fresh(contact_page).lead == "Ny ingress"


def test_english_address(editor, home, home_en, django_capture_on_commit_callbacks):
    page = StandardPageFactory(parent=home, slug="hitta")
    copy = editor.submit(page)
    translation = editor.translate(copy, {"hitta": "search"})
    response = editor.publish_translation(copy, follow=True)
    assert response.status_code == 200
    error = translation.source.stringsegment_set.get(context__path="slug").string.translations.get()
    assert MESSAGE.format("search") in error.field_error
    assert not fresh(copy).live
    editor.translate(copy, {"hitta": "find"})
    with django_capture_on_commit_callbacks(execute=True):
        editor.publish_translation(copy)
    assert (fresh(copy).slug, fresh(copy).live) == ("find", True)
