"""Whether an image can be had, and what the kubelet says when it cannot.

The lab has no registry to ask. An image counts as there, unless its reference is malformed, its registry stands under a
name that is reserved never to exist (RFC 2606), its name is a well-known misspelling that Docker Hub does not have, or its
version cannot be (``nginx:1.161``, the failing rollout of Kubernetes' own documentation).
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from nodeport_lab.cluster.controllers.kubelet.sockets import IMAGE_PORTS, image_name

_DOMAIN = (
    r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?"
)
_PART = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:{_DOMAIN}/)?{_PART}(?:/{_PART})*(?::[\w][\w.-]{{0,127}})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{{32,}})?",
    re.ASCII,
)
_NEVER = (".invalid", ".example", ".test")
_MISSPELT = frozenset(("ngnix", "ngix", "nignx", "nginix", "nginxx", "htttpd", "apache", "reddis"))
_IMPOSSIBLE_VERSION = re.compile(r"v?\d*\.?\d{3,}(\.|-|$)")


class Image(NamedTuple):
    """An image reference taken apart; ``full`` is how the container runtime calls it."""

    full: str
    repository: str
    tag: str


class Trouble(NamedTuple):
    """Why a container cannot get its image: the waiting reason, its message, and the event's words."""

    reason: str
    message: str


def parse(reference: str) -> Image | Trouble:
    """The image that a container names."""
    if not _REFERENCE.fullmatch(reference):
        lowered = reference != reference.lower() and _REFERENCE.fullmatch(reference.lower())
        why = f"repository name (library/{reference}) must be lowercase" if lowered else ""
        why = f": {why}" if why and "/" not in reference else ""
        return Trouble(
            "InvalidImageName",
            f'Failed to apply default image tag "{reference}": couldn\'t parse image name "{reference}": '
            f"invalid reference format{why}",
        )
    name, _, digest = reference.partition("@")
    head, slash, tail = name.rpartition("/")
    base, colon, tag = tail.partition(":")
    repository = f"{head}{slash}{base}"
    first = repository.split("/", 1)[0]
    if "/" not in repository:
        repository = f"docker.io/library/{repository}"
    elif not ("." in first or ":" in first or first == "localhost"):
        repository = f"docker.io/{repository}"
    tag = tag if colon else ("" if digest else "latest")
    full = repository + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    return Image(full, repository, tag)


def pull_trouble(image: Image) -> Trouble | None:
    """Why the registry would not hand out the image; None where it would."""
    domain, _, path = image.repository.partition("/")
    if domain.split(":")[0].endswith(_NEVER):
        host = domain.split(":")[0]
        why = (
            f'failed to do request: Head "https://{domain}/v2/{path}/manifests/{image.tag}": '
            f"dial tcp: lookup {host}: no such host"
        )
        return Trouble("ErrImagePull", _failed(image, why))
    base = image_name(image.repository)
    if domain == "docker.io" and base in _MISSPELT:
        why = (
            "pull access denied, repository does not exist or may require authorization: server message: "
            "insufficient_scope: authorization failed"
        )
        return Trouble("ErrImagePull", _failed(image, why))
    if base in IMAGE_PORTS and _IMPOSSIBLE_VERSION.match(image.tag):
        text = (
            f'rpc error: code = NotFound desc = failed to pull and unpack image "{image.full}": failed to resolve '
            f"image: {image.full}: not found"
        )
        return Trouble("ErrImagePull", text)
    return None


def _failed(image: Image, why: str) -> str:
    return (
        f'failed to pull and unpack image "{image.full}": failed to resolve reference "{image.full}": {why}'
    )


def digest(image: Image) -> str:
    """A digest for the image, the same everywhere."""
    return "sha256:" + hashlib.sha256(image.full.encode()).hexdigest()


def size(image: Image) -> int:
    """A size in bytes for the image, the same everywhere: 30 to 90 MB."""
    return 30_000_000 + int.from_bytes(hashlib.sha256(image.full.encode()).digest()[:4], "big") % 60_000_000
