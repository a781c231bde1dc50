"""Values of flags: formats, namespaces, files, labels …"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nodeport_lab.cluster.kubectl.complete.arguments import containers_of, names_of
from nodeport_lab.cluster.kubectl.complete.asking import Asked, Candidate
from nodeport_lab.cluster.kubectl.flags import Flag
from nodeport_lab.cluster.kubectl.output.formats import GENERAL, GET
from nodeport_lab.cluster.kubectl.resources import find

_FIXED: dict[str, Sequence[str]] = {
    "cascade": ("background", "foreground", "orphan"),
    "dry-run": ("client", "server", "none"),
    "protocol": ("TCP", "UDP", "SCTP"),
    "restart": ("Always", "OnFailure", "Never"),
    "session-affinity": ("None", "ClientIP"),
    "validate": ("strict", "warn", "ignore"),
    "for": ("condition=Ready", "condition=Available", "create", "delete", "jsonpath="),
}


def flag_values(asked: Asked, flag: Flag) -> Iterable[Candidate]:
    """What a flag may be given."""
    path = asked.entry.path
    if flag.name == "type":
        kinds = (
            ("strategic", "merge", "json")
            if path == "patch"
            else ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
        )
        return [Candidate(kind) for kind in kinds]
    if flag.name == "output":
        return [
            Candidate(name, more=name.startswith(("jsonpath", "custom", "go-t"))) for name in _formats(path)
        ]
    if flag.name == "namespace":
        namespaces = find("namespaces")
        return names_of(asked, namespaces) if namespaces is not None else ()
    if flag.name == "filename":
        return [Candidate(name) for name in sorted(asked.shell.files)]
    if flag.name == "container":
        return _pod_containers(asked)
    if flag.name == "selector":
        return _labels(asked)
    if flag.name == "class":
        classes = find("ingressclasses")
        return names_of(asked, classes) if classes is not None else ()
    return [Candidate(text, more=text.endswith("=")) for text in _FIXED.get(flag.name, ())]


def _formats(path: str) -> Sequence[str]:
    if path == "get":
        return GET
    if path in ("delete", "config get-contexts"):
        return ("name",)
    if path == "version":
        return ("yaml", "json")
    return ("wide", "name") if path == "api-resources" else GENERAL


def _pod_containers(asked: Asked) -> Iterable[Candidate]:
    wanted = asked.args[0].rpartition("/")[2] if asked.args else ""
    for pod in asked.shell.objects("pods", asked.namespace):
        if pod["metadata"]["name"] == wanted:
            yield from (
                Candidate(container["name"], container.get("image", "")) for container in containers_of(pod)
            )


def _labels(asked: Asked) -> Iterable[Candidate]:
    """The labels that the objects of the type have."""
    resource = find(asked.args[0]) if asked.args else None
    if resource is None:
        return
    pairs = {
        f"{key}={value}"
        for obj in asked.shell.objects(resource.name, asked.namespace if resource.namespaced else None)
        for key, value in (obj["metadata"].get("labels") or {}).items()
    }
    yield from (Candidate(pair) for pair in sorted(pairs))
