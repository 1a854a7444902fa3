from wagtail import hooks

from .rich_text import DescribedDocumentLinkHandler


@hooks.register("register_rich_text_features", order=10)
def describe_document_links(features) -> None:
    """After Wagtail's own handler, which this one replaces."""
    features.register_link_type(DescribedDocumentLinkHandler)
