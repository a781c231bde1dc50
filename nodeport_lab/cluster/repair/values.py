"""Values that are nearly right: in other case, with a stray quote, a number outside its range."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.decode import nearest
from nodeport_lab.cluster.apiserver.validation import addresses, names
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.repair.edits import Place, name_of

_QUOTES = "“”‘’„\"'「」"
# What people write where Kubernetes names the transport.
_ALIASES = {"http": "TCP", "https": "TCP", "grpc": "TCP", "websocket": "TCP", "dns": "UDP"}
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./")


def set_value(place: Place, path: FieldPath | None, value: Any) -> Repair | None:
    """The value at ``path`` replaced, where it is a scalar in the text."""
    node = place.node(path) if path is not None else None
    if node is None or path is None or node.children is not None or node.end == node.start:
        return None
    text = written(value)
    return Repair("set-value", (place.replace(node, text),), {"name": name_of(path), "value": value})


def written(value: Any) -> str:
    """A scalar as YAML, in quotes where it would be read as something else."""
    text = str(value)
    if isinstance(value, str) and not (
        text and text[0].isalpha() and set(text) <= _SAFE and not _special(text)
    ):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text


def _special(text: str) -> bool:
    return text.lower() in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


def nearest_allowed(problem: Problem, place: Place) -> Repair | None:
    """The one allowed value, or the one that was meant: same letters, one or two of them wrong, or quotes too many."""
    value, allowed = (
        problem.params.get("value"),
        [str(each) for each in problem.params["allowed"] if each != ""],
    )
    if isinstance(value, str):
        plain = value.strip().strip(_QUOTES)
        meant = plain if plain in allowed else nearest(plain, allowed)
        if not meant and problem.kind == "protocol-unknown":
            meant = _ALIASES.get(plain.lower(), "")
    else:
        meant = ""
    if not meant and len(allowed) == 1:
        meant = allowed[0]
    return set_value(place, problem.path, meant) if meant else None


def into_range(problem: Problem, place: Place) -> Repair | None:
    """80 means 30080: the number within the range that ends in the same digits."""
    value, first, last = problem.params["value"], problem.params["first"], problem.params["last"]
    if problem.path is None or not isinstance(value, int) or value <= 0 or first + value > last:
        return None
    return set_value(place, problem.path, first + value)


def plain_name(problem: Problem, place: Place) -> Repair | None:
    """A name in lower case, with hyphens for what may not stand in it."""
    value = problem.params["value"]
    if not isinstance(value, str) or not value.isascii():
        return None
    text = value.strip().lower()
    rule: names.Check = names.dns_label
    if problem.kind in ("ingress-host-invalid", "external-name-invalid"):
        text = text.removeprefix("http://").removeprefix("https://").partition("/")[0].partition(":")[0]
        rule = names.dns_subdomain
    elif problem.kind == "port-name-invalid":
        rule = names.port_name
    for char in "_ ." if rule is not names.dns_subdomain else "_ ":
        text = text.replace(char, "-")
    while "--" in text and rule is names.port_name:
        text = text.replace("--", "-")
    text = text.strip("-")
    return set_value(place, problem.path, text) if text != value and text and not rule(text) else None


def stripped(problem: Problem, place: Place) -> Repair | None:
    """The value without the spaces around it."""
    return set_value(place, problem.path, problem.params["value"].strip())


def absolute(problem: Problem, place: Place) -> Repair | None:
    """A slash before a path."""
    value = problem.params["value"]
    return set_value(place, problem.path, f"/{value}") if value and not value.startswith("/") else None


def single_address(problem: Problem, place: Place) -> Repair | None:
    """A range of one address: ``203.0.113.7`` is ``203.0.113.7/32``."""
    value = problem.params["value"]
    address = addresses.parse(value)
    return set_value(place, _real(problem.path), f"{address}/{address.max_prefixlen}") if address else None


def network(problem: Problem, place: Place) -> Repair | None:
    """The range that the address lies in."""
    return set_value(place, _real(problem.path), problem.params["network"])


def without_zeros(problem: Problem, place: Place) -> Repair | None:
    """Numbers without leading zeros."""
    host, slash, length = str(problem.params["value"]).partition("/")
    address = addresses.parse(host)
    if address is None:
        return None
    return set_value(place, _real(problem.path), f"{address}{slash}{int(length) if slash else ''}")


def _real(path: FieldPath | None) -> FieldPath | None:
    """The API server writes one field with a capital that has none."""
    if path is None:
        return None
    parts = tuple(
        "loadBalancerSourceRanges" if part == "LoadBalancerSourceRanges" else part for part in path.parts
    )
    return FieldPath(parts)
