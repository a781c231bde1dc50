"""What the panels beneath the drawing show: a node's rules, the objects that exist, the events. Looking changes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.cluster.kubectl.tables import kind_of
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.simulation.cluster import Cluster, Origin
from nodeport_lab.cluster.simulation.tree import tree
from nodeport_lab.content import words
from nodeport_lab.lab.actions import malformed
from nodeport_lab.lab.places import Places

MODES: tuple[ProxyMode, ...] = ("iptables", "nftables")
_PORT = re.compile(r"spec\.ports\[(\d+)\]\.(nodePort|port|targetPort)")


def rules(cluster: Cluster, files: list[dict[str, str]], asked: Mapping[str, str]) -> dict[str, Any]:
    """The rules of ``asked["node"]`` line by line, in ``asked["mode"]`` or the one that the node's kernel has."""
    node = asked.get("node") or cluster.config.nodes[0].name
    if node not in cluster.nodes:
        raise malformed()
    running = cluster.engine.proxies.mode(node)
    mode = next((mode for mode in MODES if mode == asked.get("mode")), running)
    origins: dict[Origin, int] = {}
    shown = [
        {
            "text": line.text,
            "rule": list(line.rule) if line.rule else None,
            "origin": None if line.origin is None else origins.setdefault(line.origin, len(origins)),
        }
        for line in cluster.rule_lines(node, mode)
    ]
    places = Places(files)
    return {
        "version": 1,
        "node": node,
        "mode": mode,
        "running": running,
        "lines": shown,
        "origins": [_origin(cluster, origin, places) for origin in origins],
    }


def _origin(cluster: Cluster, origin: Origin, places: Places) -> dict[str, Any]:
    """Why, with the place in the editor, and which of the three ports it is about."""
    out: dict[str, Any] = {**origin.as_json(), "place": places.of(origin.service, origin.field)}
    match = _PORT.fullmatch(origin.field)
    service = cluster.api.get(Key("services", *origin.service.split("/", 1)))
    if match is None or service is None:
        return out
    ports = service["spec"].get("ports") or []
    index = int(match[1])
    number = ports[index].get(match[2]) if index < len(ports) else None
    return out | {"role": match[2], "number": number}


def objects(cluster: Cluster) -> dict[str, Any]:
    """What exists, as a tree."""
    return {"version": 1, "groups": tree(cluster.engine.view, cluster.datetime())}


def events(cluster: Cluster, language: words.Language) -> dict[str, Any]:
    """The events, newest first, in the words and columns of ``kubectl get events``, each with what its reason means."""
    table = kind_of("events")
    now = cluster.datetime()
    found = sorted(
        cluster.engine.view.every("events"),
        key=lambda event: event.get("lastTimestamp") or event.get("eventTime") or "",
        reverse=True,
    )
    return {
        "version": 1,
        "headers": table.headers(wide=False),
        "rows": [
            {
                "time": event.get("lastTimestamp") or event.get("eventTime"),
                "count": event.get("count") or 1,
                "cells": table.cells(event, now, wide=False),
                "why": words.event_why(event.get("reason") or "", language),
            }
            for event in found
        ],
    }
