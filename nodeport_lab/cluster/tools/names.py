"""What names mean where one asks: the resolver that every program uses, nslookup, and ping (dig has a room of its own)."""

from __future__ import annotations

import ipaddress

from nodeport_lab.cluster.network.dns import Answer, RecordType
from nodeport_lab.cluster.tools.desk import Desk, Io, Language
from nodeport_lab.cluster.tools.options import OptionError, options

_INSIDE_ONLY: dict[Language, str] = {
    "en": "Names of Services are known to the cluster's own DNS alone, and only pods ask it. From outside use a node's address and the nodePort.",
    "ja": "Service の名前を知っているのはクラスター内の DNS だけで、そこへ問い合わせるのは Pod だけです。外からはノードのアドレスと nodePort を使います。",
}


def is_address(text: str) -> bool:
    """True for an IPv4 address."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def hosts(desk: Desk) -> dict[str, str]:
    """/etc/hosts of the place: its own name, and outside of pods the machines'."""
    found = {"localhost": "127.0.0.1", desk.host: desk.address}
    if desk.kind != "pod":
        map = desk.reach.world().map
        found |= {name: node.address for name, node in map.node.items()}
        found |= {name: machine.address for name, machine in map.machine.items()}
    return found


def resolve(desk: Desk, name: str) -> str | None:
    """The address that a program connects to for ``name``; None where nobody knows it."""
    if is_address(name):
        return name
    known = hosts(desk).get(name)
    if known is not None:
        return known
    return next(iter(ask(desk, name).addresses), None)


def _namespace(desk: Desk) -> str | None:
    return desk.place.partition("/")[0] if desk.kind == "pod" else None


def ask(desk: Desk, name: str, type: RecordType = "A", *, search: bool = True) -> Answer:
    """What the resolver of the place answers; outside of pods it has never heard of the cluster's names."""
    namespace = _namespace(desk)
    if namespace is None:
        if ".svc" in name or any(o["metadata"]["name"] == name for o in desk.reach.objects("services")):
            desk.note(_INSIDE_ONLY)
        return desk.reach.zone().resolve(name, None)
    return desk.reach.zone().resolve(name if search else name.rstrip(".") + ".", namespace, type)


def server(desk: Desk) -> str:
    """The DNS server that the place asks: the cluster's for pods, another elsewhere."""
    if desk.kind != "pod":
        return "127.0.0.53"
    network = ipaddress.ip_network(desk.reach.config.service_cidr)
    return str(network.network_address + 10)


def nslookup(desk: Desk, io: Io, words: list[str]) -> int:
    """``nslookup [-type=TYPE] NAME [SERVER]``."""
    names = [word for word in words if not word.startswith("-")]
    wanted: RecordType = "A"
    for word in words:
        if word.lower() in ("-type=srv", "-query=srv", "-q=srv"):
            wanted = "SRV"
    if not names:
        io.err("nslookup: a name is needed: nslookup NAME")
        return 1
    asked = server(desk)
    if is_address(names[0]):
        return _backwards(desk, io, names[0])
    io.out(f"Server:\t\t{asked}\nAddress:\t{asked}#53\n")
    if names[0] in hosts(desk) and desk.kind != "pod":
        io.out(f"Name:\t{names[0]}\nAddress: {hosts(desk)[names[0]]}\n")
        return 0
    answer = ask(desk, names[0], wanted)
    if answer.code == "NOERROR" and not answer.records:
        io.out(f"*** Can't find {names[0]}: No answer\n")
        return 0
    if answer.code != "NOERROR":
        io.out(f"** server can't find {names[0]}: NXDOMAIN\n")
        return 1
    for record in answer.records:
        if record.type == "CNAME":
            io.out(f"{record.name}\tcanonical name = {record.data}.")
        elif record.type == "SRV":
            io.out(f"{record.name}\tservice = {record.data}.")
        else:
            io.out(f"Name:\t{record.name}\nAddress: {record.data}")
    io.out("")
    return 0


def _backwards(desk: Desk, io: Io, address: str) -> int:
    """The name of an address: the cluster's DNS knows those of its Services."""
    reverse = ".".join(reversed(address.split("."))) + ".in-addr.arpa"
    for service in desk.reach.objects("services") if desk.kind == "pod" else ():
        if address in (service["spec"].get("clusterIPs") or ()):
            meta = service["metadata"]
            io.out(f"{reverse}\tname = {meta['name']}.{meta['namespace']}.svc.cluster.local.\n")
            return 0
    io.out(f"** server can't find {reverse}: NXDOMAIN\n")
    return 1


