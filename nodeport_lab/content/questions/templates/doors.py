"""Which doors are open, and to whom: addresses and ports, firewalls, 127.0.0.1, the policy Local."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from nodeport_lab.content.questions.templates.reactions import DROPS, reaction
from nodeport_lab.content.questions.templates.registry import Draft, t, template
from nodeport_lab.content.questions.templates.world import CLIENT, World, node_address


@template("local-from-inside", "S8.1", 5)
def local_from_inside(random: Random) -> Draft | None:
    """Under Local, asked from a node of the cluster itself."""
    world = World.draw(random, replicas=(1, 2), policies=("Local",))
    sender, number = random.choice((1, 2, 3)), random.choice((1, 2, 3))
    if world.pods_on(number):
        return None
    request = world.ask(number, **{"from": f"node{sender}"})
    own = t(
        "自分のノードのアドレスに送ったものは、クラスター内からの通信として扱われ、ポリシーは働きません。",
        "What a node sends to its own address counts as traffic from inside, and the policy does not apply.",
    )
    away = t(
        "ほかのノードへ送れば外からの通信と同じで、Pod のないノードは破棄します。",
        "Sent to another node it is like traffic from outside: a node without a pod drops it.",
    )
    return reaction(
        world,
        request,
        {
            "reply": ("local-still-forwards", away),
            "refused": ("local-closes-port", own if sender == number else away),
            "no-answer": ("local-for-insiders", own),
        },
        show={"files": True, "drawing": True},
        prompt=t(
            f"node{sender} の上のプログラムが `{node_address(number)}:{world.node_port}`（node{number}）に接続します。どうなりますか。",
            f"A program on node{sender} connects to `{node_address(number)}:{world.node_port}` (node{number}). What happens?",
        ),
        explanation=own if sender == number else away,
    )


@template("loopback", "S3.8 S3.4", 4)
def loopback(random: Random) -> Draft | None:
    """127.0.0.1 and the nodePort, in both modes."""
    mode = random.choice(("iptables", "nftables"))
    world = World.draw(random, more=({"type": "set-proxy-mode", "mode": mode},))
    number = random.choice((1, 2, 3))
    truth = t(
        "127.0.0.1:nodePort が働くのは iptables モードだけで、nftables モードでは拒否されます。",
        "127.0.0.1:nodePort works in iptables mode, and is refused in nftables mode.",
    )
    return reaction(
        world,
        {"from": f"node{number}", "to": {"address": "127.0.0.1", "port": world.node_port}},
        {
            "reply": (
                "loopback-always",
                t(
                    "nftables モードのルールは 127.0.0.1 を対象にしません。",
                    "The rules of nftables mode leave 127.0.0.1 out.",
                ),
            ),
            "refused": (
                "listening-socket",
                t(
                    "待ち受けるソケットはなくても、iptables モードのルールが先に宛先を書き換えます。",
                    "No socket listens, but the rules of iptables mode rewrite the destination first.",
                ),
            ),
            "no-answer": (
                "closed-port-is-silent",
                t(
                    "破棄するルールはありません。ルールに当たらなければ、ノード自身がすぐに断ります。",
                    "Nothing drops it. Where no rule matches, the node itself says no at once.",
                ),
            ),
        },
        prompt=t(
            f"kube-proxy は {mode} モードです。node{number} の上で `curl http://127.0.0.1:{world.node_port}` を実行すると、どうなりますか。",
            f"kube-proxy runs in {mode} mode. What happens to `curl http://127.0.0.1:{world.node_port}` on node{number}?",
        ),
        explanation=truth,
    )


@template("firewall-rules", "S8.5 S6.1 F8", 3)
def firewall_rules(random: Random) -> Draft | None:
    """Does the firewall let the client in?"""
    world = World.draw(random)
    source = random.choice(("203.0.113.0/24", "198.51.100.0/24", f"{CLIENT}/32"))
    port = random.choice((world.node_port, world.node_port, world.port))
    rules: list[dict[str, Any]] = [
        {"source": source, "ports": port, "action": "allow"},
        {"source": "0.0.0.0/0", "ports": None, "action": "deny"},
    ]
    world = replace(world, more=({"type": "set-firewall", "rules": rules},))
    number = random.choice((1, 2, 3))
    truth = t(
        f"許可されるのは {source} からのポート {port} だけで、ほかは破棄されます。ファイアウォールが見るのはノードに届いたポート、つまり nodePort です。",
        f"Only port {port} from {source} is let in; the rest is dropped. What a firewall sees is the port on the node: the nodePort.",
    )
    return reaction(
        world,
        world.ask(number),
        {
            "reply": ("three-ports-mixed-up" if port != world.node_port else "slip", truth),
            "refused": ("refused-means-firewall", DROPS),
            "no-answer": ("slip", truth),
        },
        show={"files": True},
        prompt=t(
            f"ファイアウォールは、{source} からポート {port} への通信だけを許可し、ほかを破棄します。クライアント {CLIENT} が `{node_address(number)}:{world.node_port}` に接続すると、どうなりますか。",
            f"The firewall lets in port {port} from {source} and drops the rest. What happens when the client {CLIENT} connects to `{node_address(number)}:{world.node_port}`?",
        ),
        explanation=truth,
    )


@template("which-door", "S2.1 S4.5 S3.2", 2)
def which_door(random: Random) -> Draft | None:
    """Does this address answer from outside?"""
    world = World.draw(random)
    number = random.choice((1, 2, 3))
    doors = {
        "node": (
            node_address(number),
            world.node_port,
            t(
                "ノードのアドレスと nodePort の組は、外から届くドアです。",
                "A node's address and the nodePort: the door from outside.",
            ),
        ),
        "port": (
            node_address(number),
            world.port,
            t(
                "ノードで開くのは nodePort だけです。port はノードでは閉じています。",
                "On a node only the nodePort is open; port is not.",
            ),
        ),
        "service": (
            world.cluster_ip,
            world.port,
            t(
                "ClusterIP はクラスターの中だけの仮想アドレスで、外のルーターは道を知りません。",
                "The ClusterIP is a virtual address inside; routers outside know no way there.",
            ),
        ),
        "mixed": (
            world.cluster_ip,
            world.node_port,
            t("ClusterIP は外から届きません。", "The ClusterIP cannot be reached from outside."),
        ),
    }
    address, port, why = doors[random.choice(tuple(doors))]
    inside = address == world.cluster_ip
    return reaction(
        world,
        {"to": {"address": address, "port": port}},
        {
            "reply": (
                "cluster-ip-from-outside" if inside else "three-ports-mixed-up",
                why,
            ),
            "refused": ("nobody-refuses", _NOBODY) if inside else ("three-ports-mixed-up", why),
            "no-answer": ("closed-port-is-silent", _CLOSED)
            if port == world.port
            else ("only-pod-nodes", why),
        },
        show={"files": True},
        prompt=t(
            f"Service の ClusterIP は {world.cluster_ip} です。クラスターの外から `{address}:{port}` に接続すると、どうなりますか。",
            f"The Service's ClusterIP is {world.cluster_ip}. What happens when somebody outside connects to `{address}:{port}`?",
        ),
        explanation=why,
    )


_NOBODY = t(
    "拒否するには、パケットが誰かに届かなければなりません。",
    "For a refusal the packet has to reach somebody.",
)
_CLOSED = t(
    "ノードは動いているので、閉じたポートへの接続をすぐに断ります。",
    "The node is up, and says no at once for a port that is closed.",
)
