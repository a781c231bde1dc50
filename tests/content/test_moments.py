"""The words of time: every moment can be told, in both languages, and a whole story reads."""

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.moments import EVENTS
from nodeport_lab.content.words import LANGUAGES, Language, moment_text, placeholders, table
from tests.cluster.simulation.article import ARTICLE, apply


def test_every_event_has_words_and_nothing_else_has() -> None:
    assert set(table("moments")) == set(EVENTS)


@pytest.mark.parametrize("event", EVENTS)
def test_words_name_only_what_the_moment_has(event: str) -> None:
    for language in LANGUAGES:
        assert placeholders(table("moments")[event][language]) <= EVENTS[event] | {"kind", "object"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_can_be_told(language: Language) -> None:
    cluster = Cluster()
    told = set()
    for action in (
        ARTICLE,
        apply("loadbalancer.yaml"),
        {"type": "set-provider", "running": True},
        {"type": "set-node", "node": "node1", "up": False},
        {"type": "advance", "seconds": 400},
        {"type": "set-node", "node": "node1", "up": True},
        {"type": "delete", "resource": "deployments", "namespace": "default", "name": "nginx-deployment"},
    ):
        for moment in cluster.perform(action).moments:
            assert moment.params.keys() == EVENTS[moment.event]
            assert "{" not in moment_text(moment.as_json(), language)
            told.add(moment.event)
    assert len(told) > 11


def test_names_of_the_default_namespace_are_short() -> None:
    moment = {
        "event": "pod-scheduled",
        "object": {"kind": "Pod", "namespace": "default", "name": "web-1"},
        "params": {"node": "node1"},
    }
    assert moment_text(moment, "ja") == "スケジューラーが Pod web-1 を node1 に割り当てました。"
    assert moment_text(moment, "en") == "The scheduler assigns pod web-1 to node1."
