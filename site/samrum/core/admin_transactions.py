"""What an editor does to a page and what follows from it happen together, or not at all, and one at a time."""

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBase

from .middleware import GetResponse
from .tree_lock import hold_tree
from .write_lock import retry
from .write_lock.patience import deferring

# Where Wagtail and wagtail-localize publish, unpublish, move, copy and delete pages.
PREFIXES = ("/admin/pages/", "/admin/bulk/", "/admin/localize/", "/admin/workflows/", "/admin/snippets/")
PREVIEW = "/preview/"  # is posted while an editor types, and changes nothing


class AdminTransactionMiddleware:
    """Wagtail saves a page and then tells its receivers; core.page_life must not be left half-way.

    Two posts at once are common: the editor saves by itself while one types, and then one publishes.
    Not ATOMIC_REQUESTS: on SQLite every request would then wait for the write lock.
    """

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponseBase | None:
        path = request.path_info
        if not path.startswith(PREFIXES) or path.endswith(PREVIEW):
            return None
        if request.method in ("GET", "HEAD"):
            # Wagtail also opens a transaction to ask whether a page may be deleted: readers do not wait for the lock.
            with deferring():
                return view(request, *args, **kwargs)
        if request.method != "POST":
            return None
        try:
            with transaction.atomic():
                hold_tree()
                return view(request, *args, **kwargs)
        except DatabaseError as error:
            # Django does not tell process_exception of what is raised here.
            if refusal := retry.answer(request, error):
                return refusal
            raise
