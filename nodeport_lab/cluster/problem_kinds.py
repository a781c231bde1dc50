"""Every kind of problem there is, and the params that its explanation may name.

One registry for all rooms: ``content`` explains exactly these, and a test fails when a room makes
a Problem whose kind or params are not here. ``field`` is added by the constructors of ``problem``.
Keep each section sorted.
"""

from __future__ import annotations

# Made by apiserver.validation and apiserver.allocation.
VALIDATION: dict[str, frozenset[str]] = {}

KINDS: dict[str, frozenset[str]] = {**VALIDATION}
