"""From an address to its page in two narrow steps, where Wagtail asks level by level for whole pages, and in
every request for the site and the language that all of them share."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, with the page found already. Where there are several sites Wagtail finds it."""
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) == 1:
        root = next((root.root_path for root in roots if root.language_code == get_language()), None)
        if root is None:
            raise Http404
        page = find(root + path.strip("/") + "/" if path.strip("/") else root)
        # What Page.route_for_request() remembers of a request.
        request._wagtail_route_for_request = RouteResult(page) if page else None  # type: ignore[attr-defined]
    return views.serve(request, path)


def find(url_path: str) -> Page | None:
    """The live page at a place in the tree, `/home/a/b/`, in its own type. Its slug is what the database has indexed."""
    slug = url_path.rstrip("/").rpartition("/")[2]
    found = Page.objects.filter(slug=slug, url_path=url_path, live=True).values_list("content_type_id", "pk")
    for content_type_id, pk in found:
        page_type = ContentType.objects.get_for_id(content_type_id).model_class() or Page
        return page_type._default_manager.get(pk=pk)
    return None
