"""From a manifest to the model: every key known, every id looked up, every action looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from nodeport_lab.content.experiments.model import MODES, Action, Condition
from nodeport_lab.content.lessons import experiments, timing
from nodeport_lab.content.lessons.experiments import ASKED
from nodeport_lab.content.lessons.model import (
    Choice,
    Fact,
    Kind,
    Lesson,
    Predict,
    Show,
    Step,
    Task,
    Text,
)
from nodeport_lab.content.lessons.yamlfile import Part, YamlFile
from nodeport_lab.content.scenes import Scene, scenes
from nodeport_lab.content.words import Language

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
EXERCISE_ID = re.compile(r"F[1-9][0-9]?(-[a-z]+)*")
PANELS = frozenset(("packet", "terminal", "rules", "objects", "events", "steps", "break", "yaml"))
CONTROLS = frozenset(
    ("send", "send-many", "apply", "undo", "all-paths", "terminal", "rules", "objects", "events", "break")
)
ROLES = frozenset(("nodePort", "port", "targetPort"))
REACTION = (
    Choice("answered", Condition(observed=frozenset(("reply",)))),
    Choice("refused", Condition(observed=frozenset(("refused",)))),
    Choice("timeout", Condition(observed=frozenset(("no-answer",)))),
)


def read(
    path: Path,
    kind: Kind,
    texts: Mapping[Language, Text],
    chapter: int | None = None,
    source: str | None = None,
) -> Lesson:
    """The lesson of a manifest. ``Wrong`` where it does not say what it has to. source: the manifest itself, if it is in no file."""
    needed = {"lesson": ("teaches",), "exercise": ("practises",), "page": ()}[kind]
    top = YamlFile(path, source).root.mapping(
        ("steps", *needed),
        ("teaches", "modes", "docs", "start", *(("core", "exercises") if kind == "lesson" else ())),
    )
    id = path.parent.name
    if not (EXERCISE_ID if kind == "exercise" else ID).fullmatch(id):
        raise top.wrong(f"{id} is no id")
    modes = top.get("modes")
    chosen = modes.texts() if modes else MODES
    if modes and (not chosen or not set(chosen) <= set(MODES)):
        raise modes.wrong(f"the modes are {', '.join(MODES)}")
    steps = tuple(_steps(top, path.parent))
    return Lesson(
        id,
        kind,
        path,
        _texts(top, "teaches"),
        _texts(top, "practises"),
        tuple(mode for mode in MODES if mode in chosen),
        _texts(top, "docs"),
        steps,
        texts,
        chapter,
        _minutes(kind, steps, texts),
        top.value.get("core") is True,
        _texts(top, "exercises"),
    )


def _minutes(kind: Kind, steps: tuple[Step, ...], texts: Mapping[Language, Text]) -> int:
    """The same in every language, as its words are written afresh and say the same."""
    told = [timing.minutes(kind, steps, text) for text in texts.values()]
    return max(1, round(sum(told) / len(told))) if told else 0


def _texts(part: Part, key: str) -> tuple[str, ...]:
    found = part.get(key)
    return found.texts() if found else ()


def _steps(top: Part, folder: Path) -> Iterator[Step]:
    seen: set[str] = set()
    outer = top.get("start")
    start = experiments.read(outer, folder) if outer else ()
    for part in top.at("steps").items():
        step = _step(part, folder, None if seen else start)
        if step.id in seen:
            raise part.wrong(f"there is a step {step.id} already")
        seen.add(step.id)
        yield step
    if not seen:
        raise top.at("steps").wrong("a lesson has at least one step")


def _step(part: Part, folder: Path, start: tuple[Action, ...] | None) -> Step:
    part.mapping(("id",), ("start", "scene", "do", "editor", "show", "facts", "predict", "task"))
    id = part.at("id").text()
    if not ID.fullmatch(id):
        raise part.at("id").wrong("an id is lower-case letters, digits and hyphens")
    scene, own, do, editor = (part.get(key) for key in ("scene", "start", "do", "editor"))
    if scene is not None and own is not None:
        raise part.wrong("has a start and a scene")
    if own is not None:
        start = experiments.read(own, folder)
    elif scene is not None:
        start = _scene(scene).stage
    facts, show, predict, task = (part.get(key) for key in ("facts", "show", "predict", "task"))
    return Step(
        id,
        start,
        experiments.read(do, folder) if do else (),
        _show(show) if show else Show(),
        tuple(_fact(name, fact, folder) for name, fact in facts.pairs()) if facts else (),
        _predict(predict) if predict else None,
        _task(task, folder) if task else None,
        tuple(experiments.read_file(item, folder) for item in editor.items()) if editor else (),
        part.line,
    )


def _scene(part: Part) -> Scene:
    found = scenes().get(part.text())
    if found is None:
        raise part.wrong(f"there is no scene {part.value}")
    return found


def _show(part: Part) -> Show:
    part.mapping((), ("request", "panel", "point"))
    request, panel, point = part.get("request"), part.get("panel"), part.get("point")
    if panel is not None and panel.text() not in PANELS:
        raise panel.wrong(f"the panels are {', '.join(sorted(PANELS))}")
    marks = point.texts() if point else ()
    for mark in marks:
        kind, _, rest = mark.partition(":")
        good = {"role": rest in ROLES, "control": rest in CONTROLS, "pod": rest.isdigit()}
        if not good.get(kind, kind in ("node", "service", "field") and bool(rest)):
            raise part.at("point").wrong(f"nothing is called {mark}")
    return Show(experiments.read_request(request) if request else None, panel.value if panel else None, marks)


def _fact(name: str, part: Part, folder: Path) -> Fact:
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
        raise part.wrong("a fact is called by lower-case letters, digits and hyphens")
    if name in ("pods", "services", "nodes", "settings", "client"):
        raise part.wrong("this name is taken by the snapshot")
    part.mapping((), ("do", *ASKED, "expect", "columns"))
    do, expect = part.get("do"), part.get("expect")
    look = experiments.read_asked(part, experiments.read_condition(expect, part) if expect else Condition())
    columns = part.get("columns")
    if columns is not None and look.run is None:
        raise columns.wrong("columns are of what a line prints")
    shown = columns.texts() if columns else ()
    return Fact(name, experiments.read(do, folder) if do else (), look, shown)


def _predict(part: Part) -> Predict:
    part.mapping(("choices",), ("request", "run", "place", "grep", "right"))
    asks = "request" in part.value or "run" in part.value
    look = experiments.read_asked(part, Condition()) if asks else None
    right = part.get("right")
    if part.value["choices"] == "reaction":
        if look is None or look.request is None:
            raise part.wrong("choices: reaction is for a request")
        return Predict(look, REACTION, reaction=True)
    choices = tuple(_choice(item, part) for item in part.at("choices").items())
    ids = [choice.id for choice in choices]
    if not 2 <= len(ids) <= 5 or len(set(ids)) < len(ids):
        raise part.at("choices").wrong("two to five choices, each with an id of its own")
    if right is not None and right.value not in ids:
        raise right.wrong(f"is none of {', '.join(ids)}")
    by_outcome = all(choice.when is not None for choice in choices)
    if right is None and (look is None or not by_outcome):
        raise part.wrong("say which is right, or ask for something whose outcome decides it")
    if right is not None and any(choice.when is not None for choice in choices):
        raise right.wrong("the outcome decides already which is right")
    return Predict(look, choices, right.value if right else None)


def _choice(part: Part, of: Part) -> Choice:
    part.mapping(("id",), ("when",))
    when = part.get("when")
    id = part.at("id").text()
    if not ID.fullmatch(id):
        raise part.at("id").wrong("an id is lower-case letters, digits and hyphens")
    return Choice(id, experiments.read_condition(when, of) if when else None)


def _task(part: Part, folder: Path) -> Task:
    part.mapping((), ("goal", "solution", "scene"))
    goal, solution, scene = part.get("goal"), part.get("solution"), part.get("scene")
    if scene is None and (goal is None or solution is None):
        raise part.wrong("a task has a goal and a solution, or those of a scene")
    staged = _scene(scene) if scene else None
    looks = tuple(experiments.read_goal(item) for item in goal.items()) if goal else ()
    if staged is not None and goal is None:
        looks = tuple(replace(look, line=part.line) for look in staged.repaired)
    done = experiments.read(solution, folder) if solution else staged.repair if staged else ()
    if not looks:
        raise part.wrong("a goal has at least one look")
    return Task(looks, done)
