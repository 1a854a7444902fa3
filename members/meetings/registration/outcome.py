"""What exactly happened to an answer, in words to the person or to the organiser who gave it."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from members.meetings.models import Registration

from .seats import place_in_line


def said_to_person(row: Registration) -> str:
    """`row` has just been saved."""
    if row.answer == Registration.Answer.NO:
        return _("It is noted that you do not come.")
    words = {"colleague": row.colleague_name, "number": place_in_line(row)}
    if row.seat == Registration.Seat.WAITING:
        return (
            _(
                "All seats are taken. %(colleague)s is number %(number)d on the waiting list. You both get a letter "
                "when there is a seat."
            )
            if row.colleague_name
            else _(
                "All seats are taken. You are number %(number)d on the waiting list and get a letter when there is a "
                "seat for you."
            )
        ) % words
    if row.colleague_name:
        if row.answer == Registration.Answer.ONLINE:
            return _("Your colleague %(colleague)s is registered and takes part online.") % words
        return _("Your colleague %(colleague)s is registered and has a seat on site.") % words
    if row.answer == Registration.Answer.ONLINE:
        return _("You are registered and take part online.")
    return _("You are registered and have a seat on site.")


def said_to_organiser(row: Registration) -> str:
    """“Anna Ek: has a seat, comes on site.”"""
    words = {"person": row.membership.user, "state": state_of(row)}
    return _("Saved. %(person)s: %(state)s.") % words


def state_of(row: Registration, place: int | None = None) -> str:
    """Answer and seat in few words, lower case; `place` in the waiting list where it is known already."""
    if row.seat == Registration.Seat.WAITING:
        number = place_in_line(row) if place is None else place
        if not number:
            return _("on the waiting list")
        if row.answer == Registration.Answer.ONLINE:
            return _("number %(number)d on the waiting list for seats online") % {"number": number}
        return _("number %(number)d on the waiting list") % {"number": number}
    if row.seat == Registration.Seat.HELD:
        return _("a seat is held")
    return str(row.get_answer_display())


def state_at_start(row: Registration, place: int | None = None) -> str:
    return capfirst(state_of(row, place))
