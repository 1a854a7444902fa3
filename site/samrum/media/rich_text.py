"""Links to documents inside running text say type and size, as those in lists do."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents.rich_text import DocumentLinkHandler

MARK = "data-file"
LINK = re.compile(rf'(<a [^>]*?) {MARK}="([^"]*)">(.*?)</a>', re.DOTALL)


class DescribedDocumentLinkHandler(DocumentLinkHandler):
    """A handler writes the opening tag alone; it leaves the facts there for `with_document_facts`."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        return [
            format_html('<a href="{}" {}="{}">', document.url, mark_safe(MARK), document.type_and_size)  # noqa: S308
            if document
            else "<a>"
            for document in cls.get_many(attrs_list)
        ]


def with_document_facts(html: str) -> SafeString:
    """Finished rich text, with “ (PDF, 1,2 MB)” at the end of each link to a document."""
    if MARK in html:
        html = LINK.sub(r'\1>\3 <span class="file-facts">(\2)</span></a>', html)
    return mark_safe(html)  # noqa: S308  rich text is safe, and so are escaped facts
