"""The YAML of an app behind each kind of door, as a person would write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

Kind = Literal["nodeport", "loadbalancer", "ingress", "clusterip", "headless", "externalname"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MAIN: tuple[Kind, ...] = KINDS[:3]
Speech = Literal["http", "tcp", "udp"]

HOST = "example.com"
SECRET = "example-com-tls"  # noqa: S105  (a name)
ELSEWHERE = "db.example.net"
HTTPS = 443
TYPES = {"nodeport": "NodePort", "loadbalancer": "LoadBalancer"}


class App(NamedTuple):
    """What runs in the pods: it listens on ``port``, and NodePort opens ``node_port`` for it."""

    name: str
    image: str
    port: int
    node_port: int
    protocol: Literal["TCP", "UDP"] = "TCP"
    host: str = HOST


APPS: dict[Speech, App] = {
    "http": App("web", "nginx:1.29", 80, 30080),
    "tcp": App("cache", "redis:8", 6379, 30379),
    "udp": App("dns", "coredns/coredns:1.12.0", 53, 30053, "UDP"),
}
# Further apps of the same team, for the second Service and for what five of them cost.
OTHERS = tuple(
    App(name, "httpd:2.4", 80, 30081 + number, host=f"{name}.{HOST}")
    for number, name in enumerate(("shop", "docs", "blog", "mail"))
)


def deployment(app: App, replicas: int = 2) -> str:
    """The pods."""
    protocol = "\n          protocol: UDP" if app.protocol == "UDP" else ""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {app.name}
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app: {app.name}
  template:
    metadata:
      labels:
        app: {app.name}
    spec:
      containers:
      - name: {app.name}
        image: {app.image}
        ports:
        - containerPort: {app.port}{protocol}
"""


def service(
    app: App,
    kind: Kind,
    *,
    port: int | None = None,
    node_port: int | None = None,
    local: bool = False,
    tls: bool = False,
) -> str:
    """The Service. ``port`` and ``node_port``: others than usual; ``local``: externalTrafficPolicy; ``tls``: port 443 as well."""
    if kind == "externalname":
        return f"""\
apiVersion: v1
kind: Service
metadata:
  name: {app.name}
spec:
  type: ExternalName
  externalName: {ELSEWHERE}
"""
    own = [f"type: {TYPES.get(kind, 'ClusterIP')}"]
    own += ["clusterIP: None"] if kind == "headless" else []
    own += ["externalTrafficPolicy: Local"] if local and kind in TYPES else []
    lines = [
        "apiVersion: v1",
        "kind: Service",
        "metadata:",
        f"  name: {app.name}",
        "spec:",
        *(f"  {line}" for line in own),
        "  selector:",
        f"    app: {app.name}",
        "  ports:",
    ]
    both = tls and kind not in ("nodeport", "ingress")
    number = port or (HTTPS if tls and kind == "nodeport" else app.port)
    lines += _port(app, number, "http" if both else "")
    if kind == "nodeport":
        lines.append(f"    nodePort: {node_port or app.node_port}")
    if both:
        lines += _port(app, HTTPS, "https")
    return "\n".join(lines) + "\n"


def _port(app: App, port: int, name: str) -> list[str]:
    fields = [f"name: {name}"] if name else []
    fields += ["protocol: UDP"] if app.protocol == "UDP" else []
    fields += [f"port: {port}", f"targetPort: {app.port}"]
    return [f"  {'-' if not index else ' '} {field}" for index, field in enumerate(fields)]


def ingress(apps: Sequence[App], *, tls: bool = False) -> str:
    """One Ingress for all of them, told apart by host."""
    lines = [
        "apiVersion: networking.k8s.io/v1",
        "kind: Ingress",
        "metadata:",
        f"  name: {apps[0].name}",
        "spec:",
        "  ingressClassName: nginx",
    ]
    if tls:
        lines += ["  tls:", "  - hosts:", *(f"    - {app.host}" for app in apps), f"    secretName: {SECRET}"]
    lines.append("  rules:")
    for app in apps:
        lines += [
            f"  - host: {app.host}",
            "    http:",
            "      paths:",
            "      - path: /",
            "        pathType: Prefix",
            "        backend:",
            "          service:",
            f"            name: {app.name}",
            "            port:",
            f"              number: {app.port}",
        ]
    return "\n".join(lines) + "\n"


def secret() -> str:
    """Stands in for a certificate and its key: what they hold is nobody's business but the controller's."""
    return f"""\
apiVersion: v1
kind: Secret
metadata:
  name: {SECRET}
type: kubernetes.io/tls
stringData:
  tls.crt: your certificate
  tls.key: your key
"""


SHELL = """\
apiVersion: v1
kind: Pod
metadata:
  name: shell
  labels:
    app: shell
spec:
  nodeName: node3
  containers:
  - name: shell
    image: curlimages/curl:8.16.0
"""

# Gateway API is no part of the API server, so nothing of this is simulated: it shows the place that it takes.
GATEWAY = f"""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: public
spec:
  gatewayClassName: example
  listeners:
  - name: http
    protocol: HTTP
    port: 80
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: web
spec:
  parentRefs:
  - name: public
  hostnames:
  - {HOST}
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /
    backendRefs:
    - name: web
      port: 80
"""
