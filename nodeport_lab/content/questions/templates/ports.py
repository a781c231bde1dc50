"""Numbers in manifests and in kubectl's output: which are accepted, which is whose."""

from __future__ import annotations

from random import Random
from typing import Any

from nodeport_lab.content.questions import staging
from nodeport_lab.content.questions.templates.registry import Draft, right, t, template, wrong
from nodeport_lab.content.questions.templates.world import World


@template("port-column", "S4.9 S4.5", 1)
def port_column(random: Random) -> Draft:
    """Which number of PORT(S) is asked for?"""
    world = World.draw(random)
    outside = random.choice((True, False))
    answer, other = (world.node_port, world.port) if outside else (world.port, world.node_port)
    to = (
        world.ask(1)
        if outside
        else {"from": "node1", "to": {"address": world.cluster_ip, "port": world.port}}
    )
    wanted = (
        t("クラスターの外から、ノードのアドレスを使って", "from outside, at a node's address")
        if outside
        else t("クラスターの中から、CLUSTER-IP を使って", "from inside, at its CLUSTER-IP")
    )
    return {
        "kind": "read",
        "stage": world.stage,
        "show": {"command": f"kubectl get service {world.app}"},
        "numeric": True,
        "prompt": t(
            f"この Service に{wanted['ja']}接続します。ポート番号は何番ですか。",
            f"Somebody connects to this Service {wanted['en']}. To which port?",
        ),
        "accept": [answer],
        "wrong": [
            {
                "forms": [other],
                "misconception": "three-ports-mixed-up",
                "why": t("PORT(S) は port:nodePort の順です。", "PORT(S) says port:nodePort, in this order."),
            }
        ],
        "otherwise": t("PORT(S) の列を見てください。", "Look at the column PORT(S)."),
        "explanation": t(
            "`port:nodePort/プロトコル` と書かれます。前が ClusterIP のポート、後ろがノードのポートです。",
            "It says `port:nodePort/protocol`: first the port at the ClusterIP, then the one on the nodes.",
        ),
        "proof": {"holds": [{"request": to, "observed": "reply"}], "request": to},
    }


@template("node-port-accepted", "S3.1 S3.7 S6.2 F6 F7", 2)
def node_port_accepted(random: Random) -> Draft:
    """Which nodePort will the API server accept?"""
    world = World.draw(random, replicas=(1,))
    moved = random.choice((None, (31000, 31999), (20000, 22767)))
    actions: list[Any] = list(world.actions)
    low, high = moved or (30000, 32767)
    if moved:
        actions.append({"type": "set-nodeport-range", "first": low, "last": high})
    free = random.choice(
        [number for number in (low, low + 250, high - 90, high) if number != world.node_port]
    )
    below = random.choice((80, 8080, low - 1))
    above = random.choice((high + 1, 40000))
    outside = t(
        f"範囲 {low}〜{high} の外なので、拒否されます。", f"It lies outside {low}-{high} and is refused."
    )
    options = [
        right(str(free), str(free), t("範囲の中にあり、空いています。", "It lies in the range and is free.")),
        wrong(str(below), str(below), "any-port-allowed", outside),
        wrong(str(above), str(above), "any-port-allowed", outside),
        wrong(
            str(world.node_port),
            str(world.node_port),
            "port-shared",
            t(
                f"{world.node_port} は Service {world.app} が使っています。",
                f"{world.node_port} belongs to the Service {world.app}.",
            ),
        ),
    ]
    note = (
        t(
            f"管理者は nodePort の範囲を {low}〜{high} に設定しました。",
            f"The administrator set the nodePort range to {low}-{high}. ",
        )
        if moved
        else t("nodePort の範囲は既定のままです。", "The nodePort range is the default. ")
    )
    holds: list[Any] = [
        {"do": _apply(number), "prints": "created" if number == free else "nodePort"}
        for number in (free, below, above, world.node_port)
    ]
    return {
        "kind": "choose",
        "stage": {"base": "empty", "actions": actions},
        "show": {"command": "kubectl get services"},
        "prompt": t(
            f"{note['ja']}2 つ目の NodePort Service を作ります。API サーバーが受け付ける nodePort はどれですか。",
            f"{note['en']}A second NodePort Service is made. Which nodePort will the API server accept?",
        ),
        "options": options,
        "explanation": t(
            "nodePort は範囲の中にあり、ほかの Service が使っていない番号でなければなりません。",
            "A nodePort has to lie in the range, and no other Service may have it.",
        ),
        "proof": {"holds": holds},
    }


def _apply(number: int) -> dict[str, Any]:
    text = f"apiVersion: v1\nkind: Service\nmetadata:\n  name: second\nspec:\n  type: NodePort\n  selector:\n    app: second\n  ports:\n  - port: 80\n    nodePort: {number}\n"
    return {"type": "apply", "files": [{"name": "second.yaml", "text": text}]}


