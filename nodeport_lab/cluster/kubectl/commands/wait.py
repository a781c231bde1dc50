"""``kubectl wait`` (pkg/cmd/wait): lets the cluster work, and says whether what was waited for is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodeport_lab.cluster.kubectl.builder import select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Error, Plain
from nodeport_lab.cluster.kubectl.failure import aggregate, error, is_not_found
from nodeport_lab.cluster.kubectl.output.jsonpath import JsonPathError, parse, relaxed
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

_Check = Callable[[Obj | None], bool]


def wait(call: Call) -> None:
    """``wait --for=condition=Ready pod/web``; of several conditions, one after the other."""
    texts = call.values.many("for")
    if not texts:
        raise error("unrecognized condition: []")
    # Whether an object is there at all is waited for before anything about it.
    conditions = [_condition(text) for text in sorted(texts, key=lambda text: text.lower() != "create")]
    for check, deletion in conditions:
        _wait(call, check, deletion=deletion)


def _wait(call: Call, check: _Check, *, deletion: bool) -> None:
    found = select(call, call.args)
    if deletion:
        found.errors = [wrong for wrong in found.errors if not is_not_found(wrong)]
    if found.errors and not found.infos:
        raise aggregate(found.errors)
    if not found.infos and deletion:
        return
    if not found.infos:
        raise error("no matching resources found")
    errors: list[Error] = []
    settled = late = False
    for info in found.infos:
        now = call.shell.api.get(info.key)
        if not check(now) and not settled:
            call.shell.settle()
            settled = True
        # The time is for all of them: what was waited for in vain has used it up.
        if not late and check(call.shell.api.get(info.key)):
            call.out(f"{info.resource.qualified_singular}/{info.name} condition met")
        else:
            late = True
            errors.append(Plain(f"timed out waiting for the condition on {info.resource.name}/{info.name}"))
    if errors or found.errors:
        raise aggregate([*errors, *found.errors])


def _condition(text: str) -> tuple[_Check, bool]:
    """What ``--for`` asks, and whether it is a deletion (conditionFuncFor)."""
    lowered = text.lower()
    if lowered == "delete":
        return (lambda obj: obj is None), True
    if lowered == "create":
        return (lambda obj: obj is not None), False
    if lowered.startswith("condition="):
        name, equals, value = text[len("condition=") :].partition("=")
        return (lambda obj: _has_condition(obj, name, value if equals else "true")), False
    if lowered.startswith("jsonpath="):
        return _json_path(text[len("jsonpath=") :]), False
    raise error(f"unrecognized condition: {go_quote(text)}")


def _has_condition(obj: Obj | None, name: str, value: str) -> bool:
    for condition in ((obj or {}).get("status") or {}).get("conditions") or []:
        if condition["type"].lower() == name.lower():
            return bool(condition["status"].lower() == value.lower())
    return False


def _json_path(text: str) -> _Check:
    path, closing, rest = text.partition("}")
    expression = path + closing
    wanted: str | None = rest.lstrip("=") if rest.startswith("=") else None
    if not closing and "=" in path:
        expression, _, wanted = path.partition("=")
    try:
        template = parse(relaxed(expression))
    except JsonPathError as problem:
        message = str(problem)
        raise error(
            message[: message.rindex(": ")] if message.startswith("unexpected path") else message
        ) from None

    def check(obj: Obj | None) -> bool:
        if obj is None:
            return False
        values: list[Any] = [value for found in template.results(obj) for value in found]
        if wanted is None:
            return bool(values)
        return len(values) == 1 and _text(values[0]) == wanted.strip("'\"")

    return check


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
