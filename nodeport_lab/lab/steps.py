"""The time line: back and forth in a workspace's log. What lies ahead stays until something else is done (``workbench``)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nodeport_lab.lab import live, workbench
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.models import Workspace


def undo(workspace: Workspace) -> None:
    """Take the last action back. What it began with stays; so does what is typed."""
    if workspace.length <= workspace.begins:
        raise Refusal(400, "nothing-to-undo", _("There is nothing to undo."))
    go(workspace, workspace.length - 1)


def go(workspace: Workspace, number: int) -> None:
    """To the moment after an action, back or forth. What lies ahead of it stays, until something else is done."""
    if number < workspace.begins or not workspace.actions.filter(number=number).exists():
        raise Refusal(400, "no-such-step", _("There is no such step."))
    if workspace.frozen:
        workspace.length = workspace.revision = number
        return
    workbench.writable(workspace)
    workbench.advance(workspace, number, workspace.files)
    live.announce(workspace)


def is_past(workspace: Workspace) -> bool:
    """True where packets are shown and not logged: something was undone that can be done again, or one only looks."""
    return workspace.readonly or workspace.actions.filter(number__gt=workspace.length).exists()
