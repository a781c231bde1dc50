"""Both ends of a connection: who sends, who listens, what is said to a packet for which nobody listens, who gets the answer."""

from __future__ import annotations

from collections.abc import Mapping

from nodeport_lab.cluster.network import causes
from nodeport_lab.cluster.network.endings import Ending
from nodeport_lab.cluster.network.packet import Flow, Protocol, is_loopback
from nodeport_lab.cluster.network.walk import Scene, Walk
from nodeport_lab.cluster.network.world import BALANCER, Node, Socket

LOOPBACK = "127.0.0.1"
# How a kernel says that nobody listens.
REFUSALS: Mapping[Protocol, str] = {"TCP": "RST", "SCTP": "ABORT", "UDP": "ICMP"}


def depart(scene: Scene, walk: Walk) -> None:
    """The first packet leaves whoever the request is from."""
    request, map = scene.request, scene.map
    sender = request.sender
    pod = map.pod.get(sender)
    home: Node | None = None
    if sender in map.client:
        source = map.client[sender].address
        if is_loopback(request.address):
            source = LOOPBACK
        step, subject = "client-send", sender
    elif sender in map.balancer_at:
        # A health check.
        source, step, subject = sender, "router", ""
    elif pod is not None and not pod.host_network:
        home = map.node[pod.node]
        source = LOOPBACK if is_loopback(request.address) else pod.address
        step, subject = "pod-send", sender
    elif pod is not None or sender in map.node:
        home = map.node[pod.node if pod is not None else sender]
        source = LOOPBACK if is_loopback(request.address) else home.address
        step, subject = "output", home.name
    else:
        raise ValueError(f"nobody here is called {sender!r}")
    walk.flow = scene.asked.from_(source, request.source_port)
    scene.asked = walk.flow
    scene.call(source, request.source_port, "ephemeral")
    door = scene.door()
    if door is not None:
        scene.call(request.address, request.port, door.role)
    if home is not None and not home.up:
        walk.hop(sender, "send", "lost")
        return scene.stop(walk, causes.ending(scene, "sender-down", sender, node=home.name, sender=sender))
    if step != "output" or pod is not None:
        walk.hop(BALANCER if sender in map.balancer_at else sender, "send", "sent")
    return scene.go(walk, step, subject)


# --- pods ----------------------------------------------------------------------------------------------------------


def pod_send(scene: Scene, walk: Walk, name: str) -> None:
    """Out of the pod's network namespace, unless the packet is for the pod itself."""
    pod = scene.map.pod[name]
    if walk.flow.destination == pod.address or is_loopback(walk.flow.destination):
        return scene.go(walk, "pod", name)
    walk.ingress = name
    return scene.go(walk, "arrive", pod.node)


def pod(scene: Scene, walk: Walk, name: str) -> None:
    """A packet reaches a pod: somebody listens, or somebody waits for it, or nobody knows it."""
    found = scene.map.pod[name]
    if walk.leg != "request":
        return _receive(scene, walk, name, scene.request.sender == name)
    heard, shy = _hear(found.sockets, walk.flow)
    walk.pod, walk.arrived = name, walk.flow
    if heard is not None:
        _answer(scene, walk, name)
    else:
        _refuse(walk, name, causes.pod_refused(scene, walk, name, shy))
    walk.hop(name, "send", "sent")
    return pod_send(scene, walk, name)


def _hear(sockets: tuple[Socket, ...], flow: Flow) -> tuple[Socket | None, bool]:
    """Who listens where the packet goes; and whether somebody would, had it come over the loopback."""
    shy = False
    for socket in sockets:
        if socket.hears(flow.protocol, flow.destination, flow.destination_port):
            return socket, False
        if (
            socket.port == flow.destination_port
            and socket.protocol == flow.protocol
            and is_loopback(socket.address)
        ):
            shy = True
    return None, shy


# --- processes on nodes and other machines -------------------------------------------------------------------------


