"""What the worker does for the library. Both can be run again without harm."""

from django.db import transaction
from django_tasks import task

from samrum.users.models import User

from . import letters
from .extraction.reading import text_of
from .models import Follow, Resource, ResourceFile, ResourceVersion
from .search import index_resource

LETTERS_AT_ONCE = 50  # one transaction must not hold up the others


@task()
def read_file(pk: int) -> None:
    """Find the text in a file and let it be searched. A file that was read, or failed, is left alone."""
    file = ResourceFile.objects.filter(pk=pk, text_state=ResourceFile.TextState.PENDING).first()
    if file is None:
        return
    state, text = text_of(file)
    with transaction.atomic():
        # Its row is held: publishing at the same moment would otherwise index the resource without this text.
        resource = Resource.objects.select_for_update(of=("self",)).filter(versions__files=pk).first()
        pending = ResourceFile.objects.filter(pk=pk, text_state=ResourceFile.TextState.PENDING)
        pending.update(text=text, text_state=state)
        if resource and text and ResourceVersion.objects.published().filter(files=pk).exists():
            index_resource(resource)


@task()
def tell_followers(version_pk: int, after: int = 0) -> None:
    """A letter to each who follows the resource and may still see it, but not to whoever brought the version.

    Each bunch and the order for the next are one transaction: nobody is told twice, none is passed over.
    """
    with transaction.atomic():
        versions = ResourceVersion.objects.published().select_related("resource__room__network")
        version = versions.filter(pk=version_pk).first()
        if version is None:
            return
        followers = list(
            User.objects.filter(pk__in=Follow.objects.filter(resource=version.resource).values("user"))
            .filter(pk__gt=after, is_active=True)
            .exclude(pk=version.uploaded_by_id or 0)
            .order_by("pk")[:LETTERS_AT_ONCE]
        )
        for follower in followers:
            if ResourceVersion.objects.visible_to(follower).filter(pk=version_pk).exists():
                letters.new_version(version, follower)
        if len(followers) == LETTERS_AT_ONCE:
            tell_followers.enqueue(version_pk, followers[-1].pk)
