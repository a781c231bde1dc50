"""Carries a situation out in a simulated cluster, and says what came of it. The same situation, the same result, always."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from nodeport_lab.cluster.controllers import ingress as controller
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.compare.manifests import (
    HTTPS,
    SHELL,
    App,
    deployment,
    ingress,
    secret,
    service,
)
from nodeport_lab.compare.situations import Situation

Json = dict[str, Any]

SHELL_POD = "default/shell"
CLIENTS_NODE = "node1"  # the one whose address the client was given
MOVED_TO = "192.168.1.201"
PATIENCE = 60.0  # longer than the node grace period and the balancer's health checks
_REMEMBERED = 1024


@dataclass(frozen=True)
class Run:
    """What a situation came to.

    files: the manifests, the app's Deployment first. log: the actions, from nothing. request: as the simulation takes it, or None
    where there is no address to ask. urls: what a client types for each app, None for one that it cannot reach by any address.
    refused: what kubectl said where the manifests were refused. problem: the kind of a request that could not be sent.
    """

    situation: Situation
    files: tuple[Mapping[str, str], ...]
    log: tuple[Mapping[str, Any], ...]
    snapshot: Json
    urls: tuple[str | None, ...]
    request: Mapping[str, Any] | None
    trace: Json | None
    refused: str
    problem: Mapping[str, Any] | None

    @cached_property
    def branch(self) -> Json | None:
        """The way that is shown: the likeliest, and of several the first."""
        if self.trace is None:
            return None
        found: Json = max(self.trace["branches"], key=lambda branch: branch["probability"])
        return found

    @cached_property
    def answered(self) -> Fraction:
        """The share of requests that are answered as wished."""
        outcomes = self.trace["outcomes"] if self.trace is not None else ()
        parts = (
            Fraction(o["probability"]).limit_denominator(10_000) for o in outcomes if o["kind"] == "answered"
        )
        return sum(parts, Fraction(0)).limit_denominator(1_000)

    @cached_property
    def endings(self) -> tuple[Json, ...]:
        """The endings that can be, likeliest first, each code once."""
        if self.trace is None:
            return ()
        shares: dict[str, float] = {}
        found: dict[str, Json] = {}
        for branch in self.trace["branches"]:
            code = branch["ending"]["code"]
            shares[code] = shares.get(code, 0.0) + branch["probability"]
            found.setdefault(code, branch["ending"])
        return tuple(found[code] for code in sorted(found, key=lambda code: -shares[code]))

    @cached_property
    def url(self) -> str | None:
        """The address of the app that is asked."""
        apps = self.situation.apps
        return self.urls[apps.index(self.situation.asked)]

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The addresses that pods saw the request come from."""
        outcomes = self.trace["outcomes"] if self.trace is not None else ()
        return tuple(sorted({o["source"] for o in outcomes if o["kind"] == "answered" and o["source"]}))

    @cached_property
    def forwarded(self) -> tuple[str, ...]:
        """What stood in X-Forwarded-For, where a controller wrote one."""
        branches = self.trace["branches"] if self.trace is not None else ()
        headers = ((branch["http"] or {}).get("headers") or {} for branch in branches)
        return tuple(sorted({found["X-Forwarded-For"] for found in headers if "X-Forwarded-For" in found}))

    @cached_property
    def entries(self) -> Mapping[str, Fraction]:
        """By which nodes requests come in, and what share by each."""
        names = [node["name"] for node in self.snapshot["nodes"]]
        shares: dict[str, Fraction] = {}
        for branch in self.trace["branches"] if self.trace is not None else ():
            first = next((hop["place"] for hop in branch["hops"] if hop["place"] in names), None)
            if first is not None:
                part = Fraction(branch["probability"]).limit_denominator(10_000)
                shares[first] = shares.get(first, Fraction(0)) + part
        return {name: shares[name].limit_denominator(1_000) for name in names if name in shares}

    @cached_property
    def balancers(self) -> int:
        """How many load balancers were made."""
        return sum(len(service["loadBalancer"]["addresses"]) for service in self.snapshot["services"])

    @cached_property
    def pending(self) -> tuple[str, ...]:
        """The Services whose EXTERNAL-IP is still <pending>."""
        return tuple(s["name"] for s in self.snapshot["services"] if s["loadBalancer"]["pending"])

    @cached_property
    def node_ports(self) -> tuple[int, ...]:
        """What is open on every node."""
        return tuple(sorted({door["port"] for node in self.snapshot["nodes"] for door in node["openPorts"]}))


