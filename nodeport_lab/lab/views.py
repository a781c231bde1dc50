"""Pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from nodeport_lab.lab import stage, visitors
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.visitors import new_visitors as new_visitors


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def home(request: HttpRequest) -> HttpResponse:
    """To the lab in the visitor's language: LocaleMiddleware has read their cookie and their browser's wishes."""
    return HttpResponseRedirect(reverse("lab:page"))


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the server answers. The yardstick of script/bench, so it does nothing."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages may be indexed; what a script asks for is nobody's reading."""
    return HttpResponse("User-agent: *\nDisallow: /ja/lab/\nDisallow: /en/lab/\n", content_type="text/plain")


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The lab. At a first visit a workspace is made, so that there is a running cluster at once."""
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    with shelf.alone(visitor.pk):
        context = stage.context(stage.open_for(visitor))
    return render(request, "lab/lab.html", context)
