"""Looks and actions as authors write them: what is read, what is refused and where, and what a cluster says to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content import start, words
from nodeport_lab.content.experiments import actions, facts, judging, looks
from nodeport_lab.content.experiments.mistakes import Mistake
from nodeport_lab.content.words import LANGUAGES

NODE = {"address": "192.168.1.101", "port": 30080}


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    found = Cluster()
    found.perform({"type": "apply", "files": [dict(file) for file in start.files("en")]})
    return found


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("kubectl get pods ", {"type": "terminal", "line": "kubectl get pods"}),
        ("send 10.1.0.5:80", {"type": "send", "from": "client", "protocol": "TCP", "to": {"address": "10.1.0.5", "port": 80}}),
        ("send {{ pods.0.address }}:80", {"type": "send", "from": "client", "protocol": "TCP", "to": {"address": "{{ pods.0.address }}", "port": 80}}),
        ({"type": "set-node", "node": "node9", "up": False}, {"type": "set-node", "node": "node9", "up": False}),
        ({"type": "send", "to": NODE}, {"type": "send", "from": "client", "protocol": "TCP", "to": NODE}),
    ],
)  # fmt: skip
def test_short_forms_are_written_out(written: Any, read: Any) -> None:
    assert actions.read(written) == read


def test_a_lessons_own_file_comes_before_one_for_all(tmp_path: Path) -> None:
    (tmp_path / "service.yaml").write_text("own")
    own = actions.shelf(tmp_path)
    assert actions.read_file("service.yaml", own)["text"] == "own"
    assert "kind: Ingress" in actions.read_file("ingress.yaml", own)["text"]


@pytest.mark.parametrize("name", ["../__init__.py", "/etc/passwd", "a/b.yaml", "..yaml", "gone.yaml"])
def test_a_name_leads_to_no_other_folder(name: str) -> None:
    with pytest.raises(Mistake, match="manifest-unknown"):
        actions.read_file(name)


@pytest.mark.parametrize(
    ("written", "kind", "path"),
    [
        ([], "mapping-wanted", ()),
        ({}, "look-kind", ()),
        ({"request": {"to": NODE}, "run": "ls"}, "look-kind", ()),
        ({"request": {"to": NODE}}, "look-empty", ()),
        ({"request": {}, "observed": "reply"}, "request-wrong", ("request",)),
        ({"request": {"to": NODE}, "observed": "perhaps"}, "word-unknown", ("observed",)),
        ({"request": {"to": NODE}, "endings": ["tired"]}, "ending-unknown", ("endings",)),
        ({"request": {"to": NODE}, "endings": {"ipvs": []}}, "endings-modes", ("endings",)),
        ({"request": {"to": NODE}, "pods": "two"}, "integer-wanted", ("pods",)),
        ({"request": {"to": NODE}, "podz": 2}, "field-unknown", ("podz",)),
        ({"run": "ls"}, "look-empty", ()),
        ({"run": 7, "prints": "x"}, "text-wanted", ("run",)),
        ({"run": "ls", "prints": 80}, "text-wanted", ("prints",)),
        ({"do": {"type": "nonsense"}, "prints": "x"}, "action-wrong", ("do",)),
        ({"do": {"type": "apply", "files": ["a.yaml", "gone.yaml"]}, "prints": "x"}, "manifest-unknown", ("do", "files", 0)),
        ({"object": "Gadget web"}, "look-object", ("object",)),
        ({"object": "Service web", "where": {"spec": {"type": "NodePort"}}}, "look-object", ()),
        ({"object": "Service web", "some": {"spec.type": "NodePort"}}, "look-object", ()),
        ({"object": "Service web", "absent": "yes"}, "flag-wanted", ("absent",)),
        ({"sent": {"to": NODE}}, "look-kind", ()),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_is(written: Any, kind: str, path: tuple[Any, ...]) -> None:
    with pytest.raises(Mistake) as found:
        looks.read(written)
    assert (found.value.kind, found.value.path) == (kind, path)
    assert all(found.value.words(language) for language in LANGUAGES)


def test_every_mistake_is_said_with_the_same_names_in_both_languages() -> None:
    for line in words.table("experiments/mistakes").values():
        assert words.placeholders(line["ja"]) == words.placeholders(line["en"])


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ({"request": {"to": NODE}, "observed": "reply", "pods": 2}, True),
        ({"request": {"to": NODE}, "pods": "2"}, True),
        ({"request": {"to": NODE}, "pods": 1}, False),
        ({"request": {"to": NODE}, "endings": "answered"}, True),
        ({"request": {"to": {"address": "10.1.0.200", "port": 80}}, "observed": ["reply"]}, False),
        ({"request": {"from": "{{ pods.0.name }}", "to": NODE}, "observed": "reply"}, False),
        ({"run": "kubectl get svc", "grep": "nodeport", "prints": "80:30080/TCP", "lacks": "kubernetes"}, True),
        ({"do": "kubectl get nodes", "prints": "node4"}, False),
    ],
)  # fmt: skip
def test_a_condition_is_compared_with_what_the_cluster_does(
    cluster: Cluster, written: Any, holds: bool
) -> None:
    look = looks.read(written)
    fact = facts.at(cluster)
    seen = judging.see(look, cluster, fact)
    assert judging.holds(look.condition, seen, fact) is holds
    if not holds:
        assert judging.described(seen, look.condition)


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ({"object": "Service nginx-service-nodeport", "where": {"spec.ports[0].nodePort": 30080}}, True),
        ({"object": "svc default/nginx-service-nodeport", "where": {"spec.type": ["ClusterIP", "NodePort"]}}, True),
        ({"object": "Service other/nginx-service-nodeport"}, False),
        ({"object": "Service", "some": {"spec.type": "ExternalName"}}, False),
        ({"object": "Service", "some": {"spec.type": "ExternalName"}, "absent": True}, True),
        ({"object": "Service", "some": {"spec.clusterIP": "{{ services.nginx-service-nodeport.clusterIP }}"}}, True),
        ({"object": "Service", "some": {"metadata.name": "kubernetes"}}, False),
    ],
)  # fmt: skip
def test_an_object_is_looked_at_by_its_fields(cluster: Cluster, written: Any, holds: bool) -> None:
    assert judging.object_holds(looks.read(written), cluster, facts.at(cluster)) is holds
