"""A platform that registers itself (LTI dynamic registration 1.0), where the operator has invited it.

An invitation is an address for the platform's administrator. It is good once, for a week, and for platforms at the origins that the
operator named: the server asks nobody else.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nodeport_lab.lti import platforms
from nodeport_lab.lti.models import Handshake
from nodeport_lab.lti.wire import Wire, origin

_SALT = "nodeport_lab.lti.invitation"
LIFE = timedelta(days=7)
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"


def invite(origins: list[str]) -> str:
    """The end of the address of a new invitation."""
    state = f"invite-{secrets.token_urlsafe(16)}"
    Handshake.objects.create(state=state, expires=timezone.now() + LIFE)
    return signing.dumps([state, origins], salt=_SALT)


@csrf_exempt  # The invitation is the proof, and nobody else has it.
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def register(request: HttpRequest, invitation: str) -> HttpResponse:
    """The platform's administrator is asked once more, then both sides write down who the other is."""
    try:
        state, origins = signing.loads(invitation, salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError):
        state, origins = "", []
    configuration = request.GET.get("openid_configuration", "")
    said: dict[str, Any] = {"platform": origin(configuration)}
    status = 200
    if not Handshake.objects.filter(pk=state, expires__gt=timezone.now()).exists():
        said["error"] = _("This invitation was used, or is too old. Ask for another one.")
        status = 410
    elif origin(configuration) not in origins:
        said["error"] = _("This invitation is for another platform: %(origins)s") % {
            "origins": ", ".join(origins)
        }
        status = 403
    elif request.method == "POST":
        Handshake.take(state)
        try:
            _agree(request, configuration, origins)
            said["done"] = True
        except (requests.RequestException, platforms.Unregistrable, KeyError, TypeError, ValueError) as error:
            said["error"] = _("The platform could not be registered. Ask for another invitation.")
            said["reason"] = str(error)[:300]
            status = 502
    response = render(request, "lti/register.html", said, status=status)
    response._csp_replace = {"frame-ancestors": origins or ["'none'"]}  # type: ignore[attr-defined]
    return response


def _agree(request: HttpRequest, configuration: str, origins: list[str]) -> None:
    wire = Wire(origins)
    found = wire.get(configuration, headers={"Accept": "application/json"})
    found.raise_for_status()
    platform = found.json()
    token = request.GET.get("registration_token", "")
    answer = wire.post(
        str(platform["registration_endpoint"]),
        json=description(request),
        headers={"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}),
    )
    answer.raise_for_status()
    tool = answer.json()
    deployment = tool.get(TOOL, {}).get("deployment_id") or tool.get("deployment_id")
    family = platform.get(PLATFORM, {}).get("product_family_code", "")
    platforms.register(
        name=f"{family} {urlsplit(str(platform['issuer'])).hostname}".strip(),
        issuer=str(platform["issuer"]),
        client_id=str(tool["client_id"]),
        auth_url=str(platform["authorization_endpoint"]),
        token_url=str(platform["token_endpoint"]),
        keys_url=str(platform["jwks_uri"]),
        audience=str(platform.get("authorization_server") or ""),
        deployments=[str(deployment)] if deployment else [],
        origins=origins,
        any_deployment=not deployment,
    )


def description(request: HttpRequest) -> dict[str, Any]:
    """What a platform is told of us. We ask for no name and no mail address of anybody."""
    target = platforms.public(request, "lti:launch")
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": platforms.public(request, "lti:login"),
        "redirect_uris": [target],
        "client_name": "NodePort Lab",
        "jwks_uri": platforms.public(request, "lti:keys"),
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(platforms.SCOPES),
        TOOL: {
            "domain": urlsplit(target).netloc,
            "description": "Learn how a request reaches a pod.",
            "description#ja": "リクエストが Pod に届くまでを学びます。",
            "target_link_uri": target,
            "custom_parameters": {},
            "claims": ["iss", "sub"],
            "messages": [
                {"type": "LtiDeepLinkingRequest", "target_link_uri": target, "label": "NodePort Lab"},
                {"type": "LtiResourceLinkRequest", "target_link_uri": target, "label": "NodePort Lab"},
            ],
        },
    }
