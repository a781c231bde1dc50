"""The state of the cluster as the browser gets it: version 1 of the contract in ARCHITECTURE.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import loadbalancer
from nodeport_lab.cluster.controllers.endpoints.members import is_ready
from nodeport_lab.cluster.controllers.kubelet.sockets import running_containers
from nodeport_lab.cluster.controllers.meta import controller_of, is_terminating
from nodeport_lab.cluster.controllers.node import is_ready as node_is_ready
from nodeport_lab.cluster.controllers.view import View
from nodeport_lab.cluster.network.world import Client
from nodeport_lab.cluster.objects import Key, Obj, labels, name, namespace
from nodeport_lab.cluster.simulation.choices import choices
from nodeport_lab.cluster.simulation.engine import Engine
from nodeport_lab.cluster.simulation.moments import waiting_reason
from nodeport_lab.cluster.simulation.world import Surroundings

VERSION = 1

Json = dict[str, Any]


def snapshot(engine: Engine, config: ClusterConfig, around: Surroundings) -> Json:
    """Everything that a page draws, at this moment."""
    view = engine.view
    services = sorted(view.every("services"), key=lambda obj: (namespace(obj), name(obj)))
    pods = sorted(view.every("pods"), key=lambda obj: (namespace(obj), name(obj)))
    clients = around.clients or (Client("client", config.client),)
    addresses = {life.address: str(key) for key, life in engine.kubelets.lives.items() if life.address}
    out: Json = {
        "version": VERSION,
        "time": round(engine.now, 3),
        "proxyMode": config.proxy_mode,
        "settled": engine.settled,
        "settings": {
            "nodePortRange": list(config.nodeport_range),
            "clusterCIDR": config.cluster_cidr,
            "serviceCIDR": config.service_cidr,
        },
        "client": {"name": "client", "address": clients[0].address},
        "surroundings": _surroundings(engine, around),
        "nodes": [_node(engine, config_node.name) for config_node in config.nodes],
        "deployments": [_deployment(obj) for obj in _sorted(view, "deployments")],
        "pods": [_pod(engine, obj) for obj in pods],
        "services": [_service(engine, obj, addresses) for obj in services],
        "ingresses": [_ingress(obj) for obj in _sorted(view, "ingresses")],
    }
    return out | choices(engine, config, clients, services, pods)


def _surroundings(engine: Engine, around: Surroundings) -> Json:
    """What was done around the cluster: all that an action can set and that is no object."""
    return {
        "provider": {"running": engine.provider_running, "kind": around.provider},
        "ingressController": engine.has_ingress_controller(),
        "firewall": [
            {
                "source": rule.source,
                "ports": list(rule.ports) if rule.ports is not None else None,
                "action": rule.action,
                "protocol": rule.protocol,
            }
            for rule in around.firewall
        ],
        "podNetwork": around.pod_network,
        "noHairpin": sorted(around.no_hairpin),
        "host": None
        if around.host is None
        else {
            "reachable": around.host.reachable,
            "published": [
                {"protocol": p.protocol, "port": p.port, "node": p.node, "nodePort": p.node_port}
                for p in around.host.published
            ],
        },
    }


def _sorted(view: View, resource: str) -> list[Obj]:
    return sorted(view.every(resource), key=lambda obj: (namespace(obj), name(obj)))


def _node(engine: Engine, node: str) -> Json:
    config = engine.proxies.node(node)
    obj = engine.view.get(Key("nodes", "", node))
    facts = engine.proxies.facts(node)
    return {
        "name": node,
        "address": config.address,
        "podCIDR": config.pod_cidr,
        "up": node not in engine.kubelets.down,
        "ready": obj is not None and node_is_ready(obj),
        "kubeProxy": {
            "running": engine.proxies.is_running(node),
            "stale": facts is None or facts.version != engine.facts().version,
        },
        "openPorts": list(_open_ports(facts.services)) if facts is not None else [],
    }


def _open_ports(services: tuple[Obj, ...]) -> Iterator[Json]:
    """The nodePorts that a node's rules answer, by number."""
    found = []
    for service in services:
        if service["spec"].get("type") in ("NodePort", "LoadBalancer"):
            for port in service["spec"].get("ports") or ():
                if port.get("nodePort"):
                    found.append(
                        (port["nodePort"], port.get("protocol") or "TCP", service, port.get("name") or "")
                    )
    for number, protocol, service, port_name in sorted(found, key=lambda entry: entry[:2]):
        yield {
            "protocol": protocol,
            "port": number,
            "service": f"{namespace(service)}/{name(service)}",
            "portName": port_name,
        }


def _deployment(obj: Obj) -> Json:
    return {
        "namespace": namespace(obj),
        "name": name(obj),
        "replicas": obj["spec"].get("replicas", 1),
        "ready": obj.get("status", {}).get("readyReplicas", 0),
        "labels": labels(obj),
        "selector": obj["spec"].get("selector", {}).get("matchLabels") or {},
    }


