"""Registered platforms, and the tool's own keys: made once, private, their public halves at ``/lti/keys.json``."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from lti_tool.models import Key, LtiDeployment, LtiRegistration

from nodeport_lab.lti.models import Site
from nodeport_lab.lti.wire import Wire, origin

LINE_ITEM = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
SCOPES = (LINE_ITEM, SCORE)


class Unregistrable(ValueError):
    """What the operator, or the platform, got wrong."""


def public(request: HttpRequest, name: str, *args: str) -> str:
    """An address of ours as platforms know it."""
    path = reverse(name, args=args)
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)


def make_sure_of_key() -> None:
    """Makes the tool's pair of keys where there is none. Two that are made at once are both good: both are published."""
    if not Key.objects.active().exists():
        Key.objects.generate()


def register(
    *,
    name: str,
    issuer: str,
    client_id: str,
    auth_url: str,
    token_url: str,
    keys_url: str,
    audience: str = "",
    deployments: Iterable[str] = (),
    origins: Iterable[str] = (),
    any_deployment: bool = False,
) -> Site:
    """A platform that may send people here from now on; known already (issuer and client id), it is as is said now."""
    known = []
    for address in (auth_url, token_url, keys_url, *origins):
        if not origin(address):
            raise Unregistrable(f"{address!r} is no https address.")
        known.append(origin(address))
    if not issuer or not client_id:
        raise Unregistrable("An issuer and a client id are needed.")
    known += [origin(issuer)] if origin(issuer) else []
    make_sure_of_key()
    with transaction.atomic():
        registration, _made = LtiRegistration.objects.update_or_create(
            issuer=issuer,
            client_id=client_id,
            defaults={
                "name": name or issuer,
                "auth_url": auth_url,
                "token_url": token_url,
                "keyset_url": keys_url,
                "audience": audience,
                "is_active": True,
            },
        )
        for one in deployments:
            LtiDeployment.objects.update_or_create(
                registration=registration, deployment_id=one, defaults={"is_active": True}
            )
        site, _made = Site.objects.update_or_create(
            registration=registration,
            defaults={"origins": sorted(set(known)), "any_deployment": any_deployment},
        )
    return site


def wire(registration: LtiRegistration) -> Wire:
    """HTTP to this platform alone."""
    return Wire(registration.site.origins)


def everywhere() -> list[str]:
    """The origins of all platforms: who may frame a page that is shown before it is known who asks."""
    found = Site.objects.filter(registration__is_active=True).values_list("origins", flat=True)
    return sorted({one for origins in found for one in origins})
