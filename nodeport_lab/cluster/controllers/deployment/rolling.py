"""How many pods may be too many, how many may be missing, and what follows for each ReplicaSet.

Mirrors pkg/controller/deployment/{rolling,sync}.go and util/deployment_util.go. Sizes go in and out as numbers;
nothing here knows how a ReplicaSet is stored.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from nodeport_lab.cluster.objects import Obj


def _resolve(value: int | str | None, total: int, *, up: bool) -> int:
    if value is None:
        return 0
    if isinstance(value, int):
        return value
    share = int(value.rstrip("%")) * total / 100
    return math.ceil(share) if up else math.floor(share)


def _fenceposts(deployment: Obj) -> tuple[int, int]:
    """maxSurge and maxUnavailable as numbers: shares round up and down; both zero would never move, so one may be missing."""
    spec = deployment["spec"]
    rolling = (spec.get("strategy") or {}).get("rollingUpdate") or {}
    replicas = spec.get("replicas", 1)
    surge = _resolve(rolling.get("maxSurge"), replicas, up=True)
    unavailable = _resolve(rolling.get("maxUnavailable"), replicas, up=False)
    if surge == 0 and unavailable == 0:
        unavailable = 1
    return surge, unavailable


def is_rolling(deployment: Obj) -> bool:
    """True where the strategy is RollingUpdate."""
    return bool((deployment["spec"].get("strategy") or {}).get("type", "RollingUpdate") == "RollingUpdate")


def max_surge(deployment: Obj) -> int:
    """How many pods more than wanted may exist."""
    return _fenceposts(deployment)[0] if is_rolling(deployment) else 0


def max_unavailable(deployment: Obj) -> int:
    """How many pods fewer than wanted may be available."""
    replicas: int = deployment["spec"].get("replicas", 1)
    if not is_rolling(deployment) or replicas == 0:
        return 0
    return min(_fenceposts(deployment)[1], replicas)


def size(rs: Obj) -> int:
    """The replicas that a ReplicaSet is asked for."""
    return int(rs["spec"].get("replicas", 1))


def available(rs: Obj) -> int:
    """The replicas of a ReplicaSet that are available."""
    return int(rs.get("status", {}).get("availableReplicas", 0))


def new_size(deployment: Obj, sets: Sequence[Obj], present: int) -> int:
    """The replicas for the new ReplicaSet, which has ``present`` now (NewRSNewReplicas)."""
    wanted: int = deployment["spec"].get("replicas", 1)
    if not is_rolling(deployment):
        return wanted
    room = wanted + max_surge(deployment) - sum(map(size, sets))
    if room <= 0:
        return present
    return present + min(room, wanted - present)


def shrink_old(deployment: Obj, new: Obj, old: Sequence[Obj]) -> dict[str, int]:
    """New sizes of old ReplicaSets (oldest first) by name: unhealthy pods go first, then as many as may be missing."""
    sizes = {rs["metadata"]["name"]: size(rs) for rs in old}
    total_old = sum(sizes.values())
    if total_old == 0:
        return {}
    least = deployment["spec"].get("replicas", 1) - max_unavailable(deployment)
    budget = total_old + size(new) - least - (size(new) - available(new))
    if budget <= 0:
        return {}
    out: dict[str, int] = {}
    for rs in old:
        name = rs["metadata"]["name"]
        ill = min(budget, sizes[name] - available(rs))
        if sizes[name] and ill > 0:
            out[name] = sizes[name] = sizes[name] - ill
            budget -= ill
    spare = available(new) + sum(map(available, old)) - least
    for rs in old:
        name = rs["metadata"]["name"]
        if spare <= 0:
            break
        if sizes[name]:
            step = min(sizes[name], spare)
            out[name] = sizes[name] = sizes[name] - step
            spare -= step
    return out


def share(deployment: Obj, sets: Sequence[Obj], maximum_before: dict[str, int]) -> dict[str, int]:
    """Sizes after a change of ``replicas`` in the midst of a rollout: every ReplicaSet in proportion (scale in sync.go).

    sets: the active ones, youngest first where they grow and oldest first where they shrink, larger before smaller.
    maximum_before: the size that all together were allowed when each was last scaled.
    """
    wanted: int = deployment["spec"].get("replicas", 1)
    allowed = wanted + max_surge(deployment) if wanted > 0 else 0
    total = sum(map(size, sets))
    change = allowed - total
    out: dict[str, int] = {}
    given = 0
    for rs in sets:
        name = rs["metadata"]["name"]
        out[name] = size(rs)
        if change:
            before = maximum_before.get(name) or wanted
            fraction = math.floor(size(rs) * allowed / before + 0.5) - size(rs)
            left = change - given
            part = min(fraction, left) if change > 0 else max(fraction, left)
            out[name] += part
            given += part
    if sets and change:
        first = sets[0]["metadata"]["name"]
        out[first] = max(0, out[first] + change - given)
    return out
