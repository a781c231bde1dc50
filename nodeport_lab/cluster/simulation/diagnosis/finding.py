"""What one look finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# passed: nothing wrong here. failed: this stops the request. noted: not right, or worth knowing, but it does not stop
# this request. skipped: does not apply to it.
Status = Literal["passed", "failed", "noted", "skipped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``look`` and ``code`` key the words (``look-firewall``, ``firewall-denied``), ``params`` is what they name.

    commands: lines of the terminal that show it. kind, key, field: the object to go to, and where in it; value: what would
    stand there instead, where that can be said. repair: an action after which it is gone. claims: the endings explained.
    """

    look: str
    status: Status
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    kind: str | None = None
    key: str | None = None
    field: str | None = None
    value: str | None = None
    repair: Mapping[str, Any] | None = None
    claims: frozenset[str] = frozenset()
