"""`/rum/<room>/leda/ansokningar/`."""

from django.urls import path

from . import leading_views as views

urlpatterns = [
    path("", views.queue, name="leading_applications"),
    path("besluta/", views.decide, name="leading_decide"),
    path("<int:pk>/", views.application, name="leading_application"),
    path("<int:pk>/inbjudan/", views.renew, name="leading_renew_application"),
    path("<int:pk>/fraga-chefen/", views.ask_the_manager, name="leading_ask_manager"),
    path("<int:pk>/adress/", views.readdress, name="leading_readdress_application"),
    path("<int:pk>/mandat/<str:name>", views.mandate_file, name="leading_mandate"),
]
