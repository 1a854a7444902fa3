"""People who sign in. The e-mail address is the login name."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from samrum.core.email_addresses import canonical
from samrum.core.model_fields import EmailAddressField, OneLineField


def languages() -> list[tuple[str, str]]:
    """Asked for when needed, so that no migration names them."""
    return settings.LANGUAGES


class UserManager(BaseUserManager["User"]):
    """Creates and finds users by e-mail address, in whatever spelling."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Raises ValueError without an address, ValidationError for what is none."""
        if not email:
            raise ValueError("A user needs an e-mail address")
        user = self.model(email=canonical(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def with_address(self, email: str, **conditions) -> "User | None":
        """Whom an address that somebody typed belongs to: the one address of the user, and no other."""
        return self.filter(email=email, **conditions).first()

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=email)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    username = None  # type: ignore[assignment]
    first_name = OneLineField(_("first name"), max_length=150, blank=True)
    last_name = OneLineField(_("last name"), max_length=150, blank=True)
    email = EmailAddressField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this address.")},
    )
    # Of letters that others cause; what the person asks for comes in the language of the page.
    language = models.CharField(
        _("language of letters"), max_length=5, choices=languages, default=settings.LANGUAGE_CODE
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_case_insensitive")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @property
    def is_unclaimed(self) -> bool:
        """Made for an address, and nobody has come in by it yet."""
        return self.last_login is None and not self.has_usable_password()
