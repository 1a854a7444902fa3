from django.urls import path

from . import attendance, export, leading_views, printing, views

LED = "leda/traffar/<int:pk>/anmalda/"

urlpatterns = [
    path("traffar/<int:pk>/anmal/", views.register, name="register"),
    path(LED, leading_views.registrations, name="registrations"),
    path(f"{LED}<int:place>/", leading_views.registration, name="registration"),
    path(f"{LED}export/", export.registrations, name="registrations_export"),
    path(f"{LED}narvaro/", attendance.attendance, name="attendance"),
    path(f"{LED}narvarolista/", printing.attendance_sheet, name="attendance_sheet"),
    path(f"{LED}namnskyltar/", printing.name_badges, name="name_badges"),
]
