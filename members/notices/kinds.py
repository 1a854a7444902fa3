"""What can be told, and how each letter is made. An app has a module `notice_kinds` with `KINDS`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from members.models import Membership
from samrum.core.collect import app_modules
from samrum.core.letters import Attachment


@dataclass(frozen=True)
class Letter:
    """What `templates/emails/<kind>/` is told, beside the receiver's name and the network's title.

    Titles and addresses alone (DESIGN 8): what reaches a municipality by mail may become a public document.
    """

    title: str
    path: str  # where one reads on, below the site's address
    context: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    link_text: str | Promise = ""  # of the button
    # What it is about, beside the person's place in the room: there organisers see that it did not arrive.
    about: Sequence[Model] = ()
    # Another receiver than the person who has the place: a colleague who goes in their stead.
    to: str = ""
    to_name: str = ""


@dataclass(frozen=True)
class Kind:
    name: str
    # The subjects with these keys, in few queries however many; what is gone is left out.
    find: Callable[[Iterable[int]], Mapping[int, Any]]
    # In the reader's language. Empty: it is no longer true, or no longer this person's to know.
    letters: Callable[[Any, Membership], Sequence[Letter]]


@cache
def kinds() -> dict[str, Kind]:
    return {kind.name: kind for module in app_modules("notice_kinds") for kind in module.KINDS}
