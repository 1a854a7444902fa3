"""Log records as operators may read them, whoever writes them: Django, gunicorn, the worker or we ourselves.

It is the record that is cleaned, not what one handler makes of it: every handler and formatter gets the same.
"""

import logging
import re

from django.conf import settings

# In addresses that stand in a query a slash is written so, perhaps twice over.
SLASH = "(?:/|%2F|%252F)"
LONGEST = 300  # characters of what a stranger has sent

_formatter = logging.Formatter()


def _pattern() -> re.Pattern[str]:
    beginnings = (beginning.replace("/", SLASH) for beginning in settings.KEYED_ADDRESSES)
    # The rest goes up to what ends an address in a line of text.
    return re.compile(rf"({'|'.join(beginnings)})[^\s\"'<>]+", re.IGNORECASE)


KEYED = _pattern()


def without_keys(text: str) -> str:
    """`/rum/brev/…` in place of the whole address."""
    return KEYED.sub(r"\1…", text)


class Record(logging.LogRecord):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.name.startswith("django.security."):
            # A stranger's doing, such as a Host that is not ours: a line, no traceback, nothing that wakes anybody.
            self.levelno, self.levelname, self.exc_info = logging.WARNING, "WARNING", None
            self.msg, self.args = " ".join(self.getMessage()[:LONGEST].split()), ()
        elif self.name == "django.request" and self.levelno < logging.ERROR:
            self.exc_info = None
        try:
            said = self.getMessage()
        except Exception:
            return  # the handler reports such a record itself
        if (cleaned := without_keys(said)) != said:
            self.msg, self.args = cleaned, ()
        if self.exc_info and self.exc_info[0]:
            # A formatter takes this for what it has made itself.
            self.exc_text = without_keys(_formatter.formatException(self.exc_info))


def install() -> None:
    logging.setLogRecordFactory(Record)
