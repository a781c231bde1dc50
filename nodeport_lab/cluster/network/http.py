"""HTTP on top of the packets: a request to a Service's pod, or to an Ingress controller that makes a second connection.

The controller ends the client's connection, looks at host and path, and asks an endpoint by a connection of its own: two
traces, one inside the other. The pod sees the controller's address; who asked stands in X-Forwarded-For.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from nodeport_lab.cluster.network.endings import Ending
from nodeport_lab.cluster.network.hop import Branch, Hop, Leg, Trace
from nodeport_lab.cluster.network.ingress import Controller, PathRule, Upstream
from nodeport_lab.cluster.network.netfilter import Choice
from nodeport_lab.cluster.network.packet import Flow
from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import EPHEMERAL, Request, World

Scheme = Literal["http", "https"]

# The ports on which a process is taken to speak TLS.
_TLS_PORTS = frozenset({443, 6443, 8443})


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """``curl http://host:port/path``, the host already resolved to ``address``. insecure: certificates are not checked (-k)."""

    sender: str
    address: str
    port: int
    host: str
    path: str = "/"
    scheme: Scheme = "http"
    via: str | None = None
    source_port: int = EPHEMERAL
    insecure: bool = False

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise ValueError(f"not a path: {self.path!r}")

    @property
    def name(self) -> str:
        """The host without its port, as rules and certificates have it."""
        return self.host.partition(":")[0].lower()

    def as_json(self) -> dict[str, Any]:
        said = {"scheme": self.scheme, "host": self.host, "path": self.path}
        return said | {"insecure": True} if self.insecure else said


def trace_http(world: World, request: HttpRequest) -> Trace:
    """Every way that an HTTP request can go: ``trace`` with what happens above TCP."""
    lower = Request(request.sender, request.address, request.port, "TCP", request.via, request.source_port)
    outer = trace(world, lower)
    roles = dict(outer.roles)
    branches: list[Branch] = []
    for branch in outer.branches:
        branches += _above(world, request, branch, roles)
    return Trace(outer.mode, lower, tuple(branches), roles, request.as_json())


def _above(
    world: World, request: HttpRequest, branch: Branch, roles: dict[tuple[str, int], Any]
) -> Iterator[Branch]:
    if branch.ending.observed != "reply" or branch.arrived is None:
        yield branch
        return
    place, port = branch.ending.place, branch.arrived.destination_port
    controller = world.ingress
    behind = controller is not None and place in controller.pods
    tls = port == controller.https_port if behind and controller else port in _TLS_PORTS
    talk = _Talk(request, branch, place)
    if request.scheme == "https" and not tls:
        yield talk.over(Ending("tls-not-spoken", place, {"place": place, "port": port}), None)
    elif request.scheme == "http" and tls:
        yield talk.over(Ending("http-to-tls", place, {"place": place, "port": port}), 400)
    elif behind and controller and port in (controller.http_port, controller.https_port):
        yield from _ingress(world, controller, talk, roles)
    else:
        yield replace(branch, http={"status": 200})


class _Talk:
    """A connection that stands, and what is said on it: hops and facts are collected until it is over."""

    def __init__(self, request: HttpRequest, branch: Branch, place: str):
        self.request, self.branch, self.place = request, branch, place
        cut = next(n for n, hop in enumerate(branch.hops) if hop.event == "answered") + 1
        self.there, self.back = list(branch.hops[:cut]), branch.hops[cut:]
        assert branch.arrived is not None  # noqa: S101
        self.seen: Flow = branch.arrived
        self.facts: dict[str, Any] = {}

    def hop(self, event: str, params: Mapping[str, Any], choice: Choice | None = None) -> None:
        back = event == "http-answered"
        leg: Leg = "reply" if back else "request"
        flow = self.seen.reversed() if back else self.seen
        self.there.append(Hop(leg, self.place, "http", event, flow, flow, (), choice, None, params))

    def over(self, ending: Ending, status: int | None) -> Branch:
        """The answer goes back with this status; without one the client hangs up."""
        if status is not None:
            self.hop("http-answered", {"status": status})
        return replace(
            self.branch,
            ending=ending,
            hops=(*self.there, *self.back),
            http={"status": status, **self.facts},
        )


