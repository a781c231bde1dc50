"""What somebody pastes is recognised."""

import pytest

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.content.messages import find, messages
from tests.cluster.apiserver.replay import Server, cases, documents


def test_examples_are_of_kinds_that_exist() -> None:
    assert set(messages()) <= set(KINDS)
    assert len(messages()) >= 224


def test_what_kubernetes_was_recorded_to_print_is_found() -> None:
    told = missed = 0
    for case in cases():
        server = Server()
        for step in case["steps"]:
            for manifest in documents(step["manifest"]):
                for problem in server.put(manifest)[0]:
                    told += 1
                    missed += problem.kind not in [match.id for match in find(problem.message)]
    assert told > 200
    assert missed <= told * 0.05


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767", "nodeport-out-of-range"),
        ("error: error parsing service.yaml: error converting YAML to JSON: yaml: line 9: found a tab character that violates indentation", "yaml-tab"),
        ("curl: (7) Failed to connect to 192.168.1.101 port 30080 after 0 ms: Couldn't connect to server", "no-endpoints"),
        ("curl: (28) Connection timed out after 5001 milliseconds", "firewall"),
        ("HTTP/1.1 503 Service Temporarily Unavailable", "http-backend-missing"),
        ("ERR_CONNECTION_REFUSED", "no-endpoints"),
    ],
)  # fmt: skip
def test_what_people_paste(text: str, first: str) -> None:
    assert find(text)[0].id == first


@pytest.mark.parametrize(
    "text", ["", "hello", "：", "\x00" * 50, "a" * 100_000, '"' * 5000, "[" * 5000, "[{" * 5000]
)
def test_nonsense_is_nothing(text: str) -> None:
    assert all(match.id in KINDS or match.id in CODES for match in find(text))
    assert len(find(text)) <= 5
