"""JSON patches (RFC 6902), with the words of the library that the API server uses (gopkg.in/evanphx/json-patch.v4)."""

from __future__ import annotations

from typing import Any


class BadJSONPatch(ValueError):
    """The patch cannot be applied."""


def apply(document: Any, operations: Any) -> Any:
    """``document`` with the operations done on it, in place where it can be."""
    if not isinstance(operations, list) or not all(isinstance(o, dict) for o in operations):
        raise BadJSONPatch("json: cannot unmarshal object into Go value of type jsonpatch.Patch")
    for operation in operations:
        document = _apply(document, operation)
    return document


def _apply(document: Any, operation: dict[str, Any]) -> Any:
    kind, path = operation.get("op"), str(operation.get("path", ""))
    match kind:
        case "add":
            return _add(document, path, operation.get("value"))
        case "remove":
            _remove(document, path, "remove")
        case "replace":
            if path == "":
                return operation.get("value")
            container, key = _find(document, path, "replace")
            _check(container, key, path, "replace")
            container[key] = operation.get("value")
        case "move":
            value = _remove(document, str(operation.get("from", "")), "move")
            return _add(document, path, value)
        case "copy":
            container, key = _find(document, str(operation.get("from", "")), "copy")
            _check(container, key, str(operation.get("from", "")), "copy")
            return _add(document, path, container[key])
        case "test":
            _test(document, path, operation.get("value"))
        case _:
            raise BadJSONPatch(f"Unexpected kind: {kind}")
    return document


def _split(path: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _find(document: Any, path: str, operation: str) -> tuple[Any, Any]:
    """The container that the last part of ``path`` is looked up in, and the key or index there."""
    parts = _split(path)
    if not parts:
        raise BadJSONPatch(f"{operation} operation does not apply: doc is missing path: {path!r}")
    for part in parts[:-1]:
        try:
            document = document[_index(document, part)]
        except (KeyError, IndexError, TypeError, ValueError):
            raise BadJSONPatch(
                f'{operation} operation does not apply: doc is missing path: "{path}": missing value'
            ) from None
    if not isinstance(document, dict | list):
        raise BadJSONPatch(
            f'{operation} operation does not apply: doc is missing path: "{path}": missing value'
        )
    last = parts[-1]
    if isinstance(document, list) and last == "-":
        return document, len(document)
    try:
        return document, _index(document, last)
    except ValueError:
        raise BadJSONPatch(
            f'{operation} operation does not apply: doc is missing path: "{path}": missing value'
        ) from None


def _index(container: Any, part: str) -> Any:
    return int(part) if isinstance(container, list) else part


def _check(container: Any, key: Any, path: str, operation: str) -> None:
    there = key in container if isinstance(container, dict) else -len(container) <= key < len(container)
    if not there:
        raise BadJSONPatch(f"{operation} operation does not apply: doc is missing key: {path}: missing value")


def _add(document: Any, path: str, value: Any) -> Any:
    if path == "":
        return value
    container, key = _find(document, path, "add")
    if isinstance(container, list):
        if not 0 <= key <= len(container):
            raise BadJSONPatch(
                f"add operation does not apply: doc is missing path: {path!r}: invalid index referenced"
            )
        container.insert(key, value)
    else:
        container[key] = value
    return document


def _remove(document: Any, path: str, operation: str) -> Any:
    container, key = _find(document, path, operation)
    _check(container, key, path, operation)
    value = container[key]
    del container[key]
    return value


def _test(document: Any, path: str, value: Any) -> None:
    found = document
    if path:
        container, key = _find(document, path, "test")
        found = (
            container.get(key)
            if isinstance(container, dict)
            else container[key]
            if key < len(container)
            else None
        )
    if found != value:
        raise BadJSONPatch(f"testing value {path} failed: test failed")
