"""Middleware: works under ASGI without a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import sync_and_async_middleware

from nodeport_lab.lab import cookies, doors, visitors


class Csrf(CsrfViewMiddleware):
    """Django's, but for requests that act by no cookie: with none there is nobody in whose name they could be forged."""

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> Any:
        """None lets the request through."""
        if getattr(callback, "may_need_no_cookie", False) and doors.is_open(request.GET.get("workspace")):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """A guest's has to reach us from within a frame."""
        super()._set_csrf_cookie(request, response)  # type: ignore[misc]
        if settings.CSRF_COOKIE_NAME in response.cookies and visitors.sent(request):
            cookies.partition(response, settings.CSRF_COOKIE_NAME)


@sync_and_async_middleware
def visitor_cookie(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Gives a visitor who was made while answering their cookie, and shows a guest's pages where they are."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            response: HttpResponseBase = await get_response(request)
            visitors.give_cookie(request, response)
            visitors.may_frame(request, response)
            return response

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = get_response(request)
        visitors.give_cookie(request, response)
        visitors.may_frame(request, response)
        return response

    return synchronous
