"""The cache that all processes share (Redis), and what holds while it is away."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

AWAY = 5  # seconds before a cache that failed is asked again

logger = logging.getLogger(__name__)


class SharedCache(RedisCache):
    """Redis; while it does not answer, each process counts in its own memory.

    The limits on guessing and on letters lie here. Without them the door would stand open, and with an error instead
    nobody could sign in. So they go on counting, per process: with two processes a stranger has twice as many tries.
    """

    away_until = 0.0  # time.monotonic(), for all threads

    def __init__(self, server: str, params: dict[str, Any]):
        super().__init__(server, params)
        self._memory = LocMemCache("while-the-shared-cache-is-away", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def _ask(self, operation: str, *args, **kwargs) -> Any:
        if time.monotonic() >= SharedCache.away_until:
            try:
                return getattr(super(), operation)(*args, **kwargs)
            except RedisError:
                SharedCache.away_until = time.monotonic() + AWAY
                logger.exception("The shared cache does not answer; each process counts by itself")
        return getattr(self._memory, operation)(*args, **kwargs)


def _guarded(operation: str) -> Callable[..., Any]:
    def ask(self: SharedCache, *args, **kwargs) -> Any:
        return self._ask(operation, *args, **kwargs)

    return ask


for _operation in ("add", "get", "set", "touch", "delete", "incr", "has_key", "clear"):
    setattr(SharedCache, _operation, _guarded(_operation))
for _operation in ("get_many", "set_many", "delete_many"):
    setattr(SharedCache, _operation, _guarded(_operation))
