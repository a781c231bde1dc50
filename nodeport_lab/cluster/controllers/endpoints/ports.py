"""Which port of a pod a Service's ``targetPort`` means (staging/src/k8s.io/endpointslice/utils.go, FindPort)."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.objects import Obj

PortKey = tuple[tuple[str, int, str, str | None], ...]


def find_port(pod: Obj, port: dict[str, Any]) -> int | None:
    """The number that ``targetPort`` is on this pod; a name is looked up among its containers' named ports."""
    target = port.get("targetPort", port["port"])
    if isinstance(target, int):
        return target or port["port"]
    protocol = port.get("protocol") or "TCP"
    spec = pod["spec"]
    sidecars = [c for c in spec.get("initContainers") or () if c.get("restartPolicy") == "Always"]
    for container in [*(spec.get("containers") or ()), *sidecars]:
        for declared in container.get("ports") or ():
            if declared.get("name") == target and (declared.get("protocol") or "TCP") == protocol:
                return int(declared["containerPort"])
    return None


def endpoint_ports(service: Obj, pod: Obj) -> list[dict[str, Any]]:
    """The ports of the slice that this pod belongs in; a name that the pod does not have is left out."""
    out = []
    for port in service["spec"].get("ports") or ():
        number = find_port(pod, port)
        if number is None:
            continue
        entry: dict[str, Any] = {
            "name": port.get("name", ""),
            "port": number,
            "protocol": port.get("protocol") or "TCP",
        }
        if port.get("appProtocol"):
            entry["appProtocol"] = port["appProtocol"]
        out.append(entry)
    return out


def port_key(ports: list[dict[str, Any]] | None) -> PortKey:
    """Slices with equal keys carry the same ports, in whatever order."""
    return tuple(
        sorted(
            (p.get("name") or "", p.get("port") or 0, p.get("protocol") or "TCP", p.get("appProtocol"))
            for p in ports or ()
        )
    )
