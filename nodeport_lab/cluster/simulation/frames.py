"""Moments as they are sent: the first snapshot in full, each later one as what is different in it.

A rollout of many pods has hundreds of moments, and in each of them next to nothing changes. ``difference`` is undone by
``static/js/lab/moments/patch.js``.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

# Lists whose members keep their identity from moment to moment. Any other value is sent whole where it changed.
MEMBERS = ("nodes", "deployments", "pods", "services", "ingresses")
# What a request bar offers is that of the settled cluster: it is not played.
_UNPLAYED = frozenset(("from", "to"))


def difference(before: Json, after: Json) -> Json:
    """What turns one snapshot into the next: ``set`` (values that changed) and ``lists``: for each list that changed the
    ``order`` of its members, and those of them that are new or different."""
    out: Json = {"set": {}, "lists": {}}
    for key, value in after.items():
        if key in _UNPLAYED or value == before[key]:
            continue
        if key not in MEMBERS:
            out["set"][key] = value
            continue
        known = {identity(member): member for member in before[key]}
        out["lists"][key] = {
            "order": [identity(member) for member in value],
            "members": [member for member in value if member != known.get(identity(member))],
        }
    return out


def identity(member: Json) -> str:
    """Who a member of a list is."""
    return f"{member.get('namespace', '')}/{member['name']}"
