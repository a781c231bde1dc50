"""What ports are called: nodePort, port, targetPort, and of which Service. For labels; no packet is moved by this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nodeport_lab.cluster import objects
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import Door, Doors, Role
from nodeport_lab.cluster.objects import Obj


def doors(services: Iterable[Obj], slices: Iterable[Obj]) -> Doors:
    """The doors that Services open: on every node, at their own addresses, and at their endpoints' pods.

    Where two Services claim the same address and port, the first one keeps it.
    """
    found: dict[tuple[str, Protocol, int], Door] = {}

    def open_door(address: str, port: dict[str, Any], field: Role, service: str, index: int) -> None:
        protocol: Protocol = port.get("protocol") or "TCP"
        door = Door(field, service, port.get("name") or "", f"spec.ports[{index}].{field}")
        found.setdefault((address, protocol, port[field]), door)

    for service in services:
        name = f"{objects.namespace(service)}/{objects.name(service)}"
        for index, port in enumerate(service["spec"].get("ports") or ()):
            for address in _addresses(service):
                open_door(address, port, "port", name, index)
            if port.get("nodePort"):
                open_door("node", port, "nodePort", name, index)
    for piece in slices:
        for port in piece.get("ports") or ():
            if port.get("port"):
                protocol: Protocol = port.get("protocol") or "TCP"
                found.setdefault(("pod", protocol, port["port"]), Door("targetPort"))
    return found


def _addresses(service: Obj) -> list[str]:
    spec = service["spec"]
    balancer = (service.get("status") or {}).get("loadBalancer") or {}
    addresses = [spec.get("clusterIP"), *(spec.get("externalIPs") or ())]
    addresses += [ingress.get("ip") for ingress in balancer.get("ingress") or ()]
    return [address for address in addresses if address and address != "None"]
