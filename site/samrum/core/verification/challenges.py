"""ALTCHA's proof of work: a challenge that the visitor's machine solves, good for one sending within twenty minutes.

The library rebuilds the salt from its parameters before it compares, so a salt with two `expires` has the signature of
one. Hence an answer is read here first, and only the very shape that `issue` gives out is taken. What a challenge is:
https://altcha.org/docs/v2/ (the salt's parameters end with "&", or digits could wander from the number into them).
"""

import base64
import binascii
import datetime
import json
import re
import time
from typing import Any, Final

import altcha
from django.conf import settings
from django.utils import timezone

from samrum.core.single_use import use_once

LIFETIME = 20 * 60  # seconds
ALGORITHM: Final = "SHA-256"
# Steps at most. The library's default (1,000,000) takes over five seconds on a phone; this takes about one.
STEPS = 50_000
LONGEST = 4096  # characters of an answer
_SALT = re.compile(r"[0-9a-f]{24}\?expires=([1-9][0-9]{9})&", re.ASCII)
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)


def issue() -> dict[str, Any]:
    """A new challenge, as the widget fetches it."""
    options = altcha.ChallengeOptions(
        algorithm=ALGORITHM,
        max_number=STEPS,
        hmac_key=settings.ALTCHA_HMAC_KEY,
        # With a time zone: the clock's hour that comes twice in autumn would make it an hour older or younger.
        expires=timezone.now() + datetime.timedelta(seconds=LIFETIME),
    )
    return vars(altcha.create_challenge(options))


def use(answer: str) -> bool:
    """Whether it solves a challenge of ours. That uses it up: the same one is False the next time, in every process."""
    read = _read(answer)
    if read is None:
        return False
    solution, expires = read
    if not 0 <= expires - time.time() <= LIFETIME:
        return False
    right, _error = altcha.verify_solution(solution, settings.ALTCHA_HMAC_KEY)
    return right and use_once("altcha", solution["challenge"], LIFETIME)


def _read(answer: str) -> tuple[Any, int] | None:
    """What is said in it and when the challenge expires (seconds since 1970); None where it is not of our shape."""
    if not answer or len(answer) > LONGEST:
        return None
    try:
        said = json.loads(base64.b64decode(answer, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or said.get("algorithm") != ALGORITHM:
        return None
    number, salt = said.get("number"), said.get("salt")
    if type(number) is not int or not 0 <= number <= STEPS:
        return None
    if not all(
        isinstance(one, str) and _HEX.fullmatch(one) for one in (said.get("challenge"), said.get("signature"))
    ):
        return None
    shape = _SALT.fullmatch(salt) if isinstance(salt, str) else None
    return (said, int(shape[1])) if shape else None
