"""What platforms ask of us: to begin a login, to take a launch, our keys; and how we want to be entered there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from lti_tool.models import Key

from nodeport_lab.lab.limits import Rate
from nodeport_lab.lti import arriving, choosing, launching, platforms
from nodeport_lab.lti.launching import Launch, Refused

logger = logging.getLogger(__name__)
launches = Rate(settings.LTI_LAUNCHES_PER_SECOND, settings.LTI_LAUNCHES_AT_ONCE)


def refused(request: HttpRequest, status: int, title: str, text: str, reason: str = "") -> HttpResponse:
    """What is said in the frame where something should have been. ``reason`` is for who runs the platform, in English."""
    response = render(
        request, "lti/refused.html", {"title": title, "text": text, "reason": reason}, status=status
    )
    response._csp_replace = {"frame-ancestors": platforms.everywhere() or ["'none'"]}  # type: ignore[attr-defined]
    return response


def _not_believed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.warning("a launch was refused: %s", error)
    return refused(
        request,
        401,
        _("This could not be opened"),
        _("Reload the page of your course. If that does not help, tell your teacher what is written below."),
        str(error)[:300],
    )


def _limited(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponse:
        if not launches.take(request.META["REMOTE_ADDR"]):
            return refused(
                request,
                429,
                _("That was too much at once"),
                _("Wait a moment, then reload the page."),
            )
        return view(request)

    return limited


@csrf_exempt  # By design another site begins the login; what it says is proven at its end.
@require_http_methods(["GET", "POST"])
@never_cache
@_limited
def login(request: HttpRequest) -> HttpResponse:
    """The platform begins: to its login, and back."""
    try:
        return launching.login(request)
    except Refused as error:
        return _not_believed(request, error)


@csrf_exempt  # Another site posts it; its signature, nonce and state say whether to believe it.
@require_POST
@never_cache
@_limited
def launch(request: HttpRequest) -> HttpResponse:
    """The platform's message: to what its link shows, or to what a teacher may choose."""
    message = Launch(request)
    try:
        message.believe()
    except Refused as error:
        return _not_believed(request, error)
    language = message.locale if message.locale in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        if message.is_deep_link_launch():
            return choosing.page(request, message)
        if message.is_resource_launch():
            try:
                return arriving.arrive(request, message)
            except arriving.Gone as gone:
                return refused(
                    request,
                    404,
                    _("What this link shows is not here"),
                    _("It may have been renamed. Your teacher can choose it anew."),
                    str(gone)[:200],
                )
    return _not_believed(request, ValueError("this kind of message is not served"))


@csrf_exempt  # The ticket is the proof, and nobody else has it.
@require_http_methods(["GET", "POST"])
@never_cache
def enter(request: HttpRequest, ticket: str) -> HttpResponse:
    """In a window of its own, where the frame keeps no cookies."""
    response = arriving.enter(request, ticket)
    return response or refused(
        request,
        410,
        _("This way in was used, or is too old"),
        _("Go back to your course and open it there again."),
    )


@require_safe
@cache_control(public=True, max_age=300)
def keys(request: HttpRequest) -> JsonResponse:
    """The public halves of the tool's keys (RFC 7517)."""
    platforms.make_sure_of_key()
    return JsonResponse(Key.objects.as_jwks())


@require_safe
@cache_control(public=True, max_age=300)
def canvas(request: HttpRequest) -> JsonResponse:
    """The tool as Canvas wants it described: to be named there when a key is made."""
    target = platforms.public(request, "lti:launch")
    settings_of: dict[str, Any] = {
        "text": "NodePort Lab",
        "placements": [
            {
                "placement": name,
                "message_type": "LtiDeepLinkingRequest",
                "target_link_uri": target,
                "text": "NodePort Lab",
                "selection_width": 900,
                "selection_height": 700,
            }
            for name in ("assignment_selection", "link_selection")
        ],
    }
    return JsonResponse(
        {
            "title": "NodePort Lab",
            "description": "Learn how a request reaches a pod.",
            "oidc_initiation_url": platforms.public(request, "lti:login"),
            "target_link_uri": target,
            "public_jwk_url": platforms.public(request, "lti:keys"),
            "scopes": list(platforms.SCOPES),
            "extensions": [
                {
                    "platform": "canvas.instructure.com",
                    "domain": urlsplit(target).hostname,
                    "tool_id": "nodeport-lab",
                    "privacy_level": "anonymous",
                    "settings": settings_of,
                }
            ],
            "custom_fields": {},
        }
    )
