"""The one seam to the mail queue (post_office): a request writes a row, a process of its own sends it.

The row belongs to the transaction of whatever it tells of. post_office renders every subject and body as a
Django template, so text that people wrote must never reach it bare: here it is handed over finished, as a
template of itself. Each letter says here how urgent it is, and what it is about: where that is shown, it is also said
that the letter did not arrive.
"""

from collections.abc import Iterable, Mapping, Sequence
from email.mime.base import MIMEBase
from enum import IntEnum
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.db.models import Model
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.functional import Promise
from post_office import mail as post_office
from post_office.backends import EmailBackend as PostOfficeBackend
from post_office.models import PRIORITY, STATUS, Email, Log

from .email_addresses import canonical
from .letter_attachments import Attachment, parts
from .letter_html import letter_html
from .mail.answers import Reason
from .mail.models import LetterReference
from .one_line import one_line

SUBJECT_LENGTH = 200  # characters


class Urgency(IntEnum):
    """Who is waiting for the letter. Of two that wait, the more urgent one goes first (core.mail.queue)."""

    ROUTINE = PRIORITY.low  # nobody: it tells of something
    CONFIRMATION = PRIORITY.medium  # somebody who has sent a public form; anybody can cause these
    ACCOUNT = PRIORITY.high  # somebody at the door: sign-in, password, change of address


class Written(NamedTuple):
    subject: str
    text: str


class EmailBackend(PostOfficeBackend):
    """settings.EMAIL_BACKEND: everything that Django, Wagtail and allauth send goes to the queue as it was
    written. A message may say how urgent it is (`message.urgency`)."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> None:
        # No number: nothing has left the house yet.
        for message in email_messages:
            queue(message, urgency=getattr(message, "urgency", Urgency.ROUTINE))


def queue(message: EmailMessage, *, urgency: Urgency, about: Iterable[Model] = ()) -> None:
    """One letter for each receiver: nobody sees another's address, and one that is refused does not hold up the others.

    Raises ValidationError if one of them is not an address.
    """
    headers = dict(message.extra_headers)
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(str(address) for address in message.reply_to))
    # At once, or the mail loop may find a letter whose attachments are still to come.
    with transaction.atomic():
        for receiver in message.recipients():
            letter = post_office.send(
                recipients=[receiver],
                sender=message.from_email,
                subject=_verbatim(subject_line(str(message.subject))),
                message=_verbatim(str(message.body)),
                html_message=_verbatim(_html_of(message)),
                headers=headers,
                attachments=_files_of(message),
                priority=int(urgency),
            )
            _refer(letter, about)


def send_letter(
    name: str,
    *,
    to: str,
    context: Mapping[str, Any],
    language: str,
    urgency: Urgency = Urgency.ROUTINE,
    about: Iterable[Model] = (),
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    link_text: str | Promise = "",
) -> None:
    """Queue the letter of `templates/emails/<name>/` (subject.txt, body.txt, perhaps body.html) in one
    language.

    Without a body.html the text itself is shown as HTML; `link_text`, lazily translated, is what its button
    says. `about`: the rows at whose pages it is shown if the letter does not arrive (core.mail.undelivered). Raises
    ValidationError if `to` is not an address, ValueError if two attachments have the same name.
    """
    subject, text = written(name, context, language)
    with translation.override(language):
        try:
            html = get_template(f"emails/{name}/body.html").render(dict(context))
        except TemplateDoesNotExist:
            html = letter_html(subject, text, link_text)
    letter = EmailMultiAlternatives(subject, text, to=[canonical(to)], headers=_headers(headers or {}))
    letter.attach_alternative(html, "text/html")
    for part in parts(attachments):
        letter.attach(part)
    queue(letter, urgency=urgency, about=about)


@transaction.atomic
def keep_unsendable(
    name: str, *, to: str, context: Mapping[str, Any], language: str, about: Iterable[Model]
) -> None:
    """A letter to what is no address: never tried, but shown as one that did not arrive."""
    subject = written(name, context, language).subject
    letter = Email(to=[to.replace(",", " ")], subject=subject, status=STATUS.failed, priority=PRIORITY.low)
    # Beside post_office's own `save`, which demands an address.
    Email.objects.bulk_create([letter])
    reason = Reason.CANNOT_BE_BUILT.value
    Log.objects.create(email=letter, status=STATUS.failed, exception_type=reason, message="Not an address.")
    _refer(letter, about)


def written(name: str, context: Mapping[str, Any], language: str) -> Written:
    """What a letter says, without sending it."""
    with translation.override(language):
        subject = subject_line(_text(f"emails/{name}/subject.txt", context))
        return Written(subject, _text(f"emails/{name}/body.txt", context))


def subject_line(subject: str) -> str:
    """A subject without line breaks of any kind: nobody adds headers of their own to a letter."""
    return one_line(subject)[:SUBJECT_LENGTH]


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    """On one line each: Django refuses others, but only when the letter is sent."""
    return {name: " ".join(value.split()) for name, value in headers.items()}


def _text(template_name: str, context: Mapping[str, Any]) -> str:
    """Plain text: nothing is escaped for HTML."""
    template = get_template(template_name).template  # type: ignore[attr-defined]
    rendered = template.render(Context(dict(context), autoescape=False))
    return rendered + ""  # no longer marked as safe: a page that shows it must escape it


def _html_of(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), "")


def _files_of(message: EmailMessage) -> dict[str, Any]:
    """As post_office takes them."""
    files: dict[str, Any] = {}
    for attached in message.attachments:
        if isinstance(attached, MIMEBase):
            files[attached.get_filename() or "samrum"] = {
                "file": ContentFile(attached.get_payload()),
                "mimetype": attached.get_content_type(),
                "headers": dict(attached.items()),
            }
        else:
            name, content, mimetype = attached
            files[name] = {"file": ContentFile(content), "mimetype": mimetype or ""}
    return files


def _refer(letter: Email, about: Iterable[Model]) -> None:
    LetterReference.objects.bulk_create(
        LetterReference(letter=letter, model=row._meta.label_lower, key=row.pk) for row in about if row.pk
    )


def _verbatim(text: str) -> str:
    """A Django template whose result is `text`: without a bare opening brace no tag can begin."""
    return text.replace("{", "{% templatetag openbrace %}")
