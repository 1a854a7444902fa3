from django.urls import path

from network.models import MeetingPage

from . import answering_views, appointment_views, deciding_views

DATE = "leda/traffar/<int:pk>/datum/"
State = MeetingPage.State

urlpatterns = [
    path("traffar/<int:pk>/datum/", answering_views.poll, name="poll"),
    path(DATE, appointment_views.appointment, name="appointment"),
    path(f"{DATE}foresla/", appointment_views.propose, name="propose"),
    path(f"{DATE}sista-dag/", appointment_views.last_day, name="poll_last_day"),
    path(f"{DATE}fraga/", appointment_views.ask, name="poll_ask"),
    path(f"{DATE}<int:proposal>/ta-bort/", appointment_views.withdraw, name="withdraw_proposal"),
    path(f"{DATE}<int:proposal>/bestam/", deciding_views.decide, name="decide"),
    path(
        f"{DATE}<int:proposal>/preliminart/",
        deciding_views.decide,
        {"state": State.PRELIMINARY},
        name="decide_preliminarily",
    ),
    path(f"{DATE}bekrafta/", deciding_views.settle, name="settle"),
    path(f"{DATE}flytta/", deciding_views.move, name="move"),
    path(f"{DATE}stall-in/", deciding_views.cancel, name="cancel"),
    path(f"{DATE}oppna/", deciding_views.reopen, name="reopen"),
]
