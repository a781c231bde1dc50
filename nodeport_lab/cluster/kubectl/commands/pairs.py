"""Arguments of ``label``, ``annotate`` and ``set``: resources first, then ``key=value`` and ``key-``."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.kubectl.failure import error


def split(words: Sequence[str], what: str, *, removal: bool = True) -> tuple[list[str], list[str]]:
    """Resources and changes (GetResourcesAndPairs); ``what`` names the changes in the error message."""
    resources: list[str] = []
    changes: list[str] = []
    for word in words:
        is_change = "=" in word[1:] or (removal and word.endswith("-") and word != "-")
        if is_change:
            changes.append(word)
        elif changes:
            raise error(f"all resources must be specified before {what} changes: {word}")
        else:
            resources.append(word)
    return resources, changes


def parse(changes: Sequence[str], kind: str) -> tuple[dict[str, str], list[str]]:
    """What to set and what to remove; ``kind`` is ``label`` or ``annotation``."""
    wanted: dict[str, str] = {}
    removed: list[str] = []
    for change in changes:
        if "=" in change and not change.startswith("="):
            key, _, value = change.partition("=")
            wanted[key] = value
        elif change.endswith("-"):
            removed.append(change[:-1])
        else:
            raise error(f"unknown {kind} spec: {change}")
    both = sorted(key for key in set(removed) if key in wanted)
    if both and kind == "annotation":
        raise error(
            f"can not both modify and remove the following annotation(s) in the same command: {', '.join(both)}"
        )
    if both:
        raise error("can not both modify and remove a label in the same command")
    return wanted, removed