def local(scene: Scene, walk: Walk, name: str) -> None:
    """A packet is for the node itself: a pod in its network namespace, a process, a waiting sender, or nobody."""
    node, flow = scene.map.node[name], walk.flow
    if walk.leg != "request":
        sender = scene.request.sender
        pod = scene.map.pod.get(sender)
        here = sender == name or (pod is not None and pod.host_network and pod.node == name)
        return _receive(scene, walk, sender if here else name, here)
    for candidate in scene.map.host_pods.get(name, ()):
        heard, shy = _hear(candidate.sockets, flow)
        if heard is None and not shy:
            continue
        walk.pod, walk.arrived = candidate.name, flow
        if heard is not None:
            _answer(scene, walk, candidate.name)
        else:
            _refuse(walk, candidate.name, causes.pod_refused(scene, walk, candidate.name, True))
        walk.hop(candidate.name, "send", "sent")
        break
    else:
        _listen(scene, walk, name, node.sockets)
    return scene.go(walk, "output", name)


def machine(scene: Scene, walk: Walk, name: str) -> None:
    """A packet is for another machine of the nodes' network."""
    found = scene.map.machine[name]
    _listen(scene, walk, name, found.sockets)
    walk.hop(name, "send", "sent")
    address = walk.flow.destination
    node = scene.map.node_at.get(address) or scene.map.pod_node(address)
    if node is not None:
        return scene.go(walk, "to-node", node.name)
    return scene.go(walk, "router")


def _listen(scene: Scene, walk: Walk, place: str, sockets: tuple[Socket, ...]) -> None:
    flow = walk.flow
    walk.arrived = flow
    heard, _ = _hear(sockets, flow)
    if heard is None:
        return _refuse(walk, place, causes.node_refused(scene, walk, place))
    walk.hop(place, "listen", "answered")
    destination = f"{flow.destination}:{flow.destination_port}"
    params = {"place": place, "destination": destination, "process": heard.process or "?"}
    walk.turn("reply", Ending("answered-by-process", place, params))
    return None


def _answer(scene: Scene, walk: Walk, pod: str) -> None:
    flow, cause = walk.flow, causes.led_by(walk)
    destination = f"{flow.destination}:{flow.destination_port}"
    params = {"pod": pod, "source": flow.source, "destination": destination}
    walk.hop(pod, "listen", "answered")
    walk.turn("reply", Ending("answered", pod, params, causes.service_of(cause), None))


def _refuse(walk: Walk, place: str, cause: Ending) -> None:
    """Nobody listens: the kernel says so, each protocol in its own way."""
    answer = REFUSALS[walk.flow.protocol]
    walk.hop(place, "listen", "refused", params={"answer": answer})
    walk.turn("unreachable" if answer == "ICMP" else "reset", cause)


# --- the sender again ----------------------------------------------------------------------------------------------


def _receive(scene: Scene, walk: Walk, place: str, sender: bool) -> None:
    """An answer arrives. It counts if it comes from where the request went; anything else nobody here has asked for."""
    asked = scene.asked
    if sender and walk.flow == asked.reversed():
        walk.hop(place, "receive", "received")
        assert walk.cause is not None  # noqa: S101
        return scene.stop(walk, walk.cause)
    walk.hop(place, "receive", "ignored")
    source = f"{walk.flow.source}:{walk.flow.source_port}"
    wanted = f"{asked.destination}:{asked.destination_port}"
    return scene.stop(walk, causes.ending(scene, "reply-ignored", place, source=source, asked=wanted))


def balancer_receive(scene: Scene, walk: Walk, address: str) -> None:
    """An answer to a balancer's own health check."""
    return _receive(scene, walk, BALANCER, scene.request.sender == address)


def client(scene: Scene, walk: Walk, name: str) -> None:
    """A packet reaches a client."""
    if walk.leg != "request":
        return _receive(scene, walk, name, scene.request.sender == name)
    _refuse(walk, name, causes.node_refused(scene, walk, name))
    walk.hop(name, "send", "sent")
    return scene.go(walk, "router")