def _ingress(
    world: World, controller: Controller, talk: _Talk, roles: dict[tuple[str, int], Any]
) -> Iterator[Branch]:
    request, place, table = talk.request, talk.place, controller.table
    if request.scheme == "https":
        certificate = table.certificate(request.name)
        talk.facts["tls"] = {"sni": request.name, "secret": certificate and certificate.secret}
        if certificate is not None:
            talk.hop("tls-ended", {"host": request.name, "secret": certificate.secret})
        else:
            talk.hop("tls-default", {"host": request.name})
            if not request.insecure:
                params = {"controller": place, "host": request.name}
                yield talk.over(Ending("tls-untrusted", place, params), None)
                return
    rule = table.match(request.name, request.path)
    upstream = rule.upstream if rule is not None else table.default
    if upstream is None:
        yield _not_found(controller, talk)
        return
    talk.facts |= {"rule": rule and rule.as_json(), "service": upstream.service}
    asked = {"host": request.name, "path": request.path, "service": upstream.service}
    if rule is None:
        talk.hop("http-default", asked)
    else:
        talk.hop("http-routed", asked | {"rule": f"{rule.host or '*'}{rule.path} ({rule.path_type})"})
    if not upstream.found:
        yield _missing(talk, rule.ingress if rule is not None else table.default_of, rule, upstream)
    elif not upstream.endpoints:
        params = {"controller": place, "service": upstream.service}
        cause = Ending("http-no-endpoints", place, params, upstream.service, "spec.selector")
        yield talk.over(cause, 503)
    else:
        yield from _ask(world, talk, upstream, roles)


def _not_found(controller: Controller, talk: _Talk) -> Branch:
    """404: no rule for the host, or none of its rules for the path."""
    request, table = talk.request, controller.table
    params = {"controller": talk.place, "host": request.name}
    rules = table.of_host(request.name)
    if not rules:
        params["hosts"] = ", ".join(table.hosts()) or "-"
        return talk.over(Ending("http-host-unknown", talk.place, params, None, "spec.rules"), 404)
    owner, field = rules[0].ingress, rules[0].field.rpartition("[")[0]
    params |= {"path": request.path, "ingress": owner}
    return talk.over(Ending("http-path-unknown", talk.place, params, None, field, owner), 404)


def _missing(talk: _Talk, owner: str | None, rule: PathRule | None, upstream: Upstream) -> Branch:
    field = f"{rule.field}.backend.service" if rule is not None else "spec.defaultBackend"
    params = {"controller": talk.place, "service": upstream.service, "port": upstream.port}
    return talk.over(Ending("http-backend-missing", talk.place, params, None, field, owner), 503)


def _ask(
    world: World, talk: _Talk, upstream: Upstream, roles: dict[tuple[str, int], Any]
) -> Iterator[Branch]:
    """The controller asks one of the endpoints, each as likely as the others."""
    count = len(upstream.endpoints)
    share = Fraction(1, count)
    for index, (address, port) in enumerate(upstream.endpoints):
        inner = trace(world, Request(talk.place, address, port, source_port=EPHEMERAL + 1))
        for key, role in inner.roles.items():
            roles.setdefault(key, role)
        roles[address, port] = "targetPort"
        for branch in inner.branches:
            mine = _Talk(talk.request, talk.branch, talk.place)
            mine.there, mine.facts = talk.there.copy(), talk.facts.copy()
            headers = _forwarded(talk)
            choice = Choice(index, count, share) if count > 1 else None
            to = {"to": f"{address}:{port}", "forwarded": headers["X-Forwarded-For"]}
            mine.hop("http-forwarded", to, choice)
            mine.facts |= {
                "backend": branch.pod or branch.ending.place,
                "headers": headers,
                "upstream": branch.ending.as_json(),
            }
            mine.there += [hop._replace(stream=2) for hop in branch.hops]
            ending, status = _gateway(talk, upstream, branch, f"{address}:{port}")
            yield replace(
                mine.over(ending, status),
                probability=talk.branch.probability * share * branch.probability,
                arrived=branch.arrived,
                pod=branch.pod,
                connections=_merged(talk.branch.connections, branch.connections),
            )


def _forwarded(talk: _Talk) -> dict[str, str]:
    return {
        "X-Forwarded-For": talk.seen.source,
        "X-Forwarded-Host": talk.request.host,
        "X-Forwarded-Proto": talk.request.scheme,
    }


def _gateway(talk: _Talk, upstream: Upstream, branch: Branch, address: str) -> tuple[Ending, int]:
    """What the controller tells the client about its own connection."""
    service, place = upstream.service, talk.place
    if branch.ending.observed == "reply":
        params: dict[str, Any] = {
            "pod": branch.pod or branch.ending.place,
            "controller": place,
            "source": branch.arrived.source if branch.arrived else "",
            "forwarded": talk.seen.source,
        }
        return Ending("http-answered", params["pod"], params, service, None), 200
    params = {"controller": place, "service": service, "address": address}
    if branch.ending.observed == "refused":
        return Ending("http-bad-gateway", place, params, service, upstream.field or None), 502
    return Ending("http-gateway-timeout", place, params, service, branch.ending.field), 504


def _merged(
    first: Mapping[str, tuple[Any, ...]], second: Mapping[str, tuple[Any, ...]]
) -> dict[str, tuple[Any, ...]]:
    return {place: (*first.get(place, ()), *second.get(place, ())) for place in {**first, **second}}
