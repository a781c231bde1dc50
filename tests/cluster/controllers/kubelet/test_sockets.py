import pytest

from nodeport_lab.cluster.controllers.kubelet import Socket, listening


def pod(*containers, sidecars=()):
    return {
        "metadata": {"name": "p"},
        "spec": {"containers": list(containers), "initContainers": list(sidecars)},
    }


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        ({"image": "nginx"}, [(80, "TCP")]),
        ({"image": "nginx:1.27", "ports": [{"containerPort": 8080, "protocol": "TCP"}]}, [(80, "TCP")]),
        ({"image": "docker.io/library/httpd@sha256:aa"}, [(80, "TCP")]),
        ({"image": "localhost:5000/redis:7"}, [(6379, "TCP")]),
        ({"image": "registry.k8s.io/coredns/coredns:v1"}, [(53, "TCP"), (53, "UDP")]),
        ({"image": "echoserver:1", "ports": [{"containerPort": 80}]}, [(8080, "TCP")]),
        ({"image": "gcr.io/google-samples/hello-app:1.0"}, [(8080, "TCP")]),
        ({"image": "nginx", "env": [{"name": "PORT", "value": "9000"}]}, [(9000, "TCP")]),
        ({"image": "coredns:1", "env": [{"name": "PORT", "value": "5353"}]}, [(5353, "TCP"), (5353, "UDP")]),
        (
            {"image": "mine:1", "ports": [{"containerPort": 7, "protocol": "UDP"}, {"containerPort": 8}]},
            [(7, "UDP"), (8, "TCP")],
        ),
        (
            {"image": "mine:1", "env": [{"name": "PORT", "value": "3000"}], "ports": [{"containerPort": 8}]},
            [(3000, "TCP")],
        ),
        ({"image": "nginx", "env": [{"name": "PORT", "value": "http"}]}, [(80, "TCP")]),
        ({"image": "alpine:3.22"}, []),
        ({"image": "nginx-unprivileged"}, []),
    ],
)
def test_an_image_listens_where_its_program_says(container, expected):
    assert listening(pod({"name": "c", **container})) == tuple(Socket(*pair) for pair in expected)


def test_sidecars_listen_and_plain_init_containers_do_not():
    sidecars = [{"image": "redis", "restartPolicy": "Always"}, {"image": "httpd"}]
    assert listening(pod({"image": "nginx"}, {"image": "nginx"}, sidecars=sidecars)) == (
        Socket(6379),
        Socket(80),
    )
