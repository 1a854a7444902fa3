"""The one seam to the mail queue (post_office): a request writes a row, a process of its own sends it.

The row belongs to the transaction of whatever it tells of. post_office renders every subject and body as a
Django template, so text that people wrote must never reach it bare: here it is handed over finished, as a
template of itself.
"""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.functional import Promise
from post_office.backends import EmailBackend as PostOfficeBackend

from .letter_attachments import Attachment, parts
from .letter_html import letter_html

SUBJECT_LENGTH = 200  # characters


class Written(NamedTuple):
    subject: str
    text: str


class EmailBackend(PostOfficeBackend):
    """settings.EMAIL_BACKEND: everything that Django, Wagtail and allauth send goes to the queue as it was
    written."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        # At once, or the mail loop may find a letter whose attachments are still to come.
        with transaction.atomic():
            return super().send_messages([_verbatim_message(message) for message in email_messages])


def send_letter(
    name: str,
    *,
    to: str,
    context: Mapping[str, Any],
    language: str,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    link_text: str | Promise = "",
) -> None:
    """Queue the letter of `templates/emails/<name>/` (subject.txt, body.txt, perhaps body.html) in one
    language.

    Without a body.html the text itself is shown as HTML; `link_text`, lazily translated, is what its button
    says. One receiver per letter: nobody sees another's address, and one that is refused does not hold up the
    others. Raises ValidationError if `to` is not an address, ValueError if two attachments have the same name.
    """
    subject, text = written(name, context, language)
    with translation.override(language):
        try:
            html = get_template(f"emails/{name}/body.html").render(dict(context))
        except TemplateDoesNotExist:
            html = letter_html(subject, text, link_text)
    letter = EmailMultiAlternatives(subject, text, to=[to], headers=_headers(headers or {}))
    letter.attach_alternative(html, "text/html")
    for part in parts(attachments):
        letter.attach(part)
    EmailBackend().send_messages([letter])


def written(name: str, context: Mapping[str, Any], language: str) -> Written:
    """What a letter says, without sending it."""
    with translation.override(language):
        subject = one_line(_text(f"emails/{name}/subject.txt", context))
        return Written(subject, _text(f"emails/{name}/body.txt", context))


def one_line(subject: str) -> str:
    """A subject without line breaks of any kind: nobody adds headers of their own to a letter."""
    return " ".join(subject.split())[:SUBJECT_LENGTH]


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """On one line each: Django refuses others, but only when the letter is sent."""
    return {name: " ".join(value.split()) for name, value in headers.items()}


def _text(template_name: str, context: Mapping[str, Any]) -> str:
    """Plain text: nothing is escaped for HTML."""
    template = get_template(template_name).template  # type: ignore[attr-defined]
    rendered = template.render(Context(dict(context), autoescape=False))
    return rendered + ""  # no longer marked as safe: a page that shows it must escape it


def _verbatim_message(message: EmailMessage) -> EmailMessage:
    message = copy.copy(message)
    message.subject = _verbatim(one_line(str(message.subject)))
    message.body = _verbatim(str(message.body))
    if isinstance(message, EmailMultiAlternatives):
        message.alternatives = [
            (_verbatim(str(content)), mimetype)
            for content, mimetype in message.alternatives
            if mimetype == "text/html"
        ]
    return message


def _verbatim(text: str) -> str:
    """A Django template whose result is `text`: without a bare opening brace no tag can begin."""
    return text.replace("{", "{% templatetag openbrace %}")
