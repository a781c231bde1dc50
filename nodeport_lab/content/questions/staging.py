"""The cluster of a question: built from its actions, kept at hand, looked at, and made anew where something is done to it.

A stage is a pure function of its actions, so a built one is kept and only traced and looked at; what changes a cluster
(a command, an action) gets one of its own. What is kept for long is kept as text: the garbage collector has to look at every
object that there is, and everybody waits for it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.actions import check
from nodeport_lab.cluster.simulation.cluster import Cluster, Outcome
from nodeport_lab.content.experiments import actions as written
from nodeport_lab.content.experiments import facts, judging
from nodeport_lab.content.experiments.facts import NoSuchFact
from nodeport_lab.content.experiments.judging import Seen
from nodeport_lab.content.experiments.model import Look
from nodeport_lab.content.questions.model import Json, Stage

_lock = threading.RLock()


class NotStaged(ValueError):
    """A stage that cannot be brought about: an action failed, or names a fact that is not there."""


def files_of(stage: Stage) -> tuple[dict[str, str], ...]:
    """The manifests that the stage's actions applied, each as last applied."""
    found: dict[str, dict[str, str]] = {}
    for action in stage.actions:
        for file in action.get("files", ()) if action["type"] == "apply" else ():
            found[file["name"]] = dict(file)
    return tuple(found.values())


def build(nodes: int, actions: Iterable[Json]) -> Cluster:
    """A cluster of its own, to do things to. ``NotStaged`` where an action cannot be done."""
    return _built(nodes, actions)[0]


def _built(nodes: int, actions: Iterable[Json]) -> tuple[Cluster, Seen]:
    """The cluster, and what its last action printed."""
    cluster, seen = Cluster(ClusterConfig.with_nodes(nodes)), Seen()
    for action in actions:
        seen = judging.printed(_performed(cluster, action))
    return cluster, seen


def _performed(cluster: Cluster, action: Json) -> Outcome:
    """An action whose facts are filled in; one that names a node that is not there cannot be done."""
    action = resolved(action, cluster)
    try:
        check(action, cluster.nodes)
    except ValueError as error:
        raise NotStaged(str(error)) from error
    outcome = cluster.perform(action)
    if outcome.problem is not None:
        raise NotStaged(outcome.problem.message)
    return outcome


def standing(nodes: int, actions: Sequence[Json]) -> Cluster:
    """The same cluster, perhaps built before: only to be looked at."""
    with _lock:
        return _kept(_key(nodes, actions))[0]


def last_printed(nodes: int, actions: Sequence[Json]) -> Seen:
    """What the last of these actions printed."""
    with _lock:
        return _kept(_key(nodes, actions))[1]


def _key(nodes: int, actions: Sequence[Json]) -> str:
    return json.dumps([nodes, list(actions)], sort_keys=True)


@lru_cache(maxsize=128)
def _kept(key: str) -> tuple[Cluster, Seen]:
    nodes, actions = json.loads(key)
    return _built(nodes, actions)


def trace(nodes: int, actions: Sequence[Json], request: Json) -> dict[str, Any]:
    """Where a request may go on that stage. ``NotStaged`` where it cannot be sent."""
    with _lock:
        found = _traced(_key(nodes, actions), json.dumps(request))
    return dict(json.loads(found))


@lru_cache(maxsize=1024)
def _traced(key: str, request: str) -> str:
    cluster = _kept(key)[0]
    found = cluster.trace(resolved(written.full(json.loads(request)), cluster))
    if "problem" in found:
        raise NotStaged(found["problem"]["message"])
    return json.dumps(found)


def snapshot(nodes: int, actions: Sequence[Json]) -> dict[str, Any]:
    """How things stand on that stage."""
    with _lock:
        found = _snapshot(_key(nodes, actions))
    return dict(json.loads(found))


@lru_cache(maxsize=1024)
def _snapshot(key: str) -> str:
    return json.dumps(_kept(key)[0].snapshot())


def output(nodes: int, actions: Sequence[Json], action: Json) -> Seen:
    """What an action prints on that stage, which stays as it is."""
    return _output(nodes, json.dumps(list(actions), sort_keys=True), json.dumps(action, sort_keys=True))


@lru_cache(maxsize=1024)
def _output(nodes: int, actions: str, action: str) -> Seen:
    return judging.printed(_performed(build(nodes, json.loads(actions)), json.loads(action)))


def resolved(value: Any, cluster: Cluster) -> Any:
    """The same data with its facts filled in."""
    try:
        return facts.filled(value, facts.at(cluster))
    except NoSuchFact as error:
        raise NotStaged(str(error)) from error


def failing(nodes: int, actions: Sequence[Json], looks: Sequence[Look]) -> tuple[int, str] | None:
    """The first look that does not hold, by its number, and what was seen in its place. One that names what is not there does not hold."""
    for number, look in enumerate(looks):
        try:
            seen = _failure(nodes, actions, look)
        except (NotStaged, NoSuchFact) as error:
            seen = str(error)
        if seen is not None:
            return number, seen
    return None


def _failure(nodes: int, actions: Sequence[Json], look: Look) -> str | None:
    cluster = standing(nodes, actions)
    fact = facts.at(cluster)
    if look.thing is not None:
        return None if judging.object_holds(look, cluster, fact) else " ".join(filter(None, look.thing))
    if look.request is not None:
        seen = Seen(trace(nodes, actions, look.request))
    else:
        seen = judging.kept(look, output(nodes, actions, judging.deed(look)), fact)
    return None if judging.holds(look.condition, seen, fact) else judging.described(seen, look.condition)
