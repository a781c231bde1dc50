"""``kubectl diff``: what is there against what apply would make of it (pkg/cmd/diff/diff.go)."""

from __future__ import annotations

import difflib

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.patch import BadPatch
from nodeport_lab.cluster.kubectl import manifests
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Error
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error
from nodeport_lab.cluster.kubectl.output import yaml
from nodeport_lab.cluster.kubectl.threeway import three_way
from nodeport_lab.cluster.kubectl.writing import LAST_APPLIED
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.source import read

# Where kubectl would put the two versions: only printed, nothing is ever written there.
_TEMPORARY = "/" + "tmp"


def diff(call: Call) -> None:
    """``diff -f``: live against what apply would make of it; exit status 1 where they differ, 2 for an error."""
    try:
        _diff(call)
    except Failure as failure:
        raise Failure(failure.message, failure.exit + 1) from None


def _diff(call: Call) -> None:
    filenames = call.values.many("filename")
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    if not filenames:
        raise error("must specify one of -f and -k")
    errors: list[Error] = []
    wanted = list(manifests.read(call, filenames, errors))
    if errors:
        raise aggregate(errors)
    for manifest in wanted:
        live = call.shell.api.get(manifest.key)
        _compare(call, manifest, live, _merged(call, manifest, live))


def _merged(call: Call, manifest: manifests.Manifest, live: Obj | None) -> Obj:
    """What the server would make of it: a dry run of what apply sends, less apply's own annotation."""
    api, resource = call.shell.api, manifest.resource
    if live is None:
        return call.accept(api.create(manifest.obj, dry_run=True))
    root = schema.root(resource.api_version, resource.kind)
    if root is None:
        raise ValueError(f"{resource.kind} is not simulated")
    applied = (live["metadata"].get("annotations") or {}).get(LAST_APPLIED)
    before = read(applied).documents[0].value if applied else {}
    metadata = {**manifest.obj["metadata"]}
    metadata["annotations"] = {
        k: v for k, v in (metadata.get("annotations") or {}).items() if k != LAST_APPLIED
    }
    try:
        patch = three_way(before, {**manifest.obj, "metadata": metadata}, live, root)
    except BadPatch as bad:
        raise error(str(bad)) from None
    return call.accept(api.patch(manifest.key, patch, dry_run=True)) if patch else live


def _compare(call: Call, manifest: manifests.Manifest, live: Obj | None, merged: Obj) -> None:
    resource = manifest.resource
    group = f"{resource.group}." if resource.group else ""
    name = f"{group}{resource.version}.{resource.kind}.{manifest.key.namespace}.{manifest.key.name}"
    one = _text(live, live)
    other = _text(merged, live)
    if one == other:
        return
    call.exit = 1
    digits = int(call.now.timestamp()) * 7919
    live_name, merged_name = (
        f"{_TEMPORARY}/{side}-{digits * factor % 10**10:010d}/{name}"
        for side, factor in (("LIVE", 1), ("MERGED", 31))
    )
    stamp = call.now.strftime("%Y-%m-%d %H:%M:%S.%f000 +0000")
    call.out(f"diff -u -N {live_name} {merged_name}")
    lines = difflib.unified_diff(
        one.splitlines(), other.splitlines(), live_name, merged_name, stamp, stamp, lineterm=""
    )
    for line in lines:
        call.out(line)


def _text(obj: Obj | None, live: Obj | None = None) -> str:
    """The object as diff compares it: without managed fields; number and annotation of apply stay as they are live."""
    if obj is None:
        return ""
    metadata = {
        key: value
        for key, value in obj["metadata"].items()
        if key not in ("managedFields", "resourceVersion")
    }
    annotations = {k: v for k, v in (metadata.pop("annotations", None) or {}).items() if k != LAST_APPLIED}
    there = (live or {}).get("metadata") or {}
    if "resourceVersion" in there:
        metadata["resourceVersion"] = there["resourceVersion"]
    if LAST_APPLIED in (there.get("annotations") or {}):
        annotations[LAST_APPLIED] = there["annotations"][LAST_APPLIED]
    if annotations:
        metadata["annotations"] = annotations
    return yaml.dump({**obj, "metadata": metadata})
