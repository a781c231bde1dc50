"""Who asks: an anonymous visitor, known again by a signed cookie that scripts cannot read."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.models import Visitor

COOKIE = "visitor"
_SALT = "nodeport_lab.visitor"
_NEW = "_new_visitor"
_NOBODY = object()

new_visitors = Rate(settings.VISITORS_PER_SECOND, settings.VISITORS_AT_ONCE)


def visitor_id(cookies: Mapping[str, str]) -> str | None:
    """The id within the cookie, where the cookie is one that this server signed."""
    try:
        return signing.Signer(salt=_SALT).unsign(cookies[COOKIE])
    except (KeyError, signing.BadSignature):
        return None


def known(request: HttpRequest) -> Visitor | None:
    """The visitor who sent this request, if they have been here before."""
    identity = visitor_id(request.COOKIES)
    return Visitor.objects.filter(pk=identity).first() if identity else None


def welcome(request: HttpRequest) -> Visitor:
    """A new visitor; the middleware gives them their cookie with the answer."""
    visitor = Visitor.objects.create()
    setattr(request, _NEW, visitor)
    return visitor


def become(request: HttpRequest, visitor: Visitor | None) -> None:
    """This browser is that visitor's from now on; nobody's where it is None."""
    setattr(request, _NEW, visitor or _NOBODY)


def arrive(request: HttpRequest) -> Visitor | None:
    """The visitor who sent this request, welcomed where they are new; None where their address brings too many at once."""
    visitor = known(request)
    if visitor is None and new_visitors.take(request.META["REMOTE_ADDR"]):
        return welcome(request)
    return visitor


def give_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell a new visitor's browser who they are."""
    visitor = getattr(request, _NEW, None)
    if visitor is _NOBODY:
        response.delete_cookie(COOKIE, samesite="Lax")
    elif visitor is not None:
        response.set_cookie(
            COOKIE,
            signing.Signer(salt=_SALT).sign(visitor.pk),
            max_age=settings.VISITOR_COOKIE_AGE,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
