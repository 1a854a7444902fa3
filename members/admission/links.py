"""The links in letters: signed, each for one purpose, bound to one application and one moment of it."""

import datetime
from dataclasses import dataclass

from django.core import signing

from members.models import Application


@dataclass(frozen=True)
class Link:
    """`life` is how long a link works; None: as long as the application is kept."""

    purpose: str
    life: datetime.timedelta | None = None

    def token(self, application: Application, secret: str = "") -> str:
        return signing.dumps([application.pk, _moment(application), secret], salt=self._salt)

    def read(self, token: str) -> tuple[Application | None, str]:
        """The application, None where it has been erased or replaced, and the secret.

        Raises signing.SignatureExpired, and signing.BadSignature for what we have not made.
        """
        pk, moment, secret = signing.loads(token, salt=self._salt, max_age=self.life)
        application = (
            Application.objects.filter(pk=pk).select_related("room__network", "organisation").first()
        )
        return (application if application and _moment(application) == moment else None), secret

    @property
    def _salt(self) -> str:
        return f"members.admission.{self.purpose}"


def _moment(application: Application) -> int:
    return int(application.created_at.timestamp())


CONFIRM_LIFE, MANDATE_LIFE = datetime.timedelta(days=7), datetime.timedelta(days=14)
CONFIRM = Link("confirm", CONFIRM_LIFE)
MANDATE = Link("mandate", MANDATE_LIFE)
WITHDRAW = Link("withdraw")
