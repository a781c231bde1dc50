"""The manifests of a first visit: the introduction's Deployment, and its NodePort Service at the port it names."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

_HERE = Path(__file__).parent
NAMES = ("deployment.yaml", "service.yaml")


class File(TypedDict):
    """A file of the editor."""

    name: str
    text: str


def files(language: str) -> list[File]:
    """The manifests with their comments in ``language``: ``ja`` or ``en``."""
    return [{"name": name, "text": (_HERE / language / name).read_text(encoding="utf-8")} for name in NAMES]
