"""A lesson played as its author meant it: its cluster at every step, and the facts that its prose names.

Each step with a ``start`` begins from an empty cluster; any other goes on from where the solution of the step before led.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.experiments import facts as known
from nodeport_lab.content.experiments.facts import FACT, Facts, Find, filled, finder
from nodeport_lab.content.experiments.judging import Seen, holds, see
from nodeport_lab.content.experiments.model import Action, Look
from nodeport_lab.content.lessons.deeds import Deeds
from nodeport_lab.content.lessons.excerpt import excerpt
from nodeport_lab.content.lessons.judging import Judged, judge
from nodeport_lab.content.lessons.model import Fact, Lesson, Predict, Step
from nodeport_lab.content.words import LANGUAGES, why


@dataclass(frozen=True, slots=True)
class Played:
    """A step as it was played.

    log: what made its cluster, from an empty one. files: what the editor holds then. facts: by name. claims: the experiments whose ``expect`` does not hold.
    right: the choice that is right. before, after: the goal at the start and after the solution.
    """

    step: Step
    log: tuple[Action, ...]
    files: tuple[Mapping[str, str], ...]
    facts: Facts
    claims: tuple[tuple[Fact, Seen], ...]
    right: str | None
    before: tuple[Judged, ...] = ()
    after: tuple[Judged, ...] = ()


def play(lesson: Lesson, mode: ProxyMode = "iptables") -> Iterator[Played]:
    """All steps in order. ``NoSuchFact`` or ``ValueError`` where something cannot be done.

    Facts are told in the first of the lesson's modes; in another only those are looked for that the manifest itself names.
    """
    stage = _Stage(mode)
    for step in lesson.steps:
        if step.start is not None:
            stage = _Stage(mode)
            stage.do(step.start)
        stage.do(step.do)
        stage.edit(step.editor)
        log, files = tuple(stage.log), tuple(stage.files.values())
        facts, claims = _facts(step, stage, mode == lesson.modes[0])
        right = None if step.predict is None else _right(step.predict, stage, facts)
        if step.task is None:
            yield Played(step, log, files, facts, claims, right)
            continue
        before = stage.judge(step.task.goal, Deeds(), finder(facts))
        stage.solve(step.task.solution)
        after = stage.judge(step.task.goal, Deeds.of(stage.log[len(log) :]), finder(facts))
        yield Played(step, log, files, facts, claims, right, before, after)


# Exercises of teachers' own come and go: the ones used last stay at hand.
_KEPT = 400
_kept: OrderedDict[Path, tuple[Lesson, Mapping[str, Played]]] = OrderedDict()


def played(lesson: Lesson) -> Mapping[str, Played]:
    """Every step as it was played in the first of its modes, by id; played once."""
    kept = _kept.get(lesson.path)
    if kept is None or kept[0] is not lesson:
        kept = (lesson, {one.step.id: one for one in play(lesson, lesson.modes[0])})
        _kept[lesson.path] = kept
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return kept[1]


class _Stage:
    """A cluster on the way: what was done to it, with facts put in."""

    def __init__(self, mode: ProxyMode) -> None:
        self.log: list[Action] = []
        self.files: dict[str, Mapping[str, str]] = {}
        self._cluster: Cluster | None = Cluster()
        if mode != "iptables":
            self.do(({"type": "set-proxy-mode", "mode": mode},))

    def do(self, wanted: tuple[Action, ...]) -> None:
        for action in wanted:
            cluster = self.look()
            done = _filled(action, cluster, {})
            problem = cluster.perform(done).problem
            if problem is not None:
                raise ValueError(f"{done}: {problem.message}")
            self.log.append(done)
            self.edit(done.get("files", ()))

    def solve(self, solution: tuple[Action, ...]) -> None:
        """As a person does it at the page: Apply is for every file that the editor holds."""
        for action in solution:
            if action["type"] == "apply":
                self.edit(_filled(action, self.look(), {})["files"])
                self.do(({**action, "files": list(self.files.values())},))
            else:
                self.do((action,))

    def edit(self, files: Iterable[Mapping[str, str]]) -> None:
        """The editor holds what was applied last, and what a step puts there."""
        self.files |= {file["name"]: file for file in files}

    def look(self) -> Cluster:
        """The cluster, to be looked at and left as it is."""
        if self._cluster is None:
            self._cluster = Cluster.replay(None, 0, self.log)
        return self._cluster

    def copy(self) -> Cluster:
        """The cluster, for once: what is done to it has no consequence."""
        cluster = self.look()
        self._cluster = None
        return cluster

    def peek(self, look: Look, fact: Find) -> Seen:
        """Looks; a request leaves nothing behind, a line may."""
        return see(look, self.copy() if look.run is not None else self.look(), fact)

    def judge(self, goal: Iterable[Look], deeds: Deeds, fact: Find) -> tuple[Judged, ...]:
        """Every look of a goal."""
        return tuple(
            judge(look, self.copy() if look.run is not None else self.look(), deeds, fact) for look in goal
        )


def _filled(action: Action, cluster: Cluster, facts: Facts) -> Action:
    """The action with facts put in: those of the moment, and those that are known already."""
    if not FACT.search(repr(action)):
        return action
    found: Action = filled(action, finder({**known.of(cluster), **facts}))
    return found


def _facts(step: Step, stage: _Stage, all_of_them: bool) -> tuple[Facts, tuple[tuple[Fact, Seen], ...]]:
    facts: dict[str, Any] = dict(known.of(stage.look()))
    failed = []
    named = " ".join(FACT.findall(repr((step.task, step.predict))))
    for fact in step.facts:
        if not (all_of_them or fact.name in named):
            continue
        if fact.do:
            cluster = stage.copy()
            for action in fact.do:
                done = _filled(action, cluster, facts)
                problem = cluster.perform(done).problem
                if problem is not None:
                    raise ValueError(f"{fact.name}: {done}: {problem.message}")
            seen = see(fact.look, cluster, finder(facts))
            own = dict(facts) | known.of(cluster)
        else:
            seen, own = stage.peek(fact.look, finder(facts)), facts
            cluster = stage.look()
        facts[fact.name] = told(seen, cluster if fact.do else None)
        if fact.columns:
            facts[fact.name]["output"] = excerpt(seen.output, fact.columns)
        if not holds(fact.look.condition, seen, finder(own)):
            failed.append((fact, seen))
    return facts, tuple(failed)


def _right(predict: Predict, stage: _Stage, facts: Facts) -> str | None:
    if predict.right is not None or predict.look is None:
        return predict.right
    seen = stage.peek(predict.look, finder(facts))
    for choice in predict.choices:
        if choice.when is None or holds(choice.when, seen, finder(facts)):
            return choice.id
    return None


def told(seen: Seen, cluster: Cluster | None = None) -> dict[str, Any]:
    """What the prose may name of a look. Where the experiment did something first, what was there then."""
    later = {} if cluster is None else known.of(cluster)
    if seen.trace is None:
        return later | {
            "line": seen.line,
            "output": seen.output,
            "exit": seen.exit,
            "problem": seen.problem or "",
        }
    first = seen.trace["branches"][0]
    places: list[str] = []
    for hop in first["hops"]:
        if hop["leg"] == "request" and (not places or places[-1] != hop["place"]):
            places.append(hop["place"].removeprefix("default/"))
    return later | {
        "ending": first["ending"]["code"],
        "why": {language: why(first["ending"], language) for language in LANGUAGES},
        "observed": ", ".join(sorted(seen.observed)),
        "pods": len(seen.pods),
        "pod": (seen.answers[0]["pod"] if seen.answers else "").removeprefix("default/"),
        "source": ", ".join(sorted({str(outcome["source"]) for outcome in seen.answers})),
        "destination": ", ".join(sorted({str(outcome["destination"]) for outcome in seen.answers})),
        "share": round(100 * seen.outcomes[0]["probability"]),
        "status": ", ".join(map(str, sorted(seen.statuses))),
        "path": " → ".join(places),
    }
