"""Copies follow their source: translations and aliases share facts, place and life with the Swedish page.

Out of the box wagtail-localize leaves the English copy live, with the old date, when the Swedish page is
changed, unpublished, expired, moved or deleted, and lets a translation of a page that was never published go
live. The rules:

- Facts (the synchronised fields of a page type) are copied when the Swedish page is published: to the copy
  that is live and into its drafts. Words that an editor has begun in a copy stay a draft.
- A page is public only while the page above it is, and a copy only while its Swedish page is too. Published earlier it stays a draft,
  or waits when that page is scheduled. Unpublishing or expiry takes the copies along, and the pages below,
  except below a front page (one click would empty the site).
- A page that comes back does not bring others with it: what was taken down together may have aged apart, so
  an editor publishes each again.
- A moved page moves its copies. Where the new parent is not translated, the copy is taken down and stays in
  place.
- A deleted page takes its copies with it. Deleting or unpublishing a translation alone is allowed.
- An alias is public only while its original is, and never in another language: Swedish text at an English
  address is not a translation.

Receivers work on pages of every type and run within the transaction of what happens; `repair` catches what a
killed process left behind. Snippets that are translated take over facts and are deleted in the same way. A
page in English without a Swedish source follows nobody.
"""

import datetime
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import get_serializable_data_for_fields
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail.query import PageQuerySet
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail_localize.fields import SynchronizedField, get_translatable_fields

from .collect import models_of
from .reserved import is_reserved
from .translations import remember_words

FRONT_PAGE_DEPTH = 2
IN_SOURCE_LANGUAGE = Q(locale__language_code=settings.LANGUAGE_CODE)


def is_source(page: TranslatableMixin) -> bool:
    return page.locale.language_code == settings.LANGUAGE_CODE


def source_of(page: Page) -> Page | None:
    """The Swedish page that `page` is a copy of; None for a Swedish page and for one without a source."""
    others = Page.objects.filter(IN_SOURCE_LANGUAGE, translation_key=page.translation_key)
    return others.exclude(pk=page.pk).first()


def translations_of(source: Page) -> PageQuerySet:
    """Translations of a Swedish page, live or not, placeholders (aliases in another language) included."""
    return Page.objects.filter(translation_key=source.translation_key).exclude(pk=source.pk)


# --- What happens ---------------------------------------------------------------------------------------


@receiver(page_published)
@transaction.atomic
def follow_published(instance: Page, revision: Revision | None = None, **kwargs) -> None:
    """Sent for scheduled pages too, which are not live yet, and for aliases, which `keep_alias_honest` looks
    after.
    """
    if instance.alias_of_id or not instance.live:
        return
    if not is_source(instance):
        if source := source_of(instance):
            _admit(instance, source, revision)
        return
    if missing := obstacles(instance, instance):
        _take_back(instance, missing, revision)
        return
    for copy in translations_of(instance).filter(alias_of__isnull=True).specific():
        copy_facts(instance, copy)
    remember_words(instance)
    for waiting in _waiting_for(instance):
        waiting.publish(log_action="wagtail.publish.scheduled")


@receiver(page_unpublished)
@transaction.atomic
def follow_unpublished(instance: Page, **kwargs) -> None:
    """Sent for a page that expires and for one that is about to be deleted as well."""
    below = instance.get_descendants() if instance.depth > FRONT_PAGE_DEPTH else Page.objects.none()
    copies = translations_of(instance) if is_source(instance) else Page.objects.none()
    # What was scheduled below waits for a new decision.
    ids = [str(pk) for pk in below.filter(live=False).values_list("pk", flat=True)]
    Revision.page_revisions.filter(object_id__in=ids).update(approved_go_live_at=None)
    for page in _one_by_one(below.live() | copies.live()):
        page.unpublish(set_expired=instance.expired)


@receiver(post_page_move)
@transaction.atomic
def follow_moved(instance: Page, **kwargs) -> None:
    """Sent when a page gets a new parent and when it changes place among its siblings."""
    if not is_source(instance):
        return
    for copy in translations_of(instance):
        if not put_in_place(copy, instance) and copy.live:
            copy.specific.unpublish()
    if instance.live and obstacles(instance, instance):
        instance.specific.unpublish()


@receiver(pre_delete, sender=Page)
def note_copies(instance: Page, **kwargs) -> None:
    """Deleting an original cuts the link of its aliases."""
    copies = Page.objects.filter(alias_of=instance.pk)
    if is_source(instance):
        copies |= translations_of(instance)
    instance._copies = list(copies.values_list("pk", flat=True))  # type: ignore[attr-defined]


@receiver(post_delete, sender=Page)
@transaction.atomic
def follow_deleted(instance: Page, **kwargs) -> None:
    """After, not before: an alias may lie below the page that is deleted, and is gone by now."""
    for copy in _one_by_one(Page.objects.filter(pk__in=instance._copies)):  # type: ignore[attr-defined]
        copy.delete()


