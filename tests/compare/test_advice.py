"""Whatever is answered, what is recommended works in the simulation as promised."""

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.compare import pages, wording
from nodeport_lab.compare.advice import advise, every, read
from nodeport_lab.compare.manifests import secret
from nodeport_lab.compare.running import run

PLAIN = read({})


def kind(**answers):
    return advise(PLAIN | answers).kind


def test_what_is_recommended():
    assert kind() == "loadbalancer"
    assert kind(who="known") == "nodeport"
    assert kind(where="bare") == "nodeport"
    assert kind(count="many") == "ingress"
    assert kind(tls="yes", where="bare") == "ingress"
    assert kind(speech="udp", tls="yes", count="many") == "loadbalancer"
    assert kind(who="pods") == "clusterip"
    assert kind(who="each") == "headless"
    assert kind(who="elsewhere") == "externalname"


def test_every_combination_works_and_keeps_its_promises():
    for answers in every():
        advice = advise(answers)
        found = run(advice.situation)
        assert found.refused == "", answers
        if advice.kind == "externalname":
            assert found.problem is not None
            assert found.problem["kind"] == "request-name-elsewhere"
            continue
        assert found.answered == 1, answers
        if answers["source"] == "yes" and not advice.situation.inside:
            seen = found.forwarded if advice.kind == "ingress" else found.sources
            assert seen == ("203.0.113.10",), answers
        if (
            answers["port"] == "usual"
            and advice.kind in ("loadbalancer", "ingress")
            and answers["where"] != "bare"
        ):
            assert found.request is not None
            assert found.request["to"]["port"] in (80, 443, 6379, 53), answers


def test_what_is_taken_away_is_accepted_as_one_file():
    for text in {pages.manifest(run(advise(answers).situation)) for answers in every()}:
        files = [{"name": "secret.yaml", "text": secret()}, {"name": "all.yaml", "text": text}]
        printed = Cluster().perform({"type": "apply", "files": files}).printed
        assert printed is not None
        assert (printed.exit, printed.stderr) == (0, ""), text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_says_why_and_why_not_the_others(language):
    for answers in every():
        told = pages.recommended(answers, language)
        assert told["reasons"]
        assert told["against"]
    for name, allowed in {"who": ("outside",)}.items():
        assert wording.say(f"ask-{name}-{allowed[0]}", language)


def test_what_is_no_answer_counts_as_not_given():
    assert read({"who": "nobody", "speech": "udp", "more": "1"}) == PLAIN | {"speech": "udp"}
