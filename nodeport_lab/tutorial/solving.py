"""The way out: the solution of a task, one action at a time, as the page plays it."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.experiments import facts
from nodeport_lab.content.lessons.model import Task
from nodeport_lab.lab import stage
from nodeport_lab.lab.stage import Workspace


def action(workspace: Workspace, task: Task, index: int) -> dict[str, Any]:
    """``{action, left}``: the action of this number with the facts of the moment put in, and how many come after it."""

    def at(cluster: Cluster) -> dict[str, Any]:
        found: dict[str, Any] = facts.filled(task.solution[index], facts.at(cluster))
        return found

    return {"action": stage.look(workspace, at), "left": len(task.solution) - index - 1}
