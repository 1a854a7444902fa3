from django.urls import path

from . import views

urlpatterns = [path("sakerhet/utmaning/", views.challenge, name="verification_challenge")]
