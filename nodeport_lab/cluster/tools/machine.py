"""What a machine knows about itself: ss, ip, hostname, and the few files that every system has."""

from __future__ import annotations

import ipaddress
from zlib import crc32

from nodeport_lab.cluster.controllers.kubelet.sockets import ANY
from nodeport_lab.cluster.network.world import Socket
from nodeport_lab.cluster.tools.desk import Desk, Io, Language
from nodeport_lab.cluster.tools.names import hosts, server
from nodeport_lab.cluster.tools.options import OptionError, options

_NO_SOCKET: dict[Language, str] = {
    "en": "Nothing listens on nodePort {ports}, and yet it answers: kube-proxy opens no socket for it. Rules in the kernel (iptables-save, nft list ruleset) rewrite the packet before any socket is looked for.",
    "ja": "nodePort {ports} を待ち受けているプロセスはありません。それでも応答するのは、kube-proxy がソケットを開くのではなく、カーネルのルール（iptables-save、nft list ruleset）がソケットを探す前にパケットを書き換えるためです。",
}
_NO_CARD: dict[Language, str] = {
    "en": "No ClusterIP stands here: a Service's address is on no network card, only in rules.",
    "ja": "ClusterIP はここには出てきません。Service のアドレスはネットワークカードではなく、ルールの中にだけあります。",
}


def listening(desk: Desk) -> tuple[Socket, ...]:
    """What listens in the network namespace of the place."""
    map = desk.reach.world().map
    if desk.place in map.pod:
        pod = map.pod[desk.place]
        return pod.sockets if not pod.host_network else _on_node(desk, pod.node)
    return _on_node(desk, desk.place) if desk.place in map.node else ()


def _on_node(desk: Desk, node: str) -> tuple[Socket, ...]:
    map = desk.reach.world().map
    guests = (socket for pod in map.host_pods.get(node, ()) for socket in pod.sockets)
    return (*map.node[node].sockets, *guests)


_SS = {
    "-l": "listen", "-n": "numeric", "-t": "tcp", "-u": "udp", "-p": "process", "-a": "all", "-4": "v4", "-H": "bare",
    "--listening": "listen", "--numeric": "numeric", "--tcp": "tcp", "--udp": "udp", "--processes": "process", "-e": "v4",
    "--all": "all", "--ipv4": "v4", "--no-header": "bare", "-o": "v4",
}  # fmt: skip


def ss(desk: Desk, io: Io, words: list[str]) -> int:
    """``ss -lntup``: the sockets that processes listen on."""
    on: set[str] = set()
    try:
        on = {name for name, _ in options(words, _SS) if name}
    except OptionError as wrong:
        io.err(f"ss: invalid option -- '{wrong.flag.lstrip('-')}'")
        return 255
    wanted = {"TCP" if name == "tcp" else "UDP" for name in on & {"tcp", "udp"}} or {"TCP", "UDP"}
    both = len(wanted) == 2
    rows: list[tuple[str, ...]] = []
    if "listen" in on or "all" in on:
        for socket in sorted(listening(desk), key=lambda s: (s.protocol != "UDP", s.port)):
            if socket.protocol in wanted:
                state, queue = ("LISTEN", "4096") if socket.protocol == "TCP" else ("UNCONN", "0")
                users = (
                    f'users:(("{socket.process}",pid={_pid(desk.host, socket.process)},fd=7))'
                    if "process" in on and socket.process
                    else ""
                )
                netid = (socket.protocol.lower(),) if both else ()
                rows.append((*netid, state, "0", queue, socket.address, str(socket.port), ANY, "*", users))
    titles = (
        *(("Netid",) if both else ()),
        "State",
        "Recv-Q",
        "Send-Q",
        "Local Address",
        "Port",
        "Peer Address",
        "Port",
        "Process",
    )
    table = [titles, *rows] if "bare" not in on else rows
    widths = [max(len(row[column]) for row in [titles, *rows]) for column in range(len(titles))]
    left = len(titles) - 5
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row[:left], widths[:left], strict=True)]
        ends = [f"{row[n].rjust(widths[n])}:{row[n + 1].ljust(widths[n + 1])}" for n in (left, left + 2)]
        io.out(f"{' '.join(cells)} {ends[0]} {ends[1]}{row[-1].ljust(widths[-1])}")
    if desk.kind == "node" and "listen" in on:
        open_ports = sorted(
            {
                port["nodePort"]
                for service in desk.reach.objects("services")
                for port in service["spec"].get("ports") or ()
                if port.get("nodePort") and (port.get("protocol") or "TCP") in wanted
            }
        )
        if open_ports:
            listed = ", ".join(map(str, open_ports))
            desk.note({language: text.format(ports=listed) for language, text in _NO_SOCKET.items()})
    return 0


