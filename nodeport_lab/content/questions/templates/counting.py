"""How many: nodes that answer, pods that share the traffic, endpoints that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from nodeport_lab.content.questions.templates.registry import Draft, distinct, right, t, template, wrong
from nodeport_lab.content.questions.templates.world import World, node_address


@template("nodes-answering", "S3.2 S4.10 S8.1 S6.3", 3)
def nodes_answering(random: Random) -> Draft:
    """How many of the three nodes answer?"""
    world = World.draw(random, replicas=(1, 2, 3), policies=("Cluster", "Local"))
    down = random.choice((None, None, 2, 3))
    if down and world.replicas == 1:
        world = replace(
            world, more=({"type": "set-node", "node": f"node{down}", "up": False, "settle": False},)
        )
    with_pods = len({pod["node"] for pod in world.pods})
    answering = sum(world.reads(world.ask(number), "observed") == {"reply"} for number in (1, 2, 3))
    misses = [
        (
            [3],
            "local-still-forwards" if world.policy == "Local" else "failover-by-itself",
            t(
                "Local では、Pod のないノードは転送せず、パケットを破棄します。",
                "Under Local a node without a pod does not forward: it drops.",
            )
            if world.policy == "Local"
            else t(
                "止まったノードに代わって応答するものはありません。",
                "Nobody answers for a node that is down.",
            ),
        ),
        (
            [with_pods],
            "only-pod-nodes",
            t("Pod のないノードも、転送して応答します。", "Nodes without a pod answer too: they forward."),
        ),
        (
            [0],
            "all-nodes-fail-together" if world.more else "slip",
            t("応答するノードがあります。", "Some nodes do answer."),
        ),
    ]
    state = t(f"node{down} は停止しています。", f"node{down} is down. ") if world.more else t("", "")
    return {
        "kind": "number",
        "stage": world.stage,
        "show": {"drawing": True, "files": True},
        "prompt": t(
            f"{state['ja']}クライアントがノード 3 台の {world.node_port} 番に 1 回ずつ接続します。応答するノードは何台ですか。",
            f"{state['en']}The client connects to port {world.node_port} of each of the three nodes. How many answer?",
        ),
        "accept": [answering],
        "wrong": [
            {"forms": forms, "misconception": name, "why": why}
            for forms, name, why in _apart(misses, answering)
        ],
        "otherwise": t(
            "ノードを 1 台ずつ考えてください。Pod がなくても応答しますか。",
            "Take the nodes one by one: does one without a pod answer?",
        ),
        "explanation": t(
            "Cluster では動いているノードがすべて応答し、Local では Pod のあるノードだけが応答します。",
            "Under Cluster every node that is up answers; under Local those with a pod.",
        ),
        "proof": {"request": world.ask(1), "each": "nodes", "reads": "answering"},
    }


Missed = tuple[list[int], str, Mapping[str, str]]


def _apart(misses: list[Missed], answer: int) -> list[Missed]:
    """The misses that are wrong here, each number once."""
    taken, kept = {answer}, list[Missed]()
    for forms, name, why in misses:
        if not taken & set(forms):
            taken |= set(forms)
            kept.append((forms, name, why))
    return kept


@template("pods-sharing", "S3.6 S1.3 S8.1", 3)
def pods_sharing(random: Random) -> Draft | None:
    """Among how many pods is one node's traffic shared?"""
    world = World.draw(random, replicas=(2, 3, 4), policies=("Cluster", "Local"))
    number = random.choice((1, 2, 3))
    request = world.ask(number)
    if world.reads(request, "observed") != {"reply"}:
        return None
    [seen] = world.reads(request, "pods")
    own, every = str(len(world.pods_on(number))), str(world.replicas)
    options = [
        right(
            t(f"{seen} 個", seen),
            seen,
            t("この接続に応答しうる Pod の数です。", "So many pods may answer it."),
        ),
        wrong(
            t(f"{own} 個", own),
            own,
            "same-node-preferred",
            t(
                "Cluster では、ほかのノードの Pod も同じ確率で選ばれます。",
                "Under Cluster pods of other nodes are picked with the same chance.",
            ),
        ),
        wrong(
            t(f"{every} 個", every),
            every,
            "local-still-forwards",
            t("Local では、自分のノードの Pod だけです。", "Under Local only the node's own pods count."),
        ),
        wrong(
            t("3 個", "3"),
            "3",
            "slip",
            t("ノードの数ではなく、Pod の数です。", "It is pods that are counted, not nodes."),
        ),
        wrong(
            t("1 個", "1"),
            "1",
            "round-robin",
            t("接続ごとに、その都度選ばれます。", "Every connection picks anew."),
        ),
    ]
    good = distinct(options)
    if good is None:
        return None
    return {
        "kind": "choose",
        "stage": world.stage,
        "show": {"drawing": True, "files": True},
        "shuffled": False,
        "prompt": t(
            f"`{node_address(number)}:{world.node_port}` に新しい接続が次々に来ます。振り分け先になりうる Pod はいくつですか。",
            f"New connections keep coming to `{node_address(number)}:{world.node_port}`. Among how many pods are they shared?",
        ),
        "options": sorted(good, key=lambda option: str(option["value"])),
        "explanation": t(
            "Cluster では Ready の Pod すべて、Local では尋ねられたノードの Pod だけから、接続ごとに無作為に選ばれます。",
            "Every connection picks at random: among all ready pods under Cluster, among the asked node's own under Local.",
        ),
        "proof": {"request": request, "reads": "pods"},
    }


