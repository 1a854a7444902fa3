from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samrum.core.caching import public_view

from . import analysis, engine
from .forms import SearchForm
from .models import PageSearchEntry
from .results import results
from .spelling import suggestions

PER_PAGE = 10


@public_view
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/sok/?q=`: the public pages of the language of the address. The same for everybody."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    language = get_language() or "sv"
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    query = analysis.parse(asked, language)
    keys = PageSearchEntry.search(query, language=language)
    part = Paginator(keys, PER_PAGE).get_page(request.GET.get("sida"))
    response = render(
        request,
        "search/search.html",
        {
            "form": form,
            "asked": asked,
            "part": part,
            "count": len(keys),
            "is_capped": len(keys) >= engine.MAX_HITS,
            "results": results(request, query, list(part.object_list)),
            "suggestions": suggestions(query) if query and not keys else [],
        },
    )
    # Hits come and go; what search engines should know stands on the pages themselves.
    response["X-Robots-Tag"] = "noindex"
    return response
