"""How many downloads a process streams at once: the other threads answer for the pages."""

import threading

from django.conf import settings

_lock = threading.Lock()
_taken = 0


class Slot:
    """One download under way. Given back by `release`, or when nobody holds it any more."""

    def __init__(self) -> None:
        self._held = False

    @classmethod
    def take(cls) -> "Slot | None":
        """None when all are taken."""
        global _taken
        slot = cls()
        with _lock:
            if _taken >= settings.DOWNLOADS_AT_ONCE:
                return None
            _taken += 1
            slot._held = True
        return slot

    def release(self) -> None:
        global _taken
        with _lock:
            if self._held:
                self._held = False
                _taken -= 1

    def __del__(self) -> None:
        self.release()