def keep_alias_honest(instance: Page, raw: bool = False, **kwargs) -> None:
    """Wagtail makes aliases live before a scheduled original is, and wagtail-localize uses them as
    placeholders.
    """
    if raw or not instance.alias_of_id or not instance.live:
        return
    original = Page.objects.only("live", "locale").get(pk=instance.alias_of_id)
    if not original.live or original.locale_id != instance.locale_id:
        instance.live = False
        Page.objects.filter(pk=instance.pk).update(live=False, has_unpublished_changes=True)


@transaction.atomic
def follow_saved_snippet(instance: TranslatableMixin, raw: bool = False, **kwargs) -> None:
    """What is translated but no page has no drafts: saved is published."""
    if not raw and is_source(instance):
        for copy in _copies_of_snippet(instance):
            if _take_facts(instance, copy):
                copy.save()
        remember_words(instance)


@transaction.atomic
def follow_deleted_snippet(instance: TranslatableMixin, **kwargs) -> None:
    if is_source(instance):
        for copy in _copies_of_snippet(instance):
            copy.delete()


def listen() -> None:
    """To each model by name: who listens to all would open a transaction for every row that the site saves. Called
    once, when the apps are ready."""
    for model in models_of(TranslatableMixin):
        if issubclass(model, Page):
            post_save.connect(keep_alias_honest, sender=model)
        else:
            post_save.connect(follow_saved_snippet, sender=model)
            post_delete.connect(follow_deleted_snippet, sender=model)


def _copies_of_snippet(instance: TranslatableMixin) -> QuerySet:
    same = type(instance)._default_manager.filter(translation_key=instance.translation_key)
    return same.exclude(pk=instance.pk)


def repair() -> int:
    """Take down copies whose source is not live: what a process that was killed half-way left. Returns how
    many.
    """
    source = Page.objects.filter(IN_SOURCE_LANGUAGE, translation_key=OuterRef("translation_key"))
    orphans = Page.objects.live().exclude(IN_SOURCE_LANGUAGE)
    orphans = orphans.filter(Exists(source)).exclude(Exists(source.filter(live=True)))
    taken_down = 0
    for copy in _one_by_one(orphans):
        copy.unpublish()
        taken_down += 1
    return taken_down


# --- Life -----------------------------------------------------------------------------------------------


def obstacles(page: Page, source: Page) -> list[Page]:
    """The pages that have to be published before `page` may be: its source, if it is a copy, and the page above it."""
    parent = None
    if page.pk != source.pk and source.depth > FRONT_PAGE_DEPTH:
        parent = source.get_parent().get_translation_or_none(page.locale)
    above = parent or page.get_parent()
    needed = [above] if page.pk == source.pk else [source, above]
    return [other for other in needed if not other.live and not other.is_root()]


def _admit(copy: Page, source: Page, revision: Revision | None) -> None:
    """`copy` has just been published: bring facts and place up to date, or take it back if it may not be
    public.
    """
    missing = obstacles(copy, source)
    if not missing and put_in_place(copy, source):
        copy_facts(source.specific, copy)
        remember_words(source, first_translated=True)
    else:
        _take_back(copy, missing, revision)


def _take_back(page: Page, missing: list[Page], revision: Revision | None) -> None:
    """`page` stays a draft; if everything that is missing is scheduled, it waits for that."""
    times = [scheduled_time(other) for other in missing]
    never_public = page.first_published_at == page.last_published_at
    page.unpublish(log_action=False)
    if never_public:
        page.first_published_at = None
        Page.objects.filter(pk=page.pk).update(first_published_at=None)
    if revision is not None and missing and all(times):
        revision.approved_go_live_at = max(time for time in times if time)
        revision.save(update_fields=["approved_go_live_at"])


def scheduled_time(page: Page) -> datetime.datetime | None:
    scheduled = (
        page.revisions.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at").first()
    )
    return scheduled.approved_go_live_at if scheduled else None


def _waiting_for(source: Page) -> Iterator[Revision]:
    """Revisions of copies, and of pages below, that were published before `source` was; not those with a time of
    their own.
    """
    for page in (translations_of(source) | source.get_children()).filter(live=False):
        revision = page.revisions.filter(approved_go_live_at__isnull=False).first()
        if revision is not None and not revision.content.get("go_live_at"):
            yield revision


def _one_by_one(pages: PageQuerySet) -> Iterator[Page]:
    """Each page as it is when its turn comes: handling one may change or remove the next."""
    for pk in list(pages.values_list("pk", flat=True)):
        if page := pages.filter(pk=pk).first():
            yield page.specific


# --- Facts ----------------------------------------------------------------------------------------------


