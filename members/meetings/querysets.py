"""Which meetings, registrations and answers. What a meeting has for all is for all in the room; people's own is theirs
and the organisers'."""

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from members import access
from members.querysets import OrganiserRows, RoomRows
from samrum.core.mail.undelivered import losses

if TYPE_CHECKING:
    from samrum.users.models import User

HOLDS_A_SEAT = ("seated", "held")


def own(user: "User | AnonymousUser", membership: str = "membership") -> Q:
    """Rows that are the person's own, by their place in the room."""
    return Q(**{f"{membership}__user": user.pk, f"{membership}__ended_at__isnull": True})


def _rows_of(model: type[models.Model], relation: str, back: str) -> models.QuerySet:
    """For a subquery: the rows of `relation` of each row of `model`, to which their field `back` leads."""
    related: Any = model._meta.get_field(relation).related_model
    return related._base_manager.filter(**{back: OuterRef("pk")})


class RoomMeetingQuerySet(RoomRows):
    def attended_by(self, user: "User | AnonymousUser") -> Self:
        """Those at which the person has a seat that is their own: who may know how to join from afar."""
        return self.visible_to(user).filter(
            registrations__seat="seated", registrations__colleague_name="", registrations__membership__user=user.pk,
            registrations__membership__ended_at__isnull=True,
        )  # fmt: skip

    def in_time(self) -> Self:
        """By date or the end of the term; equal ones in the order of the page tree."""
        return self.select_related("page", "room__network").order_by("page__ends_on", "page__path")

    def coming(self, today: datetime.date | None = None) -> Self:
        return self.filter(page__ends_on__gte=today or timezone.localdate())

    def past(self, today: datetime.date | None = None) -> Self:
        return self.filter(page__ends_on__lt=today or timezone.localdate())

    def dated(self) -> Self:
        return self.filter(page__start_date__isnull=False)

    def taking_place(self) -> Self:
        return self.exclude(page__state="cancelled")

    def with_open_poll(self) -> Self:
        """Those whose date may still change, with proposed days that one can answer today (polls.polling)."""
        today = timezone.localdate()
        proposals = _rows_of(self.model, "proposals", "meeting")
        return self.filter(
            Exists(proposals.filter(start_date__gt=today)),
            Q(poll_closes_on__isnull=True) | Q(poll_closes_on__gte=today),
            page__state__in=("undecided", "preliminary"),
            page__ends_on__gte=today,
        )

    def with_notes(self) -> Self:
        """Those whose notes are published."""
        return self.filter(notes_published_at__isnull=False).exclude(notes="", decisions="")

    def recording_over(self) -> Self:
        """Those whose recording nobody sees any more."""
        return self.filter(recording_until__lt=timezone.localdate())

    def in_use(self) -> Self:
        """Those that hold something which would be lost with them."""
        words = Q()
        for name in ("address", "directions", "video_link", "notes", "decisions", "recording_link"):
            words |= ~Q(**{name: ""})
        rows = Q()
        for name in ("registrations", "proposals", "programme", "preparations", "material"):
            rows |= Q(Exists(_rows_of(self.model, name, "meeting")))
        return self.filter(words | rows)

    def with_seats(self) -> Self:
        """With how many have a seat on site and online (held ones too), and how many wait."""
        taken = Q(registrations__seat__in=HOLDS_A_SEAT)
        return self.annotate(
            on_site_taken=Count("registrations", filter=taken & Q(registrations__answer="on_site")),
            online_taken=Count("registrations", filter=taken & Q(registrations__answer="online")),
            waiting_count=Count("registrations", filter=Q(registrations__seat="waiting")),
        )


class OfMeeting(RoomRows):
    """Parts of a meeting that all in the room see with it."""

    room_path = "meeting__room"


class OrganisersOfMeeting(OrganiserRows):
    room_path = "meeting__room"


class MaterialQuerySet(OfMeeting):
    """Which resource belongs to a meeting. The resource itself comes through `Resource.objects.visible_to`."""


class PreparationDoneQuerySet(RoomRows):
    room_path = "preparation__meeting__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own alone: organisers do not see who has prepared."""
        return super().visible_to(user).filter(own(user))


class RegistrationQuerySet(RoomRows):
    room_path = "meeting__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own, and for organisers all. The others are told numbers, never names."""
        reads, leads = access.reads(user, self.room_path), access.leads(user, self.room_path)
        return self.filter((reads & own(user)) | leads)

    def of(self, user: "User | AnonymousUser") -> Self:
        return self.filter(own(user))

    def in_force(self) -> Self:
        """Of people who still have their place in the room."""
        return self.filter(membership__ended_at__isnull=True, membership__joined_at__isnull=False)

    def seated(self) -> Self:
        return self.filter(seat="seated")

    def with_a_seat(self) -> Self:
        """Seated, or held until somebody answers."""
        return self.filter(seat__in=HOLDS_A_SEAT)

    def waiting(self) -> Self:
        """In the order in which they asked."""
        return self.filter(seat="waiting").order_by("line", "pk")

    def took_part(self) -> Self:
        """Were there as far as anybody knows; those who came unasked too."""
        return self.filter(Q(attended=True) | Q(attended__isnull=True, seat="seated"))

    def concerned(self) -> Self:
        """Who must hear when the meeting moves or is cancelled: all but those who said no."""
        return self.exclude(seat="")


class NeedsQuerySet(RoomRows):
    room_path = "registration__meeting__room"

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Health data (GDPR, article 9): the person's own, and the organisers'."""
        reads, leads = access.reads(user, self.room_path), access.leads(user, self.room_path)
        return self.filter((reads & own(user, "registration__membership")) | leads)


class ProposalQuerySet(OfMeeting):
    def in_time(self) -> Self:
        return self.order_by("start_date", F("start_time").asc(nulls_first=True), "pk")

    def coming(self) -> Self:
        """Those whose day has not begun: one can still choose them."""
        return self.filter(start_date__gt=timezone.localdate())

    def unanswered_by(self, user: "User | AnonymousUser") -> Self:
        return self.exclude(Exists(_rows_of(self.model, "answers", "proposal").filter(own(user))))


class DateAnswerQuerySet(RoomRows):
    """Everybody in the room sees how many can; whose answer it is comes through `Membership.objects.visible_to`."""

    room_path = "proposal__meeting__room"

    def of(self, user: "User | AnonymousUser") -> Self:
        return self.filter(own(user))

    def in_force(self) -> Self:
        return self.filter(membership__ended_at__isnull=True, membership__joined_at__isnull=False)

    def of_contributors(self) -> Self:
        """Of those who could take a seat: whoever has become a guest since has none."""
        return self.filter(membership__role__in=access.CONTRIBUTING)


class QuestionQuerySet(OfMeeting):
    pass


class EvaluationAnswerQuerySet(OrganiserRows):
    room_path = "question__meeting__room"


class MessageQuerySet(OrganiserRows):
    room_path = "room"

    def with_losses(self) -> Self:
        """Each says how many of its letters did not arrive (`losses`)."""
        return self.annotate(losses=losses(self.model))


class CalendarKeyQuerySet(models.QuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()
