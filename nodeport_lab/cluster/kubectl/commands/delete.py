"""``kubectl delete`` (pkg/cmd/delete/delete.go)."""

from __future__ import annotations

from typing import NamedTuple

from nodeport_lab.cluster.kubectl import manifests
from nodeport_lab.cluster.kubectl.builder import mapping, mappings, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Error, Plain
from nodeport_lab.cluster.kubectl.failure import aggregate, error, not_found, refused
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.resources import Resource
from nodeport_lab.cluster.objects import Key

_FORCE = (
    "Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may "
    "continue to run on the cluster indefinitely."
)


class _Target(NamedTuple):
    """What is to be deleted, and the file that says so, where one does."""

    resource: Resource
    key: Key
    source: str = ""


def delete(call: Call) -> None:
    """Deletes objects and waits until they are gone."""
    output = call.flag("output")
    if output not in ("", "name"):
        raise error(f"unexpected -o output mode: {output}. We only support '-o name'")
    grace = _grace(call)
    if call.flag("cascade") in ("true", "false"):
        instead = "background" if call.flag("cascade") == "true" else "orphan"
        call.err(
            f"warning: --cascade={call.flag('cascade')} is deprecated (boolean value) and can be replaced with --cascade={instead}."
        )
    elif call.flag("cascade") not in ("background", "foreground", "orphan"):
        raise error(
            f'invalid cascade value ({call.flag("cascade")}). Must be "background", "foreground", or "orphan"'
        )
    if call.on("all") and call.flag("selector"):
        raise error("setting 'all' parameter but found a non empty selector. ")
    keys, errors = _keys(call)
    if call.on("force"):
        call.warn(_FORCE)
    deleted = _delete_all(call, keys, errors, grace)
    if deleted and call.dry_run == "none" and call.values.on("wait"):
        call.shell.settle()
    if errors:
        raise aggregate(errors)
    if not deleted and not (call.on("ignore-not-found") and keys):
        call.out("No resources found")


def _grace(call: Call) -> int | None:
    """The seconds that pods get, None for their own (delete.go Complete)."""
    grace = call.values.number("grace-period")
    if call.on("now"):
        if grace != -1:
            raise error("--now and --grace-period cannot be specified together")
        return 1
    if grace == 0 and not call.on("force"):
        return 1
    if call.on("force"):
        if grace > 0:
            raise error("--force and --grace-period greater than 0 cannot be specified together")
        return 0
    return None if grace < 0 else grace


def _keys(call: Call) -> tuple[list[_Target], list[Error]]:
    """What is to be deleted, found or not: names are not looked up before."""
    if call.values.many("filename"):
        if call.args:
            raise error(
                "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
            )
        errors: list[Error] = []
        read = list(manifests.read(call, call.values.many("filename"), errors))
        return [_Target(manifest.resource, manifest.key, manifest.file) for manifest in read], errors
    by_selector = call.on("all") or call.flag("selector") or call.flag("field-selector")
    slashed = any("/" in word for word in call.args)
    if by_selector or (len(call.args) < 2 and not slashed):
        found = select(call, call.args)
        return [_Target(info.resource, info.key) for info in found.infos], found.errors
    kinds = [kind for kind in call.args[0].split(",") if kind]
    if slashed or len(kinds) > 1:
        words = call.args if slashed else [f"{kind}/{name}" for kind in kinds for name in call.args[1:]]
        if not all("/" in word for word in words):
            select(call, words)
        named = [tuple(word.split("/")) for word in words]
        if any(len(pair) != 2 or not all(pair) for pair in named):
            select(call, words)
        return [_named(call, mapping(call, pair[0]), pair[1]) for pair in named], []
    types = mappings(call, call.args[0])
    if len(types) > 1:
        raise error("you must specify only one resource")
    if not all(call.args[1:]):
        raise error("resource name may not be empty")
    return [_named(call, types[0], name) for name in call.args[1:]], []


def _named(call: Call, resource: Resource, name: str) -> _Target:
    if resource.namespaced and call.on("all-namespaces"):
        raise error("a resource cannot be retrieved by name across all namespaces")
    return _Target(resource, Key(resource.name, call.namespace if resource.namespaced else "", name))


def _delete_all(call: Call, targets: list[_Target], errors: list[Error], grace: int | None) -> int:
    count = 0
    for resource, key, source in targets:
        doing = f'error when deleting "{source}": ' if source else ""
        if not key.name:
            errors.append(Plain(doing + "resource name may not be empty"))
            continue
        # A dry run of the client asks nobody: whatever is named would be deleted.
        if call.dry_run != "client" and call.shell.api.get(key) is None:
            if not call.on("ignore-not-found"):
                errors.append(refused(not_found(resource, key.name).status, doing).error)
            continue
        if call.dry_run == "none":
            answer = call.shell.api.delete(key, grace=grace)
            if answer.status is not None:
                errors.append(refused(answer.status, doing).error)
                continue
        count += 1
        _print(call, resource, key)
    return count


def _print(call: Call, resource: Resource, key: Key) -> None:
    if formats.of(call)[0] == "name":
        call.out(f"{resource.qualified_singular}/{key.name}")
        return
    operation = "force deleted" if call.on("force") else "deleted"
    operation += f" from {key.namespace} namespace" if key.namespace else ""
    operation += {"none": "", "client": " (dry run)", "server": " (server dry run)"}[call.dry_run]
    call.out(f'{resource.qualified_singular} "{key.name}" {operation}')
