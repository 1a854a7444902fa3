"""Who may do what in the admin: the three groups that every site starts with, and its moderation workflow.

Made once. What an administrator changes afterwards stays as it was changed.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage

EDITORS, REVIEWERS, NETWORK_LEADS = "Redaktörer", "Granskare", "Nätverksansvariga"
REVIEW = "Granskning"
# What Wagtail brings and nobody here needs.
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"


@dataclass(frozen=True)
class Rights:
    """Permissions as `app_label.codename`: on the page tree, on all images and documents, and on models."""

    pages: tuple[str, ...]
    collection: tuple[str, ...]
    models: tuple[str, ...] = ()


# Wagtail asks for the rights of its own Image and Document, whatever models of ours take their place.
_CHOOSE = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
_UPLOAD = (
    *_CHOOSE,
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
)
_INBOX = ("network.view_contactmessage", "network.change_contactmessage")

RIGHTS = {
    # Write, publish and translate everything, read the inbox and say how long it keeps messages. No users.
    EDITORS: Rights(
        pages=(
            "wagtailcore.add_page",
            "wagtailcore.change_page",
            "wagtailcore.publish_page",
            "wagtailcore.lock_page",
            "wagtailcore.unlock_page",
        ),
        collection=_UPLOAD,
        models=(
            "network.view_buildingblock",
            "network.add_buildingblock",
            "network.change_buildingblock",
            "network.delete_buildingblock",
            "network.change_contactsettings",
            *_INBOX,
            "network.delete_contactmessage",
            "wagtail_localize.submit_translation",
        ),
    ),
    # Read, correct and publish what others have written; no new pages, no files.
    REVIEWERS: Rights(pages=("wagtailcore.change_page", "wagtailcore.publish_page"), collection=_CHOOSE),
    # Write and ask for review; they answer what visitors write.
    NETWORK_LEADS: Rights(
        pages=("wagtailcore.add_page", "wagtailcore.change_page"),
        collection=_UPLOAD,
        models=_INBOX,
    ),
}


def setup() -> None:
    if not Group.objects.filter(name__in=RIGHTS).exists():
        _remove_wagtail_defaults()
    for name, rights in RIGHTS.items():
        group, created = Group.objects.get_or_create(name=name)
        if created:
            _grant(group, rights)
    _assign_review()


def _remove_wagtail_defaults() -> None:
    Workflow.objects.filter(name=WAGTAIL_WORKFLOW).delete()
    Task.objects.filter(name=WAGTAIL_WORKFLOW).delete()
    Group.objects.filter(name__in=WAGTAIL_GROUPS).delete()


def _grant(group: Group, rights: Rights) -> None:
    group.permissions.set([_permission("wagtailadmin.access_admin"), *map(_permission, rights.models)])
    for home in _front_pages():
        for name in rights.pages:
            GroupPagePermission.objects.create(group=group, page=home, permission=_permission(name))
    root = Collection.get_first_root_node()
    for name in rights.collection:
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=_permission(name))


def _assign_review() -> None:
    """Every page passes the one workflow; whoever may publish can skip it."""
    workflow, created = Workflow.objects.get_or_create(name=REVIEW)
    if created:
        task = GroupApprovalTask.objects.create(name=REVIEW)
        task.groups.set(Group.objects.filter(name=REVIEWERS))
        WorkflowTask.objects.create(workflow=workflow, task=task)
        for home in _front_pages():
            WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})


def _front_pages() -> list[Page]:
    """One per language: rights stop short of the root, where only an administrator adds anything."""
    return list(Page.objects.type(HomePage).filter(depth=2))


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
