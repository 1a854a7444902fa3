"""Rate limits, counted in the cache (shared between processes where REDIS_URL is set)."""

from django.core.cache import cache


def hits(key: str, seconds: int) -> int:
    """Count one more for `key` and say how many there have been in the current window of `seconds`."""
    name = f"limit:{key}"
    if cache.add(name, 1, seconds):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # the window ended between the two lines
        cache.add(name, 1, seconds)
        return 1
