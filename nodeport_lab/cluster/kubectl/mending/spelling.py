"""Values that become good by another spelling: names in lower case, paths, addresses, ranges."""

from __future__ import annotations

from collections.abc import Callable

from nodeport_lab.cluster.apiserver.validation import addresses, names
from nodeport_lab.cluster.kubectl.mending import text, values
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.source import Document, read

Mender = Callable[[Problem, Document, FieldPath], Repair | None]

# The API server itself writes this one field with a capital.
_REAL = {"LoadBalancerSourceRanges": "loadBalancerSourceRanges"}
# What people write where Kubernetes names the transport.
_TRANSPORT = {"HTTP": "TCP", "HTTPS": "TCP", "GRPC": "TCP", "WEBSOCKET": "TCP", "TLS": "TCP", "QUIC": "UDP"}


def _set(document: Document, path: FieldPath, value: str) -> Repair | None:
    """Another value for a scalar that stands in the text."""
    path = FieldPath(tuple(_REAL.get(part, part) if isinstance(part, str) else part for part in path.parts))
    _, node = text.exact(document, path)
    if node is None and path.parts[-2:] == ("clusterIPs", 0):
        path = FieldPath((*path.parts[:-2], "clusterIP"))
        _, node = text.exact(document, path)
    if node is None or node.children is not None or node.value == value:
        return None
    name = next((part for part in reversed(path.parts) if isinstance(part, str)), "")
    edit = text.set_to(document, node, _scalar(value))
    return Repair("set-value", (edit,), {"name": name, "value": value})


def _scalar(value: str) -> str:
    """The text bare, where YAML reads it as that very text; in quotes otherwise."""
    documents = read(f"value: {value}").documents
    bare = len(documents) == 1 and documents[0].value == {"value": value}
    return value if bare else text.quoted(value)


def _name(rule: names.Check, *, dots: bool = False) -> Mender:
    """Lower case, and hyphens for what may not stand in the name."""

    def mend(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
        value = problem.params["value"]
        if not isinstance(value, str) or not value.isascii():
            return None
        plain = value.strip().lower()
        for char in "_ " if dots else "_ .":
            plain = plain.replace(char, "-")
        plain = plain.strip("-")
        return _set(document, path, plain) if plain and not rule(plain) else None

    return mend


def _host(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """A host name without scheme, port and path."""
    plain = problem.params["value"].strip().lower().removeprefix("http://").removeprefix("https://")
    plain = plain.partition("/")[0].partition(":")[0]
    return _set(document, path, plain) if plain and not names.dns_subdomain(plain) else None


def _protocol(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    transport = _TRANSPORT.get(str(problem.params["value"]).strip().upper())
    return _set(document, path, transport) if transport else values.allowed(problem, document, path)


def _only_one(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """There is but one value that is allowed."""
    return _set(document, path, problem.params["allowed"][0])


def _stripped(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    return _set(document, path, problem.params["value"].strip())


def _absolute(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    value = problem.params["value"]
    return _set(document, path, f"/{value}") if value and not value.startswith("/") else None


def _single_address(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """A range of one address."""
    address = addresses.parse(problem.params["value"])
    return _set(document, path, f"{address}/{address.max_prefixlen}") if address else None


def _network(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    return _set(document, path, problem.params["network"])


def _without_zeros(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    host, slash, length = problem.params["value"].partition("/")
    address = addresses.parse(host)
    return _set(document, path, f"{address}{slash}{int(length) if slash else ''}") if address else None


MENDERS: dict[str, Mender] = {
    "cidr-host-bits": _network,
    "cidr-invalid": _single_address,
    "container-name-invalid": _name(names.dns_label),
    "external-name-invalid": _host,
    "image-padded": _stripped,
    "ingress-class-invalid": _name(names.dns_subdomain, dots=True),
    "ingress-host-invalid": _host,
    "ingress-path-not-absolute": _absolute,
    "ip-leading-zeros": _without_zeros,
    "name-has-dots": _name(names.dns_label),
    "name-invalid": _name(names.dns_label),
    "port-name-invalid": _name(names.port_name),
    "protocol-unknown": _protocol,
    "restart-policy-not-always": _only_one,
    "service-port-name-invalid": _name(names.dns_label),
}
