"""Who controls what: a controller lets go of what its selector no longer matches, and takes what it matches and nobody has.

Mirrors pkg/controller/controller_ref_manager.go (claimObject) and the lookup of pkg/controller/controller_utils.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nodeport_lab.cluster.controllers.meta import controller_of, controller_ref, is_terminating, with_meta
from nodeport_lab.cluster.controllers.writes import Put, Write
from nodeport_lab.cluster.objects import Obj, label_selector_selects, labels


def matches(owner: Obj, obj: Obj) -> bool:
    """True where the label selector of ``owner`` selects ``obj``; one that is empty belongs to nobody."""
    selector = owner["spec"].get("selector")
    return bool(selector) and label_selector_selects(selector, labels(obj))


def claim(
    owner: Obj,
    held: Sequence[Obj],
    orphans: Iterable[Obj],
    concerns: Callable[[Obj], bool] = lambda obj: True,
) -> tuple[list[Obj], list[Write]]:
    """What ``owner`` controls from now on, of what it ``held`` and of the ``orphans``, and the writes that make it so.

    concerns: False for what is neither let go nor taken; it counts where it is held and matches. An owner that is being
    deleted changes nothing.
    """
    changes = not is_terminating(owner)
    claimed: list[Obj] = []
    writes: list[Write] = []
    for obj in held:
        if matches(owner, obj):
            claimed.append(obj)
        elif changes and concerns(obj):
            writes.append(Put(_released(owner, obj)))
    for obj in orphans if changes else ():
        if not is_terminating(obj) and concerns(obj) and matches(owner, obj):
            adopted = _adopted(owner, obj)
            claimed.append(adopted)
            writes.append(Put(adopted))
    return claimed, writes


def is_news(owner: Obj, old: Obj | None, new: Obj) -> bool:
    """True where a change of an orphan makes it one that ``owner`` may take."""
    if controller_of(new) is not None or is_terminating(new) or not matches(owner, new):
        return False
    return old is None or labels(old) != labels(new) or controller_of(old) is not None


def _without(owner: Obj, obj: Obj) -> list[Obj]:
    uid = owner["metadata"].get("uid", "")
    return [
        reference for reference in obj["metadata"].get("ownerReferences") or () if reference.get("uid") != uid
    ]


def _released(owner: Obj, obj: Obj) -> Obj:
    return with_meta(obj, ownerReferences=_without(owner, obj) or None)


def _adopted(owner: Obj, obj: Obj) -> Obj:
    return with_meta(obj, ownerReferences=[*_without(owner, obj), controller_ref(owner)])
