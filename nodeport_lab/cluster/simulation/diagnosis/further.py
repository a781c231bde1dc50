"""Further looks, where the six find nothing: the address, the policies, the nodes and their kernels.

Each gives None where there is nothing to look at for this request.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.network.packet import is_loopback
from nodeport_lab.cluster.objects import namespace
from nodeport_lab.cluster.simulation.diagnosis.balancer import load_balancer, source_ranges
from nodeport_lab.cluster.simulation.diagnosis.case import Case, flag
from nodeport_lab.cluster.simulation.diagnosis.entrance import knock
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding

_NAMELESS = (
    "pod-gone",
    "no-such-address",
    "service-address-unknown",
    "cluster-ip-unallocated",
    "no-such-node",
)
_OUTSIDE = ("pod-address-outside", "service-address-outside", "loopback-leaves")
_HOST = ("host-port-closed", "host-outside")


def host(case: Case) -> Finding | None:
    """Where the nodes are containers: is the port published on the machine?"""
    if case.world.host is None or not case.from_outside:
        return None
    params = {"port": case.port, "address": case.address}
    code = "host-not-published" if is_loopback(case.address) else "host-outside"
    if case.stopped_by(*_HOST):
        return case.wrong("host", code, _HOST, params=params, commands=(knock(case),))
    return Finding("host", "passed", "host-published", params, (knock(case),))


def address(case: Case) -> Finding | None:
    """Does anybody have the address, and can it be reached from here?"""
    tries = ("kubectl get pods,services -A -o wide",)
    params = {"address": case.address, "sender": case.sender}
    for branch in case.endings((*_NAMELESS, *_OUTSIDE)):
        code = branch.ending.code
        if any(hop.event == "dnat" for hop in branch.hops):
            continue  # it was rewritten to that address: the kernels' looks tell
        known = {
            "pod-gone": "address-gone",
            "pod-address-outside": "address-pod-outside",
            "service-address-outside": "address-service-outside",
            "loopback-leaves": "address-loopback",
        }
        return case.wrong(
            "address",
            known.get(code, "address-nobody"),
            (*_NAMELESS, *_OUTSIDE),
            params=params,
            commands=tries,
        )
    return None


def policy(case: Case) -> Finding | None:
    """Does a policy Local keep to a node without a pod?"""
    service = case.door_service or case.service
    if service is None:
        return None
    spec, key = service["spec"], f"{namespace(service)}/{service['metadata']['name']}"
    look = (
        f"kubectl get pods{flag(namespace(service))} -o wide",
        f"kubectl describe service {service['metadata']['name']}{flag(namespace(service))}",
    )
    for code, field in (
        ("external-policy-local", "externalTrafficPolicy"),
        ("internal-policy-local", "internalTrafficPolicy"),
    ):
        about: dict[str, Any] = {
            "commands": look,
            "kind": "Service",
            "key": key,
            "field": f"spec.{field}",
        }
        for branch in case.endings((code,)):
            node = branch.ending.params["node"]
            params = {"service": key, "node": node, "field": field}
            return case.wrong(
                "policy", "policy-no-pod-here", (code,), params=params, value="Cluster", **about
            )
        if spec.get(field) == "Local":
            return Finding("policy", "passed", "policy-local", {"service": key, "field": field}, **about)
    return None


def nodes(case: Case) -> Finding | None:
    """Are the nodes up that the packet needs?"""
    claims = ("node-down", "sender-down")
    for branch in case.endings(claims):
        node = branch.ending.params["node"]
        repair = case.repair("node-down", node=node)
        tries = ("kubectl get nodes -o wide", f"ping -c 1 {case.cluster.engine.proxies.node(node).address}")
        code = (
            "nodes-down"
            if case.at_node == node or branch.ending.code == "sender-down"
            else "nodes-pod-on-dead-node"
        )
        return case.wrong("nodes", code, claims, params={"node": node}, commands=tries, repair=repair)
    if case.failing:
        return Finding("nodes", "passed", "nodes-up", commands=("kubectl get nodes -o wide",))
    return None


def pod_network(case: Case) -> Finding | None:
    """Do packets of pods pass from node to node?"""
    claims = ("pod-network-blocked",)
    for branch in case.endings(claims):
        params = {key: branch.ending.params[key] for key in ("node", "other", "address")}
        tries = (f"ssh {params['node']} ping -c 1 {params['address']}",)
        return case.wrong(
            "network",
            "network-blocked",
            claims,
            params=params,
            commands=tries,
            repair=case.repair("pod-network-blocked"),
        )
    if not case.world.pod_network:
        return Finding("network", "noted", "network-blocked-elsewhere")
    return None


def hairpin(case: Case) -> Finding | None:
    """Does a pod that asks its own Service get back to itself?"""
    for branch in case.endings(("hairpin-off",)):
        params = {key: branch.ending.params[key] for key in ("node", "pod")}
        repair = case.repair("hairpin-off", node=params["node"])
        return case.wrong("hairpin", "hairpin-off", ("hairpin-off",), params=params, repair=repair)
    return None


def conntrack(case: Case) -> Finding | None:
    """Does a kernel remember a connection that leads nowhere any more?"""
    for branch in case.endings(("stale-connection",)):
        node = branch.ending.params["node"]
        return case.wrong(
            "conntrack",
            "conntrack-stale",
            ("stale-connection",),
            params={"node": node, "address": branch.ending.params["address"]},
            commands=(f"ssh {node} conntrack -L -p {case.protocol.lower()}",),
            repair=case.repair("kube-proxy-stopped", node=node),
        )
    return None


def kube_proxy(case: Case) -> Finding | None:
    """Are the rules of the nodes on the way those of now?"""
    engine = case.cluster.engine
    now = engine.facts().version
    on_the_way = [place for place in case.places if place in case.world.map.node]
    stale = []
    for node in on_the_way:
        facts = engine.proxies.facts(node)
        if not engine.proxies.is_running(node) and (facts is None or facts.version != now):
            stale.append(node)
    claims = (
        "stale-rules", "rules-behind", "no-endpoints", "no-ready-endpoints", "node-port-closed", "pod-gone",
        "no-such-address", "no-such-target-port", "cluster-ip-port-closed", "cluster-ip-unallocated", "service-address-unknown",
    )  # fmt: skip
    if not stale:
        moving = case.stopped_by("stale-rules", "rules-behind")
        if not moving:
            return None
        return case.wrong("kubeProxy", "kubeProxy-behind", moving, commands=("kubectl get endpointslices",))
    node = stale[0]
    service = case.service or case.door_service
    table = (
        "nft list table ip kube-proxy" if engine.proxies.mode(node) == "nftables" else "iptables-save -t nat"
    )
    params = {"node": node, "service": case.key if service is not None else "-"}
    repair = case.repair("kube-proxy-stopped", node=node)
    commands = (f"ssh {node} curl -s http://localhost:10249/proxyMode", f"ssh {node} {table}")
    return case.wrong(
        "kubeProxy", "kubeProxy-stopped", claims, params=params, commands=commands, repair=repair
    )


def affinity(case: Case) -> Finding | None:
    """Does the Service remember its client?"""
    service = case.door_service or case.service
    if service is None or service["spec"].get("sessionAffinity") != "ClientIP":
        return None
    key = f"{namespace(service)}/{service['metadata']['name']}"
    about: dict[str, Any] = {"kind": "Service", "key": key, "field": "spec.sessionAffinity", "value": "None"}
    shared = _shares_an_address(case)
    params = {"service": key, "address": shared or ""}
    code = "affinity-shared" if shared else "affinity-on"
    line = f"kubectl describe service {service['metadata']['name']}{flag(namespace(service))}"
    return Finding("affinity", "noted", code, params, (line,), **about)


def _shares_an_address(case: Case) -> str | None:
    """The router's address behind which several clients are one."""
    sender = case.world.map.client.get(case.sender)
    if sender is None or sender.nat is None:
        return None
    others = [client for client in case.world.clients if client.nat == sender.nat]
    return sender.nat if len(others) > 1 else None


def source(case: Case) -> Finding | None:
    """Does the pod see who asked?"""
    asker = case.world.map.client.get(case.sender)
    if asker is None or case.failing or case.ingress_bound or case.door_service is None:
        return None
    own = asker.nat or asker.address
    seen = {branch.arrived.source for branch in case.trace.branches if branch.arrived and branch.pod}
    strange = sorted(seen - {own})
    if not strange or case.door_service["spec"].get("externalTrafficPolicy") == "Local":
        return None
    key = f"{namespace(case.door_service)}/{case.door_service['metadata']['name']}"
    return Finding(
        "source",
        "noted",
        "source-lost",
        {"source": ", ".join(strange), "client": own},
        (),
        "Service",
        key,
        "spec.externalTrafficPolicy",
        "Local",
    )


FURTHER = (
    host, address, load_balancer, source_ranges, nodes, policy, pod_network, hairpin, conntrack, kube_proxy, affinity,
    source,
)  # fmt: skip
