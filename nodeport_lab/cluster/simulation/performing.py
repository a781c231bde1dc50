"""What each action does to a cluster, at the moment at which it is done; time passes afterwards."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nodeport_lab.cluster.apiserver.server import Answer
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import ingress
from nodeport_lab.cluster.controllers.loadbalancer import IPMode
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.network.world import Client, FirewallRule, Host, PublishedPort
from nodeport_lab.cluster.objects import Key
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation import rollout
from nodeport_lab.cluster.simulation.actions import Action
from nodeport_lab.cluster.simulation.outcome import Outcome
from nodeport_lab.cluster.simulation.sending import send

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster


def _apply(cluster: Cluster, action: Action) -> Outcome:
    files = [File(file["name"], file["text"]) for file in action["files"]]
    cluster.terminal.files = {file.name: file.text for file in files}
    return Outcome(printed=apply(files, cluster.api))


def _delete(cluster: Cluster, action: Action) -> Outcome:
    try:
        answer = cluster.api.delete(Key(action["resource"], action["namespace"], action["name"]))
    except KeyError:
        raise ValueError(f"delete: no such resource: {action['resource']!r}") from None
    return Outcome(problem=_problem(answer))


def _scale(cluster: Cluster, action: Action) -> Outcome:
    key = Key("deployments", action["namespace"], action["name"])
    return Outcome(problem=_problem(cluster.api.patch(key, {"spec": {"replicas": action["replicas"]}})))


def _roll_out(cluster: Cluster, action: Action) -> Outcome:
    key = Key("deployments", action["namespace"], action["name"])
    deployment = cluster.api.get(key)
    if deployment is None:
        return Outcome(problem=Problem("not-found", f'deployments.apps "{key.name}" not found'))
    return Outcome(
        problem=_problem(cluster.api.patch(key, rollout.patch(deployment, action, cluster.datetime())))
    )


def _set_node(cluster: Cluster, action: Action) -> Outcome:
    cluster.engine.set_node(action["node"], up=action["up"])
    return Outcome()


def _set_nodes(cluster: Cluster, action: Action) -> Outcome:
    kept = cluster.config.nodes[: action["count"]]
    usual = ClusterConfig.with_nodes(action["count"]).nodes
    taken = {node.address for node in (*kept, *usual)}
    # Top down, where nobody else begins.
    spare = (str(one) for one in reversed(list(ipaddress.IPv4Network(cluster.config.node_cidr))[1:-1]))
    held = {node.address for node in kept}
    more = [
        node if node.address not in held else replace(node, address=next(s for s in spare if s not in taken))
        for node in usual[len(kept) :]
    ]
    cluster.config = replace(cluster.config, nodes=(*kept, *more))
    cluster.nodes = frozenset(node.name for node in cluster.config.nodes)
    around = cluster.around
    around.no_hairpin &= cluster.nodes
    if around.host is not None:
        published = tuple(entry for entry in around.host.published if entry.node in cluster.nodes)
        around.host = replace(around.host, published=published)
    cluster.engine.set_nodes(cluster.config)
    return Outcome()


def _set_node_address(cluster: Cluster, action: Action) -> Outcome:
    name, address, config = action["node"], action["address"], cluster.config
    taken = {config.control_plane, config.router, *(n.address for n in config.nodes if n.name != name)}
    network = ipaddress.IPv4Network(config.node_cidr)
    ends = {str(network.network_address), str(network.broadcast_address)}
    if address in taken | ends or ipaddress.IPv4Address(address) not in network:
        text = f"{address} is no free address of {network}"
        return Outcome(
            problem=Problem("node-address-taken", text, params={"address": address, "network": str(network)})
        )
    nodes = tuple(replace(node, address=address) if node.name == name else node for node in config.nodes)
    cluster.config = replace(config, nodes=nodes)
    cluster.engine.set_node_address(name, cluster.config)
    return Outcome()


def _set_kube_proxy(cluster: Cluster, action: Action) -> Outcome:
    cluster.engine.set_kube_proxy(action["node"], running=action["running"])
    return Outcome()


def _set_readiness(cluster: Cluster, action: Action) -> Outcome:
    key = Key("pods", action["namespace"], action["pod"])
    done = cluster.engine.kubelets.force_readiness(key, ready=action["ready"])
    return _told(cluster, done, key)


def _set_listening(cluster: Cluster, action: Action) -> Outcome:
    key = Key("pods", action["namespace"], action["pod"])
    pod = cluster.api.get(key)
    kubelets = cluster.engine.kubelets
    done = pod is not None and kubelets.rearrange(key, pod, action["port"], action["address"], cluster.now)
    return _told(cluster, done, key)


def _told(cluster: Cluster, done: bool, key: Key) -> Outcome:
    """The kubelet looks at once at a pod that somebody touched; one that does not run cannot be touched."""
    if done:
        cluster.engine.wake("kubelet", key)
        return Outcome()
    return Outcome(problem=Problem("pod-not-running", f"pod {key} is not running", params={"pod": str(key)}))


def _set_firewall(cluster: Cluster, action: Action) -> Outcome:
    rules = []
    for rule in action["rules"]:
        ports = rule["ports"]
        span = None if ports is None else (ports, ports) if isinstance(ports, int) else tuple(ports)
        rules.append(FirewallRule(rule["source"], span, rule["action"], rule.get("protocol")))
    cluster.around.firewall = tuple(rules)
    return Outcome()


def _set_provider(cluster: Cluster, action: Action) -> Outcome:
    cluster.around.provider = action.get("kind", cluster.around.provider)
    mode: IPMode = "Proxy" if cluster.around.provider == "proxy" else "VIP"
    cluster.engine.set_provider(running=action["running"], ip_mode=mode)
    return Outcome()


def _set_ingress_controller(cluster: Cluster, action: Action) -> Outcome:
    if not action["running"]:
        cluster.api.delete(Key("namespaces", "", ingress.NAMESPACE))
        cluster.api.delete(Key("ingressclasses", "", ingress.CLASS))
        return Outcome()
    if cluster.engine.has_ingress_controller() and "expose" not in action:
        return Outcome()  # it runs already, however it is exposed
    manifests = ingress.manifests(action.get("expose", "LoadBalancer"))
    problems = [_problem(cluster.api.create(obj)) for obj in manifests]
    return Outcome(problem=next((problem for problem in problems if problem is not None), None))


def _set_pod_network(cluster: Cluster, action: Action) -> Outcome:
    cluster.around.pod_network = action["between"]
    return Outcome()


def _set_hairpin(cluster: Cluster, action: Action) -> Outcome:
    node = frozenset((action["node"],))
    cluster.around.no_hairpin = (
        cluster.around.no_hairpin - node if action["enabled"] else cluster.around.no_hairpin | node
    )
    return Outcome()


def _set_clients(cluster: Cluster, action: Action) -> Outcome:
    cluster.around.clients = tuple(Client(c["name"], c["address"], c.get("nat")) for c in action["clients"])
    return Outcome()


def _set_host(cluster: Cluster, action: Action) -> Outcome:
    published = tuple(
        PublishedPort(entry.get("protocol") or "TCP", entry["port"], entry["node"], entry["nodePort"])
        for entry in action.get("published", ())
    )
    host = Host(published=published, reachable=action.get("reachable", False))
    cluster.around.host = host if action["running"] else None
    return Outcome()


def _set_proxy_mode(cluster: Cluster, action: Action) -> Outcome:
    cluster.config = replace(cluster.config, proxy_mode=action["mode"])
    cluster.engine.set_proxy_mode(action["mode"])
    return Outcome()


def _set_nodeport_range(cluster: Cluster, action: Action) -> Outcome:
    cluster.config = replace(cluster.config, nodeport_range=(action["first"], action["last"]))
    cluster.api.reconfigure(cluster.config)
    return Outcome()


def _advance(cluster: Cluster, action: Action) -> Outcome:
    cluster.engine.advance(action["seconds"])
    return Outcome()


def _kubectl(cluster: Cluster, action: Action) -> Outcome:
    ran = cluster.terminal.run(action["line"]).ran
    return Outcome(
        printed=Printed(ran.exit, ran.text("out"), ran.text("err"), note=ran.note, edit=ran.opened)
    )


def _terminal(cluster: Cluster, action: Action) -> Outcome:
    before = cluster.terminal.files
    if "files" in action:
        cluster.terminal.files = {file["name"]: file["text"] for file in action["files"]}
    session = cluster.terminal.run(action["line"], action.get("place", "client"), action.get("dice", 0))
    if not session.changed:
        # Such a line need not be in the log, so it must not leave what only a log could bring back.
        cluster.terminal.files = before
    return Outcome(session=session, trace=session.trace, pick=session.pick, changed=session.changed)


def _edit(cluster: Cluster, action: Action) -> Outcome:
    return Outcome(printed=cluster.terminal.save(action["opened"], action["text"]))


def _problem(answer: Answer) -> Problem | None:
    """What the API server found wrong, in its own words."""
    if answer.status is None:
        return None
    problems: Sequence[Problem] = answer.status.problems
    return problems[0] if problems else Problem("server-refused", answer.status.message)


PERFORM: Mapping[str, Callable[[Cluster, Action], Outcome]] = {
    "apply": _apply,
    "delete": _delete,
    "scale": _scale,
    "roll-out": _roll_out,
    "set-node": _set_node,
    "set-nodes": _set_nodes,
    "set-node-address": _set_node_address,
    "set-kube-proxy": _set_kube_proxy,
    "set-readiness": _set_readiness,
    "set-listening": _set_listening,
    "set-firewall": _set_firewall,
    "set-provider": _set_provider,
    "set-ingress-controller": _set_ingress_controller,
    "set-pod-network": _set_pod_network,
    "set-hairpin": _set_hairpin,
    "set-clients": _set_clients,
    "set-host": _set_host,
    "set-proxy-mode": _set_proxy_mode,
    "set-nodeport-range": _set_nodeport_range,
    "send": send,
    "advance": _advance,
    "kubectl": _kubectl,
    "terminal": _terminal,
    "edit": _edit,
}
TAKES_NO_TIME = frozenset(
    (
        "send",
        "advance",
        "set-firewall",
        "set-pod-network",
        "set-hairpin",
        "set-clients",
        "set-host",
        "set-nodeport-range",
    )
)
