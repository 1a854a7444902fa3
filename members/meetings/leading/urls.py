from django.urls import path

from . import afterwards, figures_views, material, overview, practical, preparations, programme

urlpatterns = [
    path("leda/traffar/", overview.overview, name="overview"),
    path("leda/traffar/siffror/", figures_views.figures, name="figures"),
    path("leda/traffar/siffror.csv", figures_views.figures_csv, name="figures_csv"),
    path("leda/traffar/<int:pk>/", practical.manage, name="manage"),
    path("leda/traffar/<int:pk>/program/", programme.programme, name="programme"),
    path("leda/traffar/<int:pk>/forberedelser/", preparations.preparations, name="preparations"),
    path("leda/traffar/<int:pk>/material/", material.material, name="material"),
    path("leda/traffar/<int:pk>/efterat/", afterwards.afterwards, name="afterwards"),
]
