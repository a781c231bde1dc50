"""What the API server warns of in a pod or a pod template.

Mirrors warningsForPodSpecAndMeta in pkg/api/pod/warnings.go and pkg/api/node/util.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nodeport_lab.cluster.apiserver import quantity
from nodeport_lab.cluster.problem import FieldPath, go_quote

_OLD_NODE_LABELS = {
    "beta.kubernetes.io/arch": ("1.14", "kubernetes.io/arch"),
    "beta.kubernetes.io/os": ("1.14", "kubernetes.io/os"),
    "failure-domain.beta.kubernetes.io/region": ("1.17", "topology.kubernetes.io/region"),
    "failure-domain.beta.kubernetes.io/zone": ("1.17", "topology.kubernetes.io/zone"),
    "beta.kubernetes.io/instance-type": ("1.17", "node.kubernetes.io/instance-type"),
}
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_NULL_SELECTOR = "a null labelSelector results in matching no pod"


def pod_warnings(path: FieldPath, meta: dict[str, Any], spec: dict[str, Any]) -> list[str]:
    """Every warning, in the API server's order; ``path`` leads to the template, or is empty for a Pod."""
    here = path.child("spec")
    out = list(_node_labels(here, spec))
    out += _duplicates(here.child("hostAliases"), spec.get("hostAliases") or [], "ip")
    secrets = spec.get("imagePullSecrets") or []
    out += _duplicates(here.child("imagePullSecrets"), secrets, "name")
    for position, secret in enumerate(secrets):
        if not secret.get("name"):
            out.append(
                f'{here.child("imagePullSecrets").index(position).child("name")}: invalid empty name ""'
            )
    for where, container in _containers(here, spec):
        out += _fractions(where.child("resources"), container.get("resources") or {})
        out += _hidden_env(where.child("env"), container.get("env") or [])
    out += _ports(here, spec)
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        words = "must be >= 0; negative values are invalid and will be treated as 1"
        out.append(f"{here.child('terminationGracePeriodSeconds')}: {words}")
    out += _null_selectors(here.child("affinity"), spec.get("affinity") or {})
    return out


def _containers(path: FieldPath, spec: dict[str, Any]) -> Iterator[tuple[FieldPath, dict[str, Any]]]:
    """VisitContainersWithPath: init containers first."""
    for name in ("initContainers", "containers"):
        for position, container in enumerate(spec.get(name) or []):
            yield path.child(name).index(position), container


def _node_labels(path: FieldPath, spec: dict[str, Any]) -> Iterator[str]:
    for key in sorted(spec.get("nodeSelector") or {}):
        if key in _OLD_NODE_LABELS:
            yield f"{path.child('nodeSelector').key(key)}: {_old_label(key)}"
    for position, constraint in enumerate(spec.get("topologySpreadConstraints") or []):
        here, key = path.child("topologySpreadConstraints").index(position), constraint.get("topologyKey", "")
        if key in _OLD_NODE_LABELS:
            yield f"{here.child('topologyKey')}: {key} is {_old_label(key)}"
        if constraint.get("labelSelector") is None:
            yield f"{here.child('labelSelector')}: {_NULL_SELECTOR}"


def _old_label(key: str) -> str:
    version, instead = _OLD_NODE_LABELS[key]
    return f"deprecated since v{version}; use {go_quote(instead)} instead"


def _duplicates(path: FieldPath, items: list[dict[str, Any]], field: str) -> Iterator[str]:
    seen: set[str] = set()
    for position, item in enumerate(items):
        value = item.get(field, "")
        if value in seen:
            yield f"{path.index(position).child(field)}: duplicate {field} {go_quote(value)}"
        seen.add(value)


def _fractions(path: FieldPath, resources: dict[str, Any]) -> Iterator[str]:
    for name in ("memory", "ephemeral-storage"):
        for side in ("limits", "requests"):
            amount = (resources.get(side) or {}).get(name)
            parsed = quantity.parse(str(amount)) if amount is not None else None
            if parsed is not None and (parsed.value * 1000) % 1000 != 0:
                words = f"fractional byte value {go_quote(str(amount))} is invalid, must be an integer"
                yield f"{path.child(side).key(name)}: {words}"


def _hidden_env(path: FieldPath, variables: list[dict[str, Any]]) -> Iterator[str]:
    """A second variable of one name is meant only where it builds on the first."""
    seen: set[str] = set()
    for position, variable in enumerate(variables):
        name, value = variable.get("name", ""), variable.get("value", "")
        reference = f"$({name})"
        if name not in seen:
            seen.add(name)
        elif variable.get("valueFrom") is not None or value == reference or reference not in value:
            words = f"hides previous definition of {go_quote(name)}, which may be dropped when using apply"
            yield f"{path.index(position)}: {words}"


def _ports(path: FieldPath, spec: dict[str, Any]) -> Iterator[str]:
    """The same port and protocol said twice, over all containers."""
    seen: dict[tuple[int, str], list[tuple[FieldPath, int, str]]] = {}
    for where, container in _containers(path, spec):
        for position, port in enumerate(container.get("ports") or []):
            here = where.child("ports").index(position)
            host, ip = port.get("hostPort", 0), port.get("hostIP", "")
            number, protocol = port.get("containerPort", 0), port.get("protocol", "")
            if ip and not host:
                shown = f"{{Name:{port.get('name', '')} HostPort:0 ContainerPort:{number} Protocol:{protocol} HostIP:{ip}}}"
                yield f"{here}: hostIP set without hostPort: {shown}"
            others = seen.setdefault((number, protocol), [])
            for other, other_host, other_ip in others:
                if (ip, host) == (other_ip, other_host):
                    yield f"{here}: duplicate port definition with {other}"
                elif not host or not other_host:
                    yield f"{here}: overlapping port definition with {other}"
                elif host == other_host and bool(ip) != bool(other_ip):
                    yield f"{here}: dangerously ambiguous port definition with {other}"
            others.append((here, host, ip))


def _null_selectors(path: FieldPath, affinity: dict[str, Any]) -> Iterator[str]:
    for name in ("podAffinity", "podAntiAffinity"):
        rules = affinity.get(name) or {}
        for position, term in enumerate(rules.get(_REQUIRED) or []):
            if term.get("labelSelector") is None:
                yield f"{path.child(name, _REQUIRED).index(position).child('labelSelector')}: {_NULL_SELECTOR}"
        for position, weighted in enumerate(rules.get(_PREFERRED) or []):
            if (weighted.get("podAffinityTerm") or {}).get("labelSelector") is None:
                here = path.child(name, _PREFERRED).index(position)
                yield f"{here.child('podAffinityTerm', 'labelSelector')}: {_NULL_SELECTOR}"