def _pid(host: str, process: str) -> int:
    return 700 + crc32(f"{host} {process}".encode()) % 2000


def _hex(seed: str, count: int) -> str:
    digits = f"{crc32(seed.encode()):08x}{crc32(seed[::-1].encode()):08x}"
    return ":".join(digits[n : n + 2] for n in range(0, 2 * count, 2))


def _interfaces(desk: Desk) -> list[tuple[str, str, str, str]]:
    """(name as listed, MAC, address/length, scope) of each card but the loopback."""
    config, map = desk.reach.config, desk.reach.world().map
    if desk.place in map.pod and not map.pod[desk.place].host_network:
        pod = map.pod[desk.place]
        length = map.node[pod.node].pod_cidr.partition("/")[2]
        return [("eth0@if2", f"0a:58:{_hex(pod.address, 4)}", f"{pod.address}/{length}", "global")]
    length = "24" if desk.kind == "client" else config.node_cidr.partition("/")[2]
    cards = [("eth0", f"52:54:00:{_hex(desk.address, 3)}", f"{desk.address}/{length}", "global")]
    for pod in map.pod.values():
        if pod.node == desk.place and not pod.host_network:
            gateway = _gateway(map.node[desk.place].pod_cidr)
            cards.append((f"{veth(pod.name)}@if2", _hex(pod.name, 6), f"{gateway}/32", "global"))
    return cards


def veth(pod: str) -> str:
    """The node's end of a pod's cable."""
    return f"veth{crc32(pod.encode()):08x}"


def _gateway(cidr: str) -> str:
    return str(ipaddress.ip_network(cidr).network_address + 1)


def ip(desk: Desk, io: Io, words: list[str]) -> int:
    """``ip addr``, ``ip -br addr``, ``ip route``."""
    flags = [word for word in words if word.startswith("-")]
    rest = [word for word in words if not word.startswith("-")]
    unknown = [flag for flag in flags if flag not in ("-4", "-br", "-brief", "-c", "-o", "-d")]
    if unknown:
        io.err(f'Option "{unknown[0]}" is unknown, try "ip -help".')
        return 255
    if not rest:
        io.err("Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { address | link | route }")
        return 255
    topic, rest = rest[0], [word for word in rest[1:] if word not in ("show", "list", "ls", "dev")]
    if topic and "address".startswith(topic):
        return _addresses(desk, io, rest, brief="-br" in flags or "-brief" in flags, plain="-4" in flags)
    if topic and "route".startswith(topic):
        return _routes(desk, io)
    io.err(f'Object "{topic}" is unknown, try "ip help".')
    return 1


