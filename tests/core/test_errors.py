"""What visitors meet when something is missing, refused or broken."""

import html
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, override_settings
from django.urls import path

from samrum.core import errors
from samrum.urls import handler400, handler403, handler404, handler500  # noqa: F401
from samrum.urls import urlpatterns as site_urlpatterns
from tests.factories import NetworkPageFactory, StandardPageFactory


def refuse(request):
    raise PermissionDenied


def fail(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [
    path("vagra/", refuse),
    path("fel/", fail),
    path("en/fel/", fail),
    *site_urlpatterns,
]


def text_of(response) -> str:
    body = response.content.decode()
    return " ".join(
        html.unescape(re.sub(r"<[^>]+>", " ", body.split("<main", 1)[1].split("</main>", 1)[0])).split()
    )


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
class TestMissingPage:
    def test_it_offers_a_search_and_the_start(self, visitor, home):
        response = visitor.get("/finns-inte/")
        assert response.status_code == 404
        assert "Sidan finns inte här" in text_of(response)
        assert 'action="/sok/"' in response.content.decode()
        assert "startsidan" in text_of(response)
        assert "no-store" in response["Cache-Control"]

    def test_it_speaks_the_language_of_the_address(self, visitor, home_en):
        response = visitor.get("/en/missing/")
        assert response.status_code == 404
        assert '<html lang="en"' in response.content.decode()
        assert "The page is not here" in text_of(response)
        assert 'action="/en/search/"' in response.content.decode()

    def test_it_names_the_nearest_page_above(self, visitor, home):
        network = NetworkPageFactory(parent=home, title="Alfa")
        response = visitor.get(f"{network.url}traff-9/bilaga/")
        assert response.status_code == 404
        assert "Närmaste sida ovanför den här adressen: Alfa" in text_of(response)

    def test_a_page_that_is_no_longer_live_is_not_told_of(self, visitor, home):
        network = NetworkPageFactory(parent=home, title="Hemligheten", slug="alfa", live=False)
        assert "Hemligheten" not in visitor.get(f"{network.url}traff/").content.decode()
        assert "Hemligheten" not in visitor.get(network.url).content.decode()

    def test_it_offers_the_page_in_the_other_language(self, visitor, home, home_en):
        swedish = StandardPageFactory(parent=home, title="Om nätverken", slug="om")
        response = visitor.get("/en/om/")
        assert response.status_code == 404
        assert "The page is there in Swedish: Om nätverken" in text_of(response)
        english = swedish.copy_for_translation(home_en.locale)
        english.title, english.slug = "About the networks", "about"
        english.save_revision().publish()
        assert "Sidan finns på engelska: About the networks" in text_of(visitor.get("/about/"))
        english.refresh_from_db()
        english.unpublish()
        assert "The page is there in Swedish: Om nätverken" in text_of(visitor.get("/en/about/"))
        assert "engelska" not in text_of(visitor.get("/about/"))

    def test_a_huge_address_is_missing_like_any_other(self, visitor, home):
        assert visitor.get("/" + "a/" * 5000).status_code == 404


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_refused_page_says_so(visitor, home):
    response = visitor.get("/vagra/")
    assert response.status_code == 403
    assert "Du får inte se den här sidan" in text_of(response)


@pytest.mark.urls(__name__)
class TestBrokenSite:
    """No test here may touch the database: pytest-django raises if one does."""

    def test_error_page_needs_no_database(self, visitor):
        response = visitor.get("/fel/")
        assert response.status_code == 500
        assert '<html lang="sv"' in response.content.decode()
        assert "Något gick fel" in text_of(response)
        assert response["Content-Language"] == "sv"
        assert "no-store" in response["Cache-Control"]

    def test_it_speaks_english_below_en(self, visitor):
        response = visitor.get("/en/fel/")
        assert response.status_code == 500
        assert '<html lang="en"' in response.content.decode()
        assert "Something went wrong" in text_of(response)
        assert 'href="/en/"' in response.content.decode()

    def test_it_needs_no_template_either(self, visitor, monkeypatch):
        def broken(*args, **kwargs):
            raise OSError("no template")

        monkeypatch.setattr(errors, "render_to_string", broken)
        response = visitor.get("/fel/")
        assert (response.status_code, response.content) == (500, b"500")


@pytest.mark.django_db
def test_a_page_whose_database_is_gone_is_a_500_in_our_look(visitor, monkeypatch):
    def gone(*args, **kwargs):
        raise ConnectionError("the database is gone")

    monkeypatch.setattr(connection, "cursor", gone)
    for address in ("/", "/en/", "/sok/?q=hot", "/finns-inte/"):
        response = visitor.get(address)
        assert response.status_code == 500, address
        assert response.content.decode() != "500"


def test_broken_requests_are_answered_without_asking_them_anything(visitor):
    with override_settings(ALLOWED_HOSTS=["samrum.example"]):
        response = visitor.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "Webbplatsen förstår inte frågan" in text_of(response)
    response = visitor.get("/en/a%00b/")
    assert response.status_code == 400
    assert "does not understand" in text_of(response)
    assert visitor.get("/sok/?q=%00").status_code == 400


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_why():
    response = Client(enforce_csrf_checks=True).post("/konto/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "Formuläret kunde inte tas emot" in text_of(response)
