from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import challenges


@never_cache
@require_safe
def challenge(request: HttpRequest) -> JsonResponse:
    """What the widget fetches when the form is touched: never from a cache, another one each time."""
    return JsonResponse(challenges.issue())
