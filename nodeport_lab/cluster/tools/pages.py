"""What those who listen say over HTTP: the pods' programs, the nodes' own, the API server, an Ingress controller.

A web server (nginx, httpd, any other image) gives a short page of the lab's own that names pod, node and the source
address it saw; hello-app and echoserver say what those programs say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from nodeport_lab.cluster.controllers.kubelet.sockets import image_name
from nodeport_lab.cluster.kubeproxy.healthcheck import HealthAnswer
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.http import HttpRequest
from nodeport_lab.cluster.objects import Obj

REASONS: Mapping[int, str] = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    502: "Bad Gateway",
    503: "Service Temporarily Unavailable",
    504: "Gateway Time-out",
}
_HTML = "text/html"
_PLAIN = "text/plain; charset=utf-8"
# Programs that listen on TCP and do not speak HTTP.
SPEECHLESS = frozenset({"redis", "sshd", "coredns"})


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: status, who calls itself the server, and the body."""

    status: int
    body: str
    content_type: str = _HTML
    server: str = ""

    @property
    def reason(self) -> str:
        if self.status == 503 and not self.server.startswith("nginx"):
            return "Service Unavailable"
        return REASONS[self.status]


def _nginx(status: int, line: str = "") -> Page:
    reason = REASONS[status]
    title = f"{status} {line or reason}"
    middle = f"<center>{line}</center>\n" if line else ""
    body = (
        f"<html>\n<head><title>{title}</title></head>\n<body>\n<center><h1>{status} {reason}</h1></center>\n"
        f"{middle}<hr><center>nginx/1.27.4</center>\n</body>\n</html>\n"
    )
    return Page(status, body, _HTML, "nginx/1.27.4")


def page(
    request: HttpRequest,
    branch: Branch,
    pod: Obj | None,
    method: str,
    agent: str,
    health: Mapping[int, HealthAnswer] = MappingProxyType({}),
) -> Page:
    """What comes back. ``pod``: the one that answered, None where a process of a machine did; ``health``: of that machine."""
    status = (branch.http or {}).get("status") or 200
    code = branch.ending.code
    if code == "http-to-tls":
        if pod is None:
            return Page(400, "Client sent an HTTP request to an HTTPS server.\n", _PLAIN)
        return _nginx(400, "The plain HTTP request was sent to HTTPS port")
    if status >= 400:
        return _nginx(status)
    if pod is None:
        return _process(request, branch, health)
    image = image_name((pod["spec"].get("containers") or [{}])[0].get("image", ""))
    name, node = pod["metadata"]["name"], pod["spec"].get("nodeName", "")
    if image == "hello-app":
        return Page(200, f"Hello, world!\nVersion: 1.0.0\nHostname: {name}\n", _PLAIN)
    if image == "echoserver":
        return Page(200, _echo(request, branch, pod, method, agent), "text/plain", "echoserver")
    source = branch.arrived.source if branch.arrived is not None else ""
    forwarded = ((branch.http or {}).get("headers") or {}).get("X-Forwarded-For")
    lines = [
        "<!DOCTYPE html>",
        f"<title>{image or 'pod'}</title>",
        f"<h1>{name}</h1>",
        f"<p>Pod {pod['metadata']['namespace']}/{name} on {node} answers.</p>",
        f"<p>I saw the request come from {source}.</p>",
    ]
    if forwarded:
        lines.append(f"<p>X-Forwarded-For: {forwarded}</p>")
    server = {"nginx": "nginx/1.27.4", "httpd": "Apache/2.4.63 (Unix)"}.get(image, image)
    return Page(200, "\n".join(lines) + "\n", _HTML, server)


def _echo(request: HttpRequest, branch: Branch, pod: Obj, method: str, agent: str) -> str:
    source = branch.arrived.source if branch.arrived is not None else ""
    port = branch.arrived.destination_port if branch.arrived is not None else request.port
    headers = {"accept": "*/*", "host": request.host, "user-agent": agent}
    headers |= {key.lower(): str(value) for key, value in ((branch.http or {}).get("headers") or {}).items()}
    path, _, query = request.path.partition("?")
    meta, status = pod["metadata"], pod.get("status") or {}
    return (
        f"\n\nHostname: {meta['name']}\n\nPod Information:\n"
        f"\tnode name:\t{pod['spec'].get('nodeName', '')}\n\tpod name:\t{meta['name']}\n"
        f"\tpod namespace:\t{meta['namespace']}\n\tpod IP:\t{status.get('podIP', '')}\n\n"
        "Server values:\n\tserver_version=nginx: 1.13.3 - lua: 10008\n\nRequest Information:\n"
        f"\tclient_address={source}\n\tmethod={method}\n\treal path={request.path}\n\tquery={query}\n"
        f"\trequest_version=1.1\n\trequest_scheme=http\n\trequest_uri=http://{request.host.partition(':')[0]}:{port}{path}\n\n"
        "Request Headers:\n"
        + "".join(f"\t{key}={value}\n" for key, value in sorted(headers.items()))
        + "\nRequest Body:\n\t-no body in request-\n\n"
    )


def _process(request: HttpRequest, branch: Branch, health: Mapping[int, HealthAnswer]) -> Page:
    """A program on a node or on the control plane."""
    process = branch.ending.params.get("process", "")
    path = request.path.partition("?")[0]
    if process == "kube-apiserver":
        message = f'forbidden: User "system:anonymous" cannot get path "{path}"'
        status: dict[str, Any] = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": message,
            "reason": "Forbidden",
            "details": {},
            "code": 403,
        }
        if path in ("/healthz", "/livez", "/readyz"):
            return Page(200, "ok", _PLAIN)
        return Page(403, json.dumps(status, indent=2), "application/json")
    if process == "kubelet" and request.port == 10248 and path == "/healthz":
        return Page(200, "ok", _PLAIN)
    if process == "kube-proxy" and request.port in health:
        # Whatever the path, the handler is that of the Service (pkg/proxy/healthcheck/service_health.go).
        answer = health[request.port]
        return Page(answer.status, answer.body(), "application/json")
    if process == "kube-proxy" and path in ("/healthz", "/livez"):
        return Page(200, "{}\n", "application/json")
    return Page(404, "404 page not found\n", _PLAIN)
