"""``kubectl run``: one pod, and perhaps a Service before it (pkg/cmd/run/run.go)."""

from __future__ import annotations

import json
import re

from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.resources import of_name
from nodeport_lab.cluster.kubectl.writing import create, finish, with_last_applied
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import go_quote

from .create import required


def run(call: Call) -> None:
    """Creates the pod; with ``--rm`` or ``-i`` it runs the command in it, shows the output and removes it."""
    required(call, "image")
    if not call.args:
        raise call.usage("NAME is required for run")
    image = call.flag("image")
    if not image:
        raise error("--image is required")
    if not re.fullmatch(r"[\w.\-/:@]+", image) or re.search(
        r"[A-Z]", image.split("@")[0].split(":")[0].split("/")[-1]
    ):
        raise error(f"Invalid image name {go_quote(image)}: invalid reference format")
    restart = call.flag("restart") or "Always"
    if restart not in ("Always", "OnFailure", "Never"):
        raise call.usage(f"invalid restart policy: {restart}")
    if call.on("expose") and not call.flag("port"):
        raise call.usage("--port must be set when exposing a service")
    attached = call.on("attach") or call.on("stdin")
    if call.on("rm") and not attached:
        raise call.usage("--rm should only be used for attached containers")
    pod = _pod(call, call.args[0], call.args[1:], image, restart)
    if call.on("save-config"):
        pod = with_last_applied(pod)
    resource = of_name("pods")
    made = create(call, resource, pod)
    if attached and call.dry_run == "none":
        _attached(call, made)
        return
    if call.on("expose"):
        _exposed(call, pod)
        if formats.of(call)[0] == "yaml":
            call.out("---")
    finish(call, resource, made, "created", typed=True)


def _pod(call: Call, name: str, words: list[str], image: str, restart: str) -> Obj:
    labels = _pairs(call.flag("labels")) if call.values.changed("labels") else {"run": name}
    container: Obj = {"image": image, "name": name, "resources": {}}
    if words:
        container["command" if call.on("command") else "args"] = words
    env = [_variable(text) for text in call.values.many("env")]
    if env:
        container["env"] = env
    if call.flag("port"):
        if not re.fullmatch(r"[-+]?\d+", call.flag("port")):
            raise error(f"strconv.Atoi: parsing {go_quote(call.flag('port'))}: invalid syntax")
        container["ports"] = [{"containerPort": int(call.flag("port"))}]
    if call.flag("image-pull-policy"):
        container["imagePullPolicy"] = call.flag("image-pull-policy")
    for flag, field in (("stdin", "stdin"), ("tty", "tty")):
        if call.on(flag):
            container[field] = True
    if call.on("stdin") and not call.on("leave-stdin-open"):
        container["stdinOnce"] = True
    metadata: Obj = {"labels": labels, "name": name}
    if call.namespace_given:
        metadata["namespace"] = call.namespace
    annotations = _pairs(",".join(call.values.many("annotations")))
    if annotations:
        metadata["annotations"] = annotations
    spec: Obj = {"containers": [container], "dnsPolicy": "ClusterFirst", "restartPolicy": restart}
    pod: Obj = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": {}}
    if call.flag("overrides"):
        pod = _overridden(pod, call.flag("overrides"))
    return pod


def _variable(text: str) -> Obj:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise error(f"invalid env: {text}")
    return {"name": name, "value": value} if value else {"name": name}


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            raise error(f"unexpected label spec: {part}")
        pairs[key] = value
    return pairs


def _overridden(pod: Obj, text: str) -> Obj:
    try:
        wanted = json.loads(text)
    except ValueError as problem:
        raise error(f"invalid JSON in --overrides: {problem}") from None

    def merged(one: object, other: object) -> object:
        if isinstance(one, dict) and isinstance(other, dict):
            keys = [*one, *(key for key in other if key not in one)]
            both = {key: merged(one.get(key), other[key]) if key in other else one[key] for key in keys}
            return {key: value for key, value in both.items() if value is not None}
        return other

    result = merged(pod, wanted)
    return result if isinstance(result, dict) else pod


def _exposed(call: Call, pod: Obj) -> None:
    """``--expose``: a Service of the pod's name, printed first."""
    port = int(call.flag("port"))
    metadata = {key: value for key, value in pod["metadata"].items() if key in ("name", "namespace")}
    service: Obj = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata,
        "spec": {
            "ports": [{"port": port, "protocol": "TCP", "targetPort": port}],
            "selector": pod["metadata"]["labels"],
        },
        "status": {"loadBalancer": {}},
    }
    resource = of_name("services")
    finish(call, resource, create(call, resource, service), "created", typed=True)


def _attached(call: Call, made: Obj) -> None:
    """``-it --rm``: waits for the pod, runs its command there, and removes it."""
    shell, key = call.shell, Key("pods", made["metadata"]["namespace"], made["metadata"]["name"])
    shell.settle()
    pod = shell.api.get(key)
    container = made["spec"]["containers"][0]
    words = container.get("command") or container.get("args") or []
    if pod is not None and shell.execute is not None and words:
        printed = shell.execute(shell, pod, words, call.stdin)
        call.out(printed.stdout, end="")
        if printed.stderr:
            call.err(printed.stderr)
        call.exit = printed.exit
    else:
        call.err("If you don't see a command prompt, try pressing enter.")
    if call.on("rm"):
        shell.api.delete(key, grace=0)
        call.out(f'pod "{key.name}" deleted from {key.namespace} namespace')
