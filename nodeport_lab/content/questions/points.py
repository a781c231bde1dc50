"""The points of the syllabus that a question may name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml


@cache
def points() -> Mapping[str, Mapping[str, str]]:
    """Title by id, in order: ``S1.1`` …, the faults ``F1`` …, what others teach wrongly ``M1`` …"""
    with (Path(__file__).parents[1] / "syllabus.yaml").open(encoding="utf-8") as file:
        found: dict[str, dict[str, str]] = yaml.safe_load(file)
    return found
