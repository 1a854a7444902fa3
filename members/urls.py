"""`/rum/`: my rooms and the rooms themselves. Parts of a room (library, ...) are included in samrum.urls."""

from django.urls import include, path

from .rooms import invitation_views, membership_views
from .rooms import views as rooms

urlpatterns = [
    path("", rooms.my_rooms, name="rooms"),
    path("inbjudan/<str:token>/", invitation_views.invitation, name="room_invitation"),
    path("<slug:slug>/", rooms.front_page, name="room"),
    path("<slug:slug>/regler/", membership_views.rules, name="room_rules"),
    path("<slug:slug>/lamna/", membership_views.leave, name="room_leave"),
    path("<slug:slug>/jag/", membership_views.profile, name="room_profile"),
    path("<slug:slug>/leda/ansokningar/", include("members.admission.leading_urls")),
    path("<slug:slug>/leda/", include("members.leading.urls")),
]
