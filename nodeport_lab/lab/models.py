"""What is kept: visitors, and for each a workspace: a log of actions, and the files as last typed."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models


def new_id() -> str:
    """128 bits that nobody guesses, short enough for an address."""
    return secrets.token_urlsafe(16)


class Visitor(models.Model):
    """Somebody without an account, known by a signed cookie."""

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.id


class Workspace(models.Model):
    """A cluster as a log: what it is follows from ``settings``, ``seed`` and the actions, and from nothing else.

    purpose: what it was made for: ``lab``, or whatever another app calls its own (``lesson:three-ports``); ``stage.open_for``.
    revision: grows by one with every change, an undo included; who changes states the revision that they saw.
    length: how many actions have been done; the first ``begins`` of them made what it began with, and are not undone. Actions of a higher number were undone and can be done again, until something else
    is done. files: the editor's files (name, text) as last typed, applied or not.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="workspaces")
    purpose = models.CharField(max_length=100, default="lab")
    settings = models.JSONField(default=dict, blank=True)
    seed = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)
    begins = models.PositiveIntegerField(default=1)
    files: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering = ("created", "id")
        indexes = (models.Index(fields=("visitor", "purpose"), name="workspace_purpose"),)

    def __str__(self) -> str:
        return self.id


class Action(models.Model):
    """An entry of the log, in the simulation's own form (``type`` and its fields).

    ``brief`` is the same without long texts: all that the time line needs, and small.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="actions")
    number = models.PositiveIntegerField()
    data: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    brief: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(editable=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("workspace", "number"), name="action_number_once"),)

    def __str__(self) -> str:
        return f"{self.workspace_id} {self.number} {self.data.get('type')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps ``brief`` true to ``data``."""
        self.brief = {
            key: value for key, value in self.data.items() if key not in ("files", "opened", "text")
        }
        if "files" in self.data:
            self.brief["files"] = [{"name": file["name"]} for file in self.data["files"]]
        super().save(*args, **kwargs)
