"""What a look at a cluster is, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.config import ProxyMode

Action = Mapping[str, Any]
MODES: tuple[ProxyMode, ...] = ("iptables", "nftables")


@dataclass(frozen=True, slots=True)
class Condition:
    """What is to be so of a request's endings, or of what a line prints. What is None does not matter."""

    observed: frozenset[str] | None = None
    endings: Mapping[str, frozenset[str]] | None = None
    pods: int | None = None
    source: str | None = None
    destination: str | None = None
    status: int | None = None
    prints: str | None = None
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a cluster: a request, a line that is run, an action that is done, an object, or what the learner did.

    ``thing``: the kind of an object, and its name unless any will do. ``where``: its fields by path. ``sent``, ``typed``: a packet
    or a line of the learner's own, which lessons alone ask for.
    """

    request: Action | None = None
    run: str | None = None
    place: str = "client"
    grep: str | None = None
    do: Action | None = None
    condition: Condition = Condition()
    thing: tuple[str, str | None] | None = None
    namespace: str = "default"
    where: Mapping[str, Any] = field(default_factory=dict)
    absent: bool = False
    sent: Action | None = None
    typed: str | None = None
    line: int = 0
