"""What the templates and the scripts of the page are given: situations in words, and as drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from nodeport_lab.compare import advice, table, wording
from nodeport_lab.compare.manifests import KINDS, MAIN, Kind
from nodeport_lab.compare.running import Run, run
from nodeport_lab.compare.situations import BREAKS, Break, Situation
from nodeport_lab.content import words
from nodeport_lab.content.words import Language

Json = dict[str, Any]

# A line that names a port, and which of the three it is.
_PORT = re.compile(
    r"^(?P<before>\s*(?:- )?(?P<field>port|targetPort|nodePort|containerPort|number): )(?P<number>\d+)$"
)
_ROLES = {
    "port": "port",
    "number": "port",
    "targetPort": "targetPort",
    "containerPort": "targetPort",
    "nodePort": "nodePort",
}
# What a hop's rules are to the drawing: where they come from. Their texts are the lab's business.
_DRAWN = ("proxyMode", "settings", "surroundings", "client", "nodes", "pods", "services")


def columns(
    kinds: Iterable[Kind], breaks: Sequence[Break], language: Language, *, inside: bool = False
) -> list[Json]:
    """The columns of the page as its buttons stand."""
    found = []
    for kind in kinds:
        of = Situation.of(kind, breaks, inside=inside)
        plain = run(Situation.of(kind, inside=inside))
        found.append(column(run(of), language, breaks, plain))
    return found


def column(found: Run, language: Language, breaks: Iterable[Break] = (), plain: Run | None = None) -> Json:
    """One column in words; ``plain`` is the one that it is compared with, so that what is new in its manifests stands out."""
    kind = found.situation.kind
    before = {file["name"]: set(file["text"].splitlines()) for file in (plain or found).files}
    return {
        "kind": kind,
        "id": found.situation.id,
        "title": wording.say(f"kind-{kind}", language),
        "about": wording.say(f"about-{kind}", language),
        "url": found.url,
        "ending": wording.ending(found, language),
        "told": wording.told(found, breaks, language),
        "files": [
            {"name": file["name"], "lines": highlighted(file["text"], before.get(file["name"], set()))}
            for file in found.files
            if file["name"] != "deployment.yaml"
        ],
        "hops": hops(found, language),
    }


def drawing(found: Run, language: Language) -> Json:
    """One column as its drawing needs it: the snapshot, and the one way that is played (its ending with its words)."""
    branch = None
    if found.branch is not None:
        branch = {
            "id": found.branch["id"],
            "probability": found.branch["probability"],
            "ending": found.branch["ending"] | {"why": words.why(found.branch["ending"], language)},
            "hops": [_hop(hop, language) for hop in found.branch["hops"]],
        }
    snapshot = {key: found.snapshot[key] for key in _DRAWN}
    return {"kind": found.situation.kind, "snapshot": snapshot, "branch": branch}


def _hop(hop: Mapping[str, Any], language: Language) -> Json:
    kept = ("leg", "place", "stage", "event", "before", "after")
    rules = [{"origin": rule["origin"]} for rule in hop["rules"] if rule["origin"] is not None]
    return {key: hop[key] for key in kept} | {"rules": rules[:1], "text": words.hop_text(hop, language)}


def hops(found: Run, language: Language) -> list[Json]:
    """The journey in words."""
    if found.branch is None:
        return []
    return [
        {"place": _place(hop["place"], language), "leg": hop["leg"], "text": words.hop_text(hop, language)}
        for hop in found.branch["hops"]
    ]


def _place(place: str, language: Language) -> str:
    places = words.table("places")
    return places[place][language] if place in places else place.removeprefix("default/")


def highlighted(text: str, before: Iterable[str] = ()) -> list[Json]:
    """A manifest line by line: the ports marked by their role, and what ``before`` did not have."""
    known = set(before)
    lines = []
    for line in text.splitlines():
        found = _PORT.match(line)
        lines.append(
            {
                "text": found["before"] if found else line,
                "role": _ROLES[found["field"]] if found else None,
                "number": found["number"] if found else "",
                "new": bool(known) and line not in known,
            }
        )
    return lines


def rows(kinds: Sequence[Kind], language: Language) -> list[Json]:
    """The table: groups of rows of cells."""
    groups: dict[str, list[Json]] = {}
    for row in table.ROWS:
        cells = [_cell(row.name, kind, language) for kind in kinds]
        groups.setdefault(row.group, []).append(
            {"name": row.name, "title": wording.say(f"row-{row.name}", language), "cells": cells}
        )
    return [
        {"title": wording.say(f"group-{group}", language), "rows": found, "span": len(kinds) + 1}
        for group, found in groups.items()
    ]


def _cell(row: str, kind: Kind, language: Language) -> Json:
    found = table.cell(row, kind)
    return {
        "row": row,
        "kind": kind,
        "title": wording.say(f"kind-{kind}", language),
        "text": wording.cell(found, language),
        "tone": found.tone,
        "code": found.key == "code",
    }


def experiments(row: str, kind: Kind, language: Language) -> Json:
    """What is behind a cell."""
    found = table.behind(row, kind)
    return {
        "row": wording.say(f"row-{row}", language),
        "kind": kind,
        "title": wording.say(f"kind-{kind}", language),
        "text": wording.cell(table.cell(row, kind), language),
        "runs": [
            {
                "id": one.situation.id,
                "url": one.url,
                "steps": wording.steps(one, language),
                "outcomes": wording.outcomes(one, language),
                "plays": one.branch is not None,
            }
            for one in found
        ],
    }


def breaks(chosen: Iterable[Break], language: Language) -> list[Json]:
    """The buttons."""
    pressed = set(chosen)
    return [
        {"name": name, "title": wording.say(f"break-{name}", language), "pressed": name in pressed}
        for name in BREAKS
    ]


def questions(answers: Mapping[str, str], language: Language) -> list[Json]:
    """The questionnaire as it stands."""
    return [
        {
            "name": name,
            "title": wording.say(f"ask-{name}", language),
            "options": [
                {
                    "value": value,
                    "title": wording.say(f"ask-{name}-{value}", language),
                    "checked": answers[name] == value,
                }
                for value in allowed
            ],
        }
        for name, allowed in advice.QUESTIONS.items()
    ]


def recommended(answers: Mapping[str, str], language: Language) -> Json:
    """What these answers ask for, in words, with the manifest to take away."""
    found = advice.advise(answers)
    proof = run(found.situation)
    return {
        "kind": found.kind,
        "title": wording.say(f"kind-{found.kind}", language),
        "about": wording.say(f"about-{found.kind}", language),
        "reasons": [wording.say(f"reason-{key}", language) for key in found.reasons],
        "cautions": [wording.say(f"caution-{key}", language) for key in found.cautions],
        "against": [
            {"title": wording.say(f"kind-{kind}", language), "text": wording.say(f"against-{key}", language)}
            for kind, key in found.against.items()
        ],
        "url": proof.url,
        "ending": wording.ending(proof, language),
        "manifest": highlighted(manifest(proof)),
        "secret": any(file["name"] == "secret.yaml" for file in proof.files),
        "id": found.situation.id,
        "query": "&".join(f"{name}={value}" for name, value in answers.items()),
    }


def manifest(found: Run) -> str:
    """The files to take away as one; a certificate is the owner's own, and stands in no file of ours."""
    return "---\n".join(file["text"] for file in found.files if file["name"] != "secret.yaml")


def shown(more: bool) -> tuple[Kind, ...]:
    """Which kinds the page shows."""
    return KINDS if more else MAIN
