"""Finds recorded files, tells their kind by their folder, and has them judged case by case."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nodeport_lab.cluster.conformance import admission, kubectl, packets, rules

Judge = Callable[[dict[str, Any], Path], str | None]


class _Kind(NamedTuple):
    judge: Judge
    fields: frozenset[str]


_KINDS = {
    "admission": _Kind(admission.judge, frozenset({"name", "steps", "objects"})),
    "packets": _Kind(packets.judge, frozenset({"name", "objects", "podIPs", "probes", "observed"})),
    "rules": _Kind(rules.judge, frozenset({"name", "iptables", "nftables"})),
    "kubectl": _Kind(kubectl.judge, frozenset({"name", "files", "commands"})),
}


class Verdict(NamedTuple):
    """A case by name; ``difference`` is the first that was found, None where the case passes."""

    name: str
    difference: str | None


class UnreadableError(Exception):
    """A path that holds no recorded data: missing, not JSON, or of no known kind."""


def files(path: Path) -> list[Path]:
    """The recorded files at ``path``: itself, or every ``.json`` below it. Raises UnreadableError where there are none."""
    if path.is_file():
        return [path]
    found = sorted(path.rglob("*.json")) if path.is_dir() else []
    if not found:
        raise UnreadableError(f"{path}: no recorded data here")
    return found


def judge_file(path: Path) -> Iterator[Verdict]:
    """Yields the verdict on every case of one file. Raises UnreadableError where it is not in its folder's format."""
    kind = _KINDS.get(path.resolve().parent.name)
    if kind is None:
        raise UnreadableError(f"{path}: its folder is none of {', '.join(_KINDS)}")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: {error}") from error
    cases = data if isinstance(data, list) else [data]
    for case in cases:
        if not isinstance(case, dict) or not kind.fields <= case.keys():
            raise UnreadableError(f"{path}: a case of this kind has {', '.join(sorted(kind.fields))}")
    for case in cases:
        try:
            yield Verdict(case["name"], kind.judge(case, path.parent))
        except Exception as error:  # a crash is a failed case, and the others are still judged
            yield Verdict(case["name"], f"raised {error!r}")
