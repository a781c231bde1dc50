import pytest

from nodeport_lab.cluster.controllers.kubelet import Socket, probes

CONTAINER = {"name": "c", "ports": [{"name": "http", "containerPort": 80}]}


@pytest.mark.parametrize(
    ("probe", "sockets", "expected"),
    [
        ({"tcpSocket": {"port": 80}}, [Socket(80)], True),
        ({"tcpSocket": {"port": 81}}, [Socket(80)], False),
        ({"tcpSocket": {"port": 80}}, [Socket(80, "UDP")], False),
        ({"tcpSocket": {"port": 80}}, [Socket(80, "TCP", "127.0.0.1")], False),
        ({"httpGet": {"port": "http"}}, [Socket(80)], True),
        ({"httpGet": {"port": "nope"}}, [Socket(80)], False),
        ({"grpc": {"port": 80}}, [Socket(80)], True),
        ({"exec": {"command": ["true"]}}, [], True),
    ],
)
def test_a_probe_succeeds_where_somebody_listens(probe, sockets, expected):
    assert probes.succeeds(probe, CONTAINER, sockets) is expected


@pytest.mark.parametrize(
    ("probe", "since", "success", "expected"),
    [
        ({}, 0, True, 0.1),
        ({}, 0, False, 20.1),
        ({"periodSeconds": 5, "failureThreshold": 1}, 12, False, 15.1),
        ({"initialDelaySeconds": 30}, 0, True, 30.1),
        ({"periodSeconds": 2, "successThreshold": 3}, 7, True, 12.1),
    ],
)
def test_when_the_kubelet_believes_an_answer(probe, since, success, expected):
    assert probes.noticed(probe, 0.0, since, success=success) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("probe", "words"),
    [
        (
            {"tcpSocket": {"port": 9}},
            "Readiness probe failed: dial tcp 10.1.0.5:9: connect: connection refused",
        ),
        (
            {"httpGet": {"port": 9, "path": "/healthz"}},
            'Readiness probe failed: Get "http://10.1.0.5:9/healthz": dial tcp 10.1.0.5:9: connect: connection refused',
        ),
    ],
)
def test_the_words_of_a_failure(probe, words):
    assert probes.failure("Readiness", probe, CONTAINER, "10.1.0.5") == words
