"""The page behind a short link: somebody's lab as it was, to be looked at, and to be gone on with in a lab of one's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from nodeport_lab.lab import api, labs, presets, sharing, stage, visitors, workbench
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import Refusal, no_share, refused, too_many
from nodeport_lab.lab.models import Share


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def home(request: HttpRequest, code: str) -> HttpResponse:
    """To the page in the visitor's language."""
    return HttpResponseRedirect(reverse("lab:shared", args=[code]))


def found(code: str) -> Share | None:
    """The share of this code."""
    return Share.objects.select_related("workspace").filter(code=code).first()


def context(share: Share) -> dict[str, Any]:
    """What the templates of a read-only stage need."""
    with shelf.alone(share.workspace.pk):
        return stage.context(share.workspace) | {
            "share": share,
            "journey": sharing.replayed(share),
            "preset": presets.told(share.workspace, workbench.language()),
        }


@require_safe
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Nobody is made a visitor of by looking."""
    if not api.public.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    share = found(code)
    if share is None:
        return no_share(request)
    response = render(request, "lab/shared.html", context(share))
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def fork(request: HttpRequest, code: str) -> HttpResponse:
    """A lab of the visitor's own that goes on from there."""
    share = found(code)
    if share is None:
        return no_share(request)
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    if not api.making.take(visitor.pk):
        return too_many(request)
    try:
        with shelf.alone(visitor.pk):
            labs.room_for(visitor)
            workspace = sharing.fork(share.workspace, visitor)
    except Refusal as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(labs.address(workspace))
