"""What somebody pastes is recognised."""

import pytest

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.content import words
from nodeport_lab.content.explanations import table
from nodeport_lab.content.messages import find, messages
from tests.cluster.apiserver.replay import Server, cases, documents


def test_examples_are_of_kinds_that_exist() -> None:
    assert set(messages()) <= set(KINDS)
    own = {kind for kind in KINDS if kind.startswith("request-")} | {
        "node-address-taken",
        "pod-not-running",
        "server-refused",
    }
    assert set(KINDS) - set(messages()) <= own


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
    assert len(find(text)) <= 8


def test_every_kind_is_found_by_what_is_printed_or_by_what_the_lab_says_of_it() -> None:
    for kind in KINDS:
        for example in messages().get(kind, ()):
            assert kind in [match.id for match in find(example)], example
        for language, text in table()[kind].items():
            said = text.format_map(Any_())
            assert kind in [match.id for match in find(said)], (language, said)


def test_every_ending_is_found_by_what_the_lab_says_of_it() -> None:
    for code, lines in words.table("endings").items():
        for text in lines.values():
            assert code in [match.id for match in find(text.format_map(Any_()))], text


class Any_(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "nginx-1"
