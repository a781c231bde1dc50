"""A port of a Service, as kube-proxy understands it: typed, and the same on every node (pkg/proxy/serviceport.go)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from nodeport_lab.cluster.kubeproxy.net import Net, number
from nodeport_lab.cluster.kubeproxy.origin import Origin
from nodeport_lab.cluster.objects import Obj, labels, name, namespace

Protocol = Literal["tcp", "udp", "sctp"]

# Services with one of these labels are somebody else's to proxy (cmd/kube-proxy/app/server.go).
_NOT_OURS = ("service.kubernetes.io/service-proxy-name", "service.kubernetes.io/headless")
_DEFAULT_AFFINITY_SECONDS = 10800


@dataclass(frozen=True, slots=True)
class PortName:
    """Who a port of a Service is. Its text is what comments in rules say."""

    namespace: str
    service: str
    port: str
    protocol: Protocol

    def __str__(self) -> str:
        suffix = f":{self.port}" if self.port else ""
        return f"{self.namespace}/{self.service}{suffix}"


@dataclass(frozen=True, slots=True)
class PortInfo:
    """What a Service says about one of its ports. ``index`` is its place in ``spec.ports``."""

    name: PortName
    index: int
    cluster_ip: str
    port: int
    node_port: int | None
    external_ips: tuple[str, ...]
    load_balancer_ips: tuple[tuple[int, str], ...]
    source_ranges: tuple[Net, ...]
    affinity_seconds: int | None
    health_check_node_port: int | None
    external_local: bool
    internal_local: bool

    @property
    def externally_accessible(self) -> bool:
        """Reachable by more than its cluster IP."""
        return self.node_port is not None or bool(self.load_balancer_ips) or bool(self.external_ips)

    @property
    def uses_cluster(self) -> bool:
        """Some traffic may go to endpoints of any node. External traffic under policy Local counts: pods are exempt from it."""
        return not self.internal_local or self.externally_accessible

    @property
    def uses_local(self) -> bool:
        """Some traffic may go to endpoints of its own node only."""
        return self.internal_local or (self.external_local and self.externally_accessible)

    def origin(self, field: str, endpoint: str | None = None) -> Origin:
        """The cause of a rule about this port: a field of the Service, ``spec.ports[*]`` meaning this port."""
        path = field.replace("[*]", f"[{self.index}]", 1)
        return Origin(f"{self.name.namespace}/{self.name.service}", self.name.port, path, endpoint)


def port_infos(service: Obj) -> tuple[PortInfo, ...]:
    """The ports of a Service, in its order; none where kube-proxy has nothing to do with it."""
    spec = service["spec"]
    cluster_ip = spec.get("clusterIP") or ""
    if spec.get("type") == "ExternalName" or cluster_ip in ("", "None") or not _is_ipv4(cluster_ip):
        return ()
    if any(label in labels(service) for label in _NOT_OURS):
        return ()
    kind = spec.get("type", "ClusterIP")
    external_ips = tuple(address for address in spec.get("externalIPs") or () if _is_ipv4(address))
    external = kind in ("NodePort", "LoadBalancer") or bool(external_ips)
    external_local = external and spec.get("externalTrafficPolicy") == "Local"
    health_check = spec.get("healthCheckNodePort") if kind == "LoadBalancer" and external_local else None
    return tuple(
        PortInfo(
            name=PortName(
                namespace(service),
                name(service),
                port.get("name") or "",
                cast(Protocol, port.get("protocol", "TCP").lower()),
            ),
            index=index,
            cluster_ip=cluster_ip,
            port=port["port"],
            node_port=port.get("nodePort") or None,
            external_ips=external_ips,
            load_balancer_ips=_virtual_ips(service),
            source_ranges=_source_ranges(spec),
            affinity_seconds=_affinity_seconds(spec),
            health_check_node_port=health_check or None,
            external_local=external_local,
            internal_local=spec.get("internalTrafficPolicy") == "Local",
        )
        for index, port in enumerate(spec.get("ports") or ())
    )


def _is_ipv4(text: str) -> bool:
    try:
        number(text)
    except ValueError:
        return False
    return True


def _virtual_ips(service: Obj) -> tuple[tuple[int, str], ...]:
    """Addresses of a balancer that leaves the destination as it is (ipMode VIP), with their place in the status."""
    status = (service.get("status") or {}).get("loadBalancer") or {}
    return tuple(
        (index, ingress["ip"])
        for index, ingress in enumerate(status.get("ingress") or ())
        if ingress.get("ip") and ingress.get("ipMode", "VIP") == "VIP" and _is_ipv4(ingress["ip"])
    )


def _source_ranges(spec: Obj) -> tuple[Net, ...]:
    """IPv4 ranges only; validation lets blanks around them pass."""
    texts = [text.strip() for text in spec.get("loadBalancerSourceRanges") or ()]
    return tuple(Net.of(text) for text in texts if ":" not in text)


def _affinity_seconds(spec: Obj) -> int | None:
    if spec.get("sessionAffinity") != "ClientIP":
        return None
    client_ip = (spec.get("sessionAffinityConfig") or {}).get("clientIP") or {}
    return int(client_ip.get("timeoutSeconds") or _DEFAULT_AFFINITY_SECONDS)
