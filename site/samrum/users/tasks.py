"""Work whose length would tell whether an account exists: the request hands it over and answers."""

from django_tasks import task

from . import letters
from .models import User


@task()
def send_sign_in_link(email: str, next_url: str, language: str) -> None:
    if user := User.objects.with_address(email, is_active=True):
        letters.sign_in_link(user, next_url, language)


@task()
def send_password_reset(email: str, language: str) -> None:
    if user := User.objects.with_address(email, is_active=True):
        letters.password_reset(user, language)
