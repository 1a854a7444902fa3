"""What the room's meetings follow: their public pages, and people's places in the room."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

from members import memberships
from members.models import Membership, Room
from network.models import MeetingPage
from samrum.core.page_life import obstacles

from . import following, leaving, seating
from .holding import Gone, hold_meeting
from .models import Registration, RoomMeeting


@receiver(page_published, sender=MeetingPage)
@transaction.atomic
def follow_published(instance: MeetingPage, **kwargs) -> None:
    """Translations follow their Swedish page, aliases are the same meeting shown twice; scheduled ones wait.

    So does one whose network is a draft: core.page_life takes it back in this very transaction, before this or after.
    """
    if not instance.live or instance.alias_of_id or instance.canonical.pk != instance.pk:
        return
    if not obstacles(instance, instance):
        following.follow(instance)


@receiver(page_unpublished, sender=MeetingPage)
def forget_unpublished(instance: MeetingPage, **kwargs) -> None:
    """A meeting that holds nothing leaves the room with its page. One that holds something stays."""
    rows = RoomMeeting.objects.filter(page=instance)
    rows.exclude(pk__in=rows.in_use()).delete()


@receiver(post_page_move, sender=MeetingPage)
def follow_moved(instance: MeetingPage, parent_page_before, parent_page_after, **kwargs) -> None:
    """An empty one goes to the room of its new network; what is in use is kept where it is (meetings.protection)."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    rows = RoomMeeting.objects.filter(page=instance)
    rows.exclude(pk__in=rows.in_use()).delete()
    for room in Room.objects.filter(network_id=parent_page_after.pk).select_related("network"):
        following.ensure_rows(room)


@receiver(post_save, sender=Room)
def fill_new_room(instance: Room, created: bool, raw: bool = False, **kwargs) -> None:
    if created and not raw:
        following.ensure_rows(instance)


@receiver(memberships.ended)
def free_seats(membership: Membership, **kwargs) -> None:
    """Whoever leaves the room has no seat at its meetings to come."""
    leaving.leave(membership)


@receiver(pre_delete, sender=Membership)
def hold_meetings(instance: Membership, **kwargs) -> None:
    leaving.hold_meetings_of(instance.user_id)


@receiver(post_delete, sender=Registration)
def let_the_next_in(instance: Registration, **kwargs) -> None:
    """An account was erased, a held seat was not confirmed: whoever waits moves up."""
    try:
        with hold_meeting(instance.meeting_id) as held:
            seating.move_up(held)
    except Gone:
        pass