@template("ready-endpoints", "S1.5 F3", 2)
def ready_endpoints(random: Random) -> Draft:
    """How many pods get traffic when some are not ready?"""
    base = World.draw(random, replicas=(3, 4))
    names = [pod["name"] for pod in base.pods]
    unready = random.sample(range(len(names)), random.choice((1, 2)))
    actions = tuple(
        {"type": "set-readiness", "namespace": "default", "pod": names[index], "ready": False}
        for index in sorted(unready)
    )
    world = replace(base, more=actions)
    number = random.choice((1, 2, 3))
    [seen] = world.reads(world.ask(number), "pods")
    misses = [
        (
            [world.replicas],
            "not-ready-still-serves",
            t("Ready でない Pod には届きません。", "Pods that are not ready get nothing."),
        ),
        ([len(unready)], "slip", t("それは Ready でない Pod の数です。", "That is how many are not ready.")),
    ]
    return {
        "kind": "read",
        "stage": world.stage,
        "show": {"command": f"kubectl get pods -l app={world.app}"},
        "numeric": True,
        "prompt": t(
            f"どのノードでも nodePort {world.node_port} に接続できます。応答しうる Pod はいくつですか。",
            f"Clients connect to nodePort {world.node_port} of any node. How many pods may answer?",
        ),
        "accept": [int(seen)],
        "wrong": [
            {"forms": forms, "misconception": name, "why": why}
            for forms, name, why in _apart(misses, int(seen))
        ],
        "otherwise": t("READY の列を見てください。", "Look at the column READY."),
        "explanation": t(
            "エンドポイントとして使われるのは Ready（1/1）の Pod だけです。",
            "Only pods that are ready (1/1) are used as endpoints.",
        ),
        "proof": {"request": world.ask(number), "reads": "pods"},
    }


@template("share-of-one-pod", "S3.6 S8.1", 4)
def share_of_one_pod(random: Random) -> Draft | None:
    """Of so many connections, how many does one pod get?"""
    world = World.draw(random, replicas=(2, 3, 4), policies=("Cluster", "Local"))
    number = random.choice((1, 2, 3))
    own = world.pods_on(number)
    request = world.ask(number)
    if not own or world.reads(request, "observed") != {"reply"}:
        return None
    [seen] = world.reads(request, "pods")
    many = 120

    def said(count: int) -> dict[str, str]:
        return dict(t(f"およそ {many // count} 本", f"about {many // count}"))

    count = int(seen)
    options = [
        right(
            said(count),
            seen,
            t(f"{count} 個の Pod から等しい確率で選ばれます。", f"Each of {count} pods has the same chance.")
            if count > 1
            else t("選ばれる Pod はこの 1 個だけです。", "There is no other pod to pick."),
        ),
        wrong(
            said(len(own)),
            str(len(own)),
            "same-node-preferred",
            t(
                "Cluster では、尋ねられたノードの Pod が優先されることはありません。",
                "Under Cluster a node does not prefer its own pods.",
            ),
        ),
        wrong(
            said(world.replicas),
            str(world.replicas),
            "balanced-by-node",
            t(
                "Local では、ほかのノードの Pod は選ばれません。",
                "Under Local pods of other nodes are never picked.",
            ),
        ),
        wrong(
            said(3),
            "3",
            "nodes-share-load-evenly",
            t("ノードの数で割るのではありません。", "It is not divided by the number of nodes."),
        ),
        wrong(
            said(1),
            "1",
            "same-pod-again",
            t("ほかにも選ばれる Pod があります。", "There are other pods to pick."),
        ),
        wrong(
            said(6),
            "6",
            "slip",
            t("応答しうる Pod の数で割ってください。", "Divide by how many pods may answer."),
        ),
    ]
    good = distinct(options)
    if good is None:
        return None
    name = str(own[0]["name"])
    return {
        "kind": "choose",
        "stage": world.stage,
        "show": {"drawing": True, "files": True},
        "prompt": t(
            f"`{node_address(number)}:{world.node_port}` に {many} 本の新しい接続が来ました。Pod `{name}`（node{number}）には、およそ何本が届きますか。",
            f"{many} new connections come to `{node_address(number)}:{world.node_port}`. About how many go to the pod `{name}` on node{number}?",
        ),
        "options": good[:4],
        "explanation": t(
            "接続ごとに、候補の Pod から等しい確率で選ばれます。候補は、Cluster なら全 Pod、Local ならそのノードの Pod です。",
            "Every connection picks with equal chances: among all pods under Cluster, among that node's pods under Local.",
        ),
        "proof": {"request": request, "reads": "pods"},
    }
