"""What becomes of a request: answered, refused or lost, and where; under faults that are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from nodeport_lab.content.questions.templates.registry import Draft, t, template
from nodeport_lab.content.questions.templates.world import CLIENT, World, node_address

_SAID = {
    "reply": t("応答が返る", "An answer comes back"),
    "refused": t("すぐに拒否される", "Refused at once"),
    "no-answer": t("何も返らず、タイムアウトする", "Nothing comes back: a timeout"),
}


def reaction(
    world: World,
    request: Mapping[str, Any],
    beliefs: Mapping[str, tuple[str, Mapping[str, str]]],
    **parts: Any,
) -> Draft | None:
    """A question whose options are the three reactions. beliefs: by reaction, what choosing it wrongly betrays, and why it is wrong."""
    seen = world.reads(request, "observed")
    if len(seen) != 1:
        return None
    [found] = seen
    options = []
    for value, text in _SAID.items():
        if value == found:
            options.append({"text": text, "right": True, "value": value, "why": parts["explanation"]})
        else:
            misconception, why = beliefs[value]
            options.append({"text": text, "value": value, "misconception": misconception, "why": why})
    proof = {"request": request, "reads": "observed"}
    return {
        "kind": "choose",
        "stage": world.stage,
        "shuffled": False,
        "options": options,
        "proof": proof,
        **parts,
    }


_FIREWALL = {"type": "set-firewall", "rules": [{"source": "0.0.0.0/0", "ports": None, "action": "deny"}]}


def _faults(world: World) -> dict[str, tuple[World, Mapping[str, str]]]:
    """Ways to break it, each with the sentence that explains what comes of it."""
    return {
        "none": (
            world,
            t("何も壊れていません。どのノードも応答します。", "Nothing is broken: every node answers."),
        ),
        "selector": (
            replace(world, selector=f"{world.app}-app"),
            t(
                "セレクターがどの Pod にも合わず、エンドポイントがないので、ノードが拒否します。",
                "The selector matches no pod, so there are no endpoints and the node refuses.",
            ),
        ),
        "target": (
            replace(world, listens=world.target + 1),
            t(
                "targetPort では誰も待ち受けていないので、Pod が拒否します。",
                "Nothing listens on the targetPort, so the pod refuses.",
            ),
        ),
        "local": (
            replace(world, policy="Local"),
            t(
                "Local では、Pod のあるノードだけが応答し、ほかのノードは破棄します。",
                "Under Local nodes with a pod answer; the others drop.",
            ),
        ),
        "firewall": (
            replace(world, more=(_FIREWALL,)),
            t(
                "ファイアウォールがパケットを破棄するので、何も返りません。",
                "The firewall drops the packet, so nothing comes back.",
            ),
        ),
        "node": (
            replace(world, more=({"type": "set-node", "node": "node3", "up": False},)),
            t(
                "停止したノードのアドレスだけが応答しません。ほかのノードは応答します。",
                "Only the address of the dead node is silent; the others answer.",
            ),
        ),
    }


@template("refused-or-timeout", "S10.1 F1 F2 F8", 2)
def refused_or_timeout(random: Random) -> Draft | None:
    """Which of the three reactions does the client see?"""
    world = World.draw(random, replicas=(1, 2))
    fault = random.choice(("none", "selector", "target", "local", "local", "firewall", "node", "node"))
    broken, why = _faults(world)[fault]
    number = random.choice((1, 2, 3))
    request = broken.ask(number)
    by_fault: dict[str, dict[str, tuple[str, Mapping[str, str]]]] = {
        "none": {"refused": ("only-pod-nodes", _EVERY_NODE), "no-answer": ("only-pod-nodes", _EVERY_NODE)},
        "selector": {
            "reply": ("service-finds-by-name", _BY_LABEL),
            "no-answer": ("timeout-means-no-endpoints", _REFUSES),
        },
        "target": {
            "reply": ("target-port-is-container-port", _LISTENS),
            "no-answer": ("timeout-means-no-endpoints", _LISTENS),
        },
        "local": {
            "reply": ("local-still-forwards", _LOCAL),
            "refused": ("local-closes-port", _LOCAL),
            "no-answer": ("local-still-forwards", _HAS_POD),
        },
        "firewall": {"reply": ("slip", _DROPS), "refused": ("refused-means-firewall", _DROPS)},
        "node": {
            "reply": ("failover-by-itself", _DEAD),
            "refused": ("refused-means-firewall", _DEAD),
            "no-answer": ("all-nodes-fail-together", _OTHERS),
        },
    }
    beliefs = {"refused": ("slip", _EVERY_NODE), **by_fault[fault]}
    drop = t("", "")
    note = {
        "firewall": t("ファイアウォールはすべてを遮断（破棄）しています。", "A firewall drops everything."),
        "node": t("node3 は停止しています。", "node3 is down."),
    }.get(fault, drop)
    return reaction(
        broken,
        request,
        beliefs,
        show={"files": True, "drawing": True},
        prompt=t(
            f"{note['ja']}クライアントが `{node_address(number)}:{world.node_port}` に接続すると、どうなりますか。",
            f"{note['en']} What happens when the client connects to `{node_address(number)}:{world.node_port}`?".strip(),
        ),
        explanation=why,
    )


_EVERY_NODE = t(
    "nodePort はすべてのノードで開き、Pod のないノードは転送します。",
    "The nodePort is open on every node, and a node without a pod forwards.",
)
_BY_LABEL = t(
    "セレクターは Pod のラベルと比べられます。合う Pod がありません。",
    "The selector is compared with the pods' labels, and matches none.",
)
_REFUSES = t(
    "エンドポイントがない Service は、黙らずに拒否します。",
    "A Service without endpoints does not keep silent: it refuses.",
)
_LISTENS = t(
    "Pod までは届きますが、そのポートで待ち受けるプロセスがないので、Pod が拒否します。",
    "It reaches the pod, but no process listens on that port: the pod refuses.",
)
_LOCAL = t(
    "Local では、Pod のないノードはポートを開いたまま、パケットを破棄します。",
    "Under Local a node without a pod keeps the port and drops the packet.",
)
_HAS_POD = t("このノードには Pod があります。", "This node has a pod.")
_DROPS = t("破棄されたパケットには、誰も返事をしません。", "Nobody answers a packet that was dropped.")
_DEAD = t(
    "止まったノードのアドレスに、代わりに応答するものはありません。",
    "Nobody answers in place of a node that is down.",
)
_OTHERS = t(
    "止まったのは node3 だけで、このノードは応答を続けます。",
    "Only node3 is down; this node goes on answering.",
)


@template("place-of-the-end", "S10.1 S3.2 F5 F9", 3)
def place_of_the_end(random: Random) -> Draft | None:
    """Where does the packet end?"""
    world = World.draw(random, replicas=(1, 2))
    fault = random.choice(("none", "selector", "target", "local", "node"))
    broken, why = _faults(world)[fault]
    number = random.choice((1, 2, 3))
    ends = broken.reads(broken.ask(number), "place")
    pods = [f"default/{pod['name']}" for pod in broken.pods]
    nodes = ["node1", "node2", "node3"]
    asked = f"node{number}"
    misses: list[dict[str, Any]] = [
        {
            "forms": [pod for pod in pods if pod not in ends],
            "misconception": "local-still-forwards" if fault == "local" else "service-finds-by-name",
            "why": t("この Pod までは届きません。", "It does not get as far as this pod."),
        },
        {
            "forms": [node for node in nodes if node not in ends and node == asked],
            "misconception": "only-pod-nodes",
            "why": t("尋ねられたノードは、先へ転送します。", "The node that was asked sends it on."),
        },
        {
            "forms": ["client", "router"],
            "misconception": "slip",
            "why": t("パケットはルーターを越えます。", "The packet gets past the router."),
        },
    ]
    return {
        "kind": "predict",
        "stage": broken.stage,
        "show": {"drawing": True, "files": True},
        "prompt": t(
            f"クライアントが `{node_address(number)}:{world.node_port}` に接続します。最初のパケットはどこで終わりますか（複数ありうる場合は、そのどれか）。",
            f"The client connects to `{node_address(number)}:{world.node_port}`. Where does its first packet end? (Any of them, where there are several.)",
        ),
        "ask": "place",
        "request": broken.ask(number),
        "wrong": [miss for miss in misses if miss["forms"] and not set(miss["forms"]) & ends],
        "otherwise": t(
            "どのノードが尋ねられ、どこに Pod があるかを見てください。",
            "Look which node is asked, and where the pods are.",
        ),
        "explanation": why,
    }


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
            "refused": ("local-closes-port", away),
            "no-answer": ("local-still-forwards", own),
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
            "reply": ("listening-socket", truth),
            "refused": ("only-pod-nodes", truth),
            "no-answer": ("timeout-means-no-endpoints", truth),
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
            "reply": ("three-ports-mixed-up", truth),
            "refused": ("refused-means-firewall", _DROPS),
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
    return reaction(
        world,
        {"to": {"address": address, "port": port}},
        {
            "reply": (
                "cluster-ip-from-outside" if address == world.cluster_ip else "three-ports-mixed-up",
                why,
            ),
            "refused": ("refused-means-firewall", why),
            "no-answer": ("timeout-means-no-endpoints", why),
        },
        show={"files": True},
        prompt=t(
            f"Service の ClusterIP は {world.cluster_ip} です。クラスターの外から `{address}:{port}` に接続すると、どうなりますか。",
            f"The Service's ClusterIP is {world.cluster_ip}. What happens when somebody outside connects to `{address}:{port}`?",
        ),
        explanation=why,
    )
