"""Public addresses, below each language's prefix and before Wagtail's pages.

The links in letters do not stand below their network, so that they go on working when its page moves.
"""

from django.urls import path

from samrum.core.addresses import route_in_language

from . import views

urlpatterns = [
    path(
        route_in_language(sv="<slug:network>/ansok/", en="<slug:network>/apply/"), views.apply, name="apply"
    ),
    path(
        route_in_language(sv="<slug:network>/ansok/tack/", en="<slug:network>/apply/thanks/"),
        views.thanks,
        name="apply_thanks",
    ),
    path(
        route_in_language(sv="ansokan/bekrafta/<str:token>/", en="application/confirm/<str:token>/"),
        views.confirm,
        name="application_confirm",
    ),
    path(
        route_in_language(sv="ansokan/aterta/<str:token>/", en="application/withdraw/<str:token>/"),
        views.withdraw,
        name="application_withdraw",
    ),
    path(
        route_in_language(sv="ansokan/mandat/<str:token>/", en="application/mandate/<str:token>/"),
        views.mandate,
        name="mandate",
    ),
]
