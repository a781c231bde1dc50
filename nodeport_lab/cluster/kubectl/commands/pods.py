"""Into the pods: ``logs``, ``exec``, ``port-forward`` (pkg/cmd/{logs,exec,portforward}, polymorphichelpers)."""

from __future__ import annotations

import re
from collections.abc import Callable

from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.kubectl.builder import Info, mapping, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import FromServer
from nodeport_lab.cluster.kubectl.failure import Failure, error, refused
from nodeport_lab.cluster.kubectl.resources import of_name
from nodeport_lab.cluster.objects import Key, Obj, label_selector_selects, selects
from nodeport_lab.cluster.problem import go_quote

_LOGS_USAGE = "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"
_FOLLOWS = {
    "en": "That is all so far: a real -f would go on until Ctrl+C. Send a request and ask again.",
    "ja": "ここまでが現在のログです。本物の -f は Ctrl+C を押すまで待ち続けます。リクエストを送ってから、もう一度実行してください。",
}
_SELECTING = ("deployments", "replicasets", "services")


def _target(call: Call, argument: str, refusal: str) -> tuple[Info, list[Obj]]:
    """The object that ``POD`` or ``TYPE/NAME`` names, and its pods, running ones first. ``refusal``: cannot … ``get the logs from``."""
    kind, slash, name = argument.rpartition("/")
    resource = mapping(call, kind) if slash else of_name("pods")
    obj = call.shell.api.get(Key(resource.name, call.namespace if resource.namespaced else "", name))
    if obj is None:
        raise refused(Status(404, "NotFound", f"{resource.qualified} {go_quote(name)} not found"))
    info = Info(resource, obj)
    if resource.name == "pods":
        return info, [obj]
    if resource.name not in _SELECTING:
        what = f"*v1.{resource.kind}"
        raise error(f"cannot {refusal} {what}: selector for {what} not implemented")
    selector = obj["spec"].get("selector")
    if not selector:
        raise error(
            f"cannot {refusal} *v1.Service: invalid service '{name}': Service is defined without a selector"
        )
    chosen: Callable[[dict[str, str]], bool] = (
        (lambda labels: selects(selector, labels))
        if resource.name == "services"
        else (lambda labels: label_selector_selects(selector, labels))
    )
    pods = [
        pod
        for pod in call.shell.objects("pods", call.namespace)
        if chosen(pod["metadata"].get("labels") or {})
    ]
    return info, sorted(pods, key=lambda pod: (pod.get("status") or {}).get("phase") != "Running")


def _container(call: Call, pod: Obj) -> str:
    """The container that is meant: ``-c``, or the first, which is said where there are others."""
    names: list[str] = [container["name"] for container in pod["spec"]["containers"]]
    wanted = call.flag("container")
    if wanted:
        return wanted
    if len(names) > 1:
        call.err(f'Defaulted container "{names[0]}" out of: {", ".join(names)}')
    return names[0]


def logs(call: Call) -> None:
    """``logs``: what a container has written."""
    if call.values.text("selector"):
        pods_chosen = select(call, ["pods"]).check()
        # Of many pods the last ten lines each are enough, where nothing else was asked for.
        tail = call.values.number("tail") if call.values.changed("tail") else 10
        for info in pods_chosen:
            _print_logs(call, info.obj, tail)
        if not pods_chosen:
            call.err(f"No resources found in {call.namespace} namespace.")
        return
    if not 1 <= len(call.args) <= 2:
        raise call.usage(_LOGS_USAGE)
    if len(call.args) == 2:
        if call.flag("container"):
            raise call.usage("only one of -c or an inline [CONTAINER] arg is allowed")
        call.values.given["container"] = [call.args[1]]
    try:
        info, pods = _target(call, call.args[0], "get the logs from")
    except Failure as failure:
        wrong = failure.error
        if isinstance(wrong, FromServer):
            raise error(
                f'error from server (NotFound): {wrong.text} in namespace "{call.namespace}"'
            ) from None
        raise
    if not pods:
        raise error("timed out waiting for the condition")
    if info.resource.name != "pods" and len(pods) > 1 and not call.on("all-pods"):
        call.err(f"Found {len(pods)} pods, using pod/{pods[0]['metadata']['name']}")
    every = call.on("all-pods") and info.resource.name != "pods"
    for pod in pods if every else pods[:1]:
        _print_logs(call, pod, call.values.number("tail"), prefixed=every)


def _print_logs(call: Call, pod: Obj, tail: int, *, prefixed: bool = False) -> None:
    if call.on("follow"):
        call.note = _FOLLOWS[call.shell.language]
    if call.on("all-containers"):
        for container in pod["spec"]["containers"]:
            _print_container(call, pod, container["name"], tail, prefixed=prefixed)
    else:
        _print_container(call, pod, _container(call, pod), tail, prefixed=prefixed)


