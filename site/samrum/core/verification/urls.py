from django.urls import path
from django.views.decorators.cache import never_cache
from django_altcha import AltchaChallengeView

from .providers import Altcha

urlpatterns = [
    path(
        "sakerhet/utmaning/",
        never_cache(AltchaChallengeView.as_view(max_number=Altcha.max_number)),
        name="verification_challenge",
    ),
]
