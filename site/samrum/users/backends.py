from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class AddressBackend(AuthenticationBackend):
    """Signs in by the one address that the user has.

    allauth also looks among addresses that wait to be confirmed. Whoever asks for somebody else's address would then
    sign in with it, and each try would cost two hashes.
    """

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return self._check_password(User.objects.with_address(email), password)
