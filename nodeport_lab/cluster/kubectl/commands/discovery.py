"""What the cluster and the client are: ``version``, ``api-resources``, ``api-versions``, ``cluster-info``, ``top``."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.output import formats, json, yaml
from nodeport_lab.cluster.kubectl.resources import RESOURCES, Resource
from nodeport_lab.cluster.kubectl.tabs import align

KUSTOMIZE = "v5.8.1"


def version(call: Call) -> None:
    """``version``."""
    output = call.flag("output")
    if output not in ("", "yaml", "json"):
        raise error("--output must be 'yaml' or 'json'")
    server = call.shell.api.config.version
    if not output:
        call.out(f"Client Version: {server}\nKustomize Version: {KUSTOMIZE}")
        if not call.on("client"):
            call.out(f"Server Version: {server}")
        return
    found: dict[str, Any] = {"clientVersion": _version(server), "kustomizeVersion": KUSTOMIZE}
    if not call.on("client"):
        found["serverVersion"] = _version(server)
    call.out(yaml.dump(found) if output == "yaml" else json.dump(found, keep_order=True, indent=2), end="")


def _version(text: str) -> dict[str, str]:
    major, minor, _ = text.removeprefix("v").split(".")
    return {
        "major": major,
        "minor": minor,
        "gitVersion": text,
        "gitCommit": "0" * 40,
        "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z",
        "goVersion": "go1.26",
        "compiler": "gc",
        "platform": "linux/amd64",
    }


def api_resources(call: Call) -> None:
    """``api-resources`` with its filters."""
    if call.args:
        raise call.usage(f"unexpected arguments: [{' '.join(call.args)}]")
    output, order = call.flag("output"), call.flag("sort-by")
    if output not in ("", "json", "kyaml", "name", "wide", "yaml"):
        formats.check(call, ("json", "kyaml", "name", "wide", "yaml"))
    if order not in ("", "name", "kind"):
        raise error("--sort-by accepts only name or kind")
    found = [resource for resource in RESOURCES if _wanted(call, resource)]
    if order == "name":
        found.sort(key=lambda resource: resource.name)
    elif order == "kind":
        found.sort(key=lambda resource: resource.kind)
    else:
        found.sort(key=lambda resource: (resource.group, resource.name))
    if output == "name":
        call.out("".join(f"{resource.qualified}\n" for resource in found), end="")
        return
    if output in ("json", "kyaml", "yaml"):
        call.out(formats.printed(call, _list(found), typed=True), end="")
        return
    titles = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"] + (
        ["VERBS", "CATEGORIES"] if output == "wide" else []
    )
    rows = [] if call.on("no-headers") else ["\t".join(titles)]
    for resource in found:
        scope = str(resource.namespaced).lower()
        cells = [resource.name, ",".join(resource.short), resource.api_version, scope, resource.kind]
        if output == "wide":
            cells += [",".join(sorted(resource.verbs)), ",".join(filter(None, resource.categories))]
        rows.append("\t".join(cells))
    call.out(align("".join(f"{row}\n" for row in rows)), end="")


def _list(resources: list[Resource]) -> dict[str, Any]:
    """The types as discovery has them (metav1.APIResourceList)."""
    return {
        "kind": "APIResourceList",
        "apiVersion": "v1",
        "groupVersion": "",
        "resources": [_entry(resource) for resource in resources],
    }


def _entry(resource: Resource) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": resource.name,
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
    }
    if resource.group:
        found["group"] = resource.group
    found |= {"version": resource.version, "kind": resource.kind, "verbs": sorted(resource.verbs)}
    if resource.short:
        found["shortNames"] = list(resource.short)
    if resource.categories:
        found["categories"] = list(resource.categories)
    return found


def _wanted(call: Call, resource: Resource) -> bool:
    if call.values.changed("api-group") and resource.group != call.flag("api-group"):
        return False
    if call.values.changed("namespaced") and resource.namespaced != call.on("namespaced"):
        return False
    if not set(call.values.many("verbs")) <= set(resource.verbs):
        return False
    return set(call.values.many("categories")) <= set(resource.categories)


def api_versions(call: Call) -> None:
    """``api-versions``."""
    for name in sorted({resource.api_version for resource in scheme.RESOURCES}):
        call.out(name)


def cluster_info(call: Call) -> None:
    """``cluster-info``."""
    config = call.shell.api.config
    call.out(
        f"Kubernetes control plane is running at https://{config.control_plane}:{config.control_plane_port}"
    )
    call.out("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.")


def top(call: Call) -> None:
    """``top``: nobody measures here, as in a cluster without a metrics server."""
    raise error("Metrics API not available")


def can_i(call: Call) -> None:
    """``auth can-i``: the learner is the administrator."""
    if len(call.args) < 2 and not call.on("list"):
        raise error(
            "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples."
        )
    call.out("yes")
