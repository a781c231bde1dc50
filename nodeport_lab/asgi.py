"""The ASGI application: static files in front, then Django for HTTP and Channels for WebSockets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nodeport_lab.settings")
django = get_asgi_application()

# Only now may anything be imported that reads settings or models.
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler  # noqa: E402
from servestatic import ServeStaticASGI  # noqa: E402

from nodeport_lab.lab.limits import BodyLimit  # noqa: E402
from nodeport_lab.urls import websocket_urlpatterns  # noqa: E402

if TYPE_CHECKING:
    from wsgiref.headers import Headers


def _headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def with_static_files(application: Any) -> Any:
    """``application`` with the static files in front of it, so that they never wait for Django."""
    if settings.DEBUG:
        return ASGIStaticFilesHandler(application)  # straight from the sources, nothing to collect
    return ServeStaticASGI(
        application,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        add_headers_function=_headers,
    )


application = ProtocolTypeRouter(
    {
        "http": with_static_files(BodyLimit(django)),
        "websocket": URLRouter(websocket_urlpatterns),
    }
)
