"""``kubectl set image``, ``set env`` and ``set selector`` (pkg/cmd/set)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from nodeport_lab.cluster.kubectl.builder import COMBINED, Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import Error, Plain
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.writing import copied, finish
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

from .pairs import split


def pod_spec(info: Info, obj: Obj) -> Obj:
    """The pod spec within a pod or a workload; raises Failure for what has none."""
    if info.resource.name == "pods":
        own: Obj = obj["spec"]
        return own
    template = obj.get("spec", {}).get("template") if isinstance(obj.get("spec"), dict) else None
    if not template:
        raise error(
            f"{info.resource.name}/{info.name} the object is not a pod or does not have a pod template: *v1.{info.resource.kind}"
        )
    spec: Obj = template["spec"]
    return spec


def _each(call: Call, resources: list[str], change: Callable[[Info, Obj], None], operation: str) -> None:
    """Changes a copy of every object and sends it, unless nothing changed."""
    found = select(call, resources)
    errors = list(found.errors)
    for info in found.infos:
        obj = copied(info.obj)
        try:
            change(info, obj)
            if obj == info.obj and not formats.of(call)[0]:
                continue
            changed = obj
            if call.dry_run != "client" and not call.on("local"):
                changed = call.accept(call.shell.api.update(obj, dry_run=call.dry_run == "server"))
            finish(call, info.resource, changed, operation, typed=True)
        except Failure as failure:
            errors.append(failure.error)
    if errors:
        raise aggregate(errors)


def image(call: Call) -> None:
    """``set image deployment/web nginx=nginx:1.28``; ``*`` means every container."""
    resources, changes = split(call.args, "image", removal=False)
    filenames = call.values.many("filename")
    if not resources and not filenames:
        select(call, resources)
    if not changes:
        _need_changes(resources)
    wanted = dict(change.split("=", 1) for change in changes)

    def change(info: Info, obj: Obj) -> None:
        spec = pod_spec(info, obj)
        missing: list[Error] = []
        for name, picture in wanted.items():
            hit = False
            for kind in ("initContainers", "containers"):
                for container in spec.get(kind) or []:
                    if name in (container["name"], "*"):
                        container["image"] = picture
                        hit = True
            if not hit:
                missing.append(Plain(f"error: unable to find container named {go_quote(name)}"))
        if missing:
            raise aggregate(missing)

    _each(call, resources, change, "image updated")


def _need_changes(resources: list[str]) -> None:
    if resources and any("/" in word for word in resources) and not all("/" in word for word in resources):
        raise error(COMBINED)
    raise error("at least one image update is required")


def env(call: Call) -> None:
    """``set env deployment/web PORT=8080 OTHER-``; ``--list`` shows what is set."""
    resources, changes = split(call.args, "environment")
    if not resources and not call.values.many("filename"):
        raise error("one or more resources must be specified as <resource> <name> or <resource>/<name>")
    changes += call.values.many("env")
    wanted = dict(change.split("=", 1) for change in changes if "=" in change)
    removed = [change[:-1] for change in changes if "=" not in change]
    if call.on("list"):
        _list_env(call, resources)
        return
    names = call.flag("containers") or "*"

    def change(info: Info, obj: Obj) -> None:
        spec = pod_spec(info, obj)
        chosen = [c for c in spec.get("containers") or [] if _matches(names, c["name"])]
        if not chosen:
            call.warn(
                f"{info.resource.kind}/{info.name} does not have any containers matching {go_quote(names)}"
            )
        for container in chosen:
            variables: list[dict[str, Any]] = [
                v for v in container.get("env") or [] if v["name"] not in removed
            ]
            for name, value in wanted.items():
                present = next((v for v in variables if v["name"] == name), None)
                if present is None:
                    variables.append({"name": name, "value": value})
                else:
                    present.pop("valueFrom", None)
                    present["value"] = value
            container.pop("env", None)
            if variables:
                container["env"] = variables

    _each(call, resources, change, "env updated")


def _matches(pattern: str, name: str) -> bool:
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), name))


def _list_env(call: Call, resources: list[str]) -> None:
    for info in select(call, resources).check():
        for container in pod_spec(info, info.obj).get("containers") or []:
            call.out(f"# {info.resource.kind} {info.name}, container {container['name']}")
            for variable in container.get("env") or []:
                source = variable.get("valueFrom")
                if not source:
                    call.out(f"{variable['name']}={variable.get('value', '')}")
                elif "fieldRef" in source:
                    call.out(f"# {variable['name']} from field path {source['fieldRef']['fieldPath']}")
                elif "configMapKeyRef" in source:
                    reference = source["configMapKeyRef"]
                    call.out(
                        f"# {variable['name']} from configmap {reference['name']}, key {reference['key']}"
                    )
                else:
                    reference = source.get("secretKeyRef") or {}
                    call.out(
                        f"# {variable['name']} from secret {reference.get('name', '')}, key {reference.get('key', '')}"
                    )


def selector(call: Call) -> None:
    """``set selector service web app=web``."""
    if len(call.args) < 2:
        raise (
            error("resource(s) were provided, but no name was specified")
            if call.args
            else error("one or more resources must be specified as <resource> <name> or <resource>/<name>")
        )
    *resources, text = call.args
    if "=" not in text:
        raise error("resource(s) were provided, but no name was specified")
    wanted = dict(part.split("=", 1) for part in text.split(",") if "=" in part)

    def change(info: Info, obj: Obj) -> None:
        if info.resource.name != "services":
            raise error("setting a selector is only supported for Services")
        obj["spec"]["selector"] = wanted

    _each(call, resources, change, "selector updated")
