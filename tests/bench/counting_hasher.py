import json
import os
from pathlib import Path

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class CountingHasher(PBKDF2PasswordHasher):
    """Django's own, at its full cost."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        with Path(os.environ["SAMRUM_BENCH_HASHED"]).open("a") as log:
            log.write(json.dumps(password) + "\n")
        return super().encode(password, salt, iterations)
