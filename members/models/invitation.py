import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.querysets import InvitationQuerySet

from .membership import Membership

LIFE = datetime.timedelta(days=14)


class Invitation(models.Model):
    """A link that lets one person into one room, once. The link itself is only in the letter: here is its digest."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return str(self.membership)

    @classmethod
    def make(cls, membership: Membership, sent_by=None) -> tuple["Invitation", str]:
        """A new invitation in place of earlier ones, and the token for its link."""
        membership.invitations.filter(used_at__isnull=True).delete()
        token = secrets.token_urlsafe(32)
        invitation = cls.objects.create(
            membership=membership, digest=digest(token), expires_at=timezone.now() + LIFE, sent_by=sent_by
        )
        return invitation, token


def digest(token: str) -> str:
    """SHA-256, in hexadecimal. The token has 256 random bits: no salt is needed."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
