"""Addresses of the app that are no pages. Included below each language's prefix, before Wagtail's pages."""

from django.urls import path, re_path

from samrum.core.addresses import route_in_language

from . import calendars, feeds

# Wagtail's own pattern lets no dot through: calendar files have their own and find their page by its path.
PAGE = r"^(?P<path>(?:[\w\-]+/)+)"

urlpatterns = [
    path(route_in_language(sv="flode/", en="feed/"), feeds.news, name="feed"),
    re_path(PAGE + r"kalender\.ics$", calendars.network_calendar, name="network_calendar"),
    re_path(PAGE + r"traff\.ics$", calendars.meeting_calendar, name="meeting_calendar"),
]