def _addresses(desk: Desk, io: Io, rest: list[str], *, brief: bool, plain: bool) -> int:
    cards = [("lo", "", "127.0.0.1/8", "host"), *_interfaces(desk)]
    if rest:
        cards = [card for card in cards if card[0].partition("@")[0] == rest[0]]
        if not cards:
            io.err(f'Device "{rest[0]}" does not exist.')
            return 1
    for number, (name, mac, address, scope) in enumerate(cards, 1):
        short = name.partition("@")[0]
        if brief:
            io.out(f"{name:<16} {'UNKNOWN' if name == 'lo' else 'UP':<14} {address} ")
            continue
        if name == "lo":
            io.out(
                "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000"
            )
            if not plain:
                io.out("    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00")
        else:
            io.out(
                f"{number}: {name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default qlen 1000"
            )
            if not plain:
                io.out(f"    link/ether {mac} brd ff:ff:ff:ff:ff:ff")
        broadcast = (
            ""
            if name == "lo" or address.endswith("/32")
            else f" brd {ipaddress.ip_interface(address).network.broadcast_address}"
        )
        io.out(
            f"    inet {address}{broadcast} scope {scope} {short}\n       valid_lft forever preferred_lft forever"
        )
    if desk.kind == "node":
        desk.note(_NO_CARD)
    return 0


def _routes(desk: Desk, io: Io) -> int:
    config, map = desk.reach.config, desk.reach.world().map
    if desk.kind == "client":
        network = ipaddress.ip_interface(f"{desk.address}/24").network
        io.out(
            f"default via {network.network_address + 1} dev eth0 \n{network} dev eth0 proto kernel scope link src {desk.address} "
        )
        return 0
    pod = map.pod.get(desk.place)
    if pod is not None and not pod.host_network:
        cidr = map.node[pod.node].pod_cidr
        gateway = _gateway(cidr)
        io.out(
            f"default via {gateway} dev eth0 \n{cidr} via {gateway} dev eth0 src {pod.address} \n{gateway} dev eth0 scope link src {pod.address} "
        )
        return 0
    here = pod.node if pod is not None else desk.place
    io.out(f"default via {config.router} dev eth0 ")
    lines = [
        (ipaddress.ip_address(p.address), f"{p.address} dev {veth(p.name)} scope host ")
        for p in map.pod.values()
        if p.node == here and not p.host_network
    ]
    lines += [
        (ipaddress.ip_network(n.pod_cidr).network_address, f"{n.pod_cidr} via {n.address} dev eth0 ")
        for n in map.node.values()
        if n.name != here and n.pod_cidr
    ]
    lines.append(
        (
            ipaddress.ip_network(config.node_cidr).network_address,
            f"{config.node_cidr} dev eth0 proto kernel scope link src {map.node[here].address} ",
        )
    )
    for _, line in sorted(lines, key=lambda pair: int(pair[0])):
        io.out(line)
    desk.note(_NO_CARD)
    return 0


def hostname(desk: Desk, io: Io, words: list[str]) -> int:
    """``hostname [-i|-I]``."""
    if words and words[0] in ("-i", "-I", "--ip-address", "--all-ip-addresses"):
        io.out(desk.address)
    elif words and words[0].startswith("-"):
        io.err(f"hostname: invalid option -- '{words[0].lstrip('-')}'")
        return 4
    else:
        io.out(desk.host)
    return 0


def files(desk: Desk) -> dict[str, str]:
    """What can be read by its path: the editor's files at the client, the system's own everywhere."""
    system = {
        "/etc/hostname": f"{desk.host}\n",
        "/etc/hosts": "".join(f"{address}\t{name}\n" for name, address in hosts(desk).items()),
    }
    if desk.kind == "pod":
        namespace = desk.place.partition("/")[0]
        search = " ".join(desk.reach.zone().search(namespace))
        system["/etc/resolv.conf"] = f"search {search}\nnameserver {server(desk)}\noptions ndots:5\n"
    else:
        system["/etc/resolv.conf"] = f"nameserver {server(desk)}\n"
    if desk.kind == "node":
        system["/proc/sys/net/ipv4/ip_forward"] = "1\n"
        map = desk.reach.world().map
        system["/proc/sys/net/ipv4/conf/all/route_localnet"] = f"{int(map.node[desk.place].localnet)}\n"
    return {**system, **(desk.files if desk.kind == "client" else {})}
