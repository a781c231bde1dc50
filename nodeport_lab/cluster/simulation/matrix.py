"""Who reaches what: every place that can send against every address and port that there is, each cell by tracing.

The more nodes and pods, the more cells that all say the same: what cannot differ is taken together. Pods that the same owner
put on the same node stand behind one of them, as senders and as destinations; nodes are thinned out where there are too many,
those first that differ from the others. What was left out is counted and said (``left``), never silently dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.network.http import HttpRequest, trace_http
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import World
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation import requests

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster

Json = dict[str, Any]

# How much one matrix may cost: cells, and branches in all of them (a cell has one for each endpoint, 0.15 ms each).
MAX_CELLS = 480
MAX_BRANCHES = 4_000
MAX_ROWS = 24
# Nodes that are nothing but more of the same.
_ALIKE = 3


def matrix(cluster: Cluster, only: str | None = None) -> Json:
    """The matrix (ARCHITECTURE.md); ``only`` the doors of that Service (``namespace/name``)."""
    world, zone, snapshot = cluster.world(), cluster.zone(), cluster.snapshot()
    nodes = _telling_nodes(snapshot)
    rows = _rows(snapshot, nodes)
    columns = _columns(cluster, snapshot, nodes, only)
    every = len(columns)
    rows, shown_rows = rows[:MAX_ROWS], len(rows)
    columns = columns[: max(1, MAX_CELLS // max(1, len(rows)))]
    columns = _affordable(snapshot, columns, len(rows))
    cells = []
    for row in rows:
        line = []
        for column in columns:
            asked = requests.read(request_of(row, column), world, zone, cluster.sent)
            line.append(_cell(asked, world))
        cells.append(line)
    return {
        "version": 1,
        "proxyMode": cluster.config.proxy_mode,
        "rows": rows,
        "columns": columns,
        "cells": cells,
        "services": sorted({f"{s['namespace']}/{s['name']}" for s in snapshot["services"]}),
        "left": {
            "nodes": len(snapshot["nodes"]) - len(nodes),
            "rows": shown_rows - len(rows),
            "columns": every - len(columns),
        },
    }


def request_of(row: Mapping[str, Any], column: Mapping[str, Any]) -> Json:
    """The request behind a cell, as ``send`` takes it."""
    to = {"address": column["address"], "port": column["port"]}
    out: Json = {"from": row["name"], "to": to, "protocol": column["protocol"]}
    return out | {"http": column["http"]} if column["http"] else out


def _cell(asked: Any, world: World) -> Json:
    if isinstance(asked, Problem):
        return {"kind": "no-route", "outcomes": []}
    found: Trace = trace_http(world, asked) if isinstance(asked, HttpRequest) else trace(world, asked)
    shares: dict[tuple[str, str], float] = {}
    pods: dict[str, None] = {}
    for outcome in found.outcomes():
        key = (outcome["kind"], outcome["code"])
        shares[key] = shares.get(key, 0.0) + outcome["probability"]
        if outcome["kind"] == "answered" and outcome["pod"]:
            pods[outcome["pod"]] = None
    kinds = {kind for kind, _ in shares}
    return {
        "kind": next(iter(kinds)) if len(kinds) == 1 else "mixed",
        "outcomes": [
            {"kind": kind, "code": code, "probability": round(share, 4)}
            for (kind, code), share in sorted(shares.items(), key=lambda entry: -entry[1])
        ],
        "pods": len(pods),
    }


def _rows(snapshot: Json, nodes: set[str]) -> list[Json]:
    """Clients, nodes, pods; of pods that one owner has on one node the first stands for all."""
    pods = {f"{pod['namespace']}/{pod['name']}": pod for pod in snapshot["pods"]}
    known = {node["name"] for node in snapshot["nodes"]}
    rows: list[Json] = []
    stands: dict[tuple[Any, ...], Json] = {}
    for sender in snapshot["from"]:
        name = sender["name"]
        pod = pods.get(name)
        kind = "pod" if pod is not None else "node" if name in known else "client"
        if kind == "node" and name not in nodes:
            continue
        row = {"name": name, "kind": kind, "address": sender["address"], "node": None, "alike": 0}
        if pod is not None:
            if pod["node"] not in nodes:
                continue
            row["node"] = pod["node"]
            first = stands.setdefault(_likeness(pod), row)
            if first is not row:
                first["alike"] += 1
                continue
        rows.append(row)
    order = {"client": 0, "node": 1, "pod": 2}
    return sorted(rows, key=lambda row: order[row["kind"]])


def _likeness(pod: Json) -> tuple[Any, ...]:
    """What decides how a pod sends and is reached, beside its own address."""
    sockets = tuple((s["port"], s["protocol"], s["address"]) for s in pod["listening"])
    return pod["node"], pod["owner"] or pod["name"], pod["ready"], sockets


def _columns(cluster: Cluster, snapshot: Json, nodes: set[str], only: str | None) -> list[Json]:
    """nodePorts, addresses of Services, Ingress hosts, pods: what the request bar offers, and the hosts beside."""
    ends: dict[str, str] = {}
    for service in snapshot["services"]:
        for endpoint in service["endpoints"]:
            ends.setdefault(
                f"{endpoint['address']}:{endpoint['port']}", f"{service['namespace']}/{service['name']}"
            )
    pods = {pod["address"]: pod for pod in snapshot["pods"] if pod["address"]}
    doors, direct = [], []
    seen: dict[tuple[Any, ...], Json] = {}
    for door in snapshot["to"]:
        if door["role"] == "nodePort" and door["node"] not in nodes:
            continue
        column = {**door, "http": None, "host": None, "pod": None, "alike": 0}
        if door["role"] != "targetPort":
            doors.append(column)
            continue
        pod = pods.get(door["address"])
        if pod is None or pod["node"] not in nodes:
            continue
        column["pod"] = f"{pod['namespace']}/{pod['name']}"
        column["service"] = ends.get(f"{door['address']}:{door['port']}")
        first = seen.setdefault((*_likeness(pod), door["port"], door["protocol"]), column)
        if first is column:
            direct.append(column)
        else:
            first["alike"] += 1
    found = [*doors, *_hosts(cluster, snapshot), *direct]
    return [column for column in found if only is None or column["service"] == only]


def _hosts(cluster: Cluster, snapshot: Json) -> Iterable[Json]:
    """Every host and path of every Ingress, at its own address; nowhere, while it has none."""
    for ingress in snapshot["ingresses"]:
        for address in ingress["addresses"][:1]:
            for rule in ingress["rules"]:
                host = rule["host"] or address
                path = rule["path"] or "/"
                yield {
                    "address": address,
                    "port": 80,
                    "protocol": "TCP",
                    "role": "port",
                    "node": None,
                    "service": f"{ingress['namespace']}/{rule['service']}" if rule["service"] else None,
                    "http": {"scheme": "http", "host": host, "path": path},
                    "host": f"{host}{path if path != '/' else ''}",
                    "pod": None,
                    "alike": 0,
                }


def _telling_nodes(snapshot: Json) -> set[str]:
    """Of nodes that are alike (as healthy, with endpoints of the same Services) a few stand for all."""
    with_endpoints: dict[str, set[str]] = {}
    for service in snapshot["services"]:
        for endpoint in service["endpoints"]:
            if endpoint["node"]:
                mine = f"{service['namespace']}/{service['name']} {endpoint['ready']}"
                with_endpoints.setdefault(endpoint["node"], set()).add(mine)
    alike: dict[tuple[Any, ...], list[str]] = {}
    for node in snapshot["nodes"]:
        proxy = node["kubeProxy"]
        key = (
            node["up"],
            node["ready"],
            proxy["running"],
            proxy["stale"],
            node["name"] in snapshot["surroundings"]["noHairpin"],
            frozenset(with_endpoints.get(node["name"], ())),
        )
        alike.setdefault(key, []).append(node["name"])
    if len(snapshot["nodes"]) <= 2 * _ALIKE:
        return {node["name"] for node in snapshot["nodes"]}
    return {name for names in alike.values() for name in names[:_ALIKE]}


def _affordable(snapshot: Json, columns: list[Json], rows: int) -> list[Json]:
    """As many columns as the branches behind them allow: at least one."""
    ends = {f"{s['namespace']}/{s['name']}": max(1, len(s["endpoints"])) for s in snapshot["services"]}
    kept: list[Json] = []
    cost = 0
    for column in columns:
        cost += rows * (ends.get(column["service"] or "", 1) if column["role"] != "targetPort" else 1)
        if kept and cost > MAX_BRANCHES:
            break
        kept.append(column)
    return kept
