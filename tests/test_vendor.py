"""What is served from static/vendor is what vendor.json says, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
LOCK = json.loads((VENDOR / "vendor.json").read_text())


def test_every_script_is_locked() -> None:
    assert sorted(LOCK["files"]) == sorted(p.name for p in VENDOR.glob("*.js"))


@pytest.mark.parametrize("name", sorted(LOCK["files"]))
def test_hash(name: str) -> None:
    content = (VENDOR / name).read_bytes()
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert LOCK["files"][name]["integrity"] == f"sha384-{digest}"
    assert LOCK["files"][name]["bytes"] == len(content)


@pytest.mark.parametrize("name", sorted(LOCK["files"]))
def test_licence_text_is_served_with_it(name: str) -> None:
    licences = (VENDOR / "LICENSES.txt").read_text()
    for package in LOCK["files"][name]["packages"]:
        assert package["licence"]
        assert f"{package['name']} {package['version']}\n" in licences


def test_versions_are_those_of_the_sources() -> None:
    wanted = json.loads((ROOT / "script" / "vendor-sources" / "package.json").read_text())["dependencies"]
    used = {p["name"]: p["version"] for entry in LOCK["files"].values() for p in entry["packages"]}
    assert wanted.items() <= used.items()
