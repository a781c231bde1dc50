"""Arguments of commands: types, names of objects, containers, fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nodeport_lab.cluster.kubectl.complete.asking import Asked, Candidate, Names
from nodeport_lab.cluster.kubectl.explain import fields
from nodeport_lab.cluster.kubectl.resources import RESOURCES, Resource, find


def nothing(asked: Asked) -> Iterable[Candidate]:
    return ()


def _types(wanted: Sequence[str] = ()) -> Iterable[Candidate]:
    """Types by their plural, those of the lab first; short names are shorter than Tab."""
    names = [resource for resource in RESOURCES if resource.name in wanted] if wanted else list(RESOURCES)
    for resource in sorted(names, key=lambda found: found.name):
        if "list" in resource.verbs:
            short = ", ".join(resource.short)
            yield Candidate(resource.name, f"{resource.kind} ({short})" if short else resource.kind)


def names_of(asked: Asked, resource: Resource, prefix: str = "") -> Iterable[Candidate]:
    taken = {word.removeprefix(prefix) for word in asked.args}
    namespace = asked.namespace if resource.namespaced else None
    for obj in asked.shell.objects(resource.name, namespace):
        name = obj["metadata"]["name"]
        if name not in taken:
            yield Candidate(prefix + name, resource.kind)


def _resources(wanted: Sequence[str] = ()) -> Names:
    """TYPE, then names; TYPE/NAME; several types with commas."""

    def found(asked: Asked) -> Iterable[Candidate]:
        word, args = asked.word, asked.args
        if "/" in word:
            kind = word.split("/")[0]
            resource = find(kind)
            return names_of(asked, resource, f"{kind}/") if resource is not None else ()
        if not args:
            head, comma, _ = word.rpartition(",")
            return [Candidate(f"{head}{comma}{c.text}", c.description) for c in _types(wanted)]
        if "/" in args[0]:
            return [Candidate(f"{c.text}/", c.description, more=True) for c in _types(wanted)]
        resource = find(args[0])
        return names_of(asked, resource) if resource is not None else ()

    return found


def _workloads(asked: Asked) -> Iterable[Candidate]:
    return _resources(("deployments", "replicasets", "statefulsets", "daemonsets"))(asked)


def _pods(asked: Asked) -> Iterable[Candidate]:
    """A pod, or TYPE/NAME of something that has pods."""
    if asked.args:
        return ()
    if "/" in asked.word:
        return _resources()(asked)
    pods = find("pods")
    kinds = ("deployments", "services", "replicasets")
    return [
        *(names_of(asked, pods) if pods else ()),
        *(Candidate(f"{kind}/", "", more=True) for kind in kinds),
    ]


def _port_forward(asked: Asked) -> Iterable[Candidate]:
    return _pods(asked)


def _node_names(asked: Asked) -> Iterable[Candidate]:
    nodes = find("nodes")
    return names_of(asked, nodes) if nodes is not None else ()


def _images(asked: Asked) -> Iterable[Candidate]:
    """``set image TYPE/NAME``, then the containers with ``=``."""
    if not asked.args or "/" in asked.word:
        return _resources(("deployments", "pods", "replicasets"))(asked)
    kind, slash, name = asked.args[0].partition("/")
    if not slash and len(asked.args) == 1:
        return _resources()(asked)
    resource = find(kind)
    wanted = name if slash else asked.args[1]
    found = (
        [
            obj
            for obj in asked.shell.objects(resource.name, asked.namespace)
            if obj["metadata"]["name"] == wanted
        ]
        if resource
        else []
    )
    return [
        Candidate(f"{container['name']}=", container.get("image", ""), more=True)
        for obj in found
        for container in containers_of(obj)
    ]


def containers_of(obj: dict[str, Any]) -> list[dict[str, Any]]:
    spec = obj.get("spec") or {}
    inner = (spec.get("template") or {}).get("spec") or spec
    found: list[dict[str, Any]] = inner.get("containers") or []
    return found


def _explained(asked: Asked) -> Iterable[Candidate]:
    """Types, then their fields after a dot."""
    if asked.args:
        return ()
    head, dot, _ = asked.word.rpartition(".")
    if not dot:
        return _types()
    first, *rest = head.split(".")
    resource = find(first)
    place = fields.root(resource.api_version, resource.kind) if resource is not None else None
    for name in rest:
        place = fields.child(place, name) if place is not None else None
    if place is None or place.struct is None:
        return ()
    return [
        Candidate(f"{head}.{name}", fields.type_name(field.type))
        for name, field in sorted(place.struct.fields.items())
    ]


ARGUMENTS: dict[str, Names] = {
    "annotate": _resources(),
    "cordon": _node_names,
    "delete": _resources(),
    "describe": _resources(),
    "edit": _resources(),
    "exec": _pods,
    "explain": _explained,
    "expose": _resources(("deployments", "pods", "replicasets", "services")),
    "get": _resources(),
    "label": _resources(),
    "logs": _pods,
    "patch": _resources(),
    "port-forward": _port_forward,
    "rollout history": _workloads,
    "rollout pause": _workloads,
    "rollout restart": _workloads,
    "rollout resume": _workloads,
    "rollout status": _workloads,
    "rollout undo": _workloads,
    "scale": _workloads,
    "set env": _resources(("deployments", "pods", "replicasets")),
    "set image": _images,
    "set selector": _resources(("services",)),
    "uncordon": _node_names,
    "wait": _resources(),
}
