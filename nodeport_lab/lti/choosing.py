"""A teacher chooses what a course shows (deep linking 2.0), and the choice goes to the platform, signed.

No cookie is needed for it: what the platform asked for travels along, signed by us, and nothing is written in anybody's name.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from lti_tool.models import LtiDeployment
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from nodeport_lab.lti import contents, platforms
from nodeport_lab.lti.contents import Content
from nodeport_lab.lti.launching import Launch
from nodeport_lab.lti.lineitems import MAXIMUM
from nodeport_lab.lti.wire import origin
from nodeport_lab.quiz import door as quiz

SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
_SALT = "nodeport_lab.lti.choosing"
LIFE = 4 * 3600
MOST = 50
COUNTS, MINUTES = (5, 10, 15, 20, 30), (0, 5, 10, 20, 30, 60)


def page(request: HttpRequest, launch: Launch) -> HttpResponse:
    """All that there is to choose from."""
    said = launch.claims[SETTINGS]
    address = said.get("deep_link_return_url")
    if not isinstance(address, str) or not origin(address):
        return _failed(request, launch.frames)
    asked = {
        "deployment": launch.deployment.pk,
        "frames": launch.frames,
        "address": address,
        "data": said.get("data"),
        "many": said.get("accept_multiple") in (True, "true"),
        "graded": said.get("accept_lineitem") not in (False, "false"),
    }
    return _choose(request, asked)


def _choose(request: HttpRequest, asked: dict[str, Any], error: str = "", status: int = 200) -> HttpResponse:
    response = render(
        request,
        "lti/choose.html",
        {
            "asked": signing.dumps(asked, salt=_SALT, compress=True),
            "many": asked["many"],
            "graded": asked["graded"],
            "groups": contents.groups(),
            "chapters": quiz.chapters(contents.language()),
            "counts": COUNTS,
            "minutes": MINUTES,
            "error": error,
        },
        status=status,
    )
    response._csp_replace = {"frame-ancestors": asked["frames"]}  # type: ignore[attr-defined]
    return response


def _failed(request: HttpRequest, frames: list[str]) -> HttpResponse:
    words = {
        "title": _("This could not be opened"),
        "text": _("This page was open for too long. Close it and choose again."),
    }
    response = render(request, "lti/refused.html", words, status=400)
    response._csp_replace = {"frame-ancestors": frames or ["'none'"]}  # type: ignore[attr-defined]
    return response


@csrf_exempt  # What was asked is signed, and goes with the form: nobody else has it.
@require_POST
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """To the platform with what was chosen."""
    try:
        asked: dict[str, Any] = signing.loads(request.POST.get("asked", ""), salt=_SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError):
        return _failed(request, platforms.everywhere())
    deployment = LtiDeployment.objects.select_related("registration").filter(pk=asked["deployment"]).first()
    if deployment is None:
        return _failed(request, asked["frames"])
    chosen = _chosen(request)
    if not chosen or len(chosen) > (MOST if asked["many"] else 1):
        error = _("Choose what the course is to show.") if not chosen else _("Choose one thing.")
        return _choose(request, asked, error, 422)
    token = _token(request, deployment, asked, chosen, graded="graded" in request.POST and asked["graded"])
    response = render(request, "lti/chosen.html", {"address": asked["address"], "token": token})
    response._csp_replace = {  # type: ignore[attr-defined]
        "frame-ancestors": asked["frames"],
        "form-action": sorted({origin(asked["address"]), *asked["frames"]}),
    }
    return response


def _chosen(request: HttpRequest) -> list[Content]:
    names = []
    for name in request.POST.getlist("content"):
        if name == "test":
            names.append(
                contents.test_name(
                    request.POST.getlist("chapter"),
                    request.POST.get("count", ""),
                    request.POST.get("minutes", ""),
                )
            )
        elif name == "practice":
            names.append(f"practice:{','.join(request.POST.getlist('chapter'))}")
        else:
            names.append(name)
    found = [contents.read(name[:200]) for name in dict.fromkeys(names)]
    return [one for one in found if one is not None]


def _token(
    request: HttpRequest,
    deployment: LtiDeployment,
    asked: dict[str, Any],
    chosen: list[Content],
    graded: bool,
) -> str:
    target = platforms.public(request, "lti:launch")
    settings = {"deep_link_return_url": asked["address"], "data": asked["data"]}
    answer = DeepLink(deployment.registration.to_registration(), deployment.deployment_id, settings)
    message = answer.get_message_jwt([_resource(target, one, graded and one.graded) for one in chosen])
    if asked["data"] is None:
        # What was not sent is not to be sent back.
        message.pop("https://purl.imsglobal.org/spec/lti-dl/claim/data")
    token: str = answer.encode_jwt(message)
    return token


def _resource(target: str, content: Content, graded: bool) -> DeepLinkResource:
    resource = DeepLinkResource().set_title(content.title)
    # Some platforms lose custom parameters when a course is copied, others change addresses: either says what is shown.
    resource.set_url(f"{target}?{urlencode({'content': content.id})}").set_custom_params(
        {"content": content.id}
    )
    if graded:
        item = LineItem().set_score_maximum(MAXIMUM).set_label(content.title).set_resource_id(content.id)
        resource.set_lineitem(item)
    return resource
