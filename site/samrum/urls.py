"""The address book: what DESIGN section 4 lists, in that order of precedence."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from network.contact.urls import patterns as contact_patterns
from samrum.core import crawlers, routing, views
from samrum.media import views as media_views

to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("health/", views.health, name="health"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots),
    path(".well-known/security.txt", crawlers.security_txt),
    path("favicon.ico", crawlers.favicon),
    # One sign-in: Wagtail's own forms lead there, or two-step login would be bypassed.
    path("admin/login/", to_login),
    re_path(r"^admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    # Before Wagtail's own addresses: its privacy settings are switched off.
    path("", include("samrum.core.privacy")),
    path("admin/", include(wagtailadmin_urls)),
    path("_util/login/", to_login),
    path("django-admin/login/", to_login),
    # Before Wagtail's own address for the same: it says nothing about caching.
    path("documents/<int:document_id>/<str:document_filename>", media_views.document),
    path("documents/", include(wagtaildocs_urls)),
    path("konto/", include("samrum.users.urls")),
    # The room; its parts come before it, since they say more of the address.
    path("rum/<slug:slug>/", include("members.library.urls")),
    path("rum/<slug:slug>/", include("members.meetings.urls")),
    path("rum/", include("members.notices.urls")),
    path("rum/", include("members.meetings.calendars.urls")),
    path("rum/", include("members.urls")),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path("media/<path:path>", media_views.media))

# The contact form: sent to one address per language, in that language's words.
urlpatterns += [
    path("", include("samrum.core.verification.urls")),
    path("kontakt/", include(contact_patterns("sv"))),
    path("en/contact/", include(contact_patterns("en"))),
]

urlpatterns += i18n_patterns(
    path("", include("samrum.core.search.urls")),
    path("", include("network.urls")),
    path("", include("members.admission.urls")),
    # As Wagtail's own address, by a shorter way to the page.
    re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "samrum.core.errors.bad_request"
handler403 = "samrum.core.errors.permission_denied"
handler404 = "samrum.core.errors.page_not_found"
handler500 = "samrum.core.errors.server_error"
