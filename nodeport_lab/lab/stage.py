"""The lab's door for the other apps: a page of theirs may have a stage (editor, drawing, player, panels) of its own.

Include ``lab/stage_styles.html``, ``lab/stage_scripts.html`` and ``lab/stage.html`` with ``context(workspace)``; what the page's
own scripts want to know of it they hear from the topics of ``static/js/lab/page.js``. Other apps import this module and
``visitors`` of the lab, and what it says of mistakes and limits (``errors``, ``limits``, ``actions``). ``changed`` and ``told`` are
signals (``lab.hearing``); ``watchers`` decide who may look at somebody's workspace, live (``Workspace.watched_as``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import F

from nodeport_lab.lab import fields, presets, workbench
from nodeport_lab.lab.asking import look
from nodeport_lab.lab.beginnings import Beginning, introduction, lead_on, make, open_for, restart
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.doors import watchers
from nodeport_lab.lab.hearing import changed, told
from nodeport_lab.lab.labels import label
from nodeport_lab.lab.live import same_origin
from nodeport_lab.lab.models import Action, Visitor, Workspace, new_id
from nodeport_lab.lab.words import words
from nodeport_lab.lab.workbench import perform

__all__ = (
    "Beginning",
    "Visitor",
    "Workspace",
    "changed",
    "context",
    "introduction",
    "last_done",
    "lead_on",
    "look",
    "make",
    "new_id",
    "offered",
    "open_for",
    "perform",
    "preset_beginning",
    "preset_told",
    "restart",
    "room_for_labs",
    "same_origin",
    "shelf",
    "told",
    "watchers",
    "words",
)


def context(workspace: Workspace) -> dict[str, Any]:
    """What the templates of the stage need; a frozen copy's stage is read-only. Whoever calls holds ``shelf.alone(visitor.pk)``."""
    return {
        "state": workbench.state(workspace),
        "readonly": workspace.readonly,
        "live": not workspace.frozen,
        "words": words(),
        "fields": fields.addresses(workbench.language()),
    }


def offered() -> list[dict[str, Any]]:
    """What a workspace may begin with, in the page's language: ``lab.presets.offered``."""
    return presets.offered(workbench.language())


def preset_beginning(identity: str) -> Beginning | None:
    """How a preset begins; None where there is none of this name."""
    return Beginning(*presets.beginning(identity)) if presets.exists(identity) else None


def preset_told(workspace: Workspace) -> dict[str, Any] | None:
    """What a page says of the preset that a workspace began with, for ``lab/around.html``."""
    return presets.told(workspace, workbench.language())


def room_for_labs(visitor: Visitor) -> bool:
    """Whether a visitor may have one more lab."""
    return visitor.workspaces.filter(purpose="lab").count() < settings.MAX_LABS


def last_done(workspaces: Sequence[str]) -> dict[str, str]:
    """What was done last in each of these workspaces since it began, in the page's language; none of those where nothing was."""
    last = Action.objects.filter(
        workspace__in=workspaces, number=F("workspace__length"), number__gt=F("workspace__begins")
    )
    return {workspace: label(brief) for workspace, brief in last.values_list("workspace", "brief")}
