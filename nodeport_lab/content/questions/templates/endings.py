"""What becomes of a request: answered, refused or lost, and where; under faults that are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from nodeport_lab.content.questions.templates.reactions import DROPS, reaction
from nodeport_lab.content.questions.templates.registry import Draft, t, template
from nodeport_lab.content.questions.templates.world import World, node_address

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
            "reply": ("listening-is-checked", _LISTENS),
            "no-answer": ("closed-port-is-silent", _LISTENS),
        },
        "local": {
            "reply": ("local-still-forwards", _LOCAL),
            "refused": ("local-closes-port", _LOCAL),
            "no-answer": ("local-still-forwards", _HAS_POD),
        },
        "firewall": {"reply": ("slip", DROPS), "refused": ("refused-means-firewall", DROPS)},
        "node": {
            "reply": ("failover-by-itself", _DEAD),
            "refused": ("nobody-refuses", _DEAD),
            "no-answer": ("all-nodes-fail-together", _OTHERS),
        },
    }
    beliefs = {"refused": ("slip", _EVERY_NODE), **by_fault[fault]}
    if fault == "node" and number != 3:
        beliefs["refused"] = ("all-nodes-fail-together", _OTHERS)
    if fault == "local" and broken.pods_on(number):
        beliefs["refused"] = ("slip", _HAS_POD)
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
