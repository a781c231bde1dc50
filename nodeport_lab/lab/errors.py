"""What is said when something is wrong: as JSON to a script, as a page to a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class Refusal(Exception):
    """Raised by a view's helpers: answered as ``{"error": {"code", "message"}}`` with ``status``.

    ``more`` stands beside the error: the present state, where a conflict is to be resolved.
    """

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.more = status, code, message, more

    def response(self) -> JsonResponse:
        """The answer that a script can read."""
        return JsonResponse(
            {"error": {"code": self.code, "message": self.message}, **self.more}, status=self.status
        )


def _wants_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json" or "application/json" in request.headers.get(
        "Accept", ""
    )


def _answer(
    request: HttpRequest, status: int, code: str, title: str, text: str, template: str = "error.html"
) -> HttpResponse:
    if _wants_json(request):
        return Refusal(status, code, text).response()
    return render(request, template, {"title": title, "text": text, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such page."""
    return _answer(
        request,
        404,
        "not-found",
        _("There is no such page"),
        _("The address may be mistyped, or the page has moved."),
    )


def no_lab(request: HttpRequest) -> HttpResponse:
    """404: no lab of this visitor's."""
    return _answer(
        request,
        404,
        "no-lab",
        _("This lab is not here"),
        _(
            "It may have been deleted, or it belongs to another browser. To show a lab to others, share it and send them the link."
        ),
    )


def no_share(request: HttpRequest, template: str = "error.html") -> HttpResponse:
    """404: no shared copy behind this link."""
    return _answer(
        request,
        404,
        "no-share",
        _("Nothing is shared under this link"),
        _(
            "A letter may be missing or wrong: a link ends in ten letters and digits, and capitals count. Ask whoever sent it to you."
        ),
        template,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the request did not come from one of our pages, or the browser keeps no cookies."""
    return _answer(
        request,
        403,
        "forbidden",
        _("This request could not be trusted"),
        _("Reload the page and try again. The lab needs cookies to know your workspace again."),
    )


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal, to a person."""
    return _answer(request, refusal.status, refusal.code, _("That is not possible just now"), refusal.message)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: more at once than one visitor or one address may ask for."""
    return _answer(
        request, 429, "too-many", _("That was too much at once"), _("Wait a moment, then reload the page.")
    )


def too_much() -> Refusal:
    """The same to a script, or where what was asked is answered otherwise."""
    return Refusal(429, "too-many", _("That was too much at once. Wait a moment and try again."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Nothing that may have failed is used: no template, no database."""
    text = _("Something went wrong on our side. What you typed is kept; reload the page to go on.")
    if _wants_json(request):
        return Refusal(500, "server-error", text).response()
    return HttpResponse(
        f'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>NodePort Lab</title><h1>NodePort Lab</h1><p>{text}</p>",
        status=500,
    )
