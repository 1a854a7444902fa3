"""`/rum/brev/`: the way out of letters, for those who come from one."""

from django.urls import path

from . import views

urlpatterns = [path("brev/<str:token>/", views.unsubscribe, name="unsubscribe")]
