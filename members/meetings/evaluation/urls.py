from django.urls import path

from . import leading_views, views

urlpatterns = [
    path("traffar/<int:pk>/utvardera/", views.evaluate, name="evaluate"),
    path("leda/traffar/<int:pk>/utvardering/", leading_views.evaluation, name="leading_evaluation"),
]
