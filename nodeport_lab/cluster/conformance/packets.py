"""Judges packets cases: the cluster that a case describes is built, and every probe is traced in both proxy modes.

What a probe showed is a set of outcomes; the trace must list exactly this set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.cluster.conformance.cluster import NAMESPACE, cluster_of
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Request, World

_MODES: tuple[ProxyMode, ...] = get_args(ProxyMode)


def judge(case: dict[str, Any], folder: Path) -> str | None:
    """The first probe whose outcomes differ from those recorded, None where all agree."""
    return next(_differences(case), None)


def _differences(case: dict[str, Any]) -> Iterator[str]:
    cluster = cluster_of(case)
    for mode in _MODES:
        cluster.perform({"type": "set-proxy-mode", "mode": mode})
        # Nobody announces an external address here: it is routed to the node that a probe names, if it names one.
        world = replace(cluster.world(), external={})
        for probe, observed in zip(case["probes"], case["observed"][mode], strict=True):
            ours = outcomes(world, probe)
            recorded = {_shown(outcome) for outcome in observed}
            # With session affinity one pod was seen, always the same: any of those possible.
            same = recorded <= ours if case.get("oneOf") else recorded == ours
            if not same:
                via = f" via {probe['via']}" if probe.get("via") else ""
                where = f"{mode}: {probe['from']} -> {probe['to']} {probe['proto']}{via}"
                yield f"{where}: {sorted(ours)}, recorded {sorted(recorded)}"


def outcomes(world: World, probe: dict[str, Any]) -> set[str]:
    """What can be observed of one probe."""
    address, _, port = probe["to"].rpartition(":")
    sender = probe["from"]
    if sender != "client" and sender not in world.map.node:
        sender = f"{NAMESPACE}/{sender}"
    request = Request(sender, address, int(port), probe["proto"], probe.get("via"))
    return {_observed(branch) for branch in trace(world, request).branches}


def _observed(branch: Branch) -> str:
    flow = branch.arrived
    if branch.ending.observed != "reply" or flow is None:
        return branch.ending.observed
    who = (branch.pod or branch.ending.place).rpartition("/")[2]
    address = "udp" if flow.protocol == "UDP" else flow.destination
    return f"{who} from {flow.source} at {address}:{flow.destination_port}"


def _shown(outcome: dict[str, str] | str) -> str:
    if isinstance(outcome, str):
        return outcome
    return f"{outcome['reply']} from {outcome['source']} at {outcome['destination']}"
