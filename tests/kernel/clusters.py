"""Generated clusters: Services of every type and policy, endpoints in every condition, and what is worth asking there."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from nodeport_lab.cluster.kubeproxy import iptables, nftables
from nodeport_lab.cluster.kubeproxy.tracker import service_ports
from nodeport_lab.cluster.network.doors import doors
from nodeport_lab.cluster.network.netfilter import load
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import Machine, Node, Pod, Request, Socket, World
from tests.kernel.layout import CONFIG, SLOTS, pod_address

WRITE = {"iptables": iptables.write, "nftables": nftables.write}
PODS = tuple((node, slot) for node in range(len(CONFIG.nodes)) for slot in SLOTS)
NODES = tuple(node.name for node in CONFIG.nodes)
OPEN: dict[Protocol, int] = {"TCP": 80, "UDP": 53}
CLOSED = 81
HOST_PORT = 9000
CONDITIONS = {
    "ready": {"ready": True, "serving": True, "terminating": False},
    "not ready": {"ready": False, "serving": False, "terminating": False},
    "terminating": {"ready": False, "serving": True, "terminating": True},
}


@dataclass(frozen=True)
class Cluster:
    """What kube-proxy is told, where external addresses are announced, and what to ask: (sender, address, port, protocol)."""

    services: tuple[Any, ...]
    slices: tuple[Any, ...]
    external: dict[str, str]
    requests: tuple[tuple[str, str, int, Any], ...]

    def rules(self, mode):
        """By node, the typed rules."""
        return {
            node.name: WRITE[mode](service_ports(self.services, self.slices, node, CONFIG), node, CONFIG)
            for node in CONFIG.nodes
        }

    def world(self, mode, rules):
        """The same cluster as the trace knows it."""
        nodes = tuple(
            Node(node.name, node.address, node.pod_cidr, load(rules[node.name]), localnet=mode == "iptables")
            for node in CONFIG.nodes
        )
        api_server = Machine(
            "control-plane", CONFIG.control_plane, (Socket("TCP", CONFIG.control_plane_port),)
        )
        return World(
            CONFIG,
            nodes,
            tuple(pods()),
            (api_server,),
            external=self.external,
            doors=doors(self.services, self.slices),
        )

    def sent(self):
        """The requests as the trace takes them."""
        return [Request(*request) for request in self.requests]


def pods():
    """Every pod: one in each slot, which listens on its two open ports, and one on each node's own network.

    The last one's processes listen on its loopback address only.
    """
    for node, slot in PODS:
        address = "127.0.0.1" if (node, slot) == PODS[-1] else "0.0.0.0"
        sockets = tuple(Socket(protocol, port, address) for protocol, port in OPEN.items())
        yield Pod(pod_address(node, slot), pod_address(node, slot), NODES[node], sockets)
    for host in CONFIG.nodes:
        sockets = tuple(Socket(protocol, HOST_PORT) for protocol in OPEN)
        yield Pod(f"host-{host.name}", host.address, host.name, sockets, host_network=True)


KUBERNETES = {
    "metadata": {"name": "kubernetes", "namespace": "default"},
    "spec": {
        "type": "ClusterIP",
        "clusterIP": "10.96.0.1",
        "ports": [{"name": "https", "port": 443, "protocol": "TCP"}],
    },
}
KUBERNETES_SLICE = {
    "metadata": {
        "name": "kubernetes",
        "namespace": "default",
        "labels": {"kubernetes.io/service-name": "kubernetes"},
    },
    "addressType": "IPv4",
    "ports": [{"name": "https", "port": CONFIG.control_plane_port, "protocol": "TCP"}],
    "endpoints": [{"addresses": [CONFIG.control_plane], "conditions": {"ready": True}}],
}

POLICY = st.sampled_from(["Cluster", "Cluster", "Local"])
RANGES = st.sampled_from(
    [
        None,
        None,
        ["203.0.113.0/24"],
        ["192.168.1.0/24"],
        ["10.1.0.0/16", "192.168.1.101/32"],
        ["198.18.0.0/15"],
    ]
)


@st.composite
def endpoints(draw):
    """Endpoints of one Service: of up to four pods, or on the nodes' own network."""
    if draw(st.integers(0, 7)) == 0:
        found = draw(
            st.lists(st.sampled_from(CONFIG.nodes), min_size=1, max_size=2, unique_by=lambda node: node.name)
        )
        return HOST_PORT, [endpoint(node.address, node.name, "ready") for node in found]
    chosen = draw(st.lists(st.sampled_from(PODS), max_size=4, unique=True))
    states = st.sampled_from(["ready", "ready", "ready", "not ready", "terminating"])
    return None, [endpoint(pod_address(*pod), NODES[pod[0]], draw(states)) for pod in chosen]


def endpoint(address, node, condition):
    return {"addresses": [address], "nodeName": node, "conditions": CONDITIONS[condition]}


