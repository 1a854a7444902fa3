"""The shared cache goes away: limits go on in the process, and nobody gets an error."""

import logging

import pytest

from samrum.core.shared_cache import SharedCache

AWAY = "redis://127.0.0.1:1/0"


@pytest.fixture
def cache(monkeypatch):
    monkeypatch.setattr(SharedCache, "away_until", 0.0)
    cache = SharedCache(AWAY, {"OPTIONS": {"socket_connect_timeout": 0.2}})
    yield cache
    cache.clear()


def test_each_operation_works_in_memory(cache, caplog):
    with caplog.at_level(logging.ERROR):
        assert cache.add("a", 1, 60)
        assert not cache.add("a", 2, 60)
        assert cache.incr("a") == 2
        assert cache.decr("a") == 1
        cache.set("b", "x", 60)
        assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": "x"}
        assert cache.get_or_set("c", 3) == 3
        assert "c" in cache
        assert cache.touch("c", 10)
        assert cache.delete("c")
        cache.delete_many(["b"])
        assert cache.get("b") is None
        with pytest.raises(ValueError, match="not found"):
            cache.incr("b")
    assert len(caplog.records) == 1, "asked again after a while, not at every turn"


def test_threads_of_a_process_count_together(cache):
    other = SharedCache(AWAY, {"OPTIONS": {"socket_connect_timeout": 0.2}})
    assert cache.add("together", 1, 60)
    assert not other.add("together", 1, 60)


@pytest.mark.django_db
def test_sign_in_goes_on_and_guesses_are_still_counted(cache, client, monkeypatch):
    from django.core import cache as django_cache

    from samrum.users import throttling
    from tests.factories import UserFactory

    user = UserFactory()
    monkeypatch.setattr(django_cache.caches._connections, "default", cache, raising=False)
    data = {"login": user.email, "password": "fel"}
    answers = [client.post("/konto/login/", data) for _time in range(throttling.GUESSES + 1)]
    assert {answer.status_code for answer in answers} == {200}
    assert "för många försök" in answers[-1].text
    assert "för många försök" not in answers[-2].text
    other = UserFactory()
    response = client.post("/konto/login/", {"login": other.email, "password": "samrum-demo"})
    assert response.status_code == 302
