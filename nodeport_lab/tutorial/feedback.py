"""A task looked at in the learner's cluster: which parts of its goal hold, and what happens instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.experiments.facts import filled, finder
from nodeport_lab.content.experiments.facts import of as snapshot_facts
from nodeport_lab.content.experiments.judging import Seen
from nodeport_lab.content.experiments.model import Condition, Look
from nodeport_lab.content.lessons import judging
from nodeport_lab.content.lessons.deeds import Deeds
from nodeport_lab.content.lessons.judging import Judged
from nodeport_lab.content.lessons.model import Lesson, Section, Step, Task
from nodeport_lab.content.lessons.playing import played
from nodeport_lab.content.scenes import scenes
from nodeport_lab.content.words import why
from nodeport_lab.lab import stage
from nodeport_lab.lab.stage import Workspace
from nodeport_lab.tutorial import telling
from nodeport_lab.tutorial.models import Progress


@dataclass(frozen=True, slots=True)
class Aim:
    """One part of a goal, in words, and whether it holds."""

    text: SafeString
    holds: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """How a task stands. ``instead``: what happens instead, and ``advice``: what the lesson says to that; of the first aim that fails."""

    aims: tuple[Aim, ...]
    reached: bool
    instead: str = ""
    advice: tuple[SafeString, ...] = ()


def look(workspace: Workspace, lesson: Lesson, step: Step, known: Progress) -> Feedback:
    """How the task of a step stands in this workspace. Nothing is said against who has not done anything yet."""
    task = step.task
    if task is None:
        raise ValueError(f"{lesson.id}/{step.id} has no task")
    own = known.of(step.id)
    deeds = _deeds(workspace, own)
    facts = played(lesson)[step.id].facts
    fact = finder(facts, telling.language())
    ordered = _judged(workspace, task, deeds, fact)
    aims = tuple(
        Aim(_aim(lesson, step, number, one, facts), one.holds) for number, one in enumerate(ordered, 1)
    )
    failing = next((index for index, one in enumerate(ordered) if not one.holds), None)
    acted = workspace.revision > own.get("revision", workspace.revision) or bool(deeds.typed or deeds.sent)
    if failing is None or not acted:
        return Feedback(aims, failing is None)
    instead = _instead(ordered[failing], fact)
    advice = _advice(lesson, step, ordered[failing], failing, facts)
    if advice and "\n" in instead:
        instead = ""  # a whole table stands in the way of what the author says of it
    return Feedback(aims, False, instead, advice)


def holding(workspace: Workspace, lesson: Lesson, step: Step, known: Progress) -> list[bool]:
    """Which parts of the goal of a step hold, in their order, and nothing said about it."""
    if step.task is None:
        raise ValueError(f"{lesson.id}/{step.id} has no task")
    fact = finder(played(lesson)[step.id].facts)
    deeds = _deeds(workspace, known.of(step.id))
    return [one.holds for one in _judged(workspace, step.task, deeds, fact)]


def mended(workspace: Workspace) -> bool:
    """Whether the fault that a workspace began with shows no more."""
    task = Task(scenes()[workspace.preset].repaired, ())
    facts = stage.look(workspace, snapshot_facts)
    return all(one.holds for one in _judged(workspace, task, Deeds(), finder(facts)))


def _judged(workspace: Workspace, task: Task, deeds: Deeds, fact: Callable[[str], Any]) -> list[Judged]:
    """Every part of a goal, judged in the workspace's cluster."""
    judged: list[Judged] = []

    def at(cluster: Cluster) -> dict[str, Any]:
        judged.extend(judging.judge(look, cluster, deeds, fact) for look in task.goal if look.run is None)
        return {}

    stage.look(workspace, at)
    # A line that is run may leave traces (curl does): those clusters are not put back.
    by_look = {id(one.look): one for one in judged}
    for one in task.goal:
        if one.run is not None:
            cluster = stage.shelf.take(workspace)
            by_look[id(one)] = judging.judge(one, cluster, deeds, fact)
    return [by_look[id(one)] for one in task.goal]


def _aim(lesson: Lesson, step: Step, number: int, judged: Judged, facts: Mapping[str, Any]) -> SafeString:
    """A part of the goal as its author words it, else as it is."""
    words = lesson.texts[telling.language()].steps[step.id].sections.get(f"aim {number}")
    return telling.line(described(judged.look) if words is None else words.markdown, facts)


def _deeds(workspace: Workspace, own: Mapping[str, Any]) -> Deeds:
    since = own.get("since", workspace.begins)
    log = workspace.actions.filter(number__gt=since, number__lte=workspace.length)
    deeds = Deeds.of(log.values_list("data", flat=True))
    for place, line in own.get("typed", ()):
        deeds.type(str(place), str(line))
    return deeds


def _advice(
    lesson: Lesson, step: Step, judged: Judged, index: int, facts: Mapping[str, Any]
) -> tuple[SafeString, ...]:
    """What the lesson's author foresaw: first for where the request ended, then for this part of the goal."""
    sections = lesson.texts[telling.language()].steps[step.id].sections
    names = [f"wrong {code}" for code in sorted(judged.seen.codes)] if judged.seen else []
    wanted = judged.look.condition.observed
    if judged.seen and wanted == frozenset(("reply",)):
        names = [f"wrong {code}" for code in sorted(judged.seen.codes) if CODES[code].observed != "reply"]
    found: list[Section] = [sections[name] for name in [*names, f"unmet {index + 1}"] if name in sections]
    return tuple(telling.html(section, facts) for section in found)


