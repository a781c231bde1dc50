"""Two further looks, at what stands in front of the nodes: the load balancer, and whom it lets in."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.controllers.loadbalancer import addresses
from nodeport_lab.cluster.objects import namespace
from nodeport_lab.cluster.simulation.diagnosis.case import Case, flag
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding


def load_balancer(case: Case) -> Finding | None:
    """Has the load balancer an address, and is it the one that was asked?"""
    service = case.service if not case.ingress_bound else case.door_service
    if service is None or service["spec"].get("type") != "LoadBalancer":
        unannounced = case.stopped_by("external-unannounced")
        if not unannounced or case.ingress_bound:
            return None
        return case.wrong(
            "balancer",
            "balancer-unknown-address",
            unannounced,
            params={"address": case.address},
            commands=("kubectl get services -A",),
        )
    about: dict[str, Any] = {
        "commands": (f"kubectl get service {service['metadata']['name']}{flag(namespace(service))}",),
        "kind": "Service",
        "key": f"{namespace(service)}/{service['metadata']['name']}",
    }
    params = {"service": about["key"], "address": case.address}
    if not addresses(service):
        return case.wrong(
            "balancer",
            "balancer-pending",
            ("external-unannounced", "no-such-address"),
            params=params,
            field="spec.type",
            repair=case.repair("provider-missing"),
            **about,
        )
    if case.stopped_by("external-unannounced"):
        params["addresses"] = ", ".join(addresses(service))
        return case.wrong(
            "balancer", "balancer-other-address", ("external-unannounced",), params=params, **about
        )
    if case.stopped_by("balancer-no-healthy-node"):
        return case.wrong(
            "balancer", "balancer-no-healthy-node", ("balancer-no-healthy-node",), params=params, **about
        )
    return Finding(
        "balancer", "passed", "balancer-address", params | {"address": addresses(service)[0]}, **about
    )


def source_ranges(case: Case) -> Finding | None:
    """Does the load balancer let this client in?"""
    service = case.door_service
    ranges = (service or {}).get("spec", {}).get("loadBalancerSourceRanges")
    if service is None or not ranges:
        return None
    key = f"{namespace(service)}/{service['metadata']['name']}"
    about: dict[str, Any] = {
        "commands": (f"kubectl get service {service['metadata']['name']}{flag(namespace(service))} -o yaml",),
        "kind": "Service",
        "key": key,
        "field": "spec.loadBalancerSourceRanges",
    }
    params: dict[str, Any] = {"service": key, "ranges": ", ".join(ranges)}
    for branch in case.endings(("source-ranges",)):
        params["source"] = branch.ending.params["source"]
        return case.wrong("ranges", "ranges-shut-out", ("source-ranges",), params=params, **about)
    return Finding("ranges", "passed", "ranges-let-in", params, **about)
