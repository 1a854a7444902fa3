"""What works once: answers to the human check, sign-in links, codes from an app.

The database remembers it, since all processes share it and it forgets nothing: the cache is each process' own without
Redis, and while Redis is away.
"""

import datetime
from hashlib import sha256

from django.db import models
from django.utils import timezone


class UsedOnce(models.Model):
    """Something that was used, under a digest, for as long as it would be accepted again."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "core"

    def __str__(self) -> str:
        return self.digest


def use_once(kind: str, what: str, seconds: int) -> bool:
    """Use it up; False if somebody has done so before, or does so in this instant.

    `kind` keeps apart what may look alike; after `seconds` the answer is as for something new.
    """
    now = timezone.now()
    until = now + datetime.timedelta(seconds=seconds)
    digest = sha256(f"{kind}:{what}".encode()).hexdigest()
    _row, is_new = UsedOnce.objects.get_or_create(digest=digest, defaults={"until": until})
    return is_new or UsedOnce.objects.filter(digest=digest, until__lt=now).update(until=until) == 1
