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

newcomers = Rate(settings.VISITORS_PER_SECOND, settings.VISITORS_AT_ONCE)


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


def may_come(request: HttpRequest) -> bool:
    """Whether one more visitor may come from this address now."""
    return newcomers.take(request.META["REMOTE_ADDR"])


def welcome(request: HttpRequest) -> Visitor:
    """A new visitor; the middleware gives them their cookie with the answer."""
    visitor = Visitor.objects.create()
    setattr(request, _NEW, visitor)
    return visitor


def give_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell a new visitor's browser who they are."""
    visitor = getattr(request, _NEW, None)
    if visitor is not None:
        response.set_cookie(
            COOKIE,
            signing.Signer(salt=_SALT).sign(visitor.pk),
            max_age=settings.VISITOR_COOKIE_AGE,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
