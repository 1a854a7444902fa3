"""One language for a person: the pages of each browser by a cookie, letters by what the account says."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from .models import User


def keep(user: User | AnonymousUser, language: str) -> None:
    if user.is_authenticated and language in dict(settings.LANGUAGES) and language != user.language:
        User.objects.filter(pk=user.pk).update(language=language)


def follow(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a sign-in: what was chosen in this browser holds for letters too, or else the account's language here."""
    if chosen := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        keep(user, chosen)
    elif user.language != settings.LANGUAGE_CODE:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            samesite="Lax",
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
