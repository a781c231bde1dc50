"""What each app keeps of a visitor that belongs to them: it goes into the file of their progress, and along when two visitors become one.

Apps beside one another do not know each other: each adds a ``Keepsake`` when it is ready, and who writes the file or logs somebody
in asks them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nodeport_lab.lab.models import Visitor


@dataclass(frozen=True, slots=True)
class Keepsake:
    """out: as plain data, without name or address. take: adds what such data says, and leaves out what is none; loses nothing.

    join: what another visitor has becomes this one's: somebody logs in who had begun without.
    """

    out: Callable[[Visitor], dict[str, Any]]
    take: Callable[[Visitor, Any], None]
    join: Callable[[Visitor, Visitor], None]


# By the name under which each stands in the file.
keepsakes: dict[str, Keepsake] = {}


def out(visitor: Visitor) -> dict[str, Any]:
    """What all of them keep."""
    return {name: one.out(visitor) for name, one in keepsakes.items()}


def has_any(visitor: Visitor) -> bool:
    """Whether there is anything to take along."""
    return any(any(kept.values()) for kept in out(visitor).values())


def take(visitor: Visitor, data: dict[str, Any]) -> None:
    """Adds what a file says."""
    for name, one in keepsakes.items():
        if name in data:
            one.take(visitor, data[name])


def join(into: Visitor, other: Visitor) -> None:
    """All that another visitor has becomes this one's."""
    for one in keepsakes.values():
        one.join(into, other)
