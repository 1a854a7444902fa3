"""Letters about a message that did not arrive, as the inbox shows them."""

from typing import Any

from wagtail.admin.panels import Panel

from network.models import ContactMessage
from samrum.core.mail import undelivered


class LettersPanel(Panel):
    """Above the message, where there are any: who wrote it waits for something that never came."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "network/contact/arrivals.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and undelivered.about(self.instance))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"undelivered": undelivered.about(self.instance)}


def in_words(message: ContactMessage) -> str:
    return "; ".join(
        f"{letter.to}, {letter.at:%Y-%m-%d}: {letter.subject}. {letter.reason} {letter.answer}".strip()
        for letter in undelivered.about(message)
    )
