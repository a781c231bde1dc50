"""From steps and data to the values that they find (jsonpath.go, evaluation)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nodeport_lab.cluster.kubectl.output.jsonpath.steps import (
    Field,
    Filter,
    Identifier,
    JsonPathError,
    Literal,
    Recursive,
    Slice,
    Union,
    Wildcard,
)
from nodeport_lab.cluster.kubectl.output.yaml import go_float
from nodeport_lab.cluster.problem import go_json


def walk(steps: list[Any], values: list[Any], lenient: bool, root: Any) -> list[Any]:
    for step in steps:
        if isinstance(step, Union):
            values = [found for path in step.paths for found in walk(path, values, lenient, root)]
            continue
        values = [found for value in values for found in _take(step, value, lenient)]
        if isinstance(step, Literal):
            values = [step.value]
    return values


def _take(step: Any, value: Any, lenient: bool) -> list[Any]:
    if isinstance(step, Field):
        if isinstance(value, dict) and step.name in value:
            return [value[step.name]]
        if not lenient:
            raise JsonPathError(f"{step.name} is not found")
        return []
    if isinstance(step, Wildcard):
        if isinstance(value, dict):
            return [value[key] for key in sorted(value)]
        return list(value) if isinstance(value, list) else []
    if isinstance(step, Recursive):
        return list(_descend(value))
    if isinstance(step, Slice):
        return _slice(step, value)
    if isinstance(step, Filter):
        return _filtered(step, value)
    if isinstance(step, Literal):
        return [step.value]
    if isinstance(step, Identifier):
        raise JsonPathError(f"unrecognized identifier {step.name}")
    raise ValueError(f"unknown step {step!r}")


def _descend(value: Any) -> Iterator[Any]:
    yield value
    children = [value[key] for key in sorted(value)] if isinstance(value, dict) else value
    if isinstance(children, list):
        for child in children:
            if isinstance(child, dict | list):
                yield from _descend(child)


def _slice(step: Slice, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise JsonPathError(f"{go_json(value)} is not array or slice")
    length = len(value)
    start = step.start if step.start is not None else 0
    start += length if start < 0 else 0
    if step.single:
        if not 0 <= start < length:
            raise JsonPathError(f"array index out of bounds: index {start}, length {length}")
        return [value[start]]
    end = step.end if step.end is not None else length
    end += length if end < 0 else 0
    if step.step is not None and step.step <= 0:
        raise JsonPathError("step must be > 0")
    return value[start : min(end, length) : step.step or 1]


def _filtered(step: Filter, value: Any) -> list[Any]:
    items = (
        value
        if isinstance(value, list)
        else [value[key] for key in sorted(value)]
        if isinstance(value, dict)
        else []
    )
    found: list[Any] = []
    for item in items:
        left = walk(step.left, [item], True, item)
        if step.operator == "exists":
            if left:
                found.append(item)
            continue
        right = walk(step.right, [item], True, item)
        if not left or not right:
            continue
        if len(left) > 1 or len(right) > 1:
            raise JsonPathError("can only compare one element at a time")
        if _compare(step.operator, left[0], right[0]):
            found.append(item)
    return found


def _compare(operator: str, left: Any, right: Any) -> bool:
    if operator == "=":
        raise JsonPathError("unrecognized filter operator =")
    numbers = isinstance(left, int | float) and isinstance(right, int | float)
    if isinstance(left, bool) != isinstance(right, bool) or not (numbers or type(left) is type(right)):
        if operator == "==":
            return False
        if operator == "!=":
            return True
        raise JsonPathError("incompatible types for comparison")
    if operator == "==":
        return bool(left == right)
    if operator == "!=":
        return bool(left != right)
    return bool({"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[operator])


def show(value: Any) -> str:
    """evalToText: strings as they are, structures as JSON."""
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return go_float(value)
    if isinstance(value, dict | list):
        return go_json(value)
    return str(value)