@lru_cache(maxsize=_REMEMBERED)
def run(situation: Situation) -> Run:
    """What comes of it. What is returned is shared: nobody changes it."""
    made = _Making(situation)
    refused = made.begin()
    urls = tuple(made.url(app) for app in situation.apps)
    made.break_it()
    request = made.request(situation.asked) if not refused else None
    answer: Json = made.cluster.trace(request) if request is not None else {}
    return Run(
        situation,
        tuple(made.files),
        tuple(made.log),
        made.cluster.snapshot(),
        urls if not refused else tuple(None for _ in urls),
        request,
        answer if "branches" in answer else None,
        refused,
        answer.get("problem"),
    )


class _Making:
    """A cluster in which a situation comes about, step by step; ``log`` is what was done."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.cluster = Cluster()
        self.log: list[Json] = []
        self.files = list(_files(situation))
        # What the client was told before anything broke: it does not learn of new addresses.
        self.known: Json = {}

    def do(self, action: Json) -> str:
        """Perform and note; returns what kubectl complained of."""
        self.log.append(action)
        outcome = self.cluster.perform(action)
        if outcome.problem is not None:
            raise ValueError(f"{action['type']}: {outcome.problem.message}")
        return outcome.printed.stderr if outcome.printed is not None and outcome.printed.exit else ""

    def begin(self) -> str:
        """Everything that stands before something breaks."""
        of = self.situation
        if of.provider != "none":
            self.do({"type": "set-provider", "running": True, "kind": of.provider})
        refused = self.do({"type": "apply", "files": self.files})
        if of.kind == "ingress" and of.controller:
            self.do({"type": "set-ingress-controller", "running": True, "expose": of.door})
            if of.local:
                patch = '{"spec":{"externalTrafficPolicy":"Local"}}'
                line = f"kubectl -n {controller.NAMESPACE} patch service {controller.NAME} -p '{patch}'"
                self.do({"type": "kubectl", "line": line})
        if of.inside:
            self.do({"type": "apply", "files": [*self.files, {"name": "shell.yaml", "text": SHELL}]})
        self.known = self.cluster.snapshot()
        return refused

    def break_it(self) -> None:
        """The faults, one after another; then time passes, unless the first moment is wanted."""
        of = self.situation
        if "firewall" in of.faults:
            rule = {"source": "0.0.0.0/0", "ports": [30000, 32767], "action": "deny"}
            self.do({"type": "set-firewall", "rules": [rule]})
        if "pod" in of.faults:
            pods = [pod for pod in self.known["pods"] if pod["labels"].get("app") == of.asked.name]
            for pod in pods[:1]:
                where = {"resource": "pods", "namespace": "default", "name": pod["name"]}
                self.do({"type": "delete", **where})
        if "address" in of.faults:
            self.do({"type": "set-node-address", "node": CLIENTS_NODE, "address": MOVED_TO})
        if "node" in of.faults:
            self.do({"type": "set-node", "node": CLIENTS_NODE, "up": False})
            if of.settled:
                self.do({"type": "advance", "seconds": PATIENCE})

    # --- how the app is asked for ----------------------------------------------------------------------------------

    def request(self, app: App) -> Json | None:
        """The client's request, as the simulation takes it."""
        found = self._address(app)
        if found is None:
            return None
        address, port, host = found
        of = self.situation
        speech = (
            {"http": {"scheme": self._scheme, "path": "/"}}
            if app.protocol == "TCP" and of.speech == "http"
            else {}
        )
        if speech and host:
            speech["http"]["host"] = host
        return {
            "from": SHELL_POD if of.inside else "client",
            "to": {"address": address, "port": port},
            "protocol": app.protocol,
            **speech,
        }

    @property
    def _scheme(self) -> str:
        return "https" if self.situation.tls else "http"

    def url(self, app: App) -> str | None:
        """What the client types."""
        found = self._address(app)
        if found is None:
            return None
        address, port, host = found
        if self.situation.speech != "http":
            return f"{app.protocol.lower()}://{host or address}:{port}"
        usual = HTTPS if self.situation.tls else 80
        shown = host or address
        return f"{self._scheme}://{shown}/" if port == usual else f"{self._scheme}://{shown}:{port}/"

    def _address(self, app: App) -> tuple[str, int, str] | None:
        """Address, port and, where rules ask for it, the host; None where no address leads there."""
        of = self.situation
        port = of.port or (HTTPS if of.tls else app.port)
        if of.inside:
            return app.name, port, ""
        if of.kind == "nodeport":
            node = next(node for node in self.known["nodes"] if node["name"] == CLIENTS_NODE)
            door = next(iter(self._service(app.name)["ports"]), None)
            return (node["address"], door["nodePort"], "") if door else None
        if of.kind == "loadbalancer":
            addresses = self._service(app.name)["loadBalancer"]["addresses"]
            return (addresses[0], port, "") if addresses else None
        if of.kind == "ingress":
            return self._by_controller(app, port)
        if of.kind == "clusterip":
            return self._service(app.name)["clusterIP"], port, ""
        if of.kind == "headless":
            pods = [pod for pod in self.known["pods"] if pod["labels"].get("app") == app.name]
            return (pods[0]["address"], app.port, "") if pods else None
        return None

    def _by_controller(self, app: App, port: int) -> tuple[str, int, str] | None:
        found = self._service(controller.NAME)
        host = app.host
        if found["loadBalancer"]["addresses"]:
            return found["loadBalancer"]["addresses"][0], port, host
        if self.situation.door == "NodePort":
            door = next((door for door in found["ports"] if door["port"] == port), None)
            # With Local only the controller's own node answers: that is the one whose address is handed out.
            pods = [pod for pod in self.known["pods"] if pod["namespace"] == controller.NAMESPACE]
            name = pods[0]["node"] if self.situation.local and pods else CLIENTS_NODE
            node = next(node for node in self.known["nodes"] if node["name"] == name)
            return (node["address"], door["nodePort"], host) if door else None
        return None

    def _service(self, name: str) -> Json:
        nothing: Json = {"ports": [], "loadBalancer": {"addresses": [], "pending": False}}
        return next((found for found in self.known["services"] if found["name"] == name), nothing)


def _files(situation: Situation) -> Iterator[dict[str, str]]:
    """The manifests of a situation, one file for each thing that a person would think of."""
    of, first = situation, situation.apps[0]
    if of.kind != "externalname":
        yield {"name": "deployment.yaml", "text": deployment(first)}
    text = service(first, of.kind, port=of.port, node_port=of.node_port, local=of.local, tls=of.tls)
    yield {"name": "service.yaml", "text": text}
    for app in of.apps[1:]:
        another = service(app, of.kind, local=of.local, tls=of.tls)
        pods = deployment(app, 2) + "---\n" if of.kind != "externalname" else ""
        yield {"name": f"{app.name}.yaml", "text": pods + another}
    if of.kind == "ingress":
        yield {"name": "ingress.yaml", "text": ingress(of.apps, tls=of.tls)}
        if of.tls:
            yield {"name": "secret.yaml", "text": secret()}
