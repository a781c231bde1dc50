"""Alphabets: one row a text, with the codes of its faults."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver.validation import names


@pytest.mark.parametrize(
    ("check", "text", "codes"),
    [
        (names.dns_label, "web", []),
        (names.dns_label, "1web", []),
        (names.dns_label, "w" * 63, []),
        (names.dns_label, "w" * 64, ["too-long"]),
        (names.dns_label, "web.v1", ["dots"]),
        (names.dns_label, "Web", ["format"]),
        (names.dns_label, "-web", ["format"]),
        (names.dns_label, "web\n", ["format"]),
        (names.dns_label, "サービス", ["format"]),
        (names.dns_label, "サ" * 22, ["too-long", "format"]),
        (names.dns_subdomain, "web.v1", []),
        (names.dns_subdomain, "web..v1", ["format"]),
        (names.dns_subdomain, "a" * 254, ["too-long"]),
        (names.wildcard_subdomain, "*.example.com", []),
        (names.wildcard_subdomain, "*", ["format"]),
        (names.label_key, "app", []),
        (names.label_key, "app.kubernetes.io/name", []),
        (names.label_key, "a/b/c", ["format"]),
        (names.label_key, "/name", ["prefix"]),
        (names.label_key, "Ab/name", ["prefix"]),
        (names.label_key, "example.com/", ["empty", "format"]),
        (names.label_key, "a" * 64, ["too-long"]),
        (names.label_value, "", []),
        (names.label_value, "1.27", []),
        (names.label_value, "a b", ["format"]),
        (names.label_value, "a" * 64, ["too-long"]),
        (names.port_name, "http", []),
        (names.port_name, "80", ["letter"]),
        (names.port_name, "HTTP", ["format", "letter"]),
        (names.port_name, "a-very-long-port-name", ["too-long"]),
        (names.port_name, "-http", ["hyphens"]),
        (names.port_name, "my--port", ["hyphens"]),
        (names.port_name, "", ["format", "letter"]),
        (names.percent, "25%", []),
        (names.percent, "25", ["format"]),
        (names.percent, "-5%", ["format"]),
        (names.config_key, "app.conf", []),
        (names.config_key, "..", ["format"]),
        (names.config_key, "a/b", ["format"]),
        (names.env_name, "MY VAR", []),
        (names.env_name, "A=B", ["format"]),
        (names.env_name, "é", ["format"]),
        (names.header_name, "X-Real-IP", []),
        (names.header_name, "X_Real", ["format"]),
        (names.path_segment, "a/b%", ["format", "format"]),
        (names.path_segment, "..", ["format"]),
    ],
)
def test_faults(check: names.Check, text: str, codes: list[str]) -> None:
    assert [fault.code for fault in check(text)] == codes


def test_port_numbers() -> None:
    assert names.port_number(1) == names.port_number(65535) == []
    assert [fault.message for fault in names.port_number(0)] == ["must be between 1 and 65535, inclusive"]


def test_parts_of_a_controller_are_named() -> None:
    assert names.domain_prefixed_path("example.com/nginx") == []
    assert names.domain_prefixed_path("nginx")[0][0] == "nginx"
    assert names.domain_prefixed_path("Example/nginx")[0][0] == "Example"
    assert names.domain_prefixed_path("example.com/a b")[0][0] == "a b"


def test_examples_are_joined_as_go_joins_them() -> None:
    assert "(e.g. 'my-name',  or '123-abc', regex used" in names.dns_label("Web")[0].message


@pytest.mark.parametrize(("given_", "masked"), [("web-", "wea"), ("web", "web"), ("-", "-")])
def test_trailing_dash_of_a_generate_name(given_: str, masked: str) -> None:
    assert names.as_prefix(given_) == masked


@given(st.text(max_size=80))
def test_a_good_label_is_what_its_own_pattern_says(text: str) -> None:
    good = re.fullmatch("[a-z0-9]([-a-z0-9]*[a-z0-9])?", text) is not None and len(text) <= 63
    assert (names.dns_label(text) == []) is good
