"""`/rum/<room>/leda/`: what organisers do. `members.admission` brings the applications."""

from django.urls import path

from . import export, inviting_views, participant_views, settings_views, views

urlpatterns = [
    path("", views.overview, name="leading"),
    path("logg/", views.log, name="leading_log"),
    path("installningar/", settings_views.settings, name="leading_settings"),
    path("deltagare/", participant_views.participants, name="leading_participants"),
    path("deltagare/export/", export.participants, name="leading_export"),
    path("deltagare/<int:pk>/", participant_views.participant, name="leading_participant"),
    path("deltagare/<int:pk>/avsluta/", participant_views.end, name="leading_end"),
    path("deltagare/<int:pk>/inbjudan/", participant_views.renew, name="leading_renew"),
    path("deltagare/<int:pk>/adress/", participant_views.readdress, name="leading_readdress"),
    path("bjud-in/", inviting_views.invite, name="leading_invite"),
]
