"""The rows of ``kubectl get``, as the API server computes them for each kind.

Mirrors pkg/printers/internalversion/printers.go: ``core`` has Services, Endpoints, Nodes …, ``pods`` has Pods,
``apps`` the workloads, ``networking`` Ingress and friends. ``printing`` joins rows into the text of a terminal.
"""

from __future__ import annotations

from .apps import APPS
from .core import CORE
from .kinds import Kind, plain
from .networking import NETWORKING
from .pods import PODS

KINDS: dict[str, Kind] = {**CORE, **PODS, **APPS, **NETWORKING}


def kind_of(resource: str) -> Kind:
    """The table of a resource; NAME and AGE where it has none of its own."""
    return KINDS.get(resource, plain)


__all__ = ["KINDS", "Kind", "kind_of"]
