"""Who asks: an anonymous visitor, known again by a signed cookie that scripts cannot read.

A **guest** is a visitor whom another site has sent, to work in a frame on its pages. A cookie of their own says so, for some hours, and
comes before the browser's: it lives in frames of that site alone (``lab.cookies``), and ends with the browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from nodeport_lab.lab import cookies
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.models import Visitor

COOKIE, GUEST = "visitor", "guest"
_SALT, _GUEST_SALT = "nodeport_lab.visitor", "nodeport_lab.guest"
_NEW = "_new_visitor"
_RECEIVED = "_received_guest"
_NOBODY = object()

new_visitors = Rate(settings.VISITORS_PER_SECOND, settings.VISITORS_AT_ONCE)


class Guest(NamedTuple):
    """visitor: their id. frames: origins on whose pages they are. note: whatever the app that sent them wants to know again."""

    visitor: str
    frames: tuple[str, ...]
    note: str


def guest(found: Mapping[str, str]) -> Guest | None:
    """Whom another site sent, where this server signed it and it is not too long ago."""
    if GUEST not in found:
        return None
    try:
        visitor, frames, note = signing.loads(
            found[GUEST], salt=_GUEST_SALT, max_age=settings.GUEST_COOKIE_AGE
        )
    except (signing.BadSignature, ValueError):
        return None
    return Guest(visitor, tuple(frames), note)


def visitor_id(found: Mapping[str, str]) -> str | None:
    """The id within the cookies, where this server signed it."""
    sent = guest(found)
    if sent is not None:
        return sent.visitor
    try:
        return signing.Signer(salt=_SALT).unsign(found[COOKIE])
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


def receive(request: HttpRequest, visitor: Visitor, frames: Sequence[str], note: str = "") -> None:
    """Another site sent this browser here as that visitor, to be shown on its pages."""
    setattr(request, _RECEIVED, Guest(visitor.pk, tuple(frames), note))


def arrive(request: HttpRequest) -> Visitor | None:
    """The visitor who sent this request, welcomed where they are new; None where their address brings too many at once."""
    visitor = known(request)
    if visitor is None and new_visitors.take(request.META["REMOTE_ADDR"]):
        return welcome(request)
    return visitor


def sent(request: HttpRequest) -> Guest | None:
    """The guest who sent this request, or who was received while answering it."""
    found: Guest | None = getattr(request, _RECEIVED, None)
    return found or guest(request.COOKIES)


def give_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell a new visitor's browser who they are."""
    received: Guest | None = getattr(request, _RECEIVED, None)
    visitor = getattr(request, _NEW, None)
    if received is not None:
        cookies.give(response, GUEST, signing.dumps(list(received), salt=_GUEST_SALT))
    elif visitor is not None and GUEST in request.COOKIES:
        cookies.take(response, GUEST)
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


def may_frame(request: HttpRequest, response: HttpResponseBase) -> None:
    """What a guest is shown may be shown on the pages of who sent them; a view that decides for itself is not overruled."""
    found = sent(request)
    if found is None:
        return
    replaced = dict(getattr(response, "_csp_replace", None) or {})
    always = [one for one in settings.FRAME_ANCESTORS if one.startswith("http")]
    replaced.setdefault("frame-ancestors", [*found.frames, *always])
    response._csp_replace = replaced  # type: ignore[attr-defined]
