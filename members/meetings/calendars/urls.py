"""The file of one meeting, and the calendar of all one's rooms."""

from django.urls import path

from . import views

in_room = [path("traffar/<int:pk>/traff.ics", views.meeting_file, name="meeting_file")]
# Of no single room.
urlpatterns = [
    path("kalender/", views.my_calendar, name="my_calendar"),
    path("kalender/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
