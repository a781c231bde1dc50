"""``kubectl expose``: a Service for what runs already (pkg/cmd/expose/expose.go)."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.kubectl.builder import Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error
from nodeport_lab.cluster.kubectl.resources import of_name
from nodeport_lab.cluster.kubectl.writing import create, finish, with_last_applied
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

_EXPOSED = ("services", "pods", "deployments", "replicasets", "replicationcontrollers")


def expose(call: Call) -> None:
    """Makes a Service whose selector, ports and labels are those of the object, unless flags say otherwise."""
    found = select(call, call.args, selectors=False, local=True)
    errors = list(found.errors)
    for info in found.infos:
        try:
            _expose(call, info)
        except Failure as failure:
            errors.append(failure.error)
    if errors:
        raise aggregate(errors)


def _expose(call: Call, info: Info) -> None:
    if info.resource.name not in _EXPOSED:
        group = f".{info.resource.group}" if info.resource.group else ""
        raise error(f"cannot expose a {info.resource.kind}{group}")
    name = call.flag("name") or info.name[:63]
    spec: Obj = {"selector": _selector(call, info)}
    spec["ports"] = _ports(call, info)
    if call.flag("type"):
        spec["type"] = call.flag("type")
    if call.flag("external-ip"):
        spec["externalIPs"] = [call.flag("external-ip")]
    if call.flag("load-balancer-ip"):
        spec["loadBalancerIP"] = call.flag("load-balancer-ip")
    if call.flag("session-affinity"):
        spec["sessionAffinity"] = call.flag("session-affinity")
    if call.flag("cluster-ip"):
        spec["clusterIP"] = call.flag("cluster-ip")
    metadata: Obj = {"name": name}
    labels = (
        _pairs(call.flag("labels")) if call.flag("labels") else (info.obj.get("metadata") or {}).get("labels")
    )
    if labels:
        metadata["labels"] = labels
    if call.namespace_given:
        metadata["namespace"] = call.namespace
    service: Obj = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": spec,
        "status": {"loadBalancer": {}},
    }
    resource = of_name("services")
    if call.on("save-config"):
        service = with_last_applied(service)
    finish(call, resource, create(call, resource, service), "exposed", typed=True)


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        key, equals, value = part.partition("=")
        if not equals or not key:
            raise error(f"unexpected label spec: {part}")
        pairs[key] = value
    return pairs


def _selector(call: Call, info: Info) -> dict[str, str]:
    if call.flag("selector"):
        return _pairs(call.flag("selector"))
    failing = "couldn't retrieve selectors via --selector flag or introspection: "
    obj = info.obj
    if info.resource.name == "pods":
        labels: dict[str, str] = (obj.get("metadata") or {}).get("labels") or {}
        if not labels:
            raise error(failing + "the pod has no labels and cannot be exposed")
        return labels
    selector: dict[str, Any] = (obj.get("spec") or {}).get("selector") or {}
    if info.resource.name == "services":
        if not selector:
            raise error(failing + "the service has no pod selector set")
        return selector
    if info.resource.name == "replicationcontrollers":
        return selector
    expressions = selector.get("matchExpressions") or []
    if expressions:
        shown = " ".join(
            f"{{Key:{e['key']} Operator:{e['operator']} Values:[{' '.join(e.get('values') or [])}]}}"
            for e in expressions
        )
        raise error(
            failing + f"couldn't convert expressions - {go_quote(f'[{shown}]')} to map-based selector format"
        )
    return dict(selector.get("matchLabels") or {})


def _ports(call: Call, info: Info) -> list[Obj]:
    known = _known_ports(info)
    text = call.flag("port")
    if not text:
        if not known:
            raise error("couldn't find port via --port flag or introspection")
        text = ",".join(str(port) for port, _ in known)
    protocols = {str(port): protocol for port, protocol in known}
    found: list[Obj] = []
    words = text.split(",")
    for index, word in enumerate(words):
        if not re.fullmatch(r"[-+]?\d+", word):
            raise error(f"strconv.Atoi: parsing {go_quote(word)}: invalid syntax")
        protocol = call.flag("protocol") or protocols.get(word, "TCP")
        port: Obj = {"port": int(word), "protocol": protocol}
        if len(words) > 1:
            port["name"] = f"port-{index + 1}"
        port["targetPort"] = _target(call, int(word))
        found.append(port)
    return found


def _known_ports(info: Info) -> list[tuple[int, str]]:
    """The ports of the object itself, with their protocols."""
    obj = info.obj
    if info.resource.name == "services":
        return [
            (port["port"], port.get("protocol", "TCP")) for port in (obj.get("spec") or {}).get("ports") or []
        ]
    spec = obj.get("spec") or {}
    if info.resource.name != "pods":
        spec = (spec.get("template") or {}).get("spec") or {}
    return [
        (port["containerPort"], port.get("protocol", "TCP"))
        for container in spec.get("containers") or []
        for port in container.get("ports") or []
    ]


def _target(call: Call, port: int) -> Any:
    text = call.flag("target-port") or call.flag("container-port")
    if not text:
        return port
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    return text