def copy_facts(source: Page, copy: Page) -> None:
    """Copy the synchronised fields of a live Swedish page to its copy, if that is live, and into the copy's
    drafts.
    """
    if copy.live and _take_facts(source, copy):
        copy.last_published_at = timezone.now()
        if not copy.has_unpublished_changes:
            copy.draft_title = copy.title
        copy.save(clean=False)
        copy.update_aliases()
        # For search, feeds and caches: public content has changed.
        page_published.send(sender=type(copy), instance=copy, revision=copy.live_revision)
    change_drafts(copy, lambda draft: _take_facts(source, draft))


def change_drafts(page: Page, change: Callable[[Page], bool]) -> None:
    """Let `change` change what is, or may become, public: the newest draft, the live revision, scheduled ones.

    It is given each as a page and returns whether anything differed. Revisions are changed where they stand: a
    new one would publish, or cancel the review of, what somebody has begun.
    """
    for revision in page.revisions.filter(
        Q(pk=page.latest_revision_id) | Q(pk=page.live_revision_id) | Q(approved_go_live_at__isnull=False)
    ):
        draft = revision.as_object()
        if change(draft):
            Revision.objects.filter(pk=revision.pk).update(content=draft.serializable_data())


def _take_facts(source: Model, target: Model) -> bool:
    """Returns whether anything differed."""
    changed = False
    for field in _facts(source):
        if isinstance(field.get_field(type(source)).remote_field, ParentalKey):
            if _rows(source, field.field_name) != _rows(target, field.field_name):
                source.copy_child_relation(field.field_name, target)  # type: ignore[attr-defined]
                changed = True
            continue
        name = field.get_field(type(source)).attname
        if getattr(source, name) != getattr(target, name):
            setattr(target, name, getattr(source, name))
            changed = True
    return changed


def _facts(source: Model) -> list[SynchronizedField]:
    fields = get_translatable_fields(type(source))
    return [
        field for field in fields if isinstance(field, SynchronizedField) and field.is_synchronized(source)
    ]


def _rows(page: Model, relation: str) -> list[dict]:
    """The rows of an inline panel without what ties them to their page."""
    rows = [get_serializable_data_for_fields(row) for row in getattr(page, relation).all()]
    return [{name: value for name, value in row.items() if name not in ("pk", "page")} for row in rows]


# --- Place ----------------------------------------------------------------------------------------------


def put_in_place(copy: Page, source: Page) -> bool:
    """Put `copy` below the translation of its source's parent, in the same order among the copies of its
    siblings.

    Returns whether the copy may be public there: not if that parent is not live, or not translated; then it
    stays.
    """
    if source.depth <= FRONT_PAGE_DEPTH:
        return True
    parent = source.get_parent().get_translation_or_none(copy.locale)
    if parent is None:
        return False
    siblings = dict(parent.get_children().exclude(pk=copy.pk).values_list("translation_key", "pk"))
    before = source.get_prev_siblings().order_by("-path").values_list("translation_key", flat=True)
    anchor = next((siblings[key] for key in before if key in siblings), None)
    current = Page.objects.get(pk=copy.pk)
    at_home = current.is_child_of(parent)
    if at_home and _order_fits(current, parent, before):
        return parent.live
    if not at_home:
        _make_slug_available(current, parent)
    if anchor is not None:
        current.move(Page.objects.get(pk=anchor), pos="right")
    else:
        current.move(parent, pos="first-child")
    moved = Page.objects.get(pk=copy.pk)
    copy.path, copy.depth, copy.url_path, copy.slug = moved.path, moved.depth, moved.url_path, moved.slug
    return parent.live


def _order_fits(copy: Page, parent: Page, before: QuerySet) -> bool:
    """Whether exactly the copies of the pages before the source stand before `copy`, among those that have a
    source.
    """
    source_keys = set(
        Page.objects.filter(
            IN_SOURCE_LANGUAGE, translation_key__in=parent.get_children().values("translation_key")
        ).values_list("translation_key", flat=True)
    )
    standing = set(copy.get_prev_siblings().values_list("translation_key", flat=True)) & source_keys
    wanted = set(before) & set(parent.get_children().values_list("translation_key", flat=True))
    return standing == wanted


def _make_slug_available(copy: Page, parent: Page) -> None:
    """The last part of the address may be taken or reserved below the new parent; the copy then gets a
    number.
    """
    wanted = f"{copy.slug}-1" if is_reserved(copy.slug, parent.depth, copy.specific_class) else copy.slug
    slug = find_available_slug(parent, wanted, ignore_page_id=copy.pk)
    if slug == copy.slug:
        return
    copy.slug = slug
    copy.save(update_fields=["slug"], clean=False)
    for revision in copy.revisions.filter(
        Q(pk=copy.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    ):
        Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "slug": slug})
