"""`/konto/`: sign-in, password, two-step, sessions. Ours come first where allauth has the same."""

from django.conf import settings
from django.urls import include, path
from django.utils.module_loading import import_string
from django.views.generic import RedirectView

from . import views

to_overview = RedirectView.as_view(pattern_name="account_overview")

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("sprak/", views.language, name="account_language"),
    path("lank/", views.ask_for_link, name="account_ask_for_link"),
    path("lank/skickad/", views.link_sent, name="account_sign_in_link_sent"),
    path("lank/<str:token>/", views.use_link, name="account_sign_in_link"),
    path("sessions/", views.sessions, name="usersessions_list"),
    path("email/", views.address, name="account_email"),
    path("confirm-email/", to_overview),
]

if settings.OIDC_NAME:
    urlpatterns += [
        path("oidc/<str:provider_id>/login/", import_string("samrum.users.oidc.login")),
        path("oidc/<str:provider_id>/login/callback/", import_string("samrum.users.oidc.callback")),
        # The provider's account is never tied to one of ours.
        path("3rdparty/", to_overview),
        path("3rdparty/signup/", to_overview),
    ]

urlpatterns.append(path("", include("allauth.urls")))
