"""The alphabets of Kubernetes: which text may be a name, a label, a port's name, an environment variable.

Every check answers with the faults it finds, in the API server's words; none means the text is good.
Mirrors k8s.io/apimachinery/pkg/api/validate/content (dns.go, kube.go, identifier.go, path.go) and
k8s.io/apimachinery/pkg/util/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong with a text. ``code``: ``format``, ``too-long``, ``dots``, ``empty``, ``prefix`` or ``range``."""

    code: str
    message: str
    maximum: int = 0


Check = Callable[[str], "list[Fault]"]

_LABEL = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_LABEL_UNDERSCORE = r"_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SUBDOMAIN_UNDERSCORE = rf"{_LABEL_UNDERSCORE}(\.{_LABEL_UNDERSCORE})*"
_KEY = r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"

_is_label = re.compile(_LABEL).fullmatch
_is_subdomain = re.compile(_SUBDOMAIN).fullmatch
_is_subdomain_underscore = re.compile(_SUBDOMAIN_UNDERSCORE).fullmatch
_is_wildcard = re.compile(rf"\*\.{_SUBDOMAIN}").fullmatch
_is_key = re.compile(_KEY).fullmatch
_is_value = re.compile(rf"({_KEY})?").fullmatch
_is_port_name = re.compile(r"[-a-z0-9]+").fullmatch
_has_letter = re.compile(r"[a-z]").search
_is_percent = re.compile(r"[0-9]+%").fullmatch
_is_config_key = re.compile(r"[-._a-zA-Z0-9]+").fullmatch
_is_header = re.compile(r"[-A-Za-z0-9]+").fullmatch
_is_env = re.compile(r"[ -<>-~]+").fullmatch
_is_domain_path = re.compile(r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+").fullmatch


def _size(text: str) -> int:
    """Go's len(): bytes."""
    return len(text) if text.isascii() else len(text.encode())


def _too_long(maximum: int, prefix: str = "") -> Fault:
    return Fault("too-long", f"{prefix}must be no more than {maximum} characters", maximum)


def _format(message: str, pattern: str, *examples: str) -> Fault:
    """content.RegexError, which joins its examples in a way of its own."""
    shown = " or ".join(f"'{example}', " for example in examples)
    return Fault(
        "format", f"{message} ({'e.g. ' if shown else ''}{shown}regex used for validation is '{pattern}')"
    )


_LABEL_FAULT = _format(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end "
    "with an alphanumeric character",
    _LABEL,
    "my-name",
    "123-abc",
)
_SUBDOMAIN_FAULT = _format(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
    "and end with an alphanumeric character",
    _SUBDOMAIN,
    "example.com",
)
_SUBDOMAIN_UNDERSCORE_FAULT = _format(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must "
    "start and end with an alphanumeric character",
    _SUBDOMAIN_UNDERSCORE,
    "example.com",
)
_WILDCARD_FAULT = _format(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
    "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    rf"\*\.{_SUBDOMAIN}",
    "*.example.com",
)
_KEY_WORDS = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
_KEY_FAULT = _format(_KEY_WORDS, _KEY, "MyName", "my.name", "123-abc")
_VALUE_FAULT = _format(
    f"a valid label must be an empty string or consist of{_KEY_WORDS.removeprefix('must consist of')}",
    f"({_KEY})?",
    "MyValue",
    "my_value",
    "12345",
)
_DOTS = Fault("dots", "must not contain dots")
_NON_EMPTY = "must be non-empty"


def dns_label(text: str) -> list[Fault]:
    """RFC 1123 label: names of Services, containers, ports of a Service, Namespaces."""
    if _is_label(text) and len(text) <= 63:
        return []
    faults = [_too_long(63)] if _size(text) > 63 else []
    if not _is_label(text):
        faults.append(_DOTS if _is_subdomain(text) else _LABEL_FAULT)
    return faults


def dns_subdomain(text: str) -> list[Fault]:
    """RFC 1123 subdomain: names of most objects."""
    if _is_subdomain(text) and len(text) <= 253:
        return []
    faults = [_too_long(253)] if _size(text) > 253 else []
    if not _is_subdomain(text):
        faults.append(_SUBDOMAIN_FAULT)
    return faults


def dns_subdomain_underscore(text: str) -> list[Fault]:
    """A DNS search path, which may have underscores."""
    faults = [_too_long(253)] if _size(text) > 253 else []
    if not _is_subdomain_underscore(text):
        faults.append(_SUBDOMAIN_UNDERSCORE_FAULT)
    return faults


def wildcard_subdomain(text: str) -> list[Fault]:
    """``*.example.com``."""
    faults = [_too_long(253)] if _size(text) > 253 else []
    if not _is_wildcard(text):
        faults.append(_WILDCARD_FAULT)
    return faults


def label_key(text: str) -> list[Fault]:
    """``name`` or ``prefix/name``: keys of labels and annotations, appProtocol, loadBalancerClass."""
    if _is_key(text) and len(text) <= 63:
        return []
    faults: list[Fault] = []
    parts = text.split("/")
    if len(parts) > 2:
        words = "a valid label key " + _KEY_FAULT.message
        return [
            Fault(
                "format", words + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            )
        ]
    if len(parts) == 2:
        if not parts[0]:
            faults.append(Fault("prefix", f"prefix part {_NON_EMPTY}"))
        else:
            faults += [Fault("prefix", "prefix part " + f.message) for f in dns_subdomain(parts[0])]
    name = parts[-1]
    if not name:
        faults.append(Fault("empty", f"name part {_NON_EMPTY}"))
    elif _size(name) > 63:
        faults.append(_too_long(63, "name part "))
    if not _is_key(name):
        faults.append(Fault("format", "name part " + _KEY_FAULT.message))
    return faults


def label_value(text: str) -> list[Fault]:
    """What may stand behind a label's key."""
    if _is_value(text) and len(text) <= 63:
        return []
    faults = [_too_long(63)] if _size(text) > 63 else []
    if not _is_value(text):
        faults.append(_VALUE_FAULT)
    return faults


def port_name(text: str) -> list[Fault]:
    """IANA service name: names of container ports, and targetPort where it is a name."""
    faults = [_too_long(15)] if _size(text) > 15 else []
    if not _is_port_name(text):
        faults.append(
            Fault("format", "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        )
    if not _has_letter(text):
        faults.append(Fault("letter", "must contain at least one letter (a-z)"))
    if "--" in text:
        faults.append(Fault("hyphens", "must not contain consecutive hyphens"))
    if text and (text[0] == "-" or text[-1] == "-"):
        faults.append(Fault("hyphens", "must not begin or end with a hyphen"))
    return faults


def port_number(number: int) -> list[Fault]:
    """1 to 65535."""
    if 1 <= number <= 65535:
        return []
    return [Fault("range", "must be between 1 and 65535, inclusive")]


def percent(text: str) -> list[Fault]:
    """``25%``."""
    if _is_percent(text):
        return []
    return [
        _format(
            "a valid percent string must be a numeric string followed by an ending '%'",
            "[0-9]+%",
            "1%",
            "93%",
        )
    ]


def config_key(text: str) -> list[Fault]:
    """A key of a ConfigMap or a Secret: it becomes a file's name."""
    faults = [_too_long(253)] if _size(text) > 253 else []
    if not _is_config_key(text):
        faults.append(
            _format(
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                r"[-._a-zA-Z0-9]+",
                "key.name",
                "KEY_NAME",
                "key-name",
            )
        )
    return faults + _not_dots(text)


def _not_dots(text: str) -> list[Fault]:
    if text in (".", ".."):
        return [Fault("format", f"must not be '{text}'")]
    if text.startswith(".."):
        return [Fault("format", "must not start with '..'")]
    return []


def env_name(text: str) -> list[Fault]:
    """An environment variable's name, by the relaxed rule that holds since v1.32."""
    if text == "":
        return [
            Fault("empty", "environment variable name must be non-empty"),
        ]
    if _is_env(text):
        return []
    words = "a valid environment variable name must consist only of printable ASCII characters other than '='"
    return [Fault("format", words)]


def header_name(text: str) -> list[Fault]:
    """An HTTP header's name in a probe."""
    if _is_header(text):
        return []
    return [
        _format(
            "a valid HTTP header must consist of alphanumeric characters or '-'",
            r"[-A-Za-z0-9]+",
            "X-Header-Name",
        )
    ]


def path_segment(text: str) -> list[Fault]:
    """A name that stands between two slashes of a URL."""
    if text in (".", ".."):
        return [Fault("format", f"may not be '{text}'")]
    return [Fault("format", f"may not contain '{bad}'") for bad in ("/", "%") if bad in text]


def domain_prefixed_path(text: str) -> list[tuple[str, Fault]]:
    """``example.com/controller``: an IngressClass's controller. Each fault comes with the part that has it."""
    host, _, path = text.partition("/")
    if not host or not path:
        return [(text, Fault("format", 'must be a domain-prefixed path (such as "acme.io/foo")'))]
    faults = [(host, fault) for fault in dns_subdomain(host)]
    if not _is_domain_path(path):
        faults.append((path, _format("Invalid path", r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+")))
    return faults


def fqdn(text: str) -> list[tuple[str, Fault]]:
    """A fully qualified domain name, as an EndpointSlice of addressType FQDN holds."""
    name = text.removesuffix(".")
    faults = dns_subdomain(name)
    if faults:
        return [(name, Fault("format", ",".join(fault.message for fault in faults)))]
    labels = name.split(".")
    if len(labels) < 2:
        return [(name, Fault("format", "should be a domain with at least two segments separated by dots"))]
    return [
        (label, Fault("too-long", ",".join(fault.message for fault in faults)))
        for label in labels
        if (faults := dns_label(label))
    ]


def as_prefix(text: str) -> str:
    """generateName is judged as if something followed its trailing dash (maskTrailingDash)."""
    return text[:-2] + "a" if len(text) > 1 and text.endswith("-") else text
