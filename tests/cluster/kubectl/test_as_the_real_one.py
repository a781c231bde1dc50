"""Several hundred commands over the same objects, against what the real kubectl printed of them (v1.36.3 and an API server
that hands out ``data/objects.json``). Ages and trailing blanks do not count."""

from __future__ import annotations

import json
import re

import pytest

from tests.cluster.kubectl.stand_in import DATA, kubectl

_PRINTED = json.loads((DATA / "printed.json").read_text(encoding="utf-8"))


def _without_whims(text: str) -> str:
    text = re.sub(r"\b(\d+d)?(\d+h)?(\d+m)?(\d+s)?\b", lambda match: "AGE" if match[0] else "", text)
    return re.sub(r"(?m)[ \t]+$", "", text)


@pytest.mark.parametrize("recorded", _PRINTED, ids=[entry["command"] for entry in _PRINTED])
def test_prints_what_kubectl_prints(recorded):
    printed = kubectl(recorded["command"])
    assert _without_whims(printed.stderr) == recorded["stderr"]
    assert _without_whims(printed.stdout) == recorded["stdout"]
    assert printed.exit == recorded["exit"]
