"""The reference: the three ports on one page, glossary, cheat sheet, which to use; and for each message and ending a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.content import explanations, words
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson
from nodeport_lab.content.lessons.playing import played
from nodeport_lab.content.messages import messages
from nodeport_lab.tutorial import lessons, telling


def pages() -> dict[str, str]:
    """The pages of the reference and their titles."""
    return {
        "ports": _("The three ports"),
        "choose": _("Which should I use?"),
        "cheat-sheet": _("Cheat sheet"),
        "errors": _("Errors and what to do"),
        "glossary": _("Glossary"),
    }


def written(page: Lesson) -> dict[str, Any]:
    """A page whose words are content: ``summary``, and its sections in order."""
    text = page.texts[telling.language()]
    steps = played(page)
    return {
        "summary": telling.html(text.summary),
        "sections": [
            {
                "id": step.id,
                "title": telling.line(text.steps[step.id].title, steps[step.id].facts),
                "body": telling.html(text.steps[step.id].body, steps[step.id].facts),
            }
            for step in page.steps
        ],
        "docs": [_link(id) for id in page.docs],
    }


def glossary() -> list[dict[str, Any]]:
    """Every term, in the order of its name."""
    language = telling.language()
    other = "en" if language == "ja" else "ja"
    found = [
        {
            "id": id,
            "name": term.name[language],
            "other": term.name[other] if term.name[other] != term.name[language] else "",
            "other_language": other,
            "text": telling.line(term.text[language]),
            "link": None if term.link is None else _link(term.link),
        }
        for id, term in catalogue().glossary.items()
    ]
    return sorted(found, key=lambda entry: str(entry["name"]).lower())


def _link(id: str) -> dict[str, str]:
    language, link = telling.language(), catalogue().links[id]
    return {"title": link.title[language], "address": link.address[language]}


def problem(kind: str) -> dict[str, Any]:
    """A message of the API server or of kubectl: what it looks like, its cause, its repair. ``KeyError`` where there is none."""
    language = telling.language()
    examples = messages().get(kind, ())
    return {
        "id": kind,
        "headline": _headline(examples[0]) if examples else kind,
        "examples": examples,
        "cause": _of_case(kind, explanations.table()[kind][language]),
        "lessons": _lessons_about(kind),
    }


def _headline(example: str) -> str:
    """A message as people search for it: without the field and the value of the moment."""
    line = next(line for line in example.splitlines() if line.strip())
    match = re.match(r"[\w.\[\]/-]+: (?:[A-Z][\w ]+: )(?:\"(?:[^\"\\]|\\.)*\"|[\w\[\]{}\".,-]+): (.+)", line)
    found = match[1] if match else line
    return found if len(found) <= 120 else f"{found[:118]}…"


def ending(code: str) -> dict[str, Any]:
    """A way in which a request ends. ``KeyError`` where there is none."""
    language, about = telling.language(), CODES[code]
    return {
        "id": code,
        "headline": code,
        "observed": about.observed,
        "seen": _seen()[about.observed],
        "field": about.field,
        "cause": filled(words.table("endings")[code][language], _USUAL),
        "lessons": _lessons_about(code),
    }


def _seen() -> Mapping[str, str]:
    return {
        "reply": _("an answer"),
        "refused": _("refused"),
        "no-answer": _("no answer (timeout)"),
    }


def every() -> dict[str, Any]:
    """All messages and endings, in groups."""
    language = telling.language()
    groups = []
    for name, title in _groups().items():
        entries = [
            {"id": kind, "text": _of_case(kind, table[language])}
            for kind, table in explanations.tables()[name].items()
        ]
        groups.append({"id": name, "title": title, "entries": entries})
    endings = [
        {
            "id": code,
            "seen": _seen()[about.observed],
            "text": filled(words.table("endings")[code][language], _USUAL),
        }
        for code, about in CODES.items()
        if about.observed != "reply" or about.kind != "answered"
    ]
    return {"groups": groups, "endings": endings, "count": len(KINDS) + len(endings)}


def _groups() -> Mapping[str, str]:
    return {
        "reading": _("Reading YAML and JSON"),
        "metadata": _("Names, labels, metadata"),
        "service": _("Services"),
        "workload": _("Deployments and their pods"),
        "pod": _("Containers, probes, volumes"),
        "ingress": _("Ingresses"),
        "simulation": _("What the lab does not simulate"),
    }


# What a text names differs from case to case; told is a usual one: the introduction's cluster and its Service.
_USUAL: Mapping[str, str] = {
    "address": "192.168.1.101",
    "port": "30080",
    "protocol": "TCP",
    "node": "node1",
    "other": "node2",
    "rules_node": "node1",
    "place": "node1",
    "sender": "default/tester",
    "service": "nginx-service-nodeport",
    "pod": "nginx-deployment-…",
    "pods": "nginx-deployment-…",
    "source": "203.0.113.10",
    "destination": "10.1.0.5:80",
    "asked": "192.168.1.101:30080",
    "host": "example.com",
    "path": "/",
    "ingress": "nginx-ingress",
    "controller": "ingress-nginx",
    "status": "503",
    "first": "30000",
    "last": "32767",
    "process": "sshd",
}


def _of_case(kind: str, text: str) -> str:
    """The cause, told of the first example: its field and its value."""
    example = next(iter(messages().get(kind, ())), "")
    match = re.match(r"([\w.\[\]/-]+): [A-Z][\w ]+(?:: (\"(?:[^\"\\]|\\.)*\"|[^:]+))?", example)
    params = {"first": _USUAL["first"], "last": _USUAL["last"]}
    if match is not None:
        params["field"] = match[1]
        if match[2] is not None:
            params["value"] = match[2].strip('"')
    return filled(text, params)


def filled(text: str, params: Mapping[str, str]) -> str:
    """A text about any case; what is not known of it is left open."""
    return text.format_map(_Blanks(params))


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _lessons_about(id: str) -> list[dict[str, str]]:
    """The exercises in which it happens."""
    return [
        {"title": lesson.texts[telling.language()].title, "address": lessons.address(lesson)}
        for lesson in catalogue().exercises
        if any(f"wrong {id}" in words.sections for words in lesson.texts["en"].steps.values())
    ]
