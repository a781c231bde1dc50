"""Looks and conditions as authors write them. ``Mistake`` where there is one.

``request`` is looked at by ``observed``, ``endings``, ``pods``, ``source``, ``destination``, ``status``; ``run`` (a line at the client, or
at ``place``, of whose output ``grep`` keeps some lines) and ``do`` (an action) by ``prints`` and ``lacks``; ``object`` by ``where`` and ``absent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from nodeport_lab.cluster.kubectl import resources
from nodeport_lab.cluster.network.endings import CODES, Observed
from nodeport_lab.content.experiments import actions
from nodeport_lab.content.experiments.actions import SHARED, Shelf
from nodeport_lab.content.experiments.mistakes import Mistake, mapping, within
from nodeport_lab.content.experiments.model import MODES, Condition, Look

OBSERVED: tuple[str, ...] = get_args(Observed)
ON_REQUEST = ("observed", "endings", "pods", "source", "destination", "status")
ON_LINE = ("prints", "lacks")
_OF_LINE = ("place", "grep")
_OF_OBJECT = ("where", "some", "absent", "namespace")
SORTS = ("request", "run", "do", "object")


def read(value: Any, sorts: Sequence[str] = SORTS, manifests: Shelf = SHARED) -> Look:
    """A look of one of these sorts, with what is to come of it."""
    if not isinstance(value, Mapping):
        raise Mistake("mapping-wanted")
    given = [sort for sort in sorts if sort in value]
    if len(given) != 1:
        raise Mistake("look-kind", kinds=", ".join(sorts))
    match given[0]:
        case "request":
            mapping(value, ("request",), ON_REQUEST)
            return Look(request=_request(value, "request"), condition=read_condition(value, ON_REQUEST))
        case "run":
            mapping(value, ("run",), (*_OF_LINE, *ON_LINE))
            return _line(value, read_condition(value, ON_LINE))
        case "do":
            mapping(value, ("do",), ON_LINE)
            with within("do"):
                action = actions.read(value["do"], manifests)
            return Look(do=action, condition=read_condition(value, ON_LINE))
        case "object":
            return _object(value)
        case "sent":
            return Look(sent=_request(mapping(value, ("sent",)), "sent"))
        case "typed":
            mapping(value, ("typed",), ("place",))
            place = _text(value, "place") if value.get("place") is not None else "client"
            return Look(typed=_pattern(value), place=place)
    raise ValueError(f"no look is of the sort {given[0]}")


def read_asked(value: Any, condition: Condition) -> Look:
    """A request or a line alone; what is to come of it is said elsewhere."""
    mapping(value, (), ("request", "run", *_OF_LINE))
    if "request" in value and len(value) == 1:
        return Look(request=_request(value, "request"), condition=condition)
    if "request" in value or "run" not in value:
        raise Mistake("look-kind", kinds="request, run")
    return _line(value, condition)


def _line(value: Mapping[str, Any], condition: Condition) -> Look:
    """A line that is run at a place."""
    grep = _text(value, "grep") if value.get("grep") is not None else None
    place = _text(value, "place") if value.get("place") is not None else "client"
    return Look(run=_text(value, "run"), place=place, grep=grep, condition=condition)


def read_condition(value: Any, keys: Iterable[str]) -> Condition:
    """What is to be so, as far as these keys of a mapping say it."""
    keys = tuple(keys)
    given: dict[str, Any] = {key: value[key] for key in keys if value.get(key) is not None}
    if not given:
        raise Mistake("look-empty", keys=", ".join(keys))
    for key, wanted in given.items():
        with within(key):
            given[key] = _wanted(key, wanted)
    return Condition(**given)


def _wanted(key: str, value: Any) -> Any:
    match key:
        case "observed":
            return _known(value, OBSERVED)
        case "endings":
            return _endings(value)
        case "pods" | "status":
            # In quotes it is a number too: "200".
            if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,4}", str(value)):
                raise Mistake("integer-wanted")
            return int(value)
    if not isinstance(value, str):
        raise Mistake("text-wanted")
    return value


def _known(value: Any, words: Sequence[str]) -> frozenset[str]:
    found = frozenset(map(str, value if isinstance(value, list | tuple) else (value,)))
    if unknown := found - set(words):
        raise Mistake("word-unknown", value=", ".join(sorted(unknown)), words=", ".join(words))
    return found


def _endings(value: Any) -> dict[str, frozenset[str]]:
    by_mode = value if isinstance(value, Mapping) else dict.fromkeys(MODES, value)
    if by_mode.keys() != set(MODES):
        raise Mistake("endings-modes")
    found = {}
    for mode, codes in by_mode.items():
        found[mode] = frozenset(map(str, codes if isinstance(codes, list | tuple) else (codes,)))
        if unknown := found[mode] - CODES.keys():
            raise Mistake("ending-unknown", code=", ".join(sorted(unknown)))
    return found


def _request(value: Mapping[str, Any], key: str) -> Any:
    with within(key):
        return actions.read_request(value[key])


def _text(value: Mapping[str, Any], key: str) -> str:
    if not isinstance(value[key], str) or not value[key].strip():
        raise Mistake("text-wanted", (key,))
    return str(value[key])


def _pattern(value: Mapping[str, Any]) -> str:
    pattern = _text(value, "typed")
    try:
        re.compile(pattern)
    except re.error as error:
        raise Mistake("pattern-wrong", ("typed",), reason=str(error)) from error
    return pattern


def _object(value: Mapping[str, Any]) -> Look:
    """``Service shop/web``, or a kind alone with ``some``: any object of that kind."""
    mapping(value, ("object",), _OF_OBJECT)
    kind, _, rest = _text(value, "object").partition(" ")
    namespace, _, name = rest.rpartition("/")
    some, where = value.get("some"), value.get("where")
    fields = where if where is not None else some if some is not None else {}
    absent = value.get("absent", False)
    if not isinstance(absent, bool):
        raise Mistake("flag-wanted", ("absent",))
    # A field is named by its path, down to its value; `some` is of any object, `where` of the one that is named.
    deep = isinstance(fields, Mapping) and any(isinstance(inner, Mapping) for inner in fields.values())
    if not isinstance(fields, Mapping) or deep or (some is not None and (name or where is not None)):
        raise Mistake("look-object")
    if resources.find(kind) is None:
        raise Mistake("look-object", ("object",))
    return Look(
        thing=(kind, name or None),
        namespace=namespace or str(value.get("namespace") or "default"),
        where=dict(fields),
        absent=absent,
    )
