from django.urls import path
from wagtail import hooks

from .document_views import CreateDocument, EditDocument
from .rich_text import DescribedDocumentLinkHandler


@hooks.register("register_rich_text_features", order=10)
def describe_document_links(features) -> None:
    """After Wagtail's own handler, which this one replaces."""
    features.register_link_type(DescribedDocumentLinkHandler)


@hooks.register("register_admin_urls", order=-1)
def say_what_was_found():
    """Before Wagtail's own views at the same addresses, which know nothing of what we find in a document."""
    return [
        path("documents/add/", CreateDocument.as_view()),
        path("documents/edit/<int:document_id>/", EditDocument.as_view()),
    ]
