from django import template
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText, expand_db_html

from samrum.media.rich_text import with_document_facts

register = template.Library()
register.filter("with_document_facts", with_document_facts)


@register.filter
def prose(value: RichText | str) -> SafeString:
    """Rich text from a block or a field, as Wagtail's own `richtext` gives it, without a template for each."""
    source = value.source if isinstance(value, RichText) else value or ""
    return with_document_facts(expand_db_html(source))
