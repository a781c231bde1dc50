"""How workspaces begin: with the introduction, a preset, a lesson's cluster; and how they begin anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction

from nodeport_lab.content import start
from nodeport_lab.lab import live, workbench
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.models import Action, Visitor, Workspace
from nodeport_lab.lab.workbench import Files


class Beginning(NamedTuple):
    """How a new workspace begins: the editor's files, what has been done to the cluster, and what cluster it is.

    actions: entries of its log, in order; Undo does not go back behind them. settings: ``Workspace.settings``.
    """

    files: Files
    actions: Sequence[dict[str, Any]]
    settings: Mapping[str, Any] = {}
    seed: int = 0


def introduction() -> Beginning:
    """The introduction's example in the page's language, applied: how a first visit to the lab begins."""
    files = [{"name": file["name"], "text": file["text"]} for file in start.files(workbench.language())]
    return Beginning(files, [{"type": "apply", "files": files}])


def open_for(
    visitor: Visitor, purpose: str = "lab", begin: Callable[[], Beginning] = introduction
) -> Workspace:
    """The visitor's workspace for this purpose; where there is none yet, a new one that begins so.

    Whoever calls holds ``shelf.alone(visitor.pk)``.
    """
    found = visitor.workspaces.filter(purpose=purpose).order_by("-opened", "-created").first()
    return found if found is not None else make(visitor, purpose, begin())


def make(
    visitor: Visitor | None, purpose: str, beginning: Beginning, title: str = "", preset: str = ""
) -> Workspace:
    """A new workspace, one more for this purpose where there are some."""
    length = len(beginning.actions)
    with transaction.atomic():
        workspace = Workspace.objects.create(
            visitor=visitor,
            title=title,
            preset=preset,
            purpose=purpose,
            settings=dict(beginning.settings),
            seed=beginning.seed,
            revision=length,
            length=length,
            begins=length,
            files=beginning.files,
        )
        for number, action in enumerate(beginning.actions, 1):
            Action.objects.create(workspace=workspace, number=number, data=action)
    return workspace


def restart(workspace: Workspace, beginning: Beginning) -> None:
    """The workspace begins anew, otherwise than it did; its pages hear of it. What was done in it is gone."""
    length = len(beginning.actions)
    with transaction.atomic():
        workspace.actions.all().delete()
        for number, action in enumerate(beginning.actions, 1):
            Action.objects.create(workspace=workspace, number=number, data=action)
        workspace.settings, workspace.seed, workspace.begins = (
            dict(beginning.settings),
            beginning.seed,
            length,
        )
        workspace.save(update_fields=["settings", "seed", "begins", "changed"])
        workbench.advance(workspace, length, beginning.files)
    live.announce(workspace)


def lead_on(workspace: Workspace, actions: Sequence[dict[str, Any]], files: Files) -> None:
    """Done to what is there, and not to be undone: the workspace is at a new beginning. ``files``: what the editor holds then."""
    for action in actions:
        workbench.perform(workspace, action)
    cluster = shelf.take(workspace)
    workbench.advance(workspace, workspace.length, files)
    shelf.put(workspace, cluster)
    workspace.begins = workspace.length
    workspace.save(update_fields=["begins"])
    live.announce(workspace)
