"""What is set up, what is broken, and who asks: one value, from which everything else follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from nodeport_lab.compare.manifests import APPS, KINDS, OTHERS, App, Kind, Speech

# The buttons of the page.
Break = Literal["node", "pod", "address", "firewall", "second", "tls", "udp", "provider"]
BREAKS: tuple[Break, ...] = get_args(Break)
# What happens to a cluster that stands; the other buttons make another cluster.
Fault = Literal["node", "pod", "address", "firewall"]
FAULTS: tuple[Fault, ...] = get_args(Fault)
Provider = Literal["balancer", "vip", "none"]

MOST = len(OTHERS) + 1


@dataclass(frozen=True, slots=True)
class Situation:
    """An app behind one kind of door.

    services: how many apps there are (the last one is asked for). provider: who makes load balancers: a cloud, a node that
    announces the address (MetalLB), nobody. controller: whether there is an Ingress controller, and ``door`` by what Service it is
    reached. local: externalTrafficPolicy Local. inside: a pod asks, by name. settled: a minute has passed since the faults.
    port, node_port: a wish for another port than the usual one.
    """

    kind: Kind
    speech: Speech = "http"
    tls: bool = False
    services: int = 1
    provider: Provider = "balancer"
    controller: bool = True
    door: Literal["LoadBalancer", "NodePort"] = "LoadBalancer"
    local: bool = False
    inside: bool = False
    faults: frozenset[Fault] = field(default=frozenset())
    settled: bool = True
    port: int | None = None
    node_port: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.speech not in APPS or not 1 <= self.services <= MOST:
            raise ValueError(f"no such situation: {self!r}")

    @staticmethod
    def of(kind: Kind, breaks: Iterable[Break] = (), *, inside: bool = False) -> Situation:
        """What the page's buttons make of it."""
        chosen = frozenset(breaks)
        return Situation(
            kind,
            speech="udp" if "udp" in chosen else "http",
            # TLS over UDP is another protocol, and the lab's programs do not speak it.
            tls="tls" in chosen and "udp" not in chosen,
            services=2 if "second" in chosen else 1,
            provider="none" if "provider" in chosen else "balancer",
            inside=inside,
            faults=frozenset(fault for fault in FAULTS if fault in chosen),
        )

    @property
    def apps(self) -> tuple[App, ...]:
        """The apps, the one in question first."""
        return (APPS[self.speech], *OTHERS[: self.services - 1])

    @property
    def asked(self) -> App:
        """The app that the request is for: the second one, where it speaks the same."""
        return self.apps[-1] if self.services == 2 and self.speech == "http" else self.apps[0]

    @property
    def id(self) -> str:
        """Short, the same always, and fit for an address: what differs from the plain situation."""
        plain = asdict(Situation(self.kind))
        parts = [f"{key}={_text(value)}" for key, value in asdict(self).items() if value != plain[key]]
        return "~".join([self.kind, *parts])

    @staticmethod
    def from_id(text: str) -> Situation:
        """The situation of that id; ``ValueError`` where there is none."""
        kind, *parts = text.split("~")
        given: dict[str, Any] = {}
        for part in parts:
            key, _, value = part.partition("=")
            if key not in _READ or key in given:
                raise ValueError(f"no such situation: {text!r}")
            given[key] = _READ[key](value)
        if kind not in KINDS:
            raise ValueError(f"no such situation: {text!r}")
        found = Situation(kind, **given)
        if found.id != text:
            raise ValueError(f"no such situation: {text!r}")
        return found


def _text(value: Any) -> str:
    if isinstance(value, frozenset):
        return ".".join(fault for fault in FAULTS if fault in value)
    return str(int(value)) if isinstance(value, bool) else str(value)


def _one_of(*values: str) -> Any:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(f"{text!r} is none of {values}")
        return text

    return read


def _number(text: str) -> int:
    value = int(text)
    if not 0 < value < 65536:
        raise ValueError(f"not a port: {text}")
    return value


def _faults(text: str) -> frozenset[str]:
    found = frozenset(text.split("."))
    if not found <= set(FAULTS):
        raise ValueError(f"no such faults: {text!r}")
    return found


def _flag(text: str) -> bool:
    return bool(("0", "1").index(text))


_READ: dict[str, Any] = {
    "speech": _one_of(*APPS),
    "tls": _flag,
    "services": int,
    "provider": _one_of(*get_args(Provider)),
    "controller": _flag,
    "door": _one_of("LoadBalancer", "NodePort"),
    "local": _flag,
    "inside": _flag,
    "faults": _faults,
    "settled": _flag,
    "port": _number,
    "node_port": _number,
}
