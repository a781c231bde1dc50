"""The cluster of tests/data/conformance/README.md as network namespaces: routed, no overlay, no bridge.

client -- router -- lan -- node1..3 -- pods; the control plane hangs on the lan too. ``lan`` stands for the nodes' common
wire: it brings a packet to the node that has its address, as the nodes' own routes to one another's pods would. The
router knows the nodes' network, and external addresses where they are announced, but neither pods' nor Services'.
"""

import ctypes
import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

from nodeport_lab.cluster.config import ClusterConfig
from tests.kernel.netlink import add_account, flush_conntrack

CONFIG = ClusterConfig()
# The last number of each pod's address, on every node.
SLOTS = (5, 6, 7)
ACCOUNTS = ("localhost_nps_accepted_pkts", "ct_state_invalid_dropped_pkts")
# Every gateway has this address and this hardware address, so that nobody has to ask who it is.
_GATEWAY, _GATEWAY_MAC = "169.254.1.1", "ee:ee:ee:ee:ee:ee"
_CLONE_NEWNET = 0x40000000
_LIBC = ctypes.CDLL(None, use_errno=True)

_FORWARDING = {
    "net/ipv4/ip_forward": 1,
    "net/ipv4/conf/all/rp_filter": 0,
    "net/ipv4/conf/default/rp_filter": 0,
    "net/ipv4/conf/all/send_redirects": 0,
    "net/ipv4/conf/default/send_redirects": 0,
    "net/ipv4/conf/all/accept_redirects": 0,
}
# Hundreds of probes are refused at once: none of the refusals may be withheld.
_TALKATIVE = {"net/ipv4/icmp_ratelimit": 0, "net/ipv4/icmp_ratemask": 0}


# One of each match and target that rules are made of: does this kernel have them all?
_TRIAL = """*nat
:T - [0:0]
-A T -p udp -m comment --comment "t t" -m recent --set --name T --mask 255.255.255.255 --rsource -m udp -j DNAT --to-destination 10.1.0.5:80
-A T -m recent --rcheck --seconds 9 --reap --name T --mask 255.255.255.255 --rsource -j RETURN
-A T -m statistic --mode random --probability 0.50000000000 -j MASQUERADE --random-fully
-A T -m addrtype --dst-type LOCAL -m mark ! --mark 0x4000/0x4000 -j MARK --set-xmark 0x4000/0x0
COMMIT
*filter
:T - [0:0]
-A T -m conntrack --ctstate INVALID -m nfacct --nfacct-name ct_state_invalid_dropped_pkts -j DROP
-A T -j REJECT --reject-with icmp-port-unreachable
COMMIT
"""
_TRIAL_NFT = """table ip kube-proxy {
	set s { type ipv4_addr; size 9; flags dynamic,timeout; timeout 3h; }
	map m { type ipv4_addr . inet_proto . inet_service : verdict; }
	chain f {
		type filter hook input priority filter; policy accept;
		ct state new ip daddr . meta l4proto . th dport vmap @m
		fib saddr type local reject
	}
	chain n {
		type nat hook prerouting priority dstnat; policy accept;
		update @s { ip saddr }
		meta l4proto tcp dnat ip to numgen random mod 1 map { 0 : 10.1.0.5 . 80 }
	}
	chain p {
		type nat hook postrouting priority srcnat; policy accept;
		ct status dnat masquerade fully-random
	}
}
"""


class Unavailable(Exception):
    """This machine cannot do it: not root, no namespaces, no tool."""


def run(*command, text=None):
    """A command's output; ``RuntimeError`` with what it said where it failed."""
    done = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return done.stdout


