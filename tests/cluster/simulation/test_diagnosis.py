"""The failure finder names the right cause for every fault of the syllabus, in both proxy modes, and what mends it."""

import re
from pathlib import Path
from typing import Any

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation import diagnosis
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.diagnosis import diagnose
from nodeport_lab.content.scenes import scenes
from nodeport_lab.content.words import LANGUAGES, look_text, look_title, placeholders, table

SCENES = scenes()
SIX = ["firewall", "nodePort", "endpoints", "readiness", "targetPort", "bind"]

# What is to be named: for every request of the symptoms that fails, or, where none does, for those that are answered.
CAUSES = {
    "F1": {"endpoints-nothing-matches"},
    "F2": {"targetPort-nothing-listens"},
    "F3": {"readiness-probe"},
    "F4": {"endpoints-too-broad"},
    "F5": {"policy-no-pod-here"},
    "F6": {"nodePort-out-of-range"},
    "F7": {"manifest-refused"},
    "F8": {"firewall-denied"},
    "F9": {"nodes-down", "nodes-pod-on-dead-node"},
    "F10": {"balancer-pending"},
    "F11": {"host-rule-unknown"},
    "F11-backend": {"backend-missing"},
    "F11-controller": {"controller-none"},
    "F11-path": {"path-exact"},
    "F12": {"targetPort-no-such-name"},
    "F13": {"nodePort-protocol"},
    "F14": {"endpoints-other-namespace"},
    "F15": {"address-gone"},
    "F16": {"source-lost"},
    "F17": {"ranges-shut-out"},
    "F18": {"bind-loopback"},
    "F19": {"host-not-published", "host-outside"},
    "F20": {"network-blocked"},
    "F21": {"affinity-shared"},
    "F22": {"hairpin-off"},
    "F23": {"conntrack-stale"},
    "F24": {"endpoints-nothing-matches"},
}


def judged(cluster: Cluster, request: Any, files: Any = ()) -> Any:
    """A diagnosis that there is."""
    found = diagnose(cluster, request, files)
    assert not isinstance(found, Problem)
    return found


def staged(name, mode):
    cluster = Cluster(ClusterConfig(proxy_mode=mode))
    for action in SCENES[name].stage:
        cluster.perform(action)
    return cluster


def looked(name, mode):
    """The finder's answer for every request of a scene's symptoms, in order, with the files that were last applied."""
    cluster, files = staged(name, mode), ()
    requests = [look.request for look in SCENES[name].symptoms if look.request is not None]
    if (
        name == "F7"
    ):  # the fault is a refused apply: what is asked is answered, by the Service that has the port
        requests = [{"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}]
    for look in SCENES[name].symptoms:
        if look.do is not None:
            cluster.perform(look.do)
            files = look.do.get("files", files)
    return cluster, [judged(cluster, request, files) for request in requests]


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
@pytest.mark.parametrize("name", SCENES)
def test_the_cause_of_every_scene_is_named(name, mode):
    _, found = looked(name, mode)
    failing = [one for one in found if one.fails]
    assert {one.cause and one.cause.code for one in failing or found} <= CAUSES[name]
    assert failing or name in ("F7", "F16", "F21")
    for one in found:
        assert [look.look for look in one.six] == SIX
        if not one.fails:
            assert not any(look.status == "failed" for look in (*one.six, *one.further))


def test_every_scene_is_judged():
    assert CAUSES.keys() == SCENES.keys()


@pytest.mark.parametrize("name", ["F8", "F9", "F10", "F18", "F20", "F22", "F23"])
def test_the_repair_mends_it(name):
    cluster, found = looked(name, "iptables")
    for one in found:
        if one.fails:
            assert one.cause.repair is not None
            request = one.trace.request
            cluster.perform(dict(one.cause.repair))
            asked = {
                "from": request.sender,
                "to": {"address": request.address, "port": request.port},
                "protocol": request.protocol,
            }
            assert not judged(cluster, asked).fails


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("F1", "spec.selector.app", "nginx"),
        ("F2", "spec.ports[0].targetPort", "80"),
        ("F5", "spec.externalTrafficPolicy", "Cluster"),
        ("F11-path", "spec.rules[0].http.paths[0].pathType", "Prefix"),
        ("F13", "spec.ports[0].protocol", None),
        ("F14", "metadata.namespace", "default"),
        ("F16", "spec.externalTrafficPolicy", "Local"),
    ],
)
def test_the_field_to_go_to(name, field, value):
    _, found = looked(name, "nftables")
    causes = [one.cause for one in found if one.cause and one.cause.code in CAUSES[name]]
    assert {(cause.field, cause.value) for cause in causes} == {(field, value)}


def test_what_is_wrong_besides_is_said_and_not_blamed():
    cluster = staged("F1", "iptables")
    cluster.perform(
        {
            "type": "set-firewall",
            "rules": [{"source": "0.0.0.0/0", "ports": [30000, 32767], "action": "deny"}],
        }
    )
    asked = {"from": "client", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
    found = judged(cluster, asked)
    assert found.cause.code == "firewall-denied"
    assert [look.status for look in found.six] == [
        "failed",
        "passed",
        "noted",
        "skipped",
        "skipped",
        "skipped",
    ]
    assert found.observed == {"no-answer"}


@pytest.mark.parametrize(
    ("address", "port", "code"),
    [
        ("192.168.1.101", 80, "nodePort-port-asked"),
        ("192.168.1.101", 31999, "nodePort-not-open"),
        ("192.168.1.250", 30080, "address-nobody"),
        ("10.1.0.5", 80, "address-pod-outside"),
        ("10.96.12.34", 80, "address-service-outside"),
    ],
)
def test_a_wrong_destination(address, port, code):
    cluster = staged("F16", "iptables")
    asked = {"from": "client", "to": {"address": address, "port": port}, "protocol": "TCP"}
    assert judged(cluster, asked).cause.code == code


def test_what_cannot_be_asked_is_a_problem():
    asked = {"from": "nobody", "to": {"address": "192.168.1.101", "port": 30080}, "protocol": "TCP"}
    assert isinstance(diagnose(staged("F16", "iptables"), asked), Problem)


def said(source):
    return set(re.findall(r'"((?:[a-z]+(?:[A-Z][a-z]+)*|host-rule)-[a-z-]+)"', source))


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
@pytest.mark.parametrize("name", SCENES)
def test_every_look_has_words(name, mode):
    for one in looked(name, mode)[1]:
        for look in (*one.six, *one.further):
            for language in LANGUAGES:
                assert look_title(look.look, language)
                line = look_text(look.code, look.params, language)
                assert "None" not in line
                assert "{" not in line
        for look in (*one.six, *one.further):
            wanted = placeholders(table("looks")[look.code]["en"]) if look.code != "packet-ending" else set()
            assert wanted <= look.params.keys()


def test_no_words_are_left_over():
    """Every finding that the looks' source names has words, and all words are named there."""
    folder = Path(diagnosis.__file__).parent
    named = set().union(*(said(path.read_text()) for path in folder.glob("*.py")))
    words = {key for key in table("looks") if not key.startswith("look-")}
    built = {key for key in words if key.startswith("tls-tls-") or key == "tls-http-to-tls"}
    assert words - built <= named
