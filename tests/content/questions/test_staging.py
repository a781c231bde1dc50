"""Facts in the actions and requests of a stage."""

from nodeport_lab.content import start
from nodeport_lab.content.questions import staging

APPLIED = [{"type": "apply", "files": [dict(file) for file in start.files("en")]}]


def test_a_fact_alone_keeps_its_type_so_that_it_may_be_a_port():
    cluster = staging.build(3, APPLIED)
    fact = "{{ services.nginx-service-nodeport.ports.0.nodePort }}"
    assert staging.resolved({"port": fact, "said": f"port {fact}"}, cluster) == {
        "port": 30080,
        "said": "port 30080",
    }