def _pod(engine: Engine, obj: Obj) -> Json:
    spec, status = obj["spec"], obj.get("status", {})
    key = Key("pods", namespace(obj), name(obj))
    containers = list(running_containers(obj))
    return {
        "namespace": key.namespace,
        "name": key.name,
        "owner": owner(engine.view, obj),
        "node": spec.get("nodeName"),
        "address": status.get("podIP"),
        "phase": status.get("phase", "Pending"),
        "status": shown_status(obj),
        "ready": is_ready(obj),
        "terminating": is_terminating(obj),
        "labels": labels(obj),
        "image": ", ".join(container.get("image", "") for container in spec.get("containers") or ()),
        "ports": [
            {
                "name": port.get("name") or "",
                "containerPort": port["containerPort"],
                "protocol": port.get("protocol") or "TCP",
            }
            for container in containers
            for port in container.get("ports") or ()
        ],
        "listening": [
            {"port": socket.port, "protocol": socket.protocol, "address": socket.address}
            for socket in engine.kubelets.sockets(key, obj, engine.now)
        ],
    }


def owner(view: View, pod: Obj) -> str | None:
    """``Kind/name`` of what made the pod: the Deployment behind a ReplicaSet, or whoever controls it."""
    reference = controller_of(pod)
    if reference is None:
        return None
    if reference["kind"] == "ReplicaSet":
        rs = view.get(Key("replicasets", namespace(pod), reference["name"]))
        behind = controller_of(rs) if rs is not None else None
        reference = behind or reference
    return f"{reference['kind']}/{reference['name']}"


def shown_status(pod: Obj) -> str:
    """The STATUS column of ``kubectl get pods`` (pkg/printers/internalversion printPod), for what happens here."""
    if is_terminating(pod):
        return "Terminating"
    status = pod.get("status", {})
    inits = pod["spec"].get("initContainers") or ()
    if status.get("phase") == "Pending" and inits:
        done = sum(
            1 for entry in status.get("initContainerStatuses") or () if "terminated" in entry.get("state", {})
        )
        if done < len(inits) and pod["spec"].get("nodeName"):
            return f"Init:{done}/{len(inits)}"
    return waiting_reason(pod) or str(status.get("phase", "Pending"))


def _service(engine: Engine, obj: Obj, addresses: dict[str, str]) -> Json:
    spec = obj["spec"]
    held = loadbalancer.addresses(obj)
    cluster_ip = spec.get("clusterIP")
    return {
        "namespace": namespace(obj),
        "name": name(obj),
        "type": spec.get("type", "ClusterIP"),
        "clusterIP": cluster_ip or None,
        "externalName": spec.get("externalName"),
        "externalIPs": list(spec.get("externalIPs") or ()),
        "loadBalancer": {"addresses": held, "pending": spec.get("type") == "LoadBalancer" and not held},
        "selector": spec.get("selector") or {},
        "externalTrafficPolicy": spec.get("externalTrafficPolicy", "Cluster"),
        "internalTrafficPolicy": spec.get("internalTrafficPolicy", "Cluster"),
        "sessionAffinity": spec.get("sessionAffinity", "None"),
        "ports": [
            {
                "name": port.get("name") or "",
                "protocol": port.get("protocol") or "TCP",
                "port": port["port"],
                "targetPort": port.get("targetPort", port["port"]),
                "nodePort": port.get("nodePort"),
            }
            for port in spec.get("ports") or ()
        ],
        "endpoints": list(_endpoints(engine, obj, addresses)),
    }


def _endpoints(engine: Engine, service: Obj, addresses: dict[str, str]) -> Iterator[Json]:
    for piece in engine.view.slices_of(namespace(service), name(service)):
        for port in piece.get("ports") or ():
            for entry in piece.get("endpoints") or ():
                conditions = entry.get("conditions") or {}
                ready = conditions.get("ready") is not False
                target = entry.get("targetRef") or {}
                pod = addresses.get(entry["addresses"][0])
                if target.get("kind") == "Pod":
                    pod = f"{target.get('namespace') or namespace(service)}/{target['name']}"
                yield {
                    "portName": port.get("name") or "",
                    "address": entry["addresses"][0],
                    "port": port.get("port"),
                    "pod": pod,
                    "node": entry.get("nodeName"),
                    "ready": ready,
                    "serving": conditions.get("serving", ready) is not False,
                    "terminating": bool(conditions.get("terminating")),
                }


def _ingress(obj: Obj) -> Json:
    spec = obj["spec"]
    rules = [
        {"host": rule.get("host") or "", "path": path.get("path") or "", "pathType": path.get("pathType")}
        | _backend(path["backend"])
        for rule in spec.get("rules") or ()
        for path in (rule.get("http") or {}).get("paths") or ()
    ]
    if spec.get("defaultBackend"):
        rules.append({"host": "", "path": "", "pathType": None} | _backend(spec["defaultBackend"]))
    ingress = obj.get("status", {}).get("loadBalancer", {}).get("ingress") or ()
    return {
        "namespace": namespace(obj),
        "name": name(obj),
        "class": spec.get("ingressClassName"),
        "addresses": [entry["ip"] for entry in ingress if entry.get("ip")],
        "rules": rules,
    }


def _backend(backend: Json) -> Json:
    service = backend.get("service") or {}
    port = service.get("port") or {}
    return {"service": service.get("name"), "port": port.get("number") or port.get("name")}
