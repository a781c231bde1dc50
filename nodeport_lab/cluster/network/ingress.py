"""What an Ingress controller makes of Ingress objects: a table of hosts and paths, and which entry a request matches.

Host: an exact one before a wildcard, a wildcard (one label) before none. Path: the longest that matches, Exact before the
others at the same length (https://kubernetes.io/docs/concepts/services-networking/ingress/). ImplementationSpecific is what
nginx makes of it, a plain prefix of the text. The controller goes straight to the endpoints, past the Service's own address.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nodeport_lab.cluster import objects
from nodeport_lab.cluster.objects import Obj

PathType = Literal["Exact", "Prefix", "ImplementationSpecific"]
CLASS_ANNOTATION = "kubernetes.io/ingress.class"


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a path leads. ``found``: there is such a Service with such a port. endpoints: those that take traffic.

    field: the targetPort that leads to them, a path within the Service.
    """

    service: str
    port: str
    found: bool = True
    endpoints: tuple[tuple[str, int], ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class PathRule:
    """One path of one rule of one Ingress. ``host`` is empty where the rule is for every host; ``field``: path within the Ingress."""

    ingress: str
    host: str
    path: str
    path_type: PathType
    upstream: Upstream
    field: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "ingress": self.ingress,
            "host": self.host or None,
            "path": self.path,
            "pathType": self.path_type,
            "field": self.field,
        }


@dataclass(frozen=True, slots=True)
class Certificate:
    """A host for which TLS can be terminated, and the Secret that holds its certificate."""

    host: str
    secret: str


@dataclass(frozen=True, slots=True)
class Table:
    """Everything that the controller serves. default: where requests go that no rule wants, by which Ingress."""

    rules: tuple[PathRule, ...] = ()
    default: Upstream | None = None
    default_of: str | None = None
    certificates: tuple[Certificate, ...] = ()

    def hosts(self) -> list[str]:
        """The hosts that rules name, each once."""
        return list(dict.fromkeys(rule.host for rule in self.rules if rule.host))

    def of_host(self, host: str) -> list[PathRule]:
        """The rules for the most specific host that fits."""
        for fits in (lambda rule: rule.host == host, lambda rule: _wildcard(rule.host, host)):
            found = [rule for rule in self.rules if rule.host and fits(rule)]
            if found:
                return found
        return [rule for rule in self.rules if not rule.host]

    def match(self, host: str, path: str) -> PathRule | None:
        """The rule that a request meets; None where only the default backend is left."""
        found = [rule for rule in self.of_host(host) if path_matches(rule.path_type, rule.path, path)]
        return max(found, key=_precedence, default=None)

    def certificate(self, host: str) -> Certificate | None:
        """The certificate for the name that the client asks for (SNI)."""
        exact = [known for known in self.certificates if known.host == host]
        wild = [known for known in self.certificates if _wildcard(known.host, host)]
        return next(iter(exact + wild), None)


@dataclass(frozen=True, slots=True)
class Controller:
    """An Ingress controller: pods like any others, which speak HTTP and TLS and know the table."""

    pods: frozenset[str]
    table: Table
    http_port: int = 80
    https_port: int = 443


def _wildcard(pattern: str, host: str) -> bool:
    """``*.example.com`` stands for exactly one more label."""
    if not pattern.startswith("*."):
        return False
    label, _, rest = host.partition(".")
    return bool(label) and rest == pattern[2:]


def _precedence(rule: PathRule) -> tuple[int, bool]:
    return len(rule.path.rstrip("/")), rule.path_type == "Exact"


def _elements(path: str) -> list[str]:
    return [element for element in path.split("/") if element]


def path_matches(path_type: PathType, rule: str, path: str) -> bool:
    """True where a rule's path wants a request's path. Case counts; Prefix goes element by element."""
    if path_type == "Exact":
        return rule == path
    if path_type == "ImplementationSpecific":
        return path.startswith(rule or "/")
    if path_type == "Prefix":
        wanted = _elements(rule)
        return _elements(path)[: len(wanted)] == wanted
    raise ValueError(f"no such path type: {path_type}")