def _instead(judged: Judged, fact: Any) -> str:
    """What was seen, in one line."""
    seen, look = judged.seen, judged.look
    if seen is None:
        return ""
    if seen.problem is not None:
        return seen.problem
    if seen.trace is not None:
        return _ended(seen, look, fact)
    first = next((line for line in seen.output.splitlines() if line.strip()), "")
    if not first:
        return _("%(line)s prints nothing.") % {"line": seen.line}
    return _("%(line)s prints: %(output)s") % {"line": seen.line, "output": seen.output[:300]}


def _ended(seen: Seen, look: Look, fact: Any) -> str:
    where = _target(filled(look.request, fact))
    wanted = look.condition.observed or frozenset(
        CODES[code].observed for codes in (look.condition.endings or {}).values() for code in codes
    )
    trace = seen.trace or {}
    branches = sorted(trace["branches"], key=lambda branch: -branch["probability"])
    other = [branch for branch in branches if CODES[branch["ending"]["code"]].observed not in wanted]
    if look.condition.endings is not None and not other:
        expected = frozenset().union(*look.condition.endings.values())
        other = [branch for branch in branches if branch["ending"]["code"] not in expected]
    if other:
        return f"{where}: {why(other[0]['ending'], telling.language())}"
    if look.condition.pods is not None and look.condition.pods != len(seen.pods):
        count = len(seen.pods)
        return ngettext(
            "%(where)s is answered by %(count)s pod.", "%(where)s is answered by %(count)s pods.", count
        ) % {"where": where, "count": count}
    return f"{where}: {why(branches[0]['ending'], telling.language())}"


def _target(request: Mapping[str, Any]) -> str:
    to = request["to"]
    http = request.get("http")
    if http:
        host = http.get("host") or to["address"]
        return f"{http.get('scheme', 'http')}://{host}{http.get('path', '/')}"
    protocol = request.get("protocol", "TCP")
    return f"{to['address']}:{to['port']}" + ("" if protocol == "TCP" else f"/{protocol}")


def described(look: Look) -> str:
    """A part of a goal as one line of Markdown."""
    if look.request is not None:
        return _request(look.request, look.condition)
    if look.run is not None:
        return _run(look)
    if look.sent is not None:
        names = {"to": _target(look.sent), "from": look.sent["from"].removeprefix("default/")}
        if look.sent["from"] == "client":
            return _("A packet went to `%(to)s`") % names
        return _("A packet went from `%(from)s` to `%(to)s`") % names
    if look.typed is not None:
        if look.place in ("client", "pod", "node"):
            return _("The command was run in the terminal")
        return _("The command was run in `%(place)s`") % {"place": look.place.removeprefix("default/")}
    return _object(look)


def _run(look: Look) -> str:
    if look.condition.prints is not None:
        text = _("`%(line)s` prints `%(text)s`") % {"line": look.run, "text": look.condition.prints}
    else:
        text = _("`%(line)s` does not print `%(text)s`") % {"line": look.run, "text": look.condition.lacks}
    if look.place == "client":
        return text
    return _("%(what)s, asked from `%(from)s`") % {"what": text, "from": look.place.removeprefix("default/")}


def _request(request: Mapping[str, Any], condition: Condition) -> str:
    names = {"to": _target(request), "from": request["from"].removeprefix("default/")}
    observed = condition.observed or frozenset(
        CODES[code].observed for codes in (condition.endings or {}).values() for code in codes
    )
    inside = request["from"] != "client"
    if observed == {"refused"}:
        text = _("`%(to)s` refuses the connection") % names
    elif observed == {"no-answer"}:
        text = _("`%(to)s` does not answer") % names
    elif len(observed) > 1:
        text = _("`%(to)s` answers only some of the time") % names
    elif condition.status is not None:
        text = _("`%(to)s` answers %(status)s") % {**names, "status": condition.status}
    elif condition.pods is not None:
        text = ngettext(
            "`%(to)s` is answered by %(count)s pod", "`%(to)s` is answered by %(count)s pods", condition.pods
        ) % {**names, "count": condition.pods}
    else:
        text = _("`%(to)s` answers") % names
    if inside:
        text = _("%(what)s, asked from `%(from)s`") % {**names, "what": text}
    if condition.source is not None:
        text = _("%(what)s, and the pod sees `%(source)s`") % {"what": text, "source": condition.source}
    return text


def _object(look: Look) -> str:
    kind, name = look.thing or ("", None)
    fields = "、".join if telling.language() == "ja" else ", ".join
    values = fields(f"`{path}: {_value(value)}`" for path, value in look.where.items())
    thing = f"{kind} `{name}`" if name else kind
    if look.absent:
        return _("There is no %(thing)s") % {"thing": thing}
    if not values:
        return _("There is a %(thing)s") % {"thing": thing}
    return _("There is a %(thing)s with %(values)s") % {"thing": thing, "values": values}


def _value(value: Any) -> str:
    if value is None:
        return _("not set")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " / ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