def _print_container(call: Call, pod: Obj, name: str, tail: int, *, prefixed: bool) -> None:
    containers = [container["name"] for container in pod["spec"]["containers"]]
    if name not in containers:
        known = ", ".join(containers)
        raise error(f"container {name} is not valid for pod {pod['metadata']['name']} out of: {known}")
    status = pod.get("status") or {}
    state = next(
        (s.get("state") or {} for s in status.get("containerStatuses") or [] if s["name"] == name), {}
    )
    if not pod["spec"].get("nodeName"):
        return
    if call.on("previous"):
        message = f'previous terminated container "{name}" in pod "{pod["metadata"]["name"]}" not found'
        raise refused(Status(400, "BadRequest", message))
    if "waiting" in state:
        why = _waiting(state["waiting"].get("reason", ""))
        message = f'container "{name}" in pod "{pod["metadata"]["name"]}" is waiting to start: {why}'
        raise refused(Status(400, "BadRequest", message))
    lines = call.shell.logs(pod, name) if call.shell.logs else []
    if since := call.values.seconds("since"):
        lines = [line for line in lines if (call.now - line.moment).total_seconds() <= since]
    prefix = f"[pod/{pod['metadata']['name']}/{name}] " if prefixed or call.on("prefix") else ""
    for line in lines[-tail:] if tail > 0 else lines if tail < 0 else []:
        stamp = (
            f"{line.moment:%Y-%m-%dT%H:%M:%S}.{line.moment.microsecond * 1000:09d}Z "
            if call.on("timestamps")
            else ""
        )
        call.out(f"{prefix}{stamp}{line.text}")


def _waiting(reason: str) -> str:
    if reason in ("ErrImagePull", "ImagePullBackOff"):
        return "trying and failing to pull image"
    return reason


def execute(call: Call) -> None:
    """``exec POD -- COMMAND``: runs one of the terminal's programs inside the pod."""
    words, dash = call.args, call.values.dash
    if not words and not call.values.many("filename"):
        raise error("pod, type/name or --filename must be specified")
    if dash < 0 and len(words) > 1:
        raise call.usage("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    if len(words) < 2:
        raise error("you must specify at least one command for the container")
    _, pods = _target(call, words[0], "attach to")
    if not pods:
        raise error("timed out waiting for the condition")
    pod, command = pods[0], words[1:]
    phase = (pod.get("status") or {}).get("phase", "")
    if phase in ("Succeeded", "Failed"):
        raise error(f"cannot exec into a container in a completed pod; current phase is {phase}")
    name = _container(call, pod)
    if name not in [container["name"] for container in pod["spec"]["containers"]]:
        known = ", ".join(container["name"] for container in pod["spec"]["containers"])
        raise error(f"container {name} is not valid for pod {pod['metadata']['name']} out of: {known}")
    if not pod["spec"].get("nodeName"):
        raise refused(
            Status(400, "BadRequest", f"pod {pod['metadata']['name']} does not have a host assigned")
        )
    if phase != "Running":
        message = f'unable to upgrade connection: container not found ("{name}")'
        raise refused(Status(500, "InternalError", f"Internal error occurred: {message}"))
    if call.shell.execute is None:
        raise error("no programs are to be had in this pod")
    printed = call.shell.execute(call.shell, pod, command, call.stdin)
    call.out(printed.stdout, end="")
    if printed.stderr:
        call.err(printed.stderr)
    call.note = printed.note
    call.exit = printed.exit
    if printed.exit:
        call.err(f"command terminated with exit code {printed.exit}")


def port_forward(call: Call) -> None:
    """``port-forward``: explained; a page has no port of its own to forward from."""
    if len(call.args) < 2:
        raise call.usage("TYPE/NAME and list of ports are required for port-forward")
    info, pods = _target(call, call.args[0], "attach to")
    if not pods:
        raise error("timed out waiting for the condition")
    pairs = [_pair(text) for text in call.args[1:]]
    if info.resource.name == "services":
        pairs = [(local, _service_port(info.obj, remote, pods[0])) for local, remote in pairs]
    status = pods[0].get("status") or {}
    if status.get("phase") != "Running":
        raise error(
            f"unable to forward port because pod is not running. Current status={status.get('phase', '')}"
        )
    for local, remote in pairs:
        call.out(f"Forwarding from 127.0.0.1:{local} -> {remote}")
        call.out(f"Forwarding from [::1]:{local} -> {remote}")
    words = {
        "en": "On your own machine 127.0.0.1:{local} would now reach port {remote} of the pod {pod} through the API server and the "
        "kubelet: no Service, no kube-proxy rule and no nodePort takes part, so it proves nothing about them.",
        "ja": "手元のマシンなら、これで 127.0.0.1:{local} が API サーバーと kubelet を経由して Pod {pod} のポート {remote} につながります。"
        "Service も kube-proxy のルールも nodePort も通らないので、それらが正しいかどうかの確認にはなりません。",
    }
    local, remote = pairs[0]
    call.note = words[call.shell.language].format(local=local, remote=remote, pod=pods[0]["metadata"]["name"])


def _pair(text: str) -> tuple[str, str]:
    local, _, remote = text.partition(":")
    remote = remote or local
    local = local or remote
    if not re.fullmatch(r"\d+", local):
        raise error(
            f"error parsing local port '{local}': strconv.ParseUint: parsing {go_quote(local)}: invalid syntax"
        )
    if not re.fullmatch(r"[\w-]+", remote):
        raise error(
            f"error parsing remote port '{remote}': strconv.ParseUint: parsing {go_quote(remote)}: invalid syntax"
        )
    return local, remote


def _service_port(service: Obj, wanted: str, pod: Obj) -> str:
    """The pod's port behind a port of the Service (translateServicePortToTargetPort)."""
    for port in service["spec"].get("ports") or []:
        if wanted in (str(port["port"]), port.get("name")):
            target = port.get("targetPort", port["port"])
            for container in pod["spec"]["containers"]:
                for known in container.get("ports") or []:
                    if known.get("name") == target:
                        return str(known["containerPort"])
            return str(target)
    raise error(f"Service {service['metadata']['name']} does not have a service port {wanted}")
