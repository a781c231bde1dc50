"""The patch that ``kubectl apply`` sends: what the manifest changes against the live object, and what it no longer
says against the manifest that was applied last.

Mirrors k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (CreateThreeWayMergePatch, diffMaps, diffLists).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from nodeport_lab.cluster.apiserver.patch import (
    DELETE_FROM,
    MARKER,
    ORDER,
    RETAIN,
    BadPatch,
    Map,
    Merger,
    below,
    copy,
    in_order,
    key_of,
    merges,
)
from nodeport_lab.cluster.apiserver.schema import Field, Struct
from nodeport_lab.cluster.gotext import verb_v


@dataclass(frozen=True, slots=True)
class _Looking:
    """What a comparison is after."""

    deletions: bool
    changes: bool
    retain_keys: bool = False


def three_way(original: Map, modified: Map, current: Map, root: Struct) -> Map:
    """The patch from ``current`` to ``modified``, less what ``original`` had and ``modified`` lacks."""
    delta = _maps(current, modified, root, _Looking(deletions=False, changes=True))
    deleted = _maps(original, modified, root, _Looking(deletions=True, changes=False))
    return Merger(parallel=False, drop_nulls=False).map(copy(deleted), copy(delta), root)


def _maps(original: Map, modified: Map, struct: Struct, looking: _Looking) -> Map:
    patch: Map = {}
    retained = [key for key, value in modified.items() if value is not None] if looking.retain_keys else []
    for key, value in modified.items():
        if key not in original:
            if looking.changes:
                patch[key] = value
            continue
        old = original[key]
        if type(old) is not type(value):
            if looking.changes:
                patch[key] = value
        elif isinstance(value, dict):
            _map(key, old, value, patch, struct, looking)
        elif isinstance(value, list):
            _slice(key, old, value, patch, struct, looking)
        elif looking.changes and old != value:
            patch[key] = value
    if looking.deletions:
        patch |= {key: None for key in original if key not in modified}
    if retained and (patch or any(key not in modified for key in original)):
        patch[RETAIN] = sorted(retained)
    return patch


def _map(key: str, old: Map, new: Map, patch: Map, struct: Struct, looking: _Looking) -> None:
    field = struct.fields.get(key)
    retain = field is not None and "retainKeys" in field.patch
    if field is not None and "replace" in field.patch:
        if looking.changes:
            patch[key] = new
        return
    if inner := _maps(old, new, below(field), replace(looking, retain_keys=retain)):
        patch[key] = inner


def _slice(key: str, old: list[Any], new: list[Any], patch: Map, struct: Struct, looking: _Looking) -> None:
    field = struct.fields.get(key)
    if field is None or not merges(field):
        if looking.changes and old != new:
            patch[key] = new
        return
    retain = "retainKeys" in field.patch
    added, deleted, order = _lists(old, new, field, replace(looking, retain_keys=retain))
    if added:
        patch[key] = added
    if deleted:
        patch[DELETE_FROM + key] = deleted
    if order:
        patch[ORDER + key] = order


def _lists(
    old: list[Any], new: list[Any], field: Field, looking: _Looking
) -> tuple[list[Any], list[Any], list[Any]]:
    """What to merge, what to delete from a list of scalars, and the order of the items."""
    if not old:
        return (new, [], []) if new and looking.changes else ([], [], [])
    _same_kind(old, new)
    if not any(isinstance(item, dict) for item in [*old, *new]):
        added = [item for item in new if item not in old] if looking.changes else []
        deleted = [item for item in old if item not in new] if looking.deletions else []
        return added, deleted, new if deleted or (looking.changes and old != new) else []
    key = field.merge_key
    changed, deleted = _list_of_maps(old, new, field, looking)
    changed = in_order(changed, new, [], key) + deleted
    same_order = [key_of(item, key) for item in old] == [key_of(item, key) for item in new]
    wanted = (looking.changes and (changed or not same_order)) or (looking.deletions and changed)
    return changed, [], [{key: key_of(item, key)} for item in new] if wanted else []


def _list_of_maps(
    old: list[Any], new: list[Any], field: Field, looking: _Looking
) -> tuple[list[Any], list[Any]]:
    """``diffListsOfMaps``: both lists side by side, sorted by the text of their merge keys."""
    key, struct = field.merge_key, below(field)
    left, right = _by_key(old, key), _by_key(new, key)
    changed: list[Any] = []
    deleted: list[Any] = []
    i = j = 0
    while i < len(left) or j < len(right):
        if i < len(left) and j < len(right) and left[i][0] == right[j][0]:
            if inner := _maps(left[i][1], right[j][1], struct, looking):
                changed.append({**inner, key: right[j][1][key]})
            i, j = i + 1, j + 1
        elif i >= len(left) or (j < len(right) and left[i][0] > right[j][0]):
            if looking.changes:
                changed.append(right[j][1])
            j += 1
        else:
            if looking.deletions:
                deleted.append({MARKER: "delete", key: left[i][1][key]})
            i += 1
    return changed, deleted


def _by_key(items: list[Any], key: str) -> list[tuple[str, Any]]:
    """``sortMapsBasedOnField``. Its comparison calls equals less, so that items with the same key change places:
    of two ports with one number and two protocols, the last one is compared first."""
    found = [(verb_v(key_of(item, key)), item) for item in reversed(items)]
    return sorted(found, key=lambda pair: pair[0])


def _same_kind(old: list[Any], new: list[Any]) -> None:
    """``sliceElementType``: all items of both lists are of one type, and none is a list."""
    kinds = {type(item) for item in [*old, *new]}
    if len(kinds) > 1:
        raise BadPatch(f"list element types are not identical: {verb_v([old, new])}")
    if kinds == {list}:
        raise BadPatch("lists of lists are not supported")
