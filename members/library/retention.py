"""How long the library keeps what nobody reads."""

import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q, QuerySet

from .models import Resource, ResourceVersion

DRAFTS = relativedelta(months=12)
WITHDRAWN = relativedelta(months=24)
State = ResourceVersion.State


def outdated(now: datetime.datetime) -> dict[str, QuerySet]:
    """Drafts that nobody has touched for a year, and what was withdrawn two years ago; their files go with them."""
    idle = Q(state__in=(State.DRAFT, State.RETURNED), changed_at__lt=now - DRAFTS)
    withdrawn = Q(state=State.WITHDRAWN, changed_at__lt=now - WITHDRAWN)
    return {
        "drafts and withdrawn versions": ResourceVersion.objects.filter(idle | withdrawn),
        # After them, so that those they leave empty go too.
        "resources without versions": Resource.objects.filter(
            published_at=None, versions=None, created_at__lt=now - DRAFTS
        ),
        "withdrawn resources": Resource.objects.filter(withdrawn_at__lt=now - WITHDRAWN),
    }
