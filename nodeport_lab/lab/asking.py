"""What is found out about a workspace's cluster, and leaves it as it is. Whoever calls holds ``shelf.alone(visitor)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.lab import workbench
from nodeport_lab.lab.clusters import make as remake
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.models import Workspace

Found = TypeVar("Found")


def look(workspace: Workspace, at: Callable[[Cluster], dict[str, Any]]) -> dict[str, Any]:
    """What somebody who only looks sees; ``at`` leaves the cluster as it is."""
    cluster = shelf.take(workspace)
    found = at(cluster)
    shelf.put(workspace, cluster)
    return found


def trace(workspace: Workspace, request: dict[str, Any]) -> Trace:
    """Where a request could go; nothing is sent, nothing logged."""
    cluster = shelf.take(workspace)
    workbench.check_action(cluster, request)
    found = cluster.traced(request)
    shelf.put(workspace, cluster)
    if isinstance(found, Problem):
        raise workbench.impossible(found)
    return found


def check_request(workspace: Workspace, request: dict[str, Any]) -> None:
    """Refused where it is no request, whichever moment it is for."""
    cluster = shelf.take(workspace)
    shelf.put(workspace, cluster)
    workbench.check_action(cluster, request)


def examined(
    workspace: Workspace, request: dict[str, Any], at: Callable[[Cluster], Found | Problem]
) -> Found:
    """What ``at`` finds out about a request; nothing is sent, nothing logged."""
    cluster = shelf.take(workspace)
    workbench.check_action(cluster, request)
    found = at(cluster)
    shelf.put(workspace, cluster)
    if isinstance(found, Problem):
        raise workbench.impossible(found)
    return found


def at_step(workspace: Workspace, number: int) -> Cluster:
    """The cluster as it is after an action of the workspace's log: one of its own, made again for whoever asks."""
    if number < workspace.begins or not workspace.actions.filter(number=number).exists():
        raise Refusal(400, "no-such-step", _("There is no such step."))
    log = workspace.actions.filter(number__lte=number).values_list("data", flat=True)
    return remake(workspace.settings, workspace.seed, log)
