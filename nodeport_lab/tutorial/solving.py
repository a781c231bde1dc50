"""The way out: the solution of a task, one action at a time, as the page plays it."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.experiments import facts
from nodeport_lab.content.lessons import judging
from nodeport_lab.content.lessons.deeds import Deeds
from nodeport_lab.content.lessons.model import Task
from nodeport_lab.content.lessons.playing import played
from nodeport_lab.lab import stage
from nodeport_lab.lab.stage import Workspace
from nodeport_lab.tutorial.scene import Scene


def action(workspace: Workspace, task: Task, index: int) -> dict[str, Any]:
    """``{action, left}``: the action of this number with the facts of the moment put in, and how many come after it."""

    def at(cluster: Cluster) -> dict[str, Any]:
        found: dict[str, Any] = facts.filled(task.solution[index], facts.at(cluster))
        return found

    return {"action": stage.look(workspace, at), "left": len(task.solution) - index - 1}


def leads_there(scene: Scene, task: Task) -> bool:
    """Whether the solution still reaches the goal from what the learner has made of the cluster. Tried on one that is thrown away."""
    cluster = stage.shelf.take(scene.workspace)
    files = {file["name"]: dict(file) for file in scene.workspace.files}
    done = []
    for wanted in task.solution:
        try:
            step = facts.filled(wanted, facts.at(cluster))
        except facts.NoSuchFact:
            return False  # it speaks of what the learner has removed
        if step["type"] == "apply":
            files |= {file["name"]: dict(file) for file in step["files"]}
            step = {**step, "files": list(files.values())}
        if cluster.perform(step).problem is not None:
            return False
        done.append(step)
    fact = facts.finder(played(scene.lesson)[scene.step.id].facts)
    deeds = Deeds.of(done)
    return all(judging.judge(look, cluster, deeds, fact).holds for look in task.goal)
