"""The containers of a pod or pod template: image, ports, state, resources, probes, environment, mounts."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubectl.ages import rfc1123z
from nodeport_lab.cluster.kubectl.quantity import as_number
from nodeport_lab.cluster.objects import Obj

from .writer import Writer


def containers(
    writer: Writer,
    title: str,
    found: list[dict[str, Any]],
    statuses: list[dict[str, Any]] | None,
    pod: Obj,
    *,
    level: int = 0,
) -> None:
    """All containers; ``statuses`` are those of a running pod, None for a template."""
    by_name = {status["name"]: status for status in statuses or []}
    if not found:
        writer.line(level, f"{title}:", "<none>")
        return
    writer.line(level, f"{title}:")
    for container in found:
        # A pod's containers stand two spaces in, a template's one more than its title.
        writer.raw(f"{'   ' if level else '  '}{container['name']}:")
        _basics(writer, container, by_name.get(container["name"]))
        _command(writer, container)
        if container["name"] in by_name:
            _status(writer, by_name[container["name"]])
        _resources(writer, container)
        _probes(writer, container)
        _environment(writer, container, pod)
        _mounts(writer, container)


def _basics(writer: Writer, container: dict[str, Any], status: dict[str, Any] | None) -> None:
    ports = container.get("ports") or []
    if status is not None:
        writer.line(2, "Container ID:", status.get("containerID", ""))
    writer.line(2, "Image:", container.get("image", ""))
    if status is not None:
        writer.line(2, "Image ID:", status.get("imageID", ""))
    shown = ", ".join(_port(port, "containerPort") for port in ports)
    hosts = ", ".join(_port(port, "hostPort") for port in ports)
    plural = "s" if len(ports) > 1 else ""
    writer.line(2, f"Port{plural}:", shown or "<none>")
    writer.line(2, f"Host Port{plural}:", hosts or "<none>")


def _port(port: dict[str, Any], which: str) -> str:
    name = f" ({port['name']})" if port.get("name") else ""
    return f"{port.get(which, 0)}/{port.get('protocol', 'TCP')}{name}"


def _command(writer: Writer, container: dict[str, Any]) -> None:
    for title, key in (("Command", "command"), ("Args", "args")):
        if container.get(key):
            writer.line(2, f"{title}:")
            for word in container[key]:
                for part in word.split("\n"):
                    writer.line(3, part)


def _status(writer: Writer, status: dict[str, Any]) -> None:
    _state(writer, "State", status.get("state") or {})
    if (status.get("lastState") or {}).get("terminated"):
        _state(writer, "Last State", status["lastState"])
    writer.line(2, "Ready:", str(bool(status.get("ready"))))
    writer.line(2, "Restart Count:", status.get("restartCount", 0))


def _state(writer: Writer, title: str, state: dict[str, Any]) -> None:
    if state.get("running") is not None:
        writer.line(2, f"{title}:", "Running")
        writer.line(3, "Started:", rfc1123z(state["running"]["startedAt"]))
    elif state.get("terminated") is not None:
        terminated = state["terminated"]
        writer.line(2, f"{title}:", "Terminated")
        if terminated.get("reason"):
            writer.line(3, "Reason:", terminated["reason"])
        if terminated.get("message"):
            writer.line(3, "Message:", terminated["message"])
        writer.line(3, "Exit Code:", terminated.get("exitCode", 0))
        if terminated.get("signal"):
            writer.line(3, "Signal:", terminated["signal"])
        if terminated.get("startedAt"):
            writer.line(3, "Started:", rfc1123z(terminated["startedAt"]))
        if terminated.get("finishedAt"):
            writer.line(3, "Finished:", rfc1123z(terminated["finishedAt"]))
    else:
        writer.line(2, f"{title}:", "Waiting")
        waiting = state.get("waiting") or {}
        if waiting.get("reason"):
            writer.line(3, "Reason:", waiting["reason"])


def _resources(writer: Writer, container: dict[str, Any]) -> None:
    resources = container.get("resources") or {}
    for title in ("Limits", "Requests"):
        amounts = resources.get(title.lower())
        if amounts:
            writer.line(2, f"{title}:")
            for name in sorted(amounts):
                writer.line(3, f"{name}:", amounts[name])


def _probes(writer: Writer, container: dict[str, Any]) -> None:
    for title in ("Liveness", "Readiness", "Startup"):
        probe = container.get(f"{title.lower()}Probe")
        if probe:
            writer.line(2, f"{title}:", format_probe(probe))


def format_probe(probe: dict[str, Any]) -> str:
    """DescribeProbe: what is asked, and how often."""
    timing = (
        f"delay={probe.get('initialDelaySeconds', 0)}s timeout={probe.get('timeoutSeconds', 0)}s period={probe.get('periodSeconds', 0)}s "
        f"#success={probe.get('successThreshold', 0)} #failure={probe.get('failureThreshold', 0)}"
    )
    if probe.get("exec"):
        return f"exec [{' '.join(probe['exec'].get('command') or [])}] {timing}"
    if probe.get("httpGet"):
        get = probe["httpGet"]
        path = get.get("path", "")
        path = path if not path or path.startswith("/") else f"/{path}"
        return (
            f"http-get {get.get('scheme', '').lower()}://{get.get('host', '')}:{get['port']}{path} {timing}"
        )
    if probe.get("tcpSocket"):
        return f"tcp-socket {probe['tcpSocket'].get('host', '')}:{probe['tcpSocket']['port']} {timing}"
    if probe.get("grpc"):
        return f"grpc <pod>:{probe['grpc']['port']} {probe['grpc'].get('service') or ''} {timing}"
    return f"unknown {timing}"


def _environment(writer: Writer, container: dict[str, Any], pod: Obj) -> None:
    sources = container.get("envFrom") or []
    if sources:
        writer.line(2, "Environment Variables from:")
        for source in sources:
            kind = "ConfigMap" if "configMapRef" in source else "Secret"
            reference = source.get("configMapRef") or source.get("secretRef") or {}
            prefix = f" with prefix '{source['prefix']}'" if source.get("prefix") else ""
            optional = str(bool(reference.get("optional"))).lower()
            writer.line(3, reference.get("name", ""), f"{kind}{prefix}", f"Optional: {optional}")
    variables = container.get("env") or []
    writer.line(2, "Environment:", *([] if variables else ["<none>"]))
    for variable in variables:
        _variable(writer, variable, pod)


def _variable(writer: Writer, variable: dict[str, Any], pod: Obj) -> None:
    source = variable.get("valueFrom")
    name = variable["name"] + ":"
    if not source:
        for index, part in enumerate(variable.get("value", "").split("\n")):
            writer.line(3, name if index == 0 else "", part)
    elif "fieldRef" in source:
        reference = source["fieldRef"]
        value = _field(pod, reference["fieldPath"])
        writer.line(3, name, f"{value} ({reference.get('apiVersion', 'v1')}:{reference['fieldPath']})")
    elif "resourceFieldRef" in source:
        writer.line(
            3, name, f"{_amount(source['resourceFieldRef'], pod)} ({source['resourceFieldRef']['resource']})"
        )
    elif "secretKeyRef" in source:
        reference = source["secretKeyRef"]
        optional = str(bool(reference.get("optional"))).lower()
        writer.line(
            3,
            name,
            f"<set to the key '{reference['key']}' in secret '{reference['name']}'>",
            f"Optional: {optional}",
        )
    elif "configMapKeyRef" in source:
        reference = source["configMapKeyRef"]
        optional = str(bool(reference.get("optional"))).lower()
        shown = f"<set to the key '{reference['key']}' of config map '{reference['name']}'>"
        writer.line(3, name, shown, f"Optional: {optional}")


def _field(pod: Obj, path: str) -> str:
    """The value of a field of a running pod; nothing for a template."""
    if "kind" not in pod:
        return ""
    here: Any = pod
    for part in path.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    return "" if here is None else str(here)


def _amount(reference: dict[str, Any], pod: Obj) -> str:
    for container in (pod.get("spec") or {}).get("containers") or []:
        if reference.get("containerName") in (None, "", container["name"]):
            group, _, name = reference["resource"].partition(".")
            amount = as_number(str(((container.get("resources") or {}).get(group) or {}).get(name, "0")))
            return str(-int(-(amount or 0) // 1))
    return "0"


def _mounts(writer: Writer, container: dict[str, Any]) -> None:
    mounts = container.get("volumeMounts") or []
    writer.line(2, "Mounts:", *([] if mounts else ["<none>"]))
    for mount in sorted(mounts, key=lambda item: item["mountPath"]):
        flags = ["ro" if mount.get("readOnly") else "rw"]
        if mount.get("subPath"):
            flags.append(f'path="{mount["subPath"]}"')
        writer.line(3, f"{mount['mountPath']} from {mount['name']} ({','.join(flags)})")
