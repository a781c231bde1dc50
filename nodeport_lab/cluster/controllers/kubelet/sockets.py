"""Where the containers of a pod listen: their images' real ports, never what ``containerPort`` claims.

``containerPort`` is information for people; a process listens where its program says. For the images that learners use,
that place is known; ``PORT`` in the environment moves it; of any other image its declared ports are believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from nodeport_lab.cluster.objects import Obj

ANY = "0.0.0.0"  # noqa: S104  (a simulated socket)
LOOPBACK = "127.0.0.1"


class Socket(NamedTuple):
    """A listening socket inside a pod: ``address`` is 0.0.0.0 or 127.0.0.1."""

    port: int
    protocol: str = "TCP"
    address: str = ANY


# The image's name without registry, folders, tag and digest -> what its program opens.
IMAGE_PORTS: dict[str, tuple[tuple[int, str], ...]] = {
    "nginx": ((80, "TCP"),),
    "httpd": ((80, "TCP"),),
    "redis": ((6379, "TCP"),),
    "coredns": ((53, "TCP"), (53, "UDP")),
    "echoserver": ((8080, "TCP"),),
    "hello-app": ((8080, "TCP"),),
}


def image_name(image: str) -> str:
    """``registry.k8s.io/e2e/echoserver:1.10@sha256:…`` -> ``echoserver``."""
    return image.split("@", 1)[0].rsplit("/", 1)[-1].split(":", 1)[0]


def running_containers(pod: Obj) -> Iterator[dict[str, Any]]:
    """The containers that run for the life of the pod: restartable init containers (sidecars), then the others."""
    spec = pod["spec"]
    for container in spec.get("initContainers") or ():
        if container.get("restartPolicy") == "Always":
            yield container
    yield from spec.get("containers") or ()


def container_sockets(container: dict[str, Any]) -> tuple[Socket, ...]:
    """Where this one container listens."""
    known = IMAGE_PORTS.get(image_name(container.get("image", "")))
    moved = _port_from_environment(container.get("env") or ())
    if moved is not None:
        protocols = dict.fromkeys(protocol for _, protocol in known) if known else ("TCP",)
        return tuple(Socket(moved, protocol) for protocol in protocols)
    if known is not None:
        return tuple(Socket(port, protocol) for port, protocol in known)
    ports = container.get("ports") or ()
    return tuple(Socket(port["containerPort"], port.get("protocol") or "TCP") for port in ports)


def listening(pod: Obj) -> tuple[Socket, ...]:
    """Where the pod's containers listen, each place once, in the order of the containers."""
    sockets: dict[Socket, None] = {}
    for container in running_containers(pod):
        sockets.update(dict.fromkeys(container_sockets(container)))
    return tuple(sockets)


def _port_from_environment(env: Iterable[dict[str, Any]]) -> int | None:
    found = None
    for variable in env:  # the last one of a name wins, as in a process's environment
        if variable.get("name") == "PORT":
            value = str(variable.get("value", ""))
            found = int(value) if value.isascii() and value.isdigit() and 0 < int(value) < 65536 else None
    return found
