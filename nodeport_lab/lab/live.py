"""The live socket: tells a visitor's other tabs that their workspace has changed.

It carries revisions, never state: a page that hears of a newer one asks for it. So a lost message costs
nothing, and a page that comes back after a lost connection is told at once where things stand.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings
from django.http import parse_cookie

from nodeport_lab.lab import doors, hearing, visitors
from nodeport_lab.lab.models import Workspace

logger = logging.getLogger(__name__)


def group(workspace_id: str) -> str:
    """The channel group of everybody who looks at a workspace."""
    return f"workspace.{workspace_id}"


def announce(workspace: Workspace) -> None:
    """Tell every open page of this workspace its new revision. The change itself is safe, so this may fail."""
    hearing.changed.send_robust(sender=None, workspace=workspace)
    message = {"type": "state", "revision": workspace.revision}
    try:
        async_to_sync(get_channel_layer().group_send)(group(workspace.pk), message)
    except Exception:
        logger.warning("other tabs could not be told of a change", exc_info=True)


class Live(AsyncJsonWebsocketConsumer):
    """One open page. It listens; the page has nothing to say to it."""

    group_name: str | None = None

    async def connect(self) -> None:
        """Lets in who comes from our own pages with the cookie of a visitor who has a workspace."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in self.scope["headers"]}
        workspace = await self._workspace(headers) if same_origin(headers) else None
        if workspace is None:
            await self.close(code=4003)
            return
        self.group_name = group(workspace.pk)
        await self.channel_layer.group_add(self.group_name, self.channel_name)
        await self.accept()
        await self.state({"revision": workspace.revision})

    async def disconnect(self, code: int) -> None:
        """Leaves the group."""
        if self.group_name:
            await self.channel_layer.group_discard(self.group_name, self.channel_name)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Whatever a page says is not listened to."""

    async def state(self, event: dict[str, Any]) -> None:
        """A group message: the workspace has a new revision."""
        await self.send_json({"type": "state", "revision": event["revision"]})

    @database_sync_to_async
    def _workspace(self, headers: dict[str, str]) -> Workspace | None:
        wanted = parse_qs(self.scope["query_string"].decode("latin-1")).get("workspace", [""])[0]
        if doors.is_open(wanted):
            return doors.opened(wanted)
        identity = visitors.visitor_id(parse_cookie(headers.get("cookie", "")))
        return doors.own(identity, wanted) if identity else None


def same_origin(headers: dict[str, str]) -> bool:
    """Browsers state the page's origin; no page but ours may listen (cross-site WebSocket hijacking)."""
    origin = headers.get("origin", "")
    return urlsplit(origin).netloc == headers.get("host") or origin in settings.CSRF_TRUSTED_ORIGINS
