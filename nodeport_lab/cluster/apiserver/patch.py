"""Strategic merge patches: merging one into an object.

Lists whose items have a merge key (ports by ``port``, containers by ``name``) are merged item by item; ``$patch``,
``$setElementOrder/…``, ``$deleteFromPrimitiveList/…`` and ``$retainKeys`` direct the merging.
Mirrors k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (mergeMap and what it calls).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.schema import Field, Struct
from nodeport_lab.cluster.gotext import verb_v

MARKER, RETAIN = "$patch", "$retainKeys"
ORDER, DELETE_FROM = "$setElementOrder/", "$deleteFromPrimitiveList/"

Map = dict[str, Any]
# What is merged item by item may have one of these as its type.
_UNTYPED = Struct("", "")


class BadPatch(ValueError):
    """The patch cannot be merged; the message is strategicpatch's."""


def copy(value: Any) -> Any:
    """A deep copy of JSON-like data."""
    if isinstance(value, dict):
        return {key: copy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copy(item) for item in value]
    return value


def below(field: Field | None) -> Struct:
    """The struct that a field, or an item of it, is; an empty one where it is none."""
    type = field.type if field is not None else None
    while type is not None and type.element is not None:
        type = type.element
    return schema.struct(type.struct) if type is not None and type.struct else _UNTYPED


def merges(field: Field | None) -> bool:
    """True where a list is merged item by item instead of being replaced."""
    return field is not None and "merge" in field.patch


class Merger:
    """Merges patches into originals, in place on both as Go does: a message about the patch shows what is left of it.

    parallel: lists of the patch are merged into those of the original (the server). Off, the original is itself a
    patch (kubectl joins the deletions with the changes). drop_nulls: a null that deletes nothing is dropped.
    """

    def __init__(self, *, parallel: bool = True, drop_nulls: bool = True) -> None:
        self.parallel, self.drop_nulls = parallel, drop_nulls

    def map(self, original: Map, patch: Map, struct: Struct) -> Map:
        """``mergeMap``: the original with the patch merged in."""
        if MARKER in patch:
            return self._directive(patch)
        self._retain_keys(original, patch)
        self._ordered_lists(original, patch, struct)
        for key in list(patch):
            value = patch[key]
            deleting = key.startswith(DELETE_FROM)
            if deleting:
                if not self.parallel:
                    original.setdefault(key, value)
                    continue
                key = key[len(DELETE_FROM) :]
            elif key.startswith(ORDER) or key == RETAIN:
                continue
            if value is None:
                original.pop(key, None)
                if self.drop_nulls:
                    continue
            if key not in original or type(original[key]) is not type(value):
                if not deleting:
                    if self.drop_nulls:
                        _drop_nulls(value)
                    original[key] = _without_directives(value) if self.parallel else value
                continue
            field = struct.fields.get(key)
            if isinstance(value, dict):
                replaced = field is not None and "replace" in field.patch
                original[key] = value if replaced else self.map(original[key], value, below(field))
            elif isinstance(value, list):
                original[key] = self._list(original[key], value, field, deleting)
            else:
                original[key] = value
        return original

    def _directive(self, patch: Map) -> Map:
        match patch[MARKER]:
            case "replace":
                del patch[MARKER]
                return patch
            case "delete":
                return {}
            case other:
                raise BadPatch(f"Unknown patch type found: {other}")

    def _retain_keys(self, original: Map, patch: Map) -> None:
        if RETAIN not in patch:
            return
        retained = patch.pop(RETAIN)
        if not self.parallel:
            original.setdefault(RETAIN, retained)
            return
        for key in list(original):
            if key not in retained:
                del original[key]

    def _ordered_lists(self, original: Map, patch: Map, struct: Struct) -> None:
        """``mergePatchIntoOriginal``: lists that come with the order of their items."""
        for directive in [key for key in patch if key.startswith(ORDER)]:
            order = patch.pop(directive)
            if not self.parallel:
                original[directive] = order
            key = directive[len(ORDER) :]
            field = struct.fields.get(key)
            present, wanted = original.get(key), patch.get(key)
            merge_key = field.merge_key if field is not None else ""
            _check_order(wanted or [], order, merge_key)
            if wanted is None:
                if present is None:
                    continue
                merged: list[Any] = present
            elif present is None:
                merged = _without_directives(wanted) if self.parallel else wanted
            else:
                merged = self._list(present, wanted, field, deleting=False)
            original[key] = in_order(merged, order, present or [], merge_key)
            patch.pop(key, None)

    def _list(self, original: list[Any], patch: list[Any], field: Field | None, deleting: bool) -> list[Any]:
        """``mergeSliceHandler`` and ``mergeSlice``."""
        if not merges(field) and not deleting:
            return patch
        if not original and not patch:
            return original
        merge_key = field.merge_key if field is not None else ""
        if not any(isinstance(item, dict) for item in [*original, *patch]):
            if deleting:
                return [item for item in original if item not in patch]
            merged = list(dict.fromkeys([*original, *patch]))
            return in_order(merged, patch, original, "")
        if not merge_key:
            raise BadPatch(f"cannot merge lists without merge key for {struct_name(field)}")
        original, patch = self._special_items(original, patch, merge_key)
        merged = self._items(original, patch, merge_key, below(field))
        return in_order(merged, patch, original, merge_key)

    def _special_items(
        self, original: list[Any], patch: list[Any], merge_key: str
    ) -> tuple[list[Any], list[Any]]:
        """``mergeSliceWithSpecialElements``: items that say ``$patch: delete`` or ``replace``."""
        ordinary, replace = [], False
        for item in patch:
            match item.get(MARKER):
                case None:
                    ordinary.append(item)
                case "delete":
                    if merge_key not in item:
                        raise BadPatch("delete patch type with no merge key defined")
                    original = [o for o in original if o.get(merge_key) != item[merge_key]]
                case "replace":
                    replace = True
                case other:
                    raise BadPatch(f"Unknown patch type found: {other}")
        return (ordinary, []) if replace else (original, ordinary)

    def _items(self, original: list[Any], patch: list[Any], merge_key: str, struct: Struct) -> list[Any]:
        """``mergeSliceWithoutSpecialElements``."""
        original = list(original)
        for item in patch:
            value = key_of(item, merge_key)
            for index, present in enumerate(original):
                if present.get(merge_key) == value:
                    original[index] = self.map(present, item, struct)
                    break
            else:
                original.append(_without_directives(item) if self.parallel else item)
        return original


