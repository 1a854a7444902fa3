"""The form's addresses, in the words of each language; the language comes from the address alone."""

from django.urls import URLPattern, path

from . import views

WORDS = {
    "sv": {"send": "skicka", "thanks": "tack", "check_mail": "tack/bekrafta", "confirm": "bekrafta"},
    "en": {"send": "send", "thanks": "thanks", "check_mail": "thanks/confirm", "confirm": "confirm"},
}


def patterns(language: str) -> tuple[list[URLPattern], str]:
    """For include(), with a namespace of their own: `contact-sv:send`."""
    words = WORDS[language]
    return (
        [
            path(f"{words['send']}/", views.send, name="send"),
            path(f"{words['thanks']}/", views.thanks, name="thanks"),
            path(f"{words['check_mail']}/", views.check_mail, name="check_mail"),
            path(f"{words['confirm']}/<str:token>/", views.confirm, name="confirm"),
        ],
        f"contact-{language}",
    )
