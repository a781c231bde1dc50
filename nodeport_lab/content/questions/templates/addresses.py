"""Which addresses a packet carries: whom the pod sees, where it is finally sent, how often it is rewritten."""

from __future__ import annotations

from random import Random

from nodeport_lab.content.questions.templates.registry import Draft, distinct, right, t, template, wrong
from nodeport_lab.content.questions.templates.world import CLIENT, World, node_address


@template("seen-source", "S3.5 S8.1 F16", 3)
def seen_source(random: Random) -> Draft | None:
    """Whom does the pod see as the sender?"""
    world = World.draw(random, policies=("Cluster", "Cluster", "Local"))
    number = random.choice((1, 2, 3))
    seen = world.reads(world.ask(number), "source")
    if len(seen) != 1:
        return None
    source = seen.pop()
    pod_node = str(world.pods[0]["node"])
    other = node_address(int(pod_node[-1]))
    options = [
        right(
            source,
            source,
            t(
                "Cluster では尋ねられたノードが自分のアドレスに SNAT し、Local では元の送信元が残ります。",
                "Under Cluster the node that was asked puts its own address there; under Local the sender's stays.",
            ),
        ),
        wrong(
            CLIENT,
            CLIENT,
            "client-address-kept",
            t(
                "既定のポリシー（Cluster）では SNAT され、クライアントのアドレスは残りません。",
                "Under the default policy (Cluster) the source is rewritten: the client's address does not arrive.",
            ),
        ),
        wrong(
            node_address(number),
            node_address(number),
            "client-address-lost",
            t(
                "Local では、自分のノードの Pod に渡すだけなので SNAT されません。",
                "Under Local nothing is masqueraded: the packet stays on the node.",
            ),
        ),
        wrong(
            other,
            other,
            "node-of-pod-masquerades",
            t(
                "書き換えるのは尋ねられたノードで、Pod のあるノードではありません。",
                "The node that was asked rewrites, not the node of the pod.",
            ),
        ),
        wrong(
            world.cluster_ip,
            world.cluster_ip,
            "through-cluster-ip",
            t("ClusterIP が送信元になることはありません。", "The ClusterIP never becomes a source."),
        ),
    ]
    if (good := distinct(options)) is None:
        return None
    return {
        "kind": "choose",
        "stage": world.stage,
        "show": {"drawing": True, "files": True},
        "prompt": t(
            f"クライアント（{CLIENT}）が `{node_address(number)}:{world.node_port}` に接続しました。Pod から見た送信元アドレスはどれですか。",
            f"The client ({CLIENT}) connects to `{node_address(number)}:{world.node_port}`. Which source address does the pod see?",
        ),
        "options": good,
        "explanation": t(
            "既定（Cluster）では尋ねられたノードが送信元を自分のアドレスに書き換え（SNAT）、Local では書き換えません。",
            "By default (Cluster) the node that was asked puts its own address in as source; under Local the client's stays.",
        ),
        "proof": {"request": world.ask(number), "reads": "source"},
    }


@template("final-destination", "S3.3 S4.5 M3", 2)
def final_destination(random: Random) -> Draft | None:
    """Where is the packet finally sent?"""
    world = World.draw(random, replicas=(1,))
    number = random.choice((1, 2, 3))
    pod = world.pods[0]["address"]
    seen = world.reads(world.ask(number), "destination")
    if len(seen) != 1:
        return None
    found = seen.pop()
    service = f"{world.cluster_ip}:{world.port}"
    mixed = f"{pod}:{world.port}"
    kept = f"{node_address(number)}:{world.node_port}"
    options = [
        right(found, found, t("PodIP:targetPort です。", "It is PodIP:targetPort.")),
        wrong(
            service,
            service,
            "through-cluster-ip",
            t(
                "ClusterIP は考え方の中間で、パケットの宛先にはなりません。",
                "The ClusterIP is the middle of the idea; no packet from outside carries it.",
            ),
        ),
        wrong(
            mixed,
            mixed,
            "three-ports-mixed-up",
            t(
                "port は Service のポートです。Pod では targetPort に届きます。",
                "port is the Service's. At the pod it is targetPort.",
            ),
        ),
        wrong(
            kept,
            kept,
            "kube-proxy-carries",
            t("宛先はカーネルが書き換えます（DNAT）。", "The kernel rewrites the destination (DNAT)."),
        ),
    ]
    if (good := distinct(options)) is None:
        return None
    return {
        "kind": "choose",
        "stage": world.stage,
        "show": {"files": True, "drawing": True},
        "prompt": t(
            f"クライアントが `{kept}` に接続しました。Pod に届いたとき、パケットの宛先はどれですか。",
            f"The client connects to `{kept}`. When the packet arrives at the pod, what is its destination?",
        ),
        "options": good,
        "explanation": t(
            "宛先は nodePort から PodIP:targetPort へ、一度に書き換えられます。",
            "The destination is rewritten in one go, from the nodePort to PodIP:targetPort.",
        ),
        "proof": {"request": world.ask(number), "reads": "destination"},
    }


