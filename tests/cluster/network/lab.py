"""A cluster for packet tests: Services and pods in a line each, and what a request comes to as text.

lab = Lab([service("web", node_port=30080)], [pod("web-1", "node1"), pod("web-2", "node2")])
lab.send("client", "192.168.1.102:30080") == {"answered default/web-1 from 192.168.1.102": 1/2, ...}
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubeproxy import iptables, nftables
from nodeport_lab.cluster.kubeproxy.tracker import service_ports
from nodeport_lab.cluster.network.doors import doors
from nodeport_lab.cluster.network.hop import Branch, Trace
from nodeport_lab.cluster.network.netfilter import load
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Machine, Node, Pod, Request, Socket, World

Obj = dict[str, Any]


def service(
    name: str = "web", port: int = 80, target: int = 80, node_port: int | None = 30080, **spec: Any
) -> Obj:
    """A Service as the API server would hold it: NodePort where it has one, else ClusterIP."""
    entry: Obj = {"port": port, "targetPort": target, "protocol": spec.pop("protocol", "TCP")}
    if node_port:
        entry["nodePort"] = node_port
    status = {"loadBalancer": {"ingress": [{"ip": ip} for ip in spec.pop("balancer", ())]}}
    base = {
        "type": "NodePort" if node_port else "ClusterIP",
        "clusterIP": spec.pop("cluster_ip", "10.96.10.10"),
        "selector": {"app": name},
        "ports": [entry],
    }
    return {"metadata": {"name": name, "namespace": "default"}, "spec": base | spec, "status": status}


def pod(name: str, node: str, *listens: int | Socket, app: str = "web", host_network: bool = False) -> Obj:
    """A pod, ready; it listens on 80/TCP unless told otherwise. Its address is the next free one of its node."""
    sockets = tuple(Socket("TCP", port) if isinstance(port, int) else port for port in listens)
    return {
        "name": name,
        "node": node,
        "sockets": sockets or (Socket("TCP", 80),),
        "app": app,
        "host": host_network,
    }


class Lab:
    """The default cluster with these Services and pods, in one proxy mode; ``change`` replaces fields of its world."""

    def __init__(
        self,
        services: list[Obj],
        pods: list[Obj],
        mode: str = "iptables",
        config: ClusterConfig | None = None,
    ):
        config = replace(config or ClusterConfig(), proxy_mode=mode)  # type: ignore[arg-type]
        self.config = config
        made, count = [], {node.name: config.first_pod for node in config.nodes}
        for item in pods:
            node = next(node for node in config.nodes if node.name == item["node"])
            address = f"{node.pod_cidr.rpartition('.')[0]}.{count[node.name]}"
            count[node.name] += not item["host"]
            address = node.address if item["host"] else address
            made.append(
                (item, Pod(f"default/{item['name']}", address, node.name, item["sockets"], item["host"]))
            )
        slices = [_slice(item, made) for item in services]
        write = iptables.write if mode == "iptables" else nftables.write
        nodes = tuple(
            Node(
                node.name,
                node.address,
                node.pod_cidr,
                load(write(service_ports(services, slices, node, config), node, config)),
                localnet=mode == "iptables",
            )
            for node in config.nodes
        )
        control = Machine(
            "control-plane", config.control_plane, (Socket("TCP", 6443, process="kube-apiserver"),)
        )
        pods_made = tuple(pod for _, pod in made)
        self.world = World(config, nodes, pods_made, (control,), doors=doors(services, slices))

    def change(self, **changes: Any) -> Lab:
        self.world = replace(self.world, **changes)
        return self

    def node(self, name: str, **changes: Any) -> Lab:
        return self.change(
            nodes=tuple(replace(n, **changes) if n.name == name else n for n in self.world.nodes)
        )

    def trace(self, sender: str, to: str, protocol: str = "TCP", **more: Any) -> Trace:
        address, _, port = to.rpartition(":")
        if sender not in (*self.world.map.node, *self.world.map.client, *self.world.map.balancer_at):
            sender = f"default/{sender}"
        return trace(self.world, Request(sender, address, int(port), protocol, **more))  # type: ignore[arg-type]

    def send(self, sender: str, to: str, protocol: str = "TCP", **more: Any) -> dict[str, Fraction]:
        """Outcome in words -> probability."""
        found: dict[str, Fraction] = {}
        for branch in self.trace(sender, to, protocol, **more).branches:
            found[said(branch)] = found.get(said(branch), Fraction(0)) + branch.probability
        assert sum(found.values()) == 1
        return found


def said(branch: Branch) -> str:
    ending = branch.ending
    if ending.code == "answered" and branch.arrived:
        name = (branch.pod or "").rpartition("/")[2]
        return f"{name} from {branch.arrived.source}"
    return f"{ending.code} at {ending.place.rpartition('/')[2]}"


def _slice(service: Obj, pods: list[tuple[Obj, Pod]]) -> Obj:
    port = service["spec"]["ports"][0]
    members = [found for item, found in pods if item["app"] == service["spec"].get("selector", {}).get("app")]
    return {
        "metadata": {
            "name": service["metadata"]["name"],
            "namespace": "default",
            "labels": {"kubernetes.io/service-name": service["metadata"]["name"]},
        },
        "addressType": "IPv4",
        "ports": [{"name": "", "port": port["targetPort"], "protocol": port["protocol"]}],
        "endpoints": [
            {"addresses": [found.address], "nodeName": found.node, "conditions": {"ready": True}}
            for found in members
        ],
    }


def route(branch: Branch, leg: str = "request") -> list[str]:
    """The places of a leg, in order, each stay once."""
    places: list[str] = []
    for hop in branch.hops:
        if hop.leg == leg and (not places or places[-1] != hop.place):
            places.append(hop.place)
    return places


def events(branch: Branch, place: str, leg: str = "request") -> list[str]:
    """What happened at a place on one leg."""
    return [hop.event for hop in branch.hops if hop.place == place and hop.leg == leg]
