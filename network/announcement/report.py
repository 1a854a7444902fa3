"""What the importer tells people, in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.models import NetworkPage

from .document import Note
from .source import MAX_BYTES

REFUSALS: dict[str, Promise] = {
    "empty": _("The text is empty."),
    "binary": _("This is not a text: it contains NUL bytes. Save the announcement as plain text (UTF-8)."),
    "encoding": _("The file is not UTF-8. Save it again as plain text with the encoding UTF-8."),
    "huge": _("The text is too large: at most %(limit)s kilobytes."),
    "title": _(
        "No title was found: the first line must be the title (at most 255 characters), not"
        " a section's heading."
    ),
    "slug_invalid": _("“%(detail)s” cannot be an address: use small letters a–z, digits and hyphens."),
    "slug_reserved": _("The address “%(detail)s” belongs to the site itself. Choose another."),
    "slug_taken": _("There is already a page at /%(detail)s/. Choose another address, or replace that page."),
    "not_a_network": _("The page at /%(detail)s/ is not a network: it cannot be replaced."),
    "invalid": _("The pages could not be saved: %(detail)s"),
    "missing": _("The file %(detail)s cannot be read."),
}

NOTES: dict[tuple[str, str], Promise] = {
    ("kept", "impossible_date"): _("There is no such day. The line stays as text."),
    ("dropped", "form"): _("Part of a contact form. Left out, since the page has a form of its own."),
    ("near_miss", "word"): _(
        "Looks misspelt. Was “%(detail)s” meant? The page keeps the spelling of the source."
    ),
    ("near_miss", "heading"): _(
        "Looks like the heading “%(detail)s” and is treated so. The page keeps the spelling."
    ),
    ("assumed", "year"): _("No year was given. Assumed: %(detail)s."),
    ("assumed", "two_days"): _("From lunch to lunch: the last day is assumed to be %(detail)s."),
    ("assumed", "physical"): _("A city and no format: assumed to be a physical meeting."),
    ("assumed", "kind"): _("The text does not say what kind of network it is."),
    ("assumed", "period"): _("The period was taken from the meetings: %(detail)s."),
    ("assumed", "status"): _("The status is a guess from the dates and the text: %(detail)s."),
    ("check", "several_dates"): _(
        "The line has several dates: only the first became a meeting. Add the others by hand."
    ),
    ("check", "date_in_title"): _(
        "The date is written in a way of its own and stays in the title too. Shorten it if you "
        "like."
    ),
    ("check", "no_date"): _("No date was understood: the meeting is marked “date not decided”."),
    ("check", "moved"): _("The meeting was moved and no new date is given: it is marked “date not decided”."),
    ("check", "impossible_time"): _("The clock time was not understood. It stays in the title."),
    ("check", "free_and_amount"): _("Both free of charge and an amount: check the cost."),
    ("check", "several_amounts"): _("Several amounts: the cost stays as text. Set it yourself."),
    ("check", "long_lead"): _("The first paragraph was too long for the lead: the rest goes on below it."),
    ("check", "published_reworded"): _("The page writes its publication date in its own words."),
    ("check", "updated"): _("The page says itself when it was updated. The line stays as text."),
    ("check", "meetings_twice"): _(
        "The meetings could not be taken out of the text around them. The text stays as it "
        "was, and the meetings follow in a"
        " list of their own. Remove what you do not want twice."
    ),
    ("check", "persons_twice"): _(
        "The persons could not be taken out of the text around them. The text stays as it "
        "was, and the persons follow below."
    ),
    ("check", "address_in_text"): _("There is an e-mail address in the text, and everybody will see it."),
    ("check", "no_meetings"): _("No meetings were found."),
    ("check", "no_persons"): _("No contact persons were found."),
    ("check", "other_job_title"): _("The person is here already with the title “%(detail)s”, which stands."),
    ("check", "unusable_address"): _("Our letters do not reach this address: the person got none."),
    ("check", "shared_facts"): _(
        "The network shows “%(detail)s” already. The facts of the text were not brought in."
    ),
    ("check", "meeting_gone"): _(
        "The meeting is not in the new text. It is not deleted: look whether it should be."
    ),
    ("private", "person"): _("Kept with the person, and not shown to visitors."),
}  # fmt: skip


def refusal(code: str, detail: str = "") -> str:
    return str(REFUSALS[code]) % {"detail": detail, "limit": MAX_BYTES // 1024}


def sentence(note: Note) -> str:
    detail = NetworkPage.Status(note.detail).label if note.reason == "status" else note.detail
    return str(NOTES[note.code, note.reason]) % {"detail": detail}