class Layout:
    """The namespaces. ``places`` are ``client``, ``router``, ``lan``, ``control-plane``, node names and pod addresses."""

    def __init__(self):
        if os.geteuid():
            raise Unavailable("needs root")
        missing = [
            tool for tool in ("ip", "nft", "iptables-restore", "iptables-save") if not shutil.which(tool)
        ]
        if missing:
            raise Unavailable(f"needs {', '.join(missing)} (Debian: iproute2, nftables, iptables)")
        self._prefix = f"nplab{os.getpid()}-"
        self._home = os.open("/proc/self/ns/net", os.O_RDONLY)
        self._handles = {}
        try:
            self._build()
            for mode, text in (("iptables", _TRIAL), ("nftables", _TRIAL_NFT)):
                self.load(CONFIG.nodes[0].name, mode, text)
        except (OSError, RuntimeError) as error:
            self.close()
            raise Unavailable(f"this kernel cannot: {error}") from error

    def close(self):
        """Leave no namespace behind."""
        for place, handle in self._handles.items():
            os.close(handle)
            run("ip", "netns", "del", self._prefix + place)
        self._handles.clear()
        os.close(self._home)

    @contextmanager
    def within(self, place):
        """The calling thread is in the namespace of ``place``; sockets made here stay there."""
        self._enter(self._handles[place])
        try:
            yield
        finally:
            self._enter(self._home)

    def execute(self, place, *command, text=None):
        return run("ip", "netns", "exec", self._prefix + place, *command, text=text)

    # --- what changes from one cluster to the next ---

    def announce(self, external):
        """External addresses, each delivered to a node; those of before are forgotten."""
        for place, device in (("router", "lan"), ("lan", None)):
            lines = [f"route flush proto 42 table {254}"]
            for address, node in external.items():
                lines.append(f"route add {address}/32 via {_GATEWAY} dev {device or node} proto 42 onlink")
            self._ip(place, *lines, force=True)

    def load(self, node, mode, text, *, forget=True):
        """Put the rules of one node in place of all that were there. ``forget``: and drop its connections."""
        self.execute(node, "nft", "flush", "ruleset")
        if mode == "iptables":
            self.execute(node, "iptables-restore", text=text)
        else:
            self.execute(node, "nft", "-f", "-", text=text)
        with self.within(node):
            # What kube-proxy sets where it serves nodePorts on localhost.
            _write("net/ipv4/conf/all/route_localnet", int(mode == "iptables"))
            if forget:
                flush_conntrack()

    def listed(self, node, mode):
        """The rules of one node as the kernel has them."""
        if mode == "iptables":
            return self.execute(node, "iptables-save", "-t", "nat") + self.execute(
                node, "iptables-save", "-t", "filter"
            )
        return self.execute(node, "nft", "list", "table", "ip", "kube-proxy")

    # --- building ---

    def _enter(self, handle):
        if _LIBC.setns(handle, _CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")

    def _add(self, place, settings):
        run("ip", "netns", "add", self._prefix + place)
        self._handles[place] = os.open(f"/run/netns/{self._prefix}{place}", os.O_RDONLY)
        with self.within(place):
            for name, value in settings.items():
                _write(name, value)
        self._ip(place, "link set lo up")

    def _ip(self, place, *lines, force=False):
        options = ["-force"] if force else []
        run("ip", "-n", self._prefix + place, *options, "-batch", "-", text="\n".join(lines))

    def _wire(self, upper, device, lower, address, mac):
        """A cable from ``device`` of ``upper`` to eth0 of ``lower``, which has ``address`` and its default route there."""
        run(
            "ip", "link", "add", device, "netns", self._prefix + upper, "address", _GATEWAY_MAC,
            "type", "veth", "peer", "name", "eth0", "netns", self._prefix + lower, "address", mac,
        )  # fmt: skip
        self._ip(
            upper,
            f"link set {device} up",
            f"neigh add {address} lladdr {mac} dev {device} nud permanent",
            f"neigh add {_GATEWAY} lladdr {mac} dev {device} nud permanent",
            f"route add {address}/32 dev {device} scope link",
        )
        self._ip(
            lower,
            "link set eth0 up",
            f"addr add {address}/32 dev eth0",
            f"neigh add {_GATEWAY} lladdr {_GATEWAY_MAC} dev eth0 nud permanent",
            f"route add default via {_GATEWAY} dev eth0 onlink",
        )

    def _build(self):
        self._add("lan", _FORWARDING | _TALKATIVE)
        self._add("router", _FORWARDING | _TALKATIVE)
        self._add("client", _TALKATIVE)
        self._wire("router", "client", "client", CONFIG.client, "02:00:00:00:01:00")
        # The router hangs on the lan like a node does, but what it does not know it does not pass on.
        self._wire("lan", "router", "router", CONFIG.router, "02:00:00:00:00:ff")
        self._ip(
            "router",
            "link set eth0 down",
            "link set eth0 name lan",
            "link set lan up",
            f"neigh replace {_GATEWAY} lladdr {_GATEWAY_MAC} dev lan nud permanent",
            f"route add {CONFIG.node_cidr} via {_GATEWAY} dev lan onlink src {CONFIG.router}",
        )
        self._ip("lan", f"route add default via {_GATEWAY} dev router onlink")
        self._add("control-plane", _TALKATIVE)
        self._wire("lan", "cp", "control-plane", CONFIG.control_plane, "02:00:00:00:00:64")
        for index, node in enumerate(CONFIG.nodes):
            self._add(node.name, _FORWARDING | _TALKATIVE)
            self._wire("lan", node.name, node.name, node.address, f"02:00:00:00:00:0{index + 1}")
            self._ip("lan", f"route add {node.pod_cidr} via {_GATEWAY} dev {node.name} onlink")
            # An address that no pod has is nowhere, rather than back on the wire.
            self._ip(node.name, f"route add unreachable {node.pod_cidr}")
            for slot in SLOTS:
                address = pod_address(index, slot)
                self._add(address, _TALKATIVE)
                self._wire(node.name, f"pod{slot}", address, address, f"02:00:00:02:0{index}:0{slot}")
            with self.within(node.name):
                for account in ACCOUNTS:
                    add_account(account)


def pod_address(node_index, slot):
    return CONFIG.nodes[node_index].pod_cidr.rpartition(".")[0] + f".{slot}"


def _write(name, value):
    Path("/proc/sys", name).write_text(str(value))
