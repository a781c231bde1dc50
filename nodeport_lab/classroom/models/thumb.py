"""A small drawing of a cluster, kept so that a board of forty costs nothing to look at."""

from __future__ import annotations

from typing import Any

from django.db import models

from nodeport_lab.lab.stage import Workspace


class Thumb(models.Model):
    """drawing: as ``classroom.thumbs`` makes it."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="thumb", primary_key=True)
    drawing: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.workspace_id)
