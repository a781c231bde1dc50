"""Small things that every controller needs to say about an object: owners, conditions, moments, names."""

from __future__ import annotations

import datetime
import hashlib
from functools import lru_cache
from typing import Any

from nodeport_lab.cluster.controllers.podhash import ALPHABET
from nodeport_lab.cluster.objects import Obj

EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)  # apiserver.epoch.EPOCH, which tests hold it to


@lru_cache(maxsize=4096)
def _stamp(second: int) -> str:
    return (EPOCH + datetime.timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(now: float) -> str:
    """A simulated moment as the API writes it (metav1.Time: whole seconds)."""
    return _stamp(int(now))


def seconds(text: str) -> float:
    """The simulated moment that a time stamp names."""
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH).total_seconds()


class Names:
    """Makes the five letters at the end of generated names; the same seed makes the same names in the same order."""

    __slots__ = ("count", "seed")

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.count = 0

    def __call__(self, prefix: str) -> str:
        """The prefix with a fresh suffix (k8s.io/apiserver/pkg/storage/names: at most 58 + 5 characters)."""
        self.count += 1
        digest = hashlib.blake2b(f"{self.seed}/{self.count}/{prefix}".encode(), digest_size=8).digest()
        value = int.from_bytes(digest, "big")
        suffix = ""
        for _ in range(5):
            value, letter = divmod(value, len(ALPHABET))
            suffix += ALPHABET[letter]
        return prefix[:58] + suffix


def controller_ref(owner: Obj) -> dict[str, Any]:
    """The ownerReference by which ``owner`` controls an object (metav1.NewControllerRef)."""
    meta = owner["metadata"]
    return {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": meta["name"],
        "uid": meta.get("uid", ""),
        "controller": True,
        "blockOwnerDeletion": True,
    }


def controller_of(obj: Obj) -> dict[str, Any] | None:
    """The reference to the controller of ``obj``, or None."""
    for owner in obj["metadata"].get("ownerReferences") or ():
        if owner.get("controller"):
            return dict(owner)
    return None


def condition(obj: Obj, kind: str) -> dict[str, Any] | None:
    """The condition of a type in an object's status, or None."""
    for entry in obj.get("status", {}).get("conditions") or ():
        if entry["type"] == kind:
            return dict(entry)
    return None


def is_terminating(obj: Obj) -> bool:
    """True where a deletion was asked for and is not done yet."""
    return "deletionTimestamp" in obj["metadata"]


def with_status(obj: Obj, status: dict[str, Any]) -> Obj:
    """The object with another status."""
    return {**obj, "status": status}


def with_meta(obj: Obj, **changes: Any) -> Obj:
    """The object with some of its metadata changed; None takes a field away."""
    meta = {key: value for key, value in {**obj["metadata"], **changes}.items() if value is not None}
    return {**obj, "metadata": meta}
