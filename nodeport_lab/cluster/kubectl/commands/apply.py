"""``kubectl apply`` and ``kubectl replace``: what the files want becomes what is there."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nodeport_lab.cluster.kubectl import manifests
from nodeport_lab.cluster.kubectl.apply import apply as apply_files
from nodeport_lab.cluster.kubectl.builder import select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Error
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error
from nodeport_lab.cluster.kubectl.output import formats, yaml
from nodeport_lab.cluster.kubectl.writing import LAST_APPLIED, finish, with_last_applied
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.source import read


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
    if formats.of(call)[0] and printed.objects:
        formats.check(call)
        _formatted(call, printed.objects)
    else:
        call.out(printed.stdout, end="")
    if printed.stderr:
        call.err(printed.stderr)
    call.exit = printed.exit


def _formatted(call: Call, objects: Sequence[Obj]) -> None:
    if len(objects) == 1:
        call.out(formats.printed(call, objects[0]), end="")
        return
    # Unlike the list that ``get`` makes, this one is a Go struct: its fields keep their order, those of its items do not.
    items = [json.loads(json.dumps(obj, sort_keys=True)) for obj in objects]
    made = {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": items}
    call.out(formats.printed(call, made, typed=True), end="")


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
    manifests.must_be_simulated(call, manifest)
    obj = manifest.obj
    if LAST_APPLIED in (obj["metadata"].get("annotations") or {}) or call.on("save-config"):
        obj = with_last_applied(obj)
    if not manifest.key.name:
        raise error(f'error when replacing "{manifest.file}": resource name may not be empty')
    if call.dry_run != "client":
        answer = call.shell.api.update(obj, dry_run=call.dry_run == "server")
        obj = call.accept(answer, f'error when replacing "{manifest.file}": ')
    finish(call, manifest.resource, obj, "replaced")


def _force(call: Call, manifest: manifests.Manifest) -> None:
    manifests.must_be_simulated(call, manifest)
    if call.shell.api.get(manifest.key) is not None:
        call.shell.api.delete(manifest.key, grace=0)
        call.shell.settle()
        place = f" from {manifest.key.namespace} namespace" if manifest.key.namespace else ""
        call.out(f'{manifest.resource.qualified_singular} "{manifest.key.name}" deleted{place}')
    obj = call.accept(call.shell.api.create(manifest.obj))
    finish(call, manifest.resource, obj, "replaced")
