"""Every ending and every event can be said in both languages, naming nothing but what it has to name."""

import re
from pathlib import Path

import pytest

from nodeport_lab.cluster import controllers
from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.network.hop import EVENTS
from nodeport_lab.cluster.network.world import BALANCER, CLIENT, ROUTER
from nodeport_lab.content.words import LANGUAGES, event_why, hop_text, placeholders, table, why
from tests.cluster.network.lab import Lab, pod, service

ALWAYS = {"place", "src", "dst", "old_src", "old_dst"}


def test_every_code_has_words_and_no_words_are_left_over():
    assert table("endings").keys() == CODES.keys()
    assert table("events").keys() == EVENTS.keys()
    assert table("places").keys() == {CLIENT, ROUTER, BALANCER}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_endings_name_only_their_params(code, language):
    text = table("endings")[code][language]
    assert placeholders(text) <= CODES[code].params
    assert text.rstrip()[-1] in ".。)"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_events_name_only_their_params(event, language):
    assert placeholders(table("events")[event][language]) <= EVENTS[event] | ALWAYS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_journey_in_words(language):
    lab = Lab([service()], [pod("web-1", "node1")])
    branch = lab.trace("client", "192.168.1.103:30080").as_json()["branches"][0]
    lines = [hop_text(hop, language) for hop in branch["hops"]]
    assert any("192.168.1.103:30080" in line and "10.1.0.5:80" in line for line in lines)
    assert "web-1" in why(branch["ending"], language)
    # Places without a name of their own have one in the language; "default/" is left out.
    assert lines[0].startswith({"ja": "クライアントが", "en": "The client "}[language])
    assert not any("default/" in line for line in lines)


def test_unknown_keys_are_not_glossed_over():
    with pytest.raises(KeyError):
        why({"code": "tired", "params": {}}, "en")
    with pytest.raises(KeyError):
        why({"code": "node-down", "params": {}}, "en")
    with pytest.raises(KeyError):
        why({"code": "node-down", "params": {"node": "node1"}}, "fr")  # type: ignore[arg-type]
    end = {"address": "10.1.0.5", "port": 80, "role": None}
    ends = {"src": end, "dst": end}
    hop = {"place": "node1", "before": ends, "after": ends, "params": {}}
    with pytest.raises(KeyError):
        hop_text(hop | {"event": "teleported"}, "ja")
    with pytest.raises(KeyError):
        hop_text(hop | {"event": "routed"}, "ja")


def test_every_reason_that_a_controller_gives_is_explained():
    folder = Path(controllers.__file__).parent
    source = "\n".join(path.read_text() for path in folder.rglob("*.py"))
    reasons = set(re.findall(r'"(?:Normal|Warning)",\s*"([A-Z]\w+)"', source))
    assert len(reasons) > 20
    assert table("reasons").keys() == reasons
    assert event_why("Killing", "ja")
    assert event_why("SomethingElse", "en") == ""
