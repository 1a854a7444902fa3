from django.urls import path

from . import views, writing_views

urlpatterns = [
    path("leda/brev/", views.messages, name="messages"),
    path("leda/brev/skriv/", writing_views.write, name="write"),
    path("leda/brev/<int:pk>/", views.message, name="message"),
]
