"""Keeps the public index: live pages, changed in the transaction that publishes them."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_unpublished

from . import analysis, compounds
from .models import PageSearchEntry, PageSearchWord

BATCH = 500  # rows


def is_public(page: Page) -> bool:
    """Whether visitors may find `page`: live, of a type of ours, no copy of the text of another language."""
    return page.live and page.alias_of_id is None and hasattr(page, "search_text")


def index_page(page: Page) -> None:
    """Make `page`, which must be specific, findable as it is now, or no longer findable."""
    with transaction.atomic():
        forget_page(page)
        # The database is asked too: another receiver may have taken the page off the air by now (core.page_life).
        if is_public(page) and Page.objects.live().filter(pk=page.pk).exists():
            # A new row each time: of equally good hits the one that was published last comes first.
            entry = _entry(page, page.locale.language_code)
            entry.save(force_insert=True)
            _remember_words([entry])


def forget_page(page: Page) -> None:
    PageSearchEntry.objects.filter(page_id=page.pk).delete()


@transaction.atomic
def rebuild() -> int:
    """Make the public index anew from the live pages; says how many there are."""
    PageSearchEntry.objects.all().delete()
    PageSearchWord.objects.all().delete()
    count = 0
    entries: list[PageSearchEntry] = []
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    pages = Page.objects.live().filter(alias_of__isnull=True).order_by("last_published_at", "pk")
    for page in pages.specific().iterator(chunk_size=BATCH):
        if is_public(page):
            entries.append(_entry(page, languages[page.locale_id]))
        if len(entries) == BATCH:
            count += _store(entries)
            entries = []
    return count + _store(entries)


def _store(entries: list[PageSearchEntry]) -> int:
    PageSearchEntry.objects.bulk_create(entries)
    _remember_words(entries)
    return len(entries)


def _entry(page: Page, language: str) -> PageSearchEntry:
    entry = PageSearchEntry(page_id=page.pk, language=language)
    entry.fill(page.title, page.search_text())
    return entry


def _remember_words(entries: list[PageSearchEntry]) -> None:
    """Keep the words of `entries`, and the parts of compounds, for suggestions; numbers and very short words help nobody."""
    found = {
        (entry.language, part)
        for entry in entries
        for word in {match.group() for match in analysis.words(f"{entry.title} {entry.text}")}
        for whole in analysis.parts(word)
        for part in (whole, *(compounds.tails(whole) if entry.language == "sv" else ()))
        if 3 < len(part) <= analysis.MAX_STEM and part.isalpha()
    }
    PageSearchWord.objects.bulk_create(
        [PageSearchWord(language=language, word=word) for language, word in sorted(found)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


@receiver(page_published)
def page_was_published(instance: Page, **kwargs) -> None:
    index_page(instance.specific)


@receiver(page_unpublished)
def page_was_unpublished(instance: Page, **kwargs) -> None:
    forget_page(instance)
