from django.urls import path

from . import views

urlpatterns = [
    path("traffar/", views.meeting_list, name="list"),
    path("traffar/<int:pk>/", views.meeting, name="meeting"),
    path("traffar/<int:pk>/forbered/<int:item>/", views.prepared, name="prepared"),
]
