"""How demo loaders make pages: once, and with real translations through wagtail-localize."""

from typing import Any, TypeVar
from uuid import uuid4

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

PageType = TypeVar("PageType", bound=Page)


def block(block_type: str, value: Any) -> dict:
    """A block of a StreamField in its stored form; translations find it again by its id."""
    return {"type": block_type, "value": value, "id": str(uuid4())}


def text(html: str) -> dict:
    return block("text", html)


def section(heading: str, *content: dict) -> dict:
    return block("section", {"heading": heading, "content": list(content)})


def ensure_page(parent: Page, model: type[PageType], slug: str, **fields) -> PageType:
    """The page with `slug` below `parent`, published when it had to be made.

    A page that exists is left as it is: somebody may have edited it.
    """
    if page := model.objects.child_of(parent).filter(slug=slug).first():
        return page
    children = fields.pop("children", {})
    page = model(slug=slug, **fields)
    for relation, rows in children.items():
        setattr(page, relation, rows)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def translate(instance, strings: dict[str, str], language: str = "en") -> None:
    """Translate `instance` and publish it: `strings` maps every Swedish string of it to the other language.

    A slug may be left out and stays. Raises KeyError for any other string without a translation, so that
    a demo translation is never half.
    """
    if isinstance(instance, Page):
        strings = {instance.slug: instance.slug, **strings}
    target = Locale.objects.get(language_code=language)
    if instance.has_translation(target):
        return
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    translation = Translation.objects.create(source=source, target_locale=target)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=target,
            context=segment.context,
            defaults={
                "data": strings[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
    translation.save_target(publish=True)
