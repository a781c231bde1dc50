"""A shell over the objects of ``data/objects.json``, put into the store as they are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.kubectl.resources import of_kind
from nodeport_lab.cluster.kubectl.run import run
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Key, Obj

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 23, 18, 0, 0, tzinfo=UTC)
FILES = {"web.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n"}
_OBJECTS: list[Obj] = json.loads((DATA / "objects.json").read_text(encoding="utf-8"))


def shell(*, namespace: str = "default", files: dict[str, str] | None = None) -> Shell:
    """A terminal on a cluster that has every kind of object in it."""
    api = ApiServer()
    for resource in ("namespaces", "services", "endpoints", "endpointslices"):
        for obj in api.list(resource):
            api._store.remove(Key(resource, obj["metadata"].get("namespace", ""), obj["metadata"]["name"]))
    for obj in _OBJECTS:
        found = of_kind(obj["kind"], obj["apiVersion"])
        assert found is not None
        key = Key(found.name, obj["metadata"].get("namespace", ""), obj["metadata"]["name"])
        api._store._objects.setdefault(found.name, {})[key] = obj
    return Shell(api, dict(FILES if files is None else files), namespace, clock=lambda: NOW)


def kubectl(line: str, terminal: Shell | None = None, stdin: str = "") -> Printed:
    """What ``kubectl LINE`` prints; the line has no quotes that matter."""
    import shlex

    return run(shlex.split(line), terminal or shell(), stdin)