def _check_order(patch: list[Any], order: list[Any], merge_key: str) -> None:
    """``validatePatchWithSetOrderList``: what is merged comes in the order that is asked for."""
    items = [i for i in patch if not (isinstance(i, dict) and i.get(MARKER) == "delete")]
    at = 0
    for wanted in order:
        if at < len(items):
            item = items[at]
            at += (item.get(merge_key) == wanted.get(merge_key)) if isinstance(item, dict) else item == wanted
    if at < len(items):
        told = f"The order in patch list:\n{verb_v(patch)}\n doesn't match $setElementOrder list:\n{verb_v(order)}\n"
        raise BadPatch(told)


def struct_name(field: Field | None) -> str:
    return field.name if field is not None else ""


def key_of(item: Any, merge_key: str) -> Any:
    """The value of an item's merge key, which must be there."""
    if not isinstance(item, dict) or merge_key not in item:
        raise BadPatch(f"map: {verb_v(item)} does not contain declared merge key: {merge_key}")
    return item[merge_key]


def in_order(items: list[Any], wanted: list[Any], present: list[Any], merge_key: str) -> list[Any]:
    """``normalizeElementOrder``: those of ``wanted`` in its order, the others where ``present`` has them."""
    place = _places(wanted, merge_key)
    old = _places(present, merge_key)
    listed = sorted((i for i in items if place(i) >= 0), key=place)
    others = sorted((i for i in items if place(i) < 0), key=old)
    out: list[Any] = []
    left = right = 0
    while left < len(others) or right < len(listed):
        if right >= len(listed):
            take_left = True
        elif left >= len(others):
            take_left = False
        else:
            a, b = old(others[left]), old(listed[right])
            take_left = 0 <= a < b
        if take_left:
            out.append(others[left])
            left += 1
        else:
            out.append(listed[right])
            right += 1
    return out


def _places(items: list[Any], merge_key: str) -> Callable[[Any], int]:
    """Tells at which place of ``items`` something with the same key (or value) stands, -1 for nowhere."""
    keys = [item.get(merge_key) if merge_key and isinstance(item, dict) else item for item in items]

    def place(item: Any) -> int:
        key = item.get(merge_key) if merge_key and isinstance(item, dict) else item
        return keys.index(key) if key in keys else -1

    return place


def _drop_nulls(value: Any) -> None:
    """``discardNullValuesFromPatch``: in place."""
    if isinstance(value, dict):
        for key in [key for key, item in value.items() if item is None]:
            del value[key]
        for item in value.values():
            _drop_nulls(item)
    elif isinstance(value, list):
        for item in value:
            _drop_nulls(item)


def _without_directives(value: Any) -> Any:
    """``removeDirectives``: what is new to the original has nothing to direct."""
    if isinstance(value, dict):
        directives = (MARKER, RETAIN)
        return {
            key: _without_directives(item)
            for key, item in value.items()
            if key not in directives and not key.startswith((ORDER, DELETE_FROM))
        }
    if isinstance(value, list):
        kept = [item for item in value if not (isinstance(item, dict) and item.get(MARKER) == "delete")]
        return [_without_directives(item) for item in kept]
    return value
