"""A lab in a frame on somebody else's page: no cookie is needed, none is read, and none is set.

The frame shows a frozen copy. Whoever wants to do something gets a workspace without a visitor, whose signed name in the address is
all that leads to it; it is tidied away once it was left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from nodeport_lab.content.presets import presets as examples
from nodeport_lab.content.scenes import scenes
from nodeport_lab.lab import api, doors, presets, shared, sharing, stage, workbench
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.context import THEMES
from nodeport_lab.lab.errors import no_share, too_many
from nodeport_lab.lab.models import EMBEDDED


def _in_any_frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Any page may show this one, whatever else the site's policy says."""

    @csp_replace({"frame-ancestors": ["*"]})
    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return framed


@require_safe
@never_cache
@_in_any_frame
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The frame: a frozen copy, or, with the name of a workspace in ``lab``, what somebody does there."""
    if not api.public.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    share = shared.found(code)
    if share is None:
        return no_share(request, "lab/embed_message.html")
    name = request.GET.get("lab", "")
    workspace = doors.opened(name) if name else None
    if workspace is None or workspace.purpose != EMBEDDED:
        context = shared.context(share)
    else:
        with shelf.alone(workspace.pk):
            context = stage.context(workspace) | {
                "share": share,
                "preset": presets.told(workspace, workbench.language()),
            }
    theme = request.GET.get("theme", "")
    return render(
        request,
        "lab/embed.html",
        context | {"theme": theme if theme in THEMES else "auto", "wanted_theme": theme},
    )


@require_safe
@_in_any_frame
def preset(request: HttpRequest, preset: str) -> HttpResponse:
    """A fault or an example in a frame: to the frozen copy of it."""
    if not api.public.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    if preset not in scenes() and preset not in examples():
        return no_share(request, "lab/embed_message.html")
    return _to(request, reverse("lab:embed", args=[sharing.of_preset(preset).code]))


@require_POST
@csrf_exempt  # It reads no cookie: there is nobody in whose name it could be forged.
@_in_any_frame
def go_on(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody wants to do something: a workspace for this sitting."""
    share = shared.found(code)
    if share is None:
        return no_share(request)
    if not api.making.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    with shelf.alone(share.workspace.pk):
        workspace = sharing.fork(share.workspace, None)
    return _to(request, reverse("lab:embed", args=[code]), lab=workspace.name)


def _to(request: HttpRequest, address: str, **more: str) -> HttpResponse:
    theme = request.GET.get("theme", "")
    query = more | ({"theme": theme} if theme in THEMES else {})
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)


@require_safe
@cache_control(public=True, max_age=3600)
def script(request: HttpRequest) -> HttpResponse:
    """What makes a frame as tall as what is in it. At an address that stays, for other people's pages to name."""
    path = finders.find("js/embed.js")
    with open(str(path), encoding="utf-8") as file:
        response = HttpResponse(file.read(), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