def table(
    ingresses: Iterable[Obj],
    services: Iterable[Obj],
    slices: Iterable[Obj],
    classes: Container[str],
    without_class: bool = False,
    secrets: Container[str] | None = None,
) -> Table:
    """What a controller serves: the Ingresses of its classes (and those without one, if it takes them), oldest first.

    secrets: those that there are, as ``namespace/name``; a certificate whose Secret is missing cannot be shown. None: all are.
    """
    known = {f"{objects.namespace(service)}/{objects.name(service)}": service for service in services}
    pieces: dict[str, list[Obj]] = {}
    for piece in slices:
        owner = objects.labels(piece).get("kubernetes.io/service-name", "")
        pieces.setdefault(f"{objects.namespace(piece)}/{owner}", []).append(piece)
    rules: list[PathRule] = []
    default: Upstream | None = None
    default_of: str | None = None
    certificates: list[Certificate] = []
    for ingress in sorted(ingresses, key=_age):
        class_name = _class_of(ingress)
        if not (class_name in classes if class_name else without_class):
            continue
        spec, namespace = ingress["spec"], objects.namespace(ingress)
        rules += _rules(ingress, known, pieces)
        if default is None and spec.get("defaultBackend"):
            default = _upstream(namespace, spec["defaultBackend"], known, pieces)
            default_of = f"{namespace}/{objects.name(ingress)}"
        for entry in spec.get("tls") or ():
            secret = f"{namespace}/{entry.get('secretName', '')}"
            if secrets is None or secret in secrets:
                certificates += [Certificate(host.lower(), secret) for host in entry.get("hosts") or ()]
    return Table(tuple(rules), default, default_of, tuple(certificates))


def _age(ingress: Obj) -> tuple[str, str, str]:
    stamp = str(ingress["metadata"].get("creationTimestamp") or "")
    return stamp, objects.namespace(ingress), objects.name(ingress)


def _class_of(ingress: Obj) -> str:
    annotations = ingress["metadata"].get("annotations") or {}
    return str(annotations.get(CLASS_ANNOTATION) or ingress["spec"].get("ingressClassName") or "")


def _rules(
    ingress: Obj, services: Mapping[str, Obj], pieces: Mapping[str, Sequence[Obj]]
) -> Iterator[PathRule]:
    namespace, name = objects.namespace(ingress), objects.name(ingress)
    for number, rule in enumerate(ingress["spec"].get("rules") or ()):
        for index, path in enumerate((rule.get("http") or {}).get("paths") or ()):
            yield PathRule(
                f"{namespace}/{name}",
                (rule.get("host") or "").lower(),
                path.get("path") or "/",
                path["pathType"],
                _upstream(namespace, path["backend"], services, pieces),
                f"spec.rules[{number}].http.paths[{index}]",
            )


def _upstream(
    namespace: str,
    backend: Mapping[str, Any],
    services: Mapping[str, Obj],
    pieces: Mapping[str, Sequence[Obj]],
) -> Upstream:
    wanted = backend.get("service") or {}
    key, port = f"{namespace}/{wanted.get('name', '')}", wanted.get("port") or {}
    text = str(port.get("name") or port.get("number") or "")
    service = services.get(key)
    for index, candidate in enumerate((service["spec"].get("ports") or ()) if service else ()):
        if text in (candidate.get("name"), str(candidate["port"])):
            found = _endpoints(pieces.get(key, ()), candidate.get("name") or "")
            return Upstream(key, text, True, tuple(found), f"spec.ports[{index}].targetPort")
    return Upstream(key, text, False)


def _endpoints(pieces: Sequence[Obj], port_name: str) -> Iterator[tuple[str, int]]:
    for piece in pieces:
        for port in piece.get("ports") or ():
            if (port.get("name") or "") != port_name or not port.get("port"):
                continue
            for endpoint in piece.get("endpoints") or ():
                if (endpoint.get("conditions") or {}).get("ready") is not False:
                    yield from ((address, int(port["port"])) for address in endpoint["addresses"])
