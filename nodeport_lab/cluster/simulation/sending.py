"""A request that is sent: traced, answered by a program, and remembered by the kernels that it passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nodeport_lab.cluster.network.hop import Branch, Trace
from nodeport_lab.cluster.network.http import HttpRequest
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation.actions import Action
from nodeport_lab.cluster.simulation.outcome import Outcome
from nodeport_lab.cluster.simulation.visits import visit_of
from nodeport_lab.cluster.tools.asking import AGENT
from nodeport_lab.cluster.tools.pages import page

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster

_AFFINITY = 10800  # sessionAffinityConfig.clientIP.timeoutSeconds where a Service does not say


def send(cluster: Cluster, action: Action) -> Outcome:
    """Carries out the action ``send``. ``ValueError`` where no branch has the number that was picked."""
    traced = cluster.traced(action)
    if isinstance(traced, Problem):
        return Outcome(problem=traced)
    pick = action.get("pick", 0)
    if not 0 <= pick < len(traced.branches):
        raise ValueError(f"send: there is no branch {pick}")
    to = action["to"]
    branch = traced.branches[pick]
    cluster.leave(branch, to["address"], to["port"], action["protocol"])
    if branch.pod is not None and action["protocol"] == "TCP":
        _answered(cluster, traced, branch)
    return Outcome(trace=traced.as_json(), pick=pick)


def _answered(cluster: Cluster, traced: Trace, branch: Branch) -> None:
    """What is sent over TCP is a browser's request for a page, and the program that answers it writes so."""
    name = (branch.http or {}).get("backend") or branch.pod
    pod = cluster.api.get(Key("pods", *str(name).split("/", 1)))
    if pod is None or branch.ending.kind != "answered":
        return
    lower, asked = traced.request, traced.http or {}
    host = asked.get("host") or f"{lower.address}:{lower.port}"
    request = HttpRequest(lower.sender, lower.address, lower.port, host, asked.get("path") or "/")
    answer = page(request, branch, pod, "GET", AGENT)
    visit = visit_of(
        branch,
        cluster.now,
        method="GET",
        path=request.path,
        status=answer.status,
        size=len(answer.body.encode()),
        agent=AGENT,
    )
    if visit is not None:
        cluster.around.visits.note(pod, visit)


def leave(cluster: Cluster, branch: Branch, address: str, port: int, protocol: Protocol) -> None:
    """What a packet that went this way to ``address:port`` leaves in the kernels."""
    memory = cluster.around.memory
    memory.note(branch.connections, cluster.nodes, cluster.now)
    if branch.remembered:
        memory.note_affinity(
            branch.remembered, _affinity_seconds(cluster, address, port, protocol), cluster.now
        )
    cluster.sent += 1


def _affinity_seconds(cluster: Cluster, address: str, port: int, protocol: Protocol) -> float:
    """How long the Service behind the door remembers its clients."""
    door = cluster.world().map.door(address, protocol, port)
    service = None
    if door is not None and door.service is not None:
        service = cluster.api.get(Key("services", *door.service.split("/", 1)))
    config = (service["spec"].get("sessionAffinityConfig") or {}) if service is not None else {}
    return float((config.get("clientIP") or {}).get("timeoutSeconds") or _AFFINITY)