@template("target-that-mends", "F2 S4.3 S4.5 M2", 3)
def target_that_mends(random: Random) -> Draft | None:
    """Which targetPort makes it answer?"""
    base = World.draw(random, replicas=(1,))
    listens = base.target
    candidates = {"port": base.port, "node": base.node_port, "claim": listens + 10}
    world = World(base.app, base.node_port, base.port, candidates["claim"], listens=listens)
    files = [dict(file) for file in world.manifests]
    # The container claims a port on which nobody listens: what counts is the process.
    files[0]["text"] = (
        files[0]["text"].replace(f"containerPort: {listens}", f"containerPort: {candidates['claim']}")
        + f'        env:\n        - name: PORT\n          value: "{listens}"\n'
    )
    apply: dict[str, Any] = {"type": "apply", "files": files}
    stage = {"base": "empty", "actions": [apply]}
    why = t("待ち受けているポートではありません。", "Nothing listens there.")
    options = [
        right(
            str(listens), str(listens), t("プロセスが待ち受けているポートです。", "Here the process listens.")
        ),
        wrong(
            str(candidates["claim"]),
            str(candidates["claim"]),
            "target-port-is-container-port",
            t(
                "containerPort は情報にすぎません。プロセスは別のポートで待ち受けています。",
                "containerPort is information; the process listens elsewhere.",
            ),
        ),
        wrong(str(base.port), str(base.port), "port-must-equal", why),
        wrong(str(base.node_port), str(base.node_port), "three-ports-mixed-up", why),
    ]
    holds = []
    for option in options:
        mended = files[1]["text"].replace(
            f"targetPort: {candidates['claim']}", f"targetPort: {option['value']}"
        )
        actions = [apply, {"type": "apply", "files": [{"name": "service.yaml", "text": mended}]}]
        found = staging.trace(3, actions, base.ask(1))["outcomes"][0]["kind"]
        if (found == "answered") != bool(option.get("right")):
            return None
    mended = files[1]["text"].replace(f"targetPort: {candidates['claim']}", f"targetPort: {listens}")
    holds.append({"request": base.ask(1), "observed": "reply"})
    return {
        "kind": "choose",
        "stage": stage,
        "show": {
            "files": True,
            "listing": f"$ kubectl exec deploy/{base.app} -- ss -lnt\nState   Local Address:Port\nLISTEN  0.0.0.0:{listens}",
        },
        "prompt": t(
            "nodePort に接続すると拒否されます。targetPort をどの番号にすれば応答しますか。",
            "The nodePort refuses. Which targetPort makes it answer?",
        ),
        "options": options,
        "explanation": t(
            "targetPort は、プロセスが実際に待ち受けているポートでなければなりません。containerPort は関係ありません。",
            "targetPort has to be where the process really listens; containerPort does not matter.",
        ),
        "proof": {
            "after": [{"type": "apply", "files": [{"name": "service.yaml", "text": mended}]}],
            "request": base.ask(1),
            "holds": holds,
        },
    }


@template("protocol-of-the-door", "S4.8 S9.4 F13", 2)
def protocol_of_the_door(random: Random) -> Draft:
    """A UDP Service and a TCP client, and the other way round."""
    world = World.draw(random, replicas=(1,))
    has, asks = random.choice((("UDP", "TCP"), ("TCP", "UDP"), ("UDP", "UDP")))
    files = [dict(file) for file in world.manifests]
    if has == "UDP":
        files[0]["text"] = files[0]["text"].rstrip("\n") + "\n          protocol: UDP\n"
        files[1]["text"] = files[1]["text"].replace(
            f"  - port: {world.port}", f"  - protocol: UDP\n    port: {world.port}"
        )
    number = random.choice((1, 2, 3))
    request = world.ask(number, protocol=asks)
    actions = [{"type": "apply", "files": files}]
    kind = staging.trace(3, actions, request)["outcomes"][0]["kind"]
    door = t(f"開いているのは {has} のドアだけです。", f"Only the {has} door is open.")
    options = [
        {"text": t("Pod に届く", "It reaches the pod"), "value": "answered"},
        {
            "text": t("Pod に届かない", "It does not reach the pod"),
            "value": kind if kind != "answered" else "refused",
        },
    ]
    for option in options:
        option["why"] = door
        if option["value"] == kind:
            option["right"] = True
        else:
            option["misconception"] = "tcp-and-udp-alike" if has != asks else "udp-not-supported"
    return {
        "kind": "choose",
        "stage": {"base": "empty", "actions": actions},
        "show": {"files": True},
        "shuffled": False,
        "prompt": t(
            f"クライアントが node{number} の {world.node_port} 番に **{asks}** で送ります。どうなりますか。",
            f"The client sends by **{asks}** to port {world.node_port} of node{number}. What happens?",
        ),
        "options": options,
        "explanation": t(
            "protocol の既定は TCP で、UDP と SCTP も使えます。プロトコルごとに別のドアです。",
            "protocol is TCP unless said otherwise; UDP and SCTP work too. Each is a door of its own.",
        ),
        "proof": {"request": request, "reads": "kind"},
    }
