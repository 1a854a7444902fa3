"""A signed time stamp in the form: whoever sends it has fetched the form from us, not too long ago.

It is cut to whole periods, so that a page with a form is the same, byte for byte, for everybody and may lie
in a shared cache. Hence it has no least age: a page from the cache would look slow and a quick visitor
suspicious. What a robot's haste costs it is decided by the challenge and the rate limit.
"""

import time

from django.core import signing

PERIOD = 600  # seconds
LIFETIME = 24 * 60 * 60  # seconds: a form may stand open in a tab overnight

_signer = signing.Signer(salt="samrum.core.verification.stamp")


def issue() -> str:
    return _signer.sign(str(int(time.time()) // PERIOD * PERIOD))


def is_valid(stamp: str) -> bool:
    try:
        age = time.time() - int(_signer.unsign(stamp))
    except (signing.BadSignature, ValueError):
        return False
    return -PERIOD <= age <= LIFETIME