@template("nodes-on-the-way", "S3.2 S3.3 S8.1", 3)
def nodes_on_the_way(random: Random) -> Draft | None:
    """Over how many nodes does the packet go?"""
    world = World.draw(random, replicas=(1,), policies=("Cluster", "Local"))
    number = random.choice((1, 2, 3))
    request = world.ask(number)
    if world.reads(request, "observed") != {"reply"}:
        return None
    [seen] = world.reads(request, "nodes")
    options = [
        right(
            t(f"{seen} 台", seen),
            seen,
            t("尋ねられたノードと、Pod のあるノードです。", "The node that was asked, and the pod's.")
            if seen != "1"
            else t("尋ねられたノードに Pod があります。", "The node that was asked has the pod."),
        ),
        wrong(
            t("1 台", "1"),
            "1",
            "only-pod-nodes",
            t(
                "尋ねられたノードに Pod はないので、Pod のあるノードへ転送されます。",
                "The node that was asked has no pod: it forwards to the one that has.",
            ),
        ),
        wrong(
            t("2 台", "2"),
            "2",
            "replicas-are-doors",
            t(
                "尋ねられたノードに Pod があり、ほかに選べる Pod はありません。",
                "The node that was asked has the pod itself, and there is no other to choose.",
            ),
        ),
        wrong(
            t("3 台", "3"),
            "3",
            "every-hop-rewrites",
            t("パケットは全ノードを回りません。", "A packet does not tour all nodes."),
        ),
    ]
    return {
        "kind": "choose",
        "stage": world.stage,
        "show": {"drawing": True},
        "shuffled": False,
        "prompt": t(
            f"クライアントが `{node_address(number)}:{world.node_port}` に接続します。Pod に届くまでに、パケットは何台のノードを通りますか。",
            f"The client connects to `{node_address(number)}:{world.node_port}`. Over how many nodes does the packet go to reach the pod?",
        ),
        "options": sorted(distinct(options) or [], key=lambda option: str(option["value"])),
        "explanation": t(
            "尋ねられたノードに Pod があればそこで終わり、なければもう 1 台へ進みます。",
            "Where the node that was asked has the pod, it ends there; otherwise one more node comes in.",
        ),
        "proof": {"request": request, "reads": "nodes"},
    }


@template("rewrites", "S3.5 S8.1", 4)
def rewrites(random: Random) -> Draft | None:
    """How often is the source rewritten?"""
    world = World.draw(random, policies=("Cluster", "Local"))
    number = random.choice((1, 2, 3))
    request = world.ask(number)
    if world.reads(request, "observed") != {"reply"}:
        return None
    seen = world.reads(request, "snat")
    if len(seen) != 1:
        return None
    [times] = seen
    options = [
        right(
            t(f"{times} 回", {"0": "never", "1": "once"}.get(times, "twice")),
            times,
            t(
                "送信元を書き換えるのは、多くても最初のノードだけです。",
                "At most the first node rewrites the source.",
            ),
        ),
        wrong(
            t("0 回", "never"),
            "0",
            "client-address-kept",
            t(
                "Cluster では、応答が同じノードに戻るように SNAT されます。",
                "Under Cluster the source is masqueraded, so that the answer returns through the same node.",
            ),
        ),
        wrong(
            t("1 回", "once"),
            "1",
            "client-address-lost",
            t("Local では、送信元は書き換えられません。", "Under Local the source is left alone."),
        ),
        wrong(
            t("2 回", "twice"),
            "2",
            "every-hop-rewrites",
            t("2 台目のノードは書き換えません。", "A second node rewrites nothing."),
        ),
    ]
    return {
        "kind": "choose",
        "stage": world.stage,
        "show": {"files": True},
        "shuffled": False,
        "prompt": t(
            f"クライアントが `{node_address(number)}:{world.node_port}` に接続しました。Pod に届くまでに、**送信元**は何回書き換えられますか。",
            f"The client connects to `{node_address(number)}:{world.node_port}`. How often is the **source** rewritten on the way to the pod?",
        ),
        "options": sorted(distinct(options) or [], key=lambda option: str(option["value"])),
        "explanation": t(
            "Cluster では 1 回（SNAT）、Local では 0 回です。宛先の書き換え（DNAT）はどちらでも 1 回です。",
            "Once under Cluster (SNAT), never under Local. The destination is rewritten once in both.",
        ),
        "proof": {"request": request, "reads": "snat"},
    }


@template("arriving-port", "S4.5 S4.6 F12", 2)
def arriving_port(random: Random) -> Draft:
    """At which port of the pod does it arrive?"""
    world = World.draw(random)
    number = random.choice((1, 2, 3))
    miss = [
        {
            "forms": [world.node_port],
            "misconception": "three-ports-mixed-up",
            "why": t("nodePort はノードのポートです。", "That is the node's port."),
        },
        {
            "forms": [world.port],
            "misconception": "port-must-equal",
            "why": t(
                "port は Service のポートで、targetPort とは違います。",
                "That is the Service's port; targetPort differs from it.",
            ),
        },
    ]
    return {
        "kind": "number",
        "stage": world.stage,
        "show": {"files": True},
        "prompt": t(
            f"`{node_address(number)}:{world.node_port}` に送ったパケットは、Pod の何番ポートに届きますか。",
            f"A packet is sent to `{node_address(number)}:{world.node_port}`. At which port of the pod does it arrive?",
        ),
        "accept": sorted(world.reads(world.ask(number), "port")),
        "wrong": miss,
        "otherwise": t("マニフェストの targetPort を見てください。", "Look at targetPort in the manifest."),
        "explanation": t(
            "Pod では targetPort の番号に届きます。", "At the pod it is the number of targetPort."
        ),
        "proof": {"request": world.ask(number), "reads": "port"},
    }