@st.composite
def clusters(draw):
    services, slices, requests = [KUBERNETES], [KUBERNETES_SLICE], []
    external: dict[str, str] = {}
    requests.append((draw(SENDER), "10.96.0.1", 443, "TCP"))
    for index in range(draw(st.integers(1, 2))):
        service, slice, announced = draw(_service(index))
        services.append(service)
        slices.append(slice)
        external |= announced
        requests += draw(_requests(service, slice, announced))
    requests.append((draw(SENDER), draw(st.sampled_from(["10.96.77.7", "192.168.1.102"])), 30999, "TCP"))
    protocol = draw(st.sampled_from(sorted(OPEN)))
    requests.append((draw(SENDER), pod_address(*draw(st.sampled_from(PODS))), OPEN[protocol], protocol))
    requests.append((draw(SENDER), draw(st.sampled_from(CONFIG.nodes)).address, HOST_PORT, protocol))
    return Cluster(tuple(services), tuple(slices), external, tuple(dict.fromkeys(requests)))


SENDER = st.sampled_from(["client", *NODES, *(pod_address(*pod) for pod in PODS)])


@st.composite
def _service(draw, index):
    protocol = draw(st.sampled_from(["TCP", "TCP", "UDP"]))
    kind = draw(st.sampled_from(["ClusterIP", "NodePort", "NodePort", "LoadBalancer"]))
    number, found = draw(endpoints())
    target = number or (CLOSED if draw(st.integers(0, 7)) == 0 else OPEN[protocol])
    name = f"s{index}"
    port = {"name": "", "protocol": protocol, "port": 8000 + index, "targetPort": target}
    spec = {
        "type": kind,
        "clusterIP": f"10.96.10.{10 + index}",
        "internalTrafficPolicy": draw(POLICY),
        "ports": [port],
    }
    status, announced = {}, {}
    if kind != "ClusterIP":
        port["nodePort"] = 30080 + index
        spec["externalTrafficPolicy"] = draw(POLICY)
    if draw(st.integers(0, 3)) == 0:
        spec["externalIPs"] = [f"198.51.100.{50 + index}"]
        spec.setdefault("externalTrafficPolicy", draw(POLICY))
    if kind == "LoadBalancer":
        mode = draw(st.sampled_from(["VIP", "VIP", "VIP", "Proxy"]))
        status = {"loadBalancer": {"ingress": [{"ip": f"198.51.100.{10 + index}", "ipMode": mode}]}}
        ranges = draw(RANGES)
        if ranges:
            spec["loadBalancerSourceRanges"] = ranges
        if spec["externalTrafficPolicy"] == "Local":
            spec["healthCheckNodePort"] = 32000 + index
    if draw(st.integers(0, 5)) == 0:
        spec["sessionAffinity"] = "ClientIP"
        spec["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": 600}}
    for address in (
        *spec.get("externalIPs", ()),
        *(item["ip"] for item in status.get("loadBalancer", {}).get("ingress", ())),
    ):
        announced[address] = draw(st.sampled_from(NODES))
    service = {"metadata": {"name": name, "namespace": "default"}, "spec": spec, "status": status}
    slice = {
        "metadata": {
            "name": f"{name}-x",
            "namespace": "default",
            "labels": {"kubernetes.io/service-name": name},
        },
        "addressType": "IPv4",
        "ports": [{"name": "", "port": target, "protocol": protocol}],
        "endpoints": found,
    }
    return service, slice, announced


@st.composite
def _requests(draw, service, slice, announced):
    """From a pod that is an endpoint (it may meet itself), from anybody else, and from outside."""
    [port] = service["spec"]["ports"]
    protocol = port["protocol"]
    addresses = [
        item["addresses"][0] for item in slice["endpoints"] if item["addresses"][0].startswith("10.1.")
    ]
    senders = [draw(SENDER), draw(st.sampled_from(NODES)), *addresses[:1]]
    found = [(sender, service["spec"]["clusterIP"], port["port"], protocol) for sender in senders]
    found.append((draw(SENDER), service["spec"]["clusterIP"], port["port"] + 500, protocol))
    if "nodePort" in port:
        nodes = draw(st.permutations(CONFIG.nodes))
        found += [("client", node.address, port["nodePort"], protocol) for node in nodes[:2]]
        found += [(sender, nodes[0].address, port["nodePort"], protocol) for sender in senders]
        found.append((draw(st.sampled_from(NODES)), "127.0.0.1", port["nodePort"], protocol))
        other = "UDP" if protocol == "TCP" else "TCP"
        found.append(("client", nodes[0].address, port["nodePort"], other))
    for address, node in announced.items():
        # From the node that the address is announced by, too: what its rules do not take comes back to it.
        found += [(sender, address, port["port"], protocol) for sender in ("client", node, *senders)]
    return found
