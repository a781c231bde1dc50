"""Judges packets cases: the cluster that a case describes is built, and every probe is traced in both proxy modes.

What a probe showed is a set of outcomes; the trace must list exactly this set.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast, get_args

from nodeport_lab.cluster.config import ClusterConfig, ProxyMode
from nodeport_lab.cluster.conformance.cluster import NAMESPACE, recorded_objects
from nodeport_lab.cluster.controllers.kubelet.sockets import listening
from nodeport_lab.cluster.kubeproxy import iptables, nftables
from nodeport_lab.cluster.kubeproxy.tracker import service_ports
from nodeport_lab.cluster.network.doors import doors
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.netfilter import load
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Machine, Node, Pod, Request, Socket, World
from nodeport_lab.cluster.objects import Obj

_MODES: tuple[ProxyMode, ...] = get_args(ProxyMode)


def judge(case: dict[str, Any], folder: Path) -> str | None:
    """The first probe whose outcomes differ from those recorded, None where all agree."""
    return next(_differences(case), None)


def _differences(case: dict[str, Any]) -> Iterator[str]:
    for mode in _MODES:
        world = world_of(case, mode)
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


# --- the cluster of a case -----------------------------------------------------------------------------------------


def world_of(case: dict[str, Any], mode: ProxyMode) -> World:
    """The cluster that the case's objects make, settled, with kube-proxy's rules on every node."""
    config = ClusterConfig(proxy_mode=mode)
    pods, services, slices = recorded_objects(case, config)
    write = iptables.write if mode == "iptables" else nftables.write
    nodes = []
    for node in config.nodes:
        rules = load(write(service_ports(services, slices, node, config), node, config))
        nodes.append(Node(node.name, node.address, node.pod_cidr, rules, localnet=mode == "iptables"))
    control_plane = Machine(
        "control-plane",
        config.control_plane,
        (Socket("TCP", config.control_plane_port, process="kube-apiserver"),),
    )
    return World(
        config,
        tuple(nodes),
        tuple(_pod(pod) for pod in pods),
        (control_plane,),
        doors=doors(services, slices),
    )


def _pod(pod: Obj) -> Pod:
    metadata, spec = pod["metadata"], pod["spec"]
    return Pod(
        f"{metadata['namespace']}/{metadata['name']}",
        pod["status"]["podIP"],
        spec["nodeName"],
        tuple(
            Socket(cast(Protocol, socket.protocol), socket.port, socket.address) for socket in listening(pod)
        ),
        bool(spec.get("hostNetwork")),
    )
