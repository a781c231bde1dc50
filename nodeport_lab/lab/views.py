"""Pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from nodeport_lab.lab import labs, presets, stage, visitors, workbench
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import no_lab, too_many


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
    return HttpResponse(
        "User-agent: *\nDisallow: /ja/lab/\nDisallow: /en/lab/\nDisallow: /ja/embed/\nDisallow: /en/embed/\n",
        content_type="text/plain",
    )


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The lab. At a first visit a workspace is made, so that there is a running cluster at once."""
    newcomer = visitors.known(request) is None
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    wanted = request.GET.get("workspace")
    with shelf.alone(visitor.pk):
        workspace = labs.find(visitor, wanted) if wanted else stage.open_for(visitor)
        if workspace is None:
            return no_lab(request)
        labs.visit(workspace)
        context = stage.context(workspace) | {
            "title": labs.title(workspace),
            "newcomer": newcomer,
            "preset": presets.told(workspace, workbench.language()),
        }
    return render(request, "lab/lab.html", context)
