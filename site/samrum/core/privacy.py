"""Wagtail's privacy settings are switched off: nobody shall believe that they protect something.

They leak through translations made earlier, aliases, search, feeds, the sitemap, renditions and redirects
(DESIGN 1). What is private is not a page. The controls are gone from the templates, the addresses behind them
refuse, and a system check reports what somebody has restricted by other means.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path
from django.utils.translation import gettext as _


def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponseForbidden(
        _("Everything here is public once published. What is private belongs in the members' room."),
        content_type="text/plain; charset=utf-8",
    )


# Stand before Wagtail's own addresses.
urlpatterns = [
    path("admin/pages/<int:pk>/privacy/", refuse),
    path("admin/collections/<int:pk>/privacy/", refuse),
]
