"""What is kept: visitors, and for each a workspace: a log of actions, and the files as last typed."""

from __future__ import annotations

import secrets
from typing import Any

from django.core import signing
from django.db import models
from django.utils import timezone

SHARED, EMBEDDED, REMOVED = "share", "embed", "removed"
CLASS = "class:"  # and the room: what somebody does there
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SALT = "nodeport_lab.embedded"
_WATCHED = "nodeport_lab.watched"


def new_id() -> str:
    """128 bits that nobody guesses, short enough for an address."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """58 bits in ten letters and digits that nobody mistakes for one another: a link to be copied, spoken, typed."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


class Visitor(models.Model):
    """Somebody without an account, known by a signed cookie."""

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.id


class Workspace(models.Model):
    """A cluster as a log: what it is follows from ``settings``, ``seed`` and the actions, and from nothing else.

    purpose: what it was made for: ``lab``, or whatever another app calls its own (``lesson:three-ports``); ``stage.open_for``.
    A visitor may have many for ``lab``: title is what they call it, opened when they last came for it; one that they removed
    has the purpose ``removed`` until it is tidied away. preset: what it was made from (``lab.presets``), revealed whether its fault
    was told. visitor: None for a frozen copy (``share``) and for what somebody does in a frame elsewhere (``embed``).
    revision: grows by one with every change, an undo included; who changes states the revision that they saw.
    length: how many actions have been done; the first ``begins`` of them made what it began with, and are not undone. Actions of a higher number were undone and can be done again, until something else
    is done. files: the editor's files (name, text) as last typed, applied or not.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    visitor = models.ForeignKey(Visitor, models.CASCADE, null=True, related_name="workspaces")
    purpose = models.CharField(max_length=100, default="lab")
    title = models.CharField(max_length=100, default="", blank=True)
    preset = models.CharField(max_length=60, default="", blank=True)
    revealed = models.BooleanField(default=False)
    opened = models.DateTimeField(default=timezone.now)
    settings = models.JSONField(default=dict, blank=True)
    seed = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    length = models.PositiveIntegerField(default=0)
    begins = models.PositiveIntegerField(default=1)
    files: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    # By which name it is looked at by somebody whose it is not; see ``lab.doors``.
    watched: str = ""

    class Meta:
        ordering = ("created", "id")
        indexes = (models.Index(fields=("visitor", "purpose"), name="workspace_purpose"),)

    def __str__(self) -> str:
        return self.id

    @property
    def frozen(self) -> bool:
        """Whether it is somebody's shared copy, which nobody changes. Its ``length`` is the moment that is looked at."""
        return self.purpose == SHARED

    @property
    def readonly(self) -> bool:
        """Whether whoever asks may only look: at a frozen copy, or over somebody's shoulder."""
        return self.frozen or bool(self.watched)

    @property
    def name(self) -> str:
        """By which requests name it: a moment of a frozen copy, or a signed name that is as good as a cookie, or the id."""
        if self.watched:
            return self.watched
        if self.frozen:
            return f"{self.pk}.{self.length}"
        if self.purpose == EMBEDDED:
            return f"e.{signing.Signer(salt=_SALT).sign(self.pk)}"
        return self.pk

    @staticmethod
    def embedded_id(name: str) -> str | None:
        """The id within such a signed name, where this server signed it."""
        try:
            return signing.Signer(salt=_SALT).unsign(name.removeprefix("e."))
        except signing.BadSignature:
            return None

    def watched_as(self, right: str) -> str:
        """The name by which this is looked at, live, for as long as ``right`` holds (``doors.watchers``)."""
        return f"c.{signing.Signer(salt=_WATCHED).sign(f'{self.pk}~{right}')}"

    @staticmethod
    def watched_id(name: str) -> tuple[str, str] | None:
        """The id and the right within such a name, where this server signed it."""
        try:
            identity, _tilde, right = (
                signing.Signer(salt=_WATCHED).unsign(name.removeprefix("c.")).partition("~")
            )
        except signing.BadSignature:
            return None
        return identity, right


class Share(models.Model):
    """A short link to a frozen copy, whose workspace is called ``s.CODE``. The same state has the same link.

    journey: the request that was shown, and which branch of it; or null. standing: made of a preset, by nobody.
    """

    code = models.CharField(primary_key=True, max_length=10, default=new_code, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="share")
    journey: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    standing = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class Sharing(models.Model):
    """Who made a link: whoever did may take it back. Two who shared the same state share one link until both did."""

    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="sharings")
    share = models.ForeignKey(Share, models.CASCADE, related_name="sharings")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-created", "-pk")
        constraints = (models.UniqueConstraint(fields=("visitor", "share"), name="shared_once"),)

    def __str__(self) -> str:
        return f"{self.visitor_id} {self.share_id}"


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
        self.shorten()
        super().save(*args, **kwargs)

    def shorten(self) -> None:
        """Make ``brief`` of ``data``; for who saves many at once."""
        self.brief = {
            key: value for key, value in self.data.items() if key not in ("files", "opened", "text")
        }
        if "files" in self.data:
            self.brief["files"] = [{"name": file["name"]} for file in self.data["files"]]
