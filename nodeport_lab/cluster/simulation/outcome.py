"""What came of an action."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation.moments import Moment
from nodeport_lab.cluster.simulation.terminal import Session


@dataclass(slots=True)
class Outcome:
    """What came of an action.

    printed: what the terminal shows (apply, kubectl). trace: where the request can go, and ``pick`` which branch it went (send).
    session: what a line of the terminal did. changed: False where a line only looked, so that no log needs it.
    problem: why nothing happened, where a learner's wish could not be granted. moments: what happened meanwhile, in order.
    """

    printed: Printed | None = None
    trace: dict[str, Any] | None = None
    pick: int | None = None
    problem: Problem | None = None
    session: Session | None = None
    changed: bool = True
    moments: list[Moment] = field(default_factory=list)
