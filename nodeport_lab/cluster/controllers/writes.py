"""What a controller wants: objects to store or remove, events to tell, and when to be asked again.

A controller's sync is a function of the objects that it sees and the simulated moment; it returns these, in order,
and whoever called it carries them out. So it can be tested with nothing but dicts.
"""

from __future__ import annotations

from typing import NamedTuple

from nodeport_lab.cluster.objects import Key, Obj


class Put(NamedTuple):
    """Store this object, whether it is new or replaces the one of the same name."""

    obj: Obj


class Remove(NamedTuple):
    """Take this object out of the store for good, without grace or finalizers."""

    key: Key


class Delete(NamedTuple):
    """Ask for a deletion as a client would: a running pod gets its grace period."""

    key: Key


class Emit(NamedTuple):
    """Tell an event about ``regarding``; ``type`` is Normal or Warning."""

    regarding: Obj
    type: str
    reason: str
    message: str
    component: str
    host: str = ""
    field: str = ""


class Again(NamedTuple):
    """Ask this controller about the same object once more at ``at`` (simulated seconds).

    settling: the cluster does not count as settled before; False for long patience (grace periods, back-offs).
    """

    at: float
    settling: bool = True


Write = Put | Remove | Delete | Emit | Again