_PING = {
    "-c": "count=",
    "-W": "wait=",
    "-w": "deadline=",
    "-i": "interval=",
    "-n": "n",
    "-q": "quiet",
    "-4": "n",
    "-s": "size=",
}
_CLUSTER_IP: dict[Language, str] = {
    "en": "A ClusterIP is on no network card: it exists only in rules for its ports. ping asks for no port, so no rule matches and nobody answers.",
    "ja": "ClusterIP はどのネットワークカードにも付いていません。ポートごとのルールの中にだけ存在します。ping はポートを使わないためどのルールにも当てはまらず、誰も応答しません。",
}
_CLUSTER_IP_NFT: dict[Language, str] = {
    "en": "A ClusterIP is on no network card. In nftables mode kube-proxy adds a rule that rejects whatever is for none of its ports, ping too.",
    "ja": "ClusterIP はどのネットワークカードにも付いていません。nftables モードの kube-proxy は、どのポートにも当てはまらないパケットを拒否するルールを入れるため、ping も拒否されます。",
}


def ping(desk: Desk, io: Io, words: list[str]) -> int:
    """``ping [-c COUNT] HOST``: nodes and pods answer; a ClusterIP is nobody."""
    count, target, endless = 4, "", True
    try:
        for name, value in options(words, _PING):
            if name == "":
                target = value
            elif name == "count":
                if not (value.isdigit() and int(value)):
                    io.err(f"ping: invalid argument: '{value}'")
                    return 1
                count, endless = min(int(value), 20), False
    except OptionError as wrong:
        io.err(
            f"ping: invalid option -- '{wrong.flag.lstrip('-')}'"
            if wrong.kind == "unknown"
            else f"ping: option requires an argument -- '{wrong.flag.lstrip('-')}'"
        )
        return 2
    if not target:
        io.err("ping: usage error: Destination address required")
        return 1
    address = resolve(desk, target)
    if address is None:
        io.err(f"ping: {target}: Name or service not known")
        return 2
    answer = _echo(desk, address)
    io.out(f"PING {target} ({address}) 56(84) bytes of data.")
    received = count if answer == "reply" else 0
    for number in range(1, count + 1):
        if answer == "reply":
            io.out(
                f"64 bytes from {address}: icmp_seq={number} ttl={64 if address == desk.address else 63} time=0.{300 + 7 * number} ms"
            )
        elif answer.startswith("From"):
            io.out(f"{answer} icmp_seq={number} Destination Port Unreachable")
    if endless:
        io.out("^C")
    lost = 100 - 100 * received // count
    errors = f" +{count} errors," if answer.startswith("From") else ""
    io.out(f"\n--- {target} ping statistics ---")
    io.out(
        f"{count} packets transmitted, {received} received,{errors} {lost}% packet loss, time {(count - 1) * 1001}ms"
    )
    if received:
        io.out(
            f"rtt min/avg/max/mdev = 0.307/0.{300 + 7 * (count + 1) // 2}/0.{300 + 7 * count}/0.0{5 + count} ms"
        )
    return 0 if received else 1


def _echo(desk: Desk, address: str) -> str:
    """``reply``, ``From ADDRESS`` (refused by it), or ``""`` for silence."""
    reach, world = desk.reach, desk.reach.world()
    map = world.map
    if address == desk.address or address.startswith("127."):
        return "reply"
    home = map.pod[desk.place].node if desk.place in map.pod else desk.place if desk.place in map.node else ""
    if home and not map.node[home].up:
        return ""
    services = reach.objects("services")
    if any(service["spec"].get("clusterIP") == address for service in services):
        nft = bool(home) and (rules := map.node[home].rules) is not None and rules.mode == "nftables"
        desk.note(_CLUSTER_IP_NFT if nft else _CLUSTER_IP)
        return f"From {map.node[home].address}" if nft else ""
    if address in map.node_at:
        return "reply" if map.node_at[address].up and not (desk.kind == "client" and _walled(desk)) else ""
    if address in map.machine_at or address in map.client_at or address == reach.config.router:
        return "reply"
    pod = map.pod_at.get(address)
    if pod is None or not home or not map.node[pod.node].up:
        return ""
    if desk.kind == "pod" and pod.node != home and not world.pod_network:
        return ""
    return "reply"


def _walled(desk: Desk) -> bool:
    """Whether the firewall denies all from here, whatever the protocol."""
    for rule in desk.reach.world().firewall:
        if rule.protocol is None and rule.ports is None and rule.applies("TCP", desk.address, 1):
            return rule.action == "deny"
    return False
