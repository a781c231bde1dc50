"""``kubectl create``: from files, and the objects that a line can describe (staging/src/k8s.io/kubectl/pkg/cmd/create)."""

from __future__ import annotations

import hashlib
import re

from nodeport_lab.cluster.kubectl import manifests
from nodeport_lab.cluster.kubectl.call import Call, exactly_one_name
from nodeport_lab.cluster.kubectl.errors import Error
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error
from nodeport_lab.cluster.kubectl.resources import Resource, of_name
from nodeport_lab.cluster.kubectl.writing import finish, placed, with_last_applied
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote


def required(call: Call, *names: str) -> None:
    """cobra's MarkFlagRequired."""
    missing = [name for name in names if not call.values.changed(name)]
    if missing:
        raise error("required flag(s) " + ", ".join(go_quote(name) for name in missing) + " not set")


def meta(call: Call, name: str, labels: dict[str, str] | None = None) -> Obj:
    """The metadata of a new object; its namespace is written only where ``-n`` was given."""
    metadata: Obj = {"labels": labels} if labels else {}
    metadata["name"] = name
    if call.namespace_given:
        metadata["namespace"] = call.namespace
    return metadata


def make(call: Call, resource: Resource, obj: Obj, failing: str = "") -> None:
    """Creates and prints; ``failing`` stands before a refusal (``failed to create deployment``)."""
    obj = {"apiVersion": resource.api_version, "kind": resource.kind, **obj}
    if call.on("save-config"):
        obj = with_last_applied(obj, typed=True)
    if call.dry_run != "client":
        answer = call.shell.api.create(placed(call, resource, obj), dry_run=call.dry_run == "server")
        if answer.status is not None and failing:
            raise error(f"{failing}: {answer.status.message}")
        obj = call.accept(answer)
    finish(call, resource, obj, "created", typed=True)


def create(call: Call) -> None:
    """``create -f``."""
    filenames = call.values.many("filename")
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    if not filenames:
        raise error("must specify one of -f and -k")
    errors: list[Error] = []
    wanted = list(manifests.read(call, filenames, errors))
    if not wanted and not errors:
        raise error("no objects passed to create")
    for manifest in wanted:
        try:
            obj = _from_file(call, manifest)
        except Failure as failure:
            errors.append(failure.error)
            continue
        finish(call, manifest.resource, obj, "created")
    if errors:
        raise aggregate(errors)


def _from_file(call: Call, manifest: manifests.Manifest) -> Obj:
    manifests.must_be_simulated(call, manifest)
    obj = with_last_applied(manifest.obj) if call.on("save-config") else manifest.obj
    if call.dry_run == "client":
        return obj
    answer = call.shell.api.create(obj, dry_run=call.dry_run == "server")
    return call.accept(answer, f'error when creating "{manifest.file}": ')


def container_name(image: str) -> str:
    """The name that a container gets from its image: ``registry/nginx:1.27`` is ``nginx``."""
    name = image.split("/")[-1].split(":")[0].split("@")[0]
    if re.search(r"[_.]", name):
        # kubectl adds five letters at random; ours follow from the image, so that a log replays.
        digest = hashlib.sha256(image.encode()).hexdigest()
        suffix = "".join(
            "bcdfghjklmnpqrstvwxz2456789"[int(digest[i : i + 2], 16) % 27] for i in range(0, 10, 2)
        )
        name = f"{re.sub(r'[_.]', '-', name)}-{suffix}"
    return name


def deployment(call: Call) -> None:
    """``create deployment NAME --image=…``."""
    required(call, "image")
    images = call.values.many("image")
    name, command = _name_and_command(call)
    if len(images) > 1 and command:
        raise error("cannot specify multiple --image options and command")
    containers: list[Obj] = []
    for image in images:
        containers.append({"image": image, "name": container_name(image), "resources": {}})
        if command:
            containers[-1]["command"] = command
    if call.values.number("port") >= 0:
        containers[0]["ports"] = [{"containerPort": call.values.number("port")}]
    labels = {"app": name}
    spec = {
        "replicas": call.values.number("replicas"),
        "selector": {"matchLabels": labels},
        "strategy": {},
        "template": {"metadata": {"labels": labels}, "spec": {"containers": containers}},
    }
    body = {"metadata": meta(call, name, labels), "spec": spec, "status": {}}
    make(call, of_name("deployments"), body, "failed to create deployment")


def _name_and_command(call: Call) -> tuple[str, list[str]]:
    dash = call.values.dash
    names, command = (call.args, []) if dash < 0 else (call.args[:dash], call.args[dash:])
    if len(names) != 1:
        raise call.usage(f"exactly one NAME is required, got {len(names)}")
    return names[0], command


def namespace(call: Call) -> None:
    """``create namespace NAME``."""
    name = exactly_one_name(call)
    make(call, of_name("namespaces"), {"metadata": {"name": name}, "spec": {}, "status": {}})


def config_map(call: Call) -> None:
    """``create configmap NAME --from-literal=… --from-file=… --from-env-file=…``."""
    name = exactly_one_name(call)
    data: dict[str, str] = {}
    for literal in call.values.many("from-literal"):
        key, equals, value = literal.partition("=")
        if not equals or not key:
            raise error(f"invalid literal source {literal}, expected key=value")
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        _add(data, key, value, name)
    for source in call.values.many("from-file"):
        key, equals, path = source.partition("=")
        if not equals:
            key, path = source.split("/")[-1], source
        _add(data, key, _text(call, path), name)
    for path in call.values.many("from-env-file"):
        for line in _text(call, path).split("\n"):
            line = line.lstrip()
            if line and not line.startswith("#"):
                key, _, value = line.partition("=")
                _add(data, key, value, name)
    body: Obj = {"data": data, "metadata": meta(call, name)} if data else {"metadata": meta(call, name)}
    make(call, of_name("configmaps"), body, "failed to create configmap")


def _add(data: dict[str, str], key: str, value: str, name: str) -> None:
    if key in data:
        raise error(
            f"cannot add key {go_quote(key)}, another key by that name already exists in Data for ConfigMap {go_quote(name)}"
        )
    if not re.fullmatch(r"[-._a-zA-Z0-9]+", key):
        raise error(
            f"{go_quote(key)} is not a valid key name for a ConfigMap: a valid config key must consist of alphanumeric "
            "characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is "
            "'[-._a-zA-Z0-9]+')"
        )
    data[key] = value


def _text(call: Call, path: str) -> str:
    text = call.shell.files.get(path.removeprefix("./"))
    if text is None:
        raise error(f"error reading {path}: no such file or directory")
    return text
