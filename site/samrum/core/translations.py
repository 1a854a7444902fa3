"""Which languages a page really exists in, and which translations lag behind.

The language switch, hreflang and the sitemap ask the first question, the start page of the admin the second.
"""

import json
from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource

P = TypeVar("P", bound=Page)


def live_translations(page: Page) -> dict[str, Page | None]:
    """Language code -> the live translation of `page` in it (itself included), or None where there is none.

    One query. Aliases do not count: a Swedish text under an English address is not a translation.
    """
    return by_language(page, Page.objects.live().filter(is_translation_of(page)).select_related("locale"))


def is_translation_of(page: Page) -> Q:
    """`page` itself and what is translated from the same source."""
    return Q(translation_key=page.translation_key, alias_of__isnull=True)


def by_language(page: Page, translations: Iterable[Page]) -> dict[str, Page | None]:
    """See `live_translations`. `page` learns its locale from its own row among `translations`."""
    found: dict[str, Page | None] = dict.fromkeys(code for code, _name in settings.LANGUAGES)
    for translation in translations:
        if translation.locale_id == page.locale_id:
            page.locale = translation.locale
        else:
            found[translation.locale.language_code] = translation
    found[page.locale.language_code] = page
    return found


def in_language(pages: list[P], locale_id: int, translated: Iterable[P] | None = None) -> list[P]:
    """Each page as readers of that language get it: its live translation, or itself where there is none.

    A template marks what stays Swedish with `lang`. One query, none where all are in that language or the
    caller has fetched what is `translated`.
    """
    keys = [page.translation_key for page in pages if page.locale_id != locale_id]
    if not keys:
        return pages
    if translated is None:
        candidates = type(pages[0])._default_manager.live().filter(alias_of__isnull=True, locale_id=locale_id)
        translated = candidates.filter(translation_key__in=keys)
    found = {page.translation_key: page for page in translated}
    return [found.get(page.translation_key, page) for page in pages]


def translations_behind() -> QuerySet[Page]:
    """Live translations whose Swedish page says something else by now, or that still lack words. One query.

    Facts such as dates and states never lag (core.page_life); this is about words.
    """
    untranslated = StringSegment.objects.filter(
        ~Exists(
            StringTranslation.objects.filter(
                translation_of=OuterRef("string"),
                context=OuterRef("context"),
                locale=OuterRef(OuterRef("locale")),
                has_error=False,
            )
        ),
        source__object=OuterRef("translation_key"),
        source__translations__target_locale=OuterRef("locale"),
        source__translations__enabled=True,
    )
    changed_since = TranslationSource.objects.filter(
        object=OuterRef("translation_key"),
        locale__language_code=settings.LANGUAGE_CODE,
        last_updated_at__gt=OuterRef("translated_at"),
    )
    return (
        Page.objects.live()
        .filter(alias_of__isnull=True)
        .exclude(locale__language_code=settings.LANGUAGE_CODE)
        # When somebody last put words into it: copying facts makes no revision.
        .annotate(translated_at=Coalesce(F("live_revision__created_at"), F("last_published_at")))
        .filter(Q(Exists(changed_since)) | Q(Exists(untranslated)))
        .select_related("locale")
        .order_by("translated_at")
    )


def remember_words(source: TranslatableMixin, first_translated: bool = False) -> None:
    """Refresh what wagtail-localize knows of a published Swedish page or snippet: it then shows outdated
    strings.

    Only changed words count as a change. With `first_translated`, a page whose translation was made by other
    means than wagtail-localize is remembered as it reads now.
    """
    memory = TranslationSource.objects.get_for_instance_or_none(source)
    if memory is None:
        if first_translated:
            memory, _created = TranslationSource.get_or_create_from_instance(source)
            since = source.last_published_at or timezone.now()
            TranslationSource.objects.filter(pk=memory.pk).update(last_updated_at=since)
        return
    if first_translated:
        return
    instance = memory.get_source_instance()
    is_cluster = isinstance(instance, ClusterableModel)
    content = instance.serializable_data() if is_cluster else get_serializable_data_for_fields(instance)
    current = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    remembered = json.loads(memory.content_json)
    words = [
        field.field_name
        for field in get_translatable_fields(type(instance))
        if not isinstance(field, SynchronizedField) and field.field_name != "slug"
    ]
    if any(current.get(name) != remembered.get(name) for name in words):
        memory.update_from_db()
    else:
        TranslationSource.objects.filter(pk=memory.pk).update(content_json=json.dumps(current))
