import pytest

from nodeport_lab.cluster.controllers.kubelet import images


@pytest.mark.parametrize(
    ("reference", "full"),
    [
        ("nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.27", "docker.io/library/nginx:1.27"),
        ("user/app", "docker.io/user/app:latest"),
        ("ghcr.io/user/app:v1", "ghcr.io/user/app:v1"),
        ("localhost:5000/app", "localhost:5000/app:latest"),
        ("registry.k8s.io/pause@sha256:" + "a" * 64, "registry.k8s.io/pause@sha256:" + "a" * 64),
    ],
)
def test_references_are_completed_as_the_runtime_does(reference, full):
    found = images.parse(reference)
    assert isinstance(found, images.Image)
    assert found.full == full


@pytest.mark.parametrize(
    "reference", ["Nginx", " nginx", "nginx:", "nginx::1", "a//b", "nginx:1 2", "-nginx"]
)
def test_malformed_references(reference):
    found = images.parse(reference)
    assert isinstance(found, images.Trouble)
    assert found.reason == "InvalidImageName"
    assert "invalid reference format" in found.message


@pytest.mark.parametrize(
    ("reference", "available"),
    [
        ("nginx:1.27", True),
        ("nginx:1.29.3-alpine", True),
        ("nginx:latest", True),
        ("redis:8", True),
        ("multi:1", True),
        ("mine:2024.11.05", True),
        ("nginx:1.161", False),
        ("ngnix", False),
        ("ghcr.io/someone/ngnix", True),
        ("registry.invalid/app", False),
    ],
)
def test_which_images_can_be_had(reference, available):
    found = images.parse(reference)
    assert isinstance(found, images.Image)
    assert (images.pull_trouble(found) is None) is available
