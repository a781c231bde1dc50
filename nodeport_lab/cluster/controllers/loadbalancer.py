"""The provider of load balancers: a cloud, or MetalLB. Without one, a Service of the type waits for ever.

The service controller of a cloud provider (staging/src/k8s.io/cloud-provider/controllers/service) adds a finalizer, asks for a
balancer and writes the address that it got into the Service's status.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Literal

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers.meta import is_terminating
from nodeport_lab.cluster.controllers.writes import Again, Emit, Put, Write
from nodeport_lab.cluster.objects import Obj

IPMode = Literal["VIP", "Proxy"]

COMPONENT = "service-controller"
FIRST_HOST = 10


def addresses(service: Obj) -> list[str]:
    """The addresses in a Service's status."""
    ingress = service.get("status", {}).get("loadBalancer", {}).get("ingress") or ()
    return [entry["ip"] for entry in ingress if entry.get("ip")]


def wants(service: Obj) -> bool:
    """True where this provider is asked for a balancer; another class is another provider's business."""
    spec = service["spec"]
    return (
        spec.get("type") == "LoadBalancer"
        and not spec.get("loadBalancerClass")
        and not is_terminating(service)
    )


def assign(service: Obj, address: str, mode: IPMode = "VIP") -> Obj:
    """The Service with an address in its status."""
    status = {**service.get("status", {}), "loadBalancer": {"ingress": [{"ip": address, "ipMode": mode}]}}
    return {**service, "status": status}


def reconcile(
    service: Obj,
    others: Iterable[Obj],
    config: ClusterConfig,
    ready_at: float,
    now: float,
    mode: IPMode = "VIP",
) -> list[Write]:
    """What the provider does for a Service; ``others`` are all Services, ``ready_at`` is when the balancer will stand.

    mode: what the provider says of its addresses: Proxy where packets come from the balancer's own address, so that nodes
    must not take a shortcut past it.
    """
    held = addresses(service)
    if not wants(service):
        if held and service["spec"].get("type") != "LoadBalancer":
            status = {**service.get("status", {}), "loadBalancer": {}}
            return [
                Emit(service, "Normal", "DeletingLoadBalancer", "Deleting load balancer", COMPONENT),
                Put({**service, "status": status}),
                Emit(service, "Normal", "DeletedLoadBalancer", "Deleted load balancer", COMPONENT),
            ]
        return []
    if held:
        said = [entry.get("ipMode", "VIP") for entry in service["status"]["loadBalancer"]["ingress"]]
        return [] if said == [mode] * len(said) else [Put(assign(service, held[0], mode))]
    if now < ready_at:
        return [
            Emit(service, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer", COMPONENT),
            Again(ready_at),
        ]
    taken = {address for other in others for address in addresses(other)}
    address = _choose(service, config, taken)
    if address is None:
        text = "Error syncing load balancer: failed to ensure load balancer: no free address"
        return [Emit(service, "Warning", "SyncLoadBalancerFailed", text, COMPONENT)]
    return [
        Put(assign(service, address, mode)),
        Emit(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer", COMPONENT),
    ]


def _choose(service: Obj, config: ClusterConfig, taken: set[str]) -> str | None:
    """``spec.loadBalancerIP`` where it is free and ours, else the lowest free address."""
    network = ipaddress.ip_network(config.external_cidr)
    wish = service["spec"].get("loadBalancerIP")
    if wish:
        free = ipaddress.ip_address(wish) in network and wish not in taken
        return str(wish) if free else None
    for number in range(FIRST_HOST, network.num_addresses - 1):
        address = str(network[number])
        if address not in taken:
            return address
    return None
