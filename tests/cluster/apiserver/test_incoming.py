"""What a client sent, as its type, or the refusal in the decoder's words."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.apiserver import incoming, scheme
from nodeport_lab.cluster.apiserver.status import Status

SERVICES = scheme.plural("services")
WEB = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"ports": [{"port": 80}]}}


def test_what_is_well_formed_is_decoded() -> None:
    read = incoming.read(WEB, SERVICES, strict=True)
    assert not isinstance(read, Status)
    assert read.obj["spec"]["ports"][0]["port"] == 80


@pytest.mark.parametrize(
    ("changes", "told", "kind"),
    [
        ({"spce": {}}, 'strict decoding error: unknown field "spce"', "unknown-field"),
        (
            {"spec": []},
            "json: cannot unmarshal array into Go struct field Service.spec of type v1.ServiceSpec",
            "wrong-type",
        ),
    ],
)
def test_a_refusal_says_what_could_not_be_handled(changes: dict[str, object], told: str, kind: str) -> None:
    refused = incoming.read(WEB | changes, SERVICES, strict=True)
    assert isinstance(refused, Status)
    assert refused.message == f'Service in version "v1" cannot be handled as a Service: {told}'
    assert [problem.kind for problem in refused.problems] == [kind]


def test_without_strictness_unknown_fields_pass() -> None:
    assert not isinstance(incoming.read(WEB | {"spce": {}}, SERVICES, strict=False), Status)


def test_a_kind_in_lower_case_is_no_type() -> None:
    refused = incoming.read(WEB | {"kind": "service"}, SERVICES, strict=True)
    assert isinstance(refused, Status)
    assert 'no kind "service" is registered for version "v1"' in refused.message
