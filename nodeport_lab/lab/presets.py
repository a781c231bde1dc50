"""What a lab may begin with: the faults of the syllabus (their symptom told, their cause kept) and clusters worth a look."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.cluster.simulation.actions import Action
from nodeport_lab.content.experiments.model import Look
from nodeport_lab.content.presets import Preset, presets
from nodeport_lab.content.scenes import Scene, scenes
from nodeport_lab.content.words import Language
from nodeport_lab.lab.models import Workspace

_GOOD = frozenset(("answered", "http-answered"))
Files = list[dict[str, str]]


def exists(identity: str) -> bool:
    """Whether there is one of this name."""
    return identity in scenes() or identity in presets()


def offered(language: Language) -> list[dict[str, Any]]:
    """``[{title, items: [{id, title, text}]}]``, examples first. Of a fault only the symptom is said."""
    names = {
        "nodeport": _("NodePort"),
        "loadbalancer": _("LoadBalancer and external addresses"),
        "ingress": _("Ingress"),
        "inside": _("Inside the cluster"),
        "endpoints": _("Endpoints"),
    }
    groups = [
        {
            "title": name,
            "items": [
                {"id": one.id, "title": one.title[language], "text": one.text[language]}
                for one in presets().values()
                if one.group == group
            ],
        }
        for group, name in names.items()
    ]
    faults = [
        {"id": scene.id, "title": title(scene.id, language), "text": scene.symptom[language]}
        for scene in scenes().values()
    ]
    return [*groups, {"title": _("Something is broken: find out what"), "items": faults}]


def title(identity: str, language: Language) -> str:
    """What a lab made of it is called. A fault's own title would give it away: it is only numbered."""
    if identity in presets():
        return presets()[identity].title[language]
    return _("Fault %(number)s") % {"number": list(scenes()).index(identity) + 1}


def beginning(identity: str) -> tuple[Files, list[dict[str, Any]]]:
    """The editor's files and the actions with which it begins."""
    if identity in presets():
        stage: Iterable[Action] = presets()[identity].stage
        return files_of(stage), [dict(action) for action in stage]
    scene = scenes()[identity]
    # What is refused when it is applied stands in the editor, to be applied and refused.
    tried = [look.do for look in scene.symptoms if look.do and look.do["type"] == "apply"]
    return files_of([*scene.stage, *tried]), [dict(action) for action in scene.stage]


def files_of(actions: Iterable[Action], before: Iterable[Mapping[str, str]] = ()) -> Files:
    """The editor's files after these were applied, each as it was applied last."""
    texts = {file["name"]: file["text"] for file in before}
    for action in actions:
        for file in action.get("files", ()):
            texts[file["name"]] = file["text"]
    return [{"name": name, "text": text} for name, text in texts.items()]


def keeps_secret(workspace: Workspace) -> bool:
    """True while somebody looks for what is broken and has not asked to be told."""
    return workspace.preset in scenes() and not workspace.revealed


def repair(identity: str) -> tuple[Action, ...]:
    """What mends a fault; nothing where none is broken."""
    return scenes()[identity].repair if identity in scenes() else ()


def told(workspace: Workspace, language: Language) -> dict[str, Any] | None:
    """What the page says of the preset that a workspace began with: ``{id, fault, text, title, repairable, first}``.

    ``first`` is what to look at: ``{request}``, ``{line}`` for the terminal, or ``{apply: true}``. ``title`` names a fault only
    once it was revealed.
    """
    identity = workspace.preset
    if identity in presets():
        preset = presets()[identity]
        return _told(preset, language)
    if identity not in scenes():
        return None
    scene = scenes()[identity]
    return {
        "id": identity,
        "fault": True,
        "text": scene.symptom[language],
        "title": scene.title[language] if workspace.revealed else None,
        "repairable": bool(scene.repair),
        "first": _first(_telling(scene)),
    }


def _told(preset: Preset, language: Language) -> dict[str, Any]:
    return {
        "id": preset.id,
        "fault": False,
        "text": preset.text[language],
        "title": preset.title[language],
        "repairable": False,
        "first": _first(Look(request=preset.request)),
    }


def _telling(scene: Scene) -> Look:
    """The look at which the fault shows: the first request that fails, else the first look there is."""
    for look in scene.symptoms:
        endings = look.condition.endings
        if endings is not None and not endings["iptables"] <= _GOOD:
            return look
        if look.do is not None and look.do["type"] == "apply":
            return look
    return scene.symptoms[0]


def _first(look: Look) -> dict[str, Any]:
    if look.do is not None:
        return {"line": look.do["line"]} if "line" in look.do else {"apply": True}
    request = look.request or {}
    http = request.get("http")
    if not http:
        return {"request": dict(request)}
    scheme, address, port = http.get("scheme", "http"), request["to"]["address"], request["to"]["port"]
    place = address if port == {"http": 80, "https": 443}[scheme] else f"{address}:{port}"
    words = ["curl", *(["-k"] if http.get("insecure") else [])]
    if "host" in http:
        words += ["-H", f"Host: {http['host']}"]
    words.append(f"{scheme}://{place}{http.get('path', '/')}")
    return {"line": shlex.join(words)}
