"""``kubectl label`` and ``kubectl annotate`` (pkg/cmd/label/label.go, pkg/cmd/annotate/annotate.go)."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.kubectl.builder import Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Plain
from nodeport_lab.cluster.kubectl.failure import aggregate, error
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.selectors import VALUE_DETAIL
from nodeport_lab.cluster.kubectl.writing import copied, finish, patch
from nodeport_lab.cluster.problem import go_quote

from .pairs import parse, split


def label(call: Call) -> None:
    """Sets and removes labels."""
    _run(call, "label")


def annotate(call: Call) -> None:
    """Sets and removes annotations."""
    _run(call, "annotation")


def _run(call: Call, kind: str) -> None:
    resources, changes = split(call.args, kind)
    if not resources and not call.values.many("filename"):
        raise error("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    wanted, removed = parse(changes, kind)
    if kind == "label":
        for key, value in wanted.items():
            _check_value(key, value)
    if not changes and not call.on("list"):
        raise error(f"at least one {kind} update is required")
    found = select(call, resources)
    if call.on("list"):
        found.visit(lambda info: _list(call, info, kind, several=len(found.infos) > 1))
    else:
        found.visit(lambda info: _update(call, info, kind, wanted, removed))


def _check_value(key: str, value: str) -> None:
    shown = go_quote(f"{key}={value}")
    if not re.fullmatch(r"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", value):
        raise error(f"invalid label value: {shown}: {VALUE_DETAIL}")
    if len(value) > 63:
        raise error(f"invalid label value: {shown}: must be no more than 63 bytes")


def _list(call: Call, info: Info, kind: str, *, several: bool) -> None:
    if several:
        call.out(f"Listing {kind}s for {info.resource.kind}.{info.resource.group}/{info.name}:")
    for key, value in sorted((info.obj["metadata"].get(f"{kind}s") or {}).items()):
        call.out(f"{' ' if several else ''}{key}={value}")


def _update(call: Call, info: Info, kind: str, wanted: dict[str, str], removed: list[str]) -> None:
    old: dict[str, str] = info.obj["metadata"].get(f"{kind}s") or {}
    if not call.on("overwrite"):
        _check_present(old, wanted, kind)
    for key in removed:
        if kind == "label" and key not in old and call.dry_run != "client":
            call.out(f"label {go_quote(key)} not found.")
    new = {key: value for key, value in old.items() if key not in removed} | wanted
    operation = "annotated" if kind == "annotation" else _operation(old, wanted, removed)
    obj = copied(info.obj)
    obj["metadata"].pop(f"{kind}s", None)
    if new:
        obj["metadata"][f"{kind}s"] = new
    if call.on("local") or call.dry_run == "client":
        changed = obj
    elif new == old:
        changed = info.obj
    else:
        body: dict[str, Any] = {**wanted, **{key: None for key in removed if key in old}}
        changed = patch(call, info.key, {"metadata": {f"{kind}s": body}}, "merge")
    if call.on("list"):
        return
    if formats.of(call)[0]:
        finish(call, info.resource, changed, operation)
    else:
        call.out(call.done(info.resource, info.name, operation))


def _operation(old: dict[str, str], wanted: dict[str, str], removed: list[str]) -> str:
    """updateDataChangeMsg: what became of the labels."""
    lost = any(key in old for key in removed)
    came = any(old.get(key) != value for key, value in wanted.items())
    if lost and came:
        return "modified"
    return "unlabeled" if lost else "labeled" if came else "not labeled"


def _check_present(old: dict[str, str], wanted: dict[str, str], kind: str) -> None:
    taken = [
        f"'{key}' already has a value ({old[key]})"
        for key in sorted(wanted)
        if key in old and old[key] != wanted[key]
    ]
    if not taken:
        return
    if kind == "annotation":
        raise error(
            "--overwrite is false but found the following declared annotation(s): " + "; ".join(taken)
        )
    raise aggregate([Plain(f"{text}, and --overwrite is false") for text in taken])
