"""What a manifest says of a cluster, read as all content is (``content.experiments``); a mistake is told with the manifest's line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from nodeport_lab.content.experiments import actions, looks
from nodeport_lab.content.experiments.looks import ON_LINE, ON_REQUEST
from nodeport_lab.content.experiments.mistakes import Mistake
from nodeport_lab.content.experiments.model import Action, Condition, Look
from nodeport_lab.content.lessons.yamlfile import Part

ASKED = ("request", "run", "place", "grep")
_GOALS = ("request", "run", "object", "sent", "typed")


@contextmanager
def _told(part: Part) -> Iterator[None]:
    """What is wrong with the value is told with its line."""
    try:
        yield
    except Mistake as mistake:
        there = Part(part.file, (*part.path, *mistake.path), None)
        raise there.wrong(mistake.words("en")) from mistake


def read(part: Part, folder: Path) -> tuple[Action, ...]:
    """A list of actions. Their files are the lesson's own, in files/, or the manifests for all."""
    return tuple(_action(item, folder) for item in part.items())


def _action(part: Part, folder: Path) -> Action:
    with _told(part):
        return actions.read(part.value, actions.shelf(folder / "files"))


def read_file(part: Part, folder: Path) -> dict[str, str]:
    """A file with its text, or the name of one."""
    with _told(part):
        return actions.read_file(part.value, actions.shelf(folder / "files"))


def read_request(part: Part) -> Action:
    """A request: who asks, what, and how."""
    with _told(part):
        return actions.read_request(part.value)


def read_goal(part: Part) -> Look:
    """One part of a goal."""
    with _told(part):
        return replace(looks.read(part.value, _GOALS), line=part.line)


def read_asked(part: Part, condition: Condition) -> Look:
    """A request or a line, with what is to come of it."""
    value = {key: part.value[key] for key in ASKED if key in part.value}
    with _told(part):
        return replace(looks.read_asked(value, condition), line=part.line)


def read_condition(part: Part, of: Part) -> Condition:
    """What is to come of what another part asks for."""
    keys = ON_REQUEST if "request" in of.value else ON_LINE
    part.mapping((), keys)
    with _told(part):
        return looks.read_condition(part.value, keys)
