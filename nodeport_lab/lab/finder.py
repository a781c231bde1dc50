"""The failure finder as the page gets it: the looks in the reader's language, each with its commands and where to go."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.cluster.simulation.diagnosis import Diagnosis, Finding, diagnose
from nodeport_lab.content import words
from nodeport_lab.lab import asking, workbench
from nodeport_lab.lab.labels import label
from nodeport_lab.lab.models import Workspace
from nodeport_lab.lab.places import Places


def find(workspace: Workspace, request: dict[str, Any]) -> dict[str, Any]:
    """``{version, request, fails, observed, command, looks, cause}``: ``cause`` is an index into ``looks``, or null."""
    files = workspace.files
    found = asking.examined(workspace, request, lambda cluster: diagnose(cluster, request, files))
    return as_json(found, request, Places(files), workbench.language())


def as_json(
    found: Diagnosis, request: dict[str, Any], places: Places, language: words.Language
) -> dict[str, Any]:
    """The same, of a diagnosis."""
    every = [*found.six, *found.further]
    cause = next((number for number, look in enumerate(every) if look is found.cause), None)
    return {
        "version": 1,
        "request": {key: request[key] for key in ("from", "to", "protocol", "http") if request.get(key)},
        "fails": found.fails,
        "observed": sorted(found.observed),
        "command": found.command,
        "looks": [
            _look(look, number < len(found.six), places, language) for number, look in enumerate(every)
        ],
        "cause": cause,
    }


def _look(look: Finding, one_of_six: bool, places: Places, language: words.Language) -> dict[str, Any]:
    return {
        "look": look.look,
        "six": one_of_six,
        "status": look.status,
        "code": look.code,
        "title": words.look_title(look.look, language),
        "text": words.look_text(look.code, look.params, language),
        "commands": list(look.commands),
        "object": {"kind": look.kind, "name": look.key} if look.kind else None,
        "field": look.field,
        "place": _place(look, places),
        "edit": _edit(look, places),
        "repair": {"label": label(dict(look.repair)), "action": look.repair} if look.repair else None,
    }


def _place(look: Finding, places: Places) -> dict[str, Any] | None:
    if look.status not in ("failed", "noted") or look.kind is None or look.key is None:
        return None
    return places.of_object(look.kind, look.key, look.field or "metadata.name")


def _edit(look: Finding, places: Places) -> dict[str, Any] | None:
    """What would stand there instead, where something is written there that can be replaced."""
    if (
        look.status not in ("failed", "noted")
        or look.value is None
        or None in (look.kind, look.key, look.field)
    ):
        return None
    at = places.value(str(look.kind), str(look.key), str(look.field))
    if at is None:
        return None
    said = _("Write %(field)s: %(value)s") % {
        "field": str(look.field).rpartition(".")[2],
        "value": look.value,
    }
    return {"label": said, **at, "text": look.value}
