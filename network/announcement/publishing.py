"""What an import left as drafts becomes public together with its network, in one click of the editor.

The import's log entry names the pages: a draft that an editor wrote beside them is nobody's to publish but
the editor's.
"""

from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published

from network.models import NetworkPage

ACTION = "network.import"


def remember(network: NetworkPage, drafts: list[Page], user: object | None) -> None:
    """Note in the history of the network which drafts came with it."""
    log(instance=network, action=ACTION, user=user, data={"pages": [page.pk for page in drafts]})


@receiver(page_published, sender=NetworkPage)
def publish_what_came_along(sender, instance: NetworkPage, revision=None, **kwargs) -> None:
    if not instance.live:
        return  # scheduled: the signal comes again when its time does
    entries = PageLogEntry.objects.filter(page=instance.pk, action=ACTION)
    came_along = {pk for entry in entries for pk in entry.data["pages"]}
    if not came_along:
        return
    user = revision.user if revision else None
    drafts = Page.objects.filter(pk__in=came_along, live=False, first_published_at__isnull=True).order_by(
        "path"
    )
    for page in drafts.specific():
        page.get_latest_revision().publish(user=user)
