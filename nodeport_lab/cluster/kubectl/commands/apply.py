"""``kubectl apply``, ``kubectl replace`` and ``kubectl diff``: what the files want against what is there."""

from __future__ import annotations

import difflib

from nodeport_lab.cluster.kubectl import manifests
from nodeport_lab.cluster.kubectl.apply import apply as apply_files
from nodeport_lab.cluster.kubectl.builder import select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Error
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error, not_found, refused
from nodeport_lab.cluster.kubectl.output import formats, yaml
from nodeport_lab.cluster.kubectl.resources import find
from nodeport_lab.cluster.kubectl.writing import LAST_APPLIED, finish, with_last_applied
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.source import read

# Where kubectl would put the two versions: only printed, nothing is ever written there.
_TEMPORARY = "/" + "tmp"


def apply(call: Call) -> None:
    """``apply -f``."""
    filenames = call.values.many("filename")
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    if not filenames:
        raise error("must specify one of -f and -k")
    files = manifests.files(call, filenames)
    printed = apply_files(
        files, call.shell.api, namespace=call.namespace, enforce=call.namespace_given, dry_run=call.dry_run
    )
    call.problems = printed.problems
    if formats.of(call)[0] and printed.stdout:
        formats.check(call)
        objects = [_current(call, line) for line in printed.stdout.splitlines()]
        _formatted(call, [obj for obj in objects if obj is not None])
    else:
        call.out(printed.stdout, end="")
    if printed.stderr:
        call.err(printed.stderr)
    call.exit = printed.exit


def _current(call: Call, line: str) -> Obj | None:
    """The object that a line of apply's output speaks of."""
    kind, _, rest = line.partition("/")
    resource = find(kind)
    if resource is None:
        return None
    key = Key(resource.name, call.namespace if resource.namespaced else "", rest.split(" ")[0])
    return call.shell.api.get(key)


def _formatted(call: Call, objects: list[Obj]) -> None:
    obj = objects[0] if len(objects) == 1 else formats.as_list(objects)
    call.out(formats.printed(call, obj), end="")


def view_last_applied(call: Call) -> None:
    """``apply view-last-applied``: the annotation, read back."""
    for info in select(call, call.args, everything=True).check():
        text = (info.obj["metadata"].get("annotations") or {}).get(LAST_APPLIED)
        if text is None:
            continue
        call.out(yaml.dump(read(text).documents[0].value), end="")


def replace(call: Call) -> None:
    """``replace -f``: PUT; ``--force`` deletes and creates."""
    filenames = call.values.many("filename")
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    if not filenames:
        raise error("must specify one of -f and -k")
    errors: list[Error] = []
    for manifest in list(manifests.read(call, filenames, errors)):
        try:
            if call.on("force"):
                _force(call, manifest)
            else:
                _replace(call, manifest)
        except Failure as failure:
            errors.append(failure.error)
    if errors:
        raise aggregate(errors)


def _replace(call: Call, manifest: manifests.Manifest) -> None:
    live = call.shell.api.get(manifest.key)
    if live is None:
        raise refused(
            not_found(manifest.resource, manifest.key.name).status,
            f'error when replacing "{manifest.file}": ',
        )
    obj = manifest.obj
    if (live["metadata"].get("annotations") or {}).get(LAST_APPLIED) or call.on("save-config"):
        obj = with_last_applied(obj)
    if call.dry_run != "client":
        answer = call.shell.api.update(obj, dry_run=call.dry_run == "server")
        obj = call.accept(answer, f'error when replacing "{manifest.file}": ')
    finish(call, manifest.resource, obj, "replaced")


def _force(call: Call, manifest: manifests.Manifest) -> None:
    if call.shell.api.get(manifest.key) is not None:
        call.shell.api.delete(manifest.key, grace=0)
        call.shell.settle()
        place = f" from {manifest.key.namespace} namespace" if manifest.key.namespace else ""
        call.out(f'{manifest.resource.qualified_singular} "{manifest.key.name}" deleted{place}')
    obj = call.accept(call.shell.api.create(manifest.obj))
    finish(call, manifest.resource, obj, "replaced")


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
    for file in manifests.files(call, filenames):
        errors: list[Error] = []
        wanted = list(manifests.read(call, [file.name if file.name != "STDIN" else "-"], errors))
        if errors:
            raise aggregate(errors)
        trial = call.shell.api.fork()
        printed = apply_files([file], trial, namespace=call.namespace, enforce=call.namespace_given)
        if printed.exit:
            raise Failure(printed.stderr.rstrip("\n"))
        for manifest in wanted:
            _compare(call, manifest, call.shell.api.get(manifest.key), trial.get(manifest.key))


def _compare(call: Call, manifest: manifests.Manifest, live: Obj | None, merged: Obj | None) -> None:
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
