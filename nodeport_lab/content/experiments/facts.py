"""Facts: what a cluster is like at a moment, and ``{{ path }}`` in what authors write, which names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.words import LANGUAGES, Language

FACT = re.compile(r"\{\{\s*([A-Za-z0-9_.\-/]+)\s*\}\}")
Facts = Mapping[str, Any]
Find = Callable[[str], Any]


class NoSuchFact(KeyError):
    """A text or an action names what no experiment found."""

    def __str__(self) -> str:
        return f"there is no fact {self.args[0]}"


def of(cluster: Cluster) -> dict[str, Any]:
    """What is known of a cluster without an experiment. Pods are in the order of their names."""
    snapshot = cluster.snapshot()
    return {
        "pods": sorted(snapshot["pods"], key=lambda pod: (pod["namespace"], pod["name"])),
        "nodes": snapshot["nodes"],
        "services": {service["name"]: service for service in snapshot["services"]},
        "settings": snapshot["settings"],
        "client": snapshot["client"],
    }


def finder(facts: Facts, language: Language | None = None) -> Find:
    """``fact("pods.0.address")``. ``NoSuchFact`` where there is none, or no single value."""

    def find(path: str) -> Any:
        value: Any = facts
        for part in path.split("."):
            if isinstance(value, Mapping) and part in value:
                value = value[part]
            elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
                value = value[int(part)]
            else:
                raise NoSuchFact(path)
        if isinstance(value, Mapping) and set(value) == set(LANGUAGES):
            value = value[language or "en"]
        if value is None or isinstance(value, Mapping | list):
            raise NoSuchFact(path)
        return value

    return find


def at(cluster: Cluster) -> Find:
    """The facts of a cluster, looked up when one is named: most that is written names none."""
    return lambda path: finder(of(cluster))(path)


def filled(value: Any, fact: Find) -> Any:
    """The same with ``fact(path)`` in place of every ``{{ path }}``; a text that is nothing else becomes the fact itself."""
    if isinstance(value, Mapping):
        return {key: filled(item, fact) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, fact) for item in value]
    if isinstance(value, str):
        whole = FACT.fullmatch(value)
        if whole is not None:
            return fact(whole[1])
        return FACT.sub(lambda match: str(fact(match[1])), value)
    return value


# What stands for a fact while the form of an action is looked at.
_SOMETHING = {"port": 1, "address": "10.0.0.1", "node": "node1", "pick": 0}


def stood_in(value: Any, key: str = "") -> Any:
    """The same with something likely in place of every fact, for as long as there is no cluster."""
    if isinstance(value, Mapping):
        return {inner: stood_in(item, inner) for inner, item in value.items()}
    if isinstance(value, list):
        return [stood_in(item) for item in value]
    if isinstance(value, str) and FACT.search(value):
        return _SOMETHING.get(key, FACT.sub("x", value))
    return value
