"""What ``manage.py bench`` measures of kube-proxy's rules and of traces: how both grow with the number of Services."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from statistics import median
from typing import NamedTuple, get_args

from nodeport_lab.cluster.config import ClusterConfig, ProxyMode
from nodeport_lab.cluster.controllers.timing import DEFAULT
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Node, Pod, Request, Socket, World
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.proxies import Facts, Proxies, Ruleset
from nodeport_lab.content import start

SIZES = (10, 100, 1000, 5000)
NODES, ENDPOINTS = 50, 10
MODES: tuple[ProxyMode, ...] = get_args(ProxyMode)


class Growth(NamedTuple):
    """Milliseconds for so many Services: one node's rules from nothing, after one change, and one trace through them."""

    services: int
    mode: ProxyMode
    first: float
    change: float
    trace: float


def milliseconds(run: Callable[[], object], times: int) -> float:
    """The median."""
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1000


def article_trace(times: int) -> float:
    """Milliseconds of one trace with all its branches, on the introduction's cluster."""
    cluster = Cluster()
    cluster.perform({"type": "apply", "files": start.files("en")})
    world, request = cluster.world(), Request("client", "192.168.1.103", 30080)
    return milliseconds(lambda: trace(world, request), times)


def growth(services: int, mode: ProxyMode) -> Growth:
    """Measured on one of ``NODES`` nodes, every Service with ``ENDPOINTS`` endpoints."""
    config = replace(ClusterConfig.with_nodes(NODES), proxy_mode=mode)
    proxies, node, versions = Proxies(config, DEFAULT), config.nodes[0], count()
    held = [_service(number) for number in range(services)]
    slices = [_slice(number, config) for number in range(services)]

    def rules() -> Ruleset | None:
        proxies.sync(node.name, Facts(next(versions), tuple(held), tuple(slices)), 0.0)
        return proxies.rules(node.name)

    first = milliseconds(rules, 1)
    middle = services // 2
    whole = slices[middle]
    shorter = {**whole, "endpoints": whole["endpoints"][1:]}

    def change() -> None:
        slices[middle] = shorter if slices[middle] is whole else whole
        rules()

    changed = milliseconds(change, 6)
    loaded = proxies.netfilter(node.name)
    world = World(
        config,
        tuple(Node(n.name, n.address, n.pod_cidr, loaded if n is node else None) for n in config.nodes),
        tuple(
            Pod(f"default/{n}", entry["addresses"][0], entry["nodeName"], (Socket("TCP", 80),))
            for n, entry in enumerate(whole["endpoints"])
        ),
    )
    request = Request("client", node.address, held[middle]["spec"]["ports"][0]["nodePort"])
    return Growth(services, mode, first, changed, milliseconds(lambda: trace(world, request), 5))


def _service(number: int) -> Obj:
    port = {"name": "", "protocol": "TCP", "port": 80, "targetPort": 80, "nodePort": 10000 + number}
    spec = {"type": "NodePort", "clusterIP": f"10.96.{1 + number // 250}.{1 + number % 250}", "ports": [port]}
    return {"metadata": {"name": f"s{number}", "namespace": "default"}, "spec": spec, "status": {}}


def _slice(number: int, config: ClusterConfig) -> Obj:
    entries = []
    for index in range(number * ENDPOINTS, (number + 1) * ENDPOINTS):
        node = config.nodes[index % len(config.nodes)]
        # Beyond 250 pods on a node addresses come again: their number is what counts here.
        host = 5 + index // len(config.nodes) % 250
        address = node.pod_cidr.replace(".0/24", f".{host}")
        entries.append({"addresses": [address], "nodeName": node.name, "conditions": {"ready": True}})
    return {
        "metadata": {
            "name": f"s{number}-x",
            "namespace": "default",
            "labels": {"kubernetes.io/service-name": f"s{number}"},
        },
        "addressType": "IPv4",
        "ports": [{"name": "", "port": 80, "protocol": "TCP"}],
        "endpoints": entries,
    }
