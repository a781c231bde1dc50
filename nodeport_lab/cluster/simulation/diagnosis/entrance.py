"""The first two of the six looks: what lies between the client and the Service's rules."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.network.packet import is_loopback
from nodeport_lab.cluster.simulation.diagnosis.case import Case, key_of, to_get
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding


def firewall(case: Case) -> Finding:
    """Does the firewall let the client through?"""
    tries: tuple[str, ...] = (knock(case),)
    if not case.from_outside:
        return Finding("firewall", "skipped", "firewall-inside", commands=tries)
    node = next((node.name for node in case.world.nodes if node.up), "")
    tries = (knock(case), f"ssh {node} {knock(case)}") if node else tries
    for branch in case.endings(("firewall",)):
        params = {key: branch.ending.params[key] for key in ("source", "port", "rule")}
        repair = case.repair("firewall-closed")
        return case.wrong(
            "firewall", "firewall-denied", ("firewall",), params=params, commands=tries, repair=repair
        )
    return Finding(
        "firewall",
        "passed",
        "firewall-open" if case.world.firewall else "firewall-none",
        commands=tries,
    )


def knock(case: Case) -> str:
    """The command that asks the same: refused, or timed out?"""
    if case.http:
        scheme, host = case.http.get("scheme") or "http", case.http.get("host")
        path = case.http.get("path") or "/"
        header = f" -H 'Host: {host}'" if host else ""
        return f"curl -sv --max-time 3{header} {scheme}://{case.address}:{case.port}{path}"
    udp = "-u " if case.protocol == "UDP" else ""
    return f"nc -zv -w 3 {udp}{case.address} {case.port}"


def node_port(case: Case) -> Finding:
    """Is the port that was asked open, and whose is it?"""
    look = "kubectl get services -A" if case.service is None else to_get(case.service, "service")
    if case.ingress_bound and case.door_service is None:
        return Finding("nodePort", "skipped", "nodePort-ingress", commands=(look,))
    if case.at_pod is not None:
        return Finding("nodePort", "skipped", "nodePort-pod", {"pod": case.at_pod}, (look,))
    wrong_protocol = case.stopped_by("wrong-protocol-refused", "wrong-protocol-lost")
    for branch in case.endings(wrong_protocol):
        told = branch.ending.params
        return case.wrong(
            "nodePort",
            "nodePort-protocol",
            wrong_protocol,
            params={
                "port": case.port,
                "protocol": case.protocol,
                "offered": told["offered"],
                "service": case.key,
            },
            commands=(look,),
            kind="Service",
            key=case.key,
            field=branch.ending.field,
        )
    if case.door_service is not None and case.door is not None:
        return _open(case, look)
    if case.at_node is not None:
        return _closed(case, look)
    shut = ("cluster-ip-port-closed", "service-port-unknown", "balancer-no-listener", "loop")
    owned = case.service_at(case.address)
    if owned is not None:
        ports = ", ".join(str(port["port"]) for port in owned["spec"].get("ports") or ())
        params = {"service": key_of(owned), "port": case.port, "ports": ports}
        return case.wrong(
            "nodePort",
            "nodePort-no-such-port",
            shut,
            params=params,
            commands=(look,),
            kind="Service",
            key=key_of(owned),
            field="spec.ports",
        )
    return Finding("nodePort", "skipped", "nodePort-elsewhere", {"address": case.address}, (look,))


def _open(case: Case, look: str) -> Finding:
    assert case.door is not None  # noqa: S101  (looked at by the caller)
    assert case.door_service is not None  # noqa: S101
    service = key_of(case.door_service)
    without = case.stopped_by("balancer-no-node-port")
    if without:
        return case.wrong(
            "nodePort",
            "nodePort-not-allocated",
            without,
            params={"service": service},
            commands=(look,),
            kind="Service",
            key=service,
            field="spec.allocateLoadBalancerNodePorts",
        )
    local = case.stopped_by("localhost-not-served")
    if local:
        params = {"port": case.port, "service": service, "node": case.at_node or case.sender}
        return case.wrong("nodePort", "nodePort-localhost", local, params=params, commands=(look,))
    if case.door.role == "nodePort":
        params = {"port": case.port, "service": service}
        return Finding("nodePort", "passed", "nodePort-open", params, (look,))
    params = {"port": case.port, "service": service, "address": case.address}
    return Finding("nodePort", "passed", "nodePort-not-on-the-way", params, (look,))


def _closed(case: Case, look: str) -> Finding:
    """No Service opens the port on the nodes: is there one that was meant?"""
    claims: tuple[str, ...] = ("node-port-closed", "host-port-closed")
    first, last = case.cluster.config.nodeport_range
    services = [s for s in case.view.every("services") if key_of(s) != "default/kubernetes"]
    meant = next(
        (
            (service, index, port)
            for service in services
            for index, port in enumerate(service["spec"].get("ports") or ())
            if port["port"] == case.port
        ),
        None,
    )
    params: dict[str, Any] = {"port": case.port, "first": first, "last": last}
    about: dict[str, Any] = {}
    code = "nodePort-not-open" if first <= case.port <= last else "nodePort-out-of-range"
    if is_loopback(case.address):
        claims = (*claims, "machine-port-closed")
    if meant is not None:
        service, index, port = meant
        params |= {"service": key_of(service)}
        about = {"kind": "Service", "key": key_of(service)}
        if port.get("nodePort"):
            code, about["field"] = "nodePort-port-asked", f"spec.ports[{index}].nodePort"
            params["nodePort"] = port["nodePort"]
        else:
            code, about["field"], about["value"] = "nodePort-cluster-ip", "spec.type", "NodePort"
    return case.wrong("nodePort", code, claims, params=params, commands=("kubectl get services -A",), **about)
