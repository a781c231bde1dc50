"""What the API server warns of though it accepts the object.

Mirrors pkg/api/{service,pod}/warnings.go and WarningsOnCreate/WarningsOnUpdate of the strategies.
"""

from __future__ import annotations

from nodeport_lab.cluster.objects import Obj


def create(obj: Obj) -> list[str]:
    """The warnings for a new object, without the ``Warning: `` that kubectl puts before."""
    return []


def update(new: Obj, old: Obj) -> list[str]:
    """The warnings for a changed object."""
    return []
