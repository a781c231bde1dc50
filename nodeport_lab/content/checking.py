"""What is wrong with the content: every finding with its file and line. ``check()`` asks every function of ``CHECKS``.

What the questions of the quiz ask is counted by ``questions.checking``: two written ones for every id of the syllabus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.cluster.config import ProxyMode
from nodeport_lab.content.experiments.facts import NoSuchFact, finder
from nodeport_lab.content.experiments.judging import Seen, described
from nodeport_lab.content.experiments.model import Look
from nodeport_lab.content.lessons import prose
from nodeport_lab.content.lessons.catalogue import CONTENT, Catalogue, read
from nodeport_lab.content.lessons.model import Lesson, Section, Step, StepText
from nodeport_lab.content.lessons.playing import play
from nodeport_lab.content.lessons.playing import played as played_steps
from nodeport_lab.content.lessons.yamlfile import Finding
from nodeport_lab.content.questions import checking as questions
from nodeport_lab.content.words import LANGUAGES

# The pages of the reference section.
REFERENCE = ("ports", "glossary", "cheat-sheet", "choose", "errors")
# How many written questions there have to be about each id.
ASKED = 2


@dataclass(slots=True)
class Report:
    """What was found, and which ids of the syllabus are covered by what."""

    content: Path
    catalogue: Catalogue
    findings: list[Finding] = field(default_factory=list)
    taught: set[str] = field(default_factory=set)
    practised: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)

    def find(self, path: Path, line: int, message: str) -> None:
        """Something is wrong there."""
        self.findings.append(Finding(path, line, message))

    def ask(self, ids: Iterable[str], path: Path, line: int) -> None:
        """A question asks for these ids of the syllabus."""
        self.asked.update(self.known(ids, path, line))

    def known(self, ids: Iterable[str], path: Path, line: int) -> set[str]:
        """Those of the ids that the syllabus has; of the others it is told."""
        known = set()
        for id in ids:
            if id in self.catalogue.syllabus:
                known.add(id)
            else:
                self.find(path, line, f"{id} is not in syllabus.yaml")
        return known


Check = Callable[[Report], None]


def check(content: Path = CONTENT) -> list[Finding]:
    """Everything that is wrong, in the order of files and lines."""
    catalogue = read(content)
    report = Report(content, catalogue, list(catalogue.findings))
    for one in CHECKS:
        one(report)
    return sorted(set(report.findings))


def ids(report: Report) -> None:
    """What manifests name exists."""
    for lesson in report.catalogue.written:
        report.taught |= report.known(lesson.teaches, lesson.path, 1)
        report.practised |= report.known(lesson.practises, lesson.path, 1)
        for id in lesson.docs:
            if id not in report.catalogue.links:
                report.find(lesson.path, 1, f"{id} is not in links.yaml")
        for id in lesson.exercises:
            if report.catalogue.find("exercise", id) is None:
                report.find(lesson.path, 1, f"there is no exercise {id}")
        if lesson.kind == "exercise" and lesson.id.partition("-")[0] not in lesson.practises:
            report.find(lesson.path, 1, f"practises {lesson.id.partition('-')[0]}, and does not say so")
    seen: dict[str, Lesson] = {}
    for lesson in report.catalogue.lessons:
        if lesson.id in seen:
            report.find(lesson.path, 1, f"{seen[lesson.id].path.parent} has this id too")
        seen[lesson.id] = lesson
    for id, term in report.catalogue.glossary.items():
        if term.link is not None and term.link not in report.catalogue.links:
            report.find(report.content / "glossary.yaml", 1, f"{id}: {term.link} is not in links.yaml")


def sections(report: Report) -> None:
    """Both texts have a section for all that the manifest has, and no more."""
    for lesson in report.catalogue.written:
        for language in LANGUAGES:
            text = lesson.texts[language]
            wanted, there = [step.id for step in lesson.steps], list(text.steps)
            if wanted != there:
                missing = [id for id in wanted if id not in there] or [id for id in there if id not in wanted]
                report.find(
                    text.path,
                    1,
                    f"the steps are {', '.join(wanted)}, in this order: look at {', '.join(missing or there)}",
                )
            for step in lesson.steps:
                if step.id in text.steps:
                    _sections_of(report, text.path, step, text.steps[step.id])
        ja, en = (lesson.texts[language] for language in LANGUAGES)
        for id in ja.steps.keys() & en.steps.keys():
            for name in ja.steps[id].sections.keys() ^ en.steps[id].sections.keys():
                lacking = ja if name in en.steps[id].sections else en
                report.find(
                    lacking.path, lacking.steps[id].line, f"{id}: lacks the section {name} that the other has"
                )


def _sections_of(report: Report, path: Path, step: Step, text: StepText) -> None:
    wanted: set[str] = set()
    allowed: set[str] = set()
    if step.predict is not None:
        wanted |= {"predict", "reveal"}
        choices = {choice.id for choice in step.predict.choices}
        allowed |= {f"chose {id}" for id in choices}
        given = text.sections["predict"].choices if "predict" in text.sections else {}
        if not (step.predict.reaction and not given) and given.keys() != choices:
            line = text.sections["predict"].line if "predict" in text.sections else text.line
            report.find(path, line, f"{step.id}: the choices are {', '.join(sorted(choices))}")
    if step.task is not None:
        wanted |= {"task", "hint 1", "hint 2", "done"}
        numbers = range(1, len(step.task.goal) + 1)
        allowed |= {"reveal"} | {f"{sort} {number}" for sort in ("aim", "unmet") for number in numbers}
        allowed |= {name for name in text.sections if name.startswith("wrong ")}
    for name in sorted(wanted - text.sections.keys()):
        report.find(
            path,
            text.line,
            f"{step.id}: lacks ### {name.partition(' ')[0] if name.startswith('hint') else name}",
        )
    for name in sorted(text.sections.keys() - wanted - allowed):
        report.find(
            path, text.sections[name].line - 1, f"{step.id}: ### {name} belongs to nothing in the manifest"
        )
    if not text.body.markdown and not wanted:
        report.find(path, text.line, f"{step.id}: says nothing")


def plays(report: Report) -> None:
    """Every lesson does what it says: claims hold, one choice is right, and the solution reaches the goal that the start misses."""
    for lesson in report.catalogue.written:
        for mode in lesson.modes:
            for line, message in faults(lesson, mode):
                report.find(lesson.path, line, f"in {mode} mode: {message}")


def faults(lesson: Lesson, mode: ProxyMode) -> Iterator[tuple[int, str]]:
    """What does not go as the lesson says, with the line. Facts are told as iptables mode has them: only there they are claims."""
    last = 1
    try:
        told = mode == lesson.modes[0]
        for played in played_steps(lesson).values() if told else play(lesson, mode):
            step = played.step
            last = step.line
            for fact, seen in played.claims if told else ():
                yield fact.look.line, f"{step.id}: {fact.name} is not so: {_came(seen, fact.look)}"
            if step.predict is not None and played.right is None:
                yield step.line, f"{step.id}: none of the choices is right"
            if played.before and all(judged.holds for judged in played.before):
                yield step.line, f"{step.id}: the goal is reached before anything is done"
            for judged in played.after:
                if not judged.holds:
                    outcome = f": {_came(judged.seen, judged.look)}" if judged.seen else ""
                    yield judged.look.line, f"{step.id}: the solution does not lead here{outcome}"
    except NoSuchFact as error:
        yield last, f"after this step: there is no fact {error.args[0]}"
    except ValueError as error:
        yield last, f"after this step: {error}"


def _came(seen: Seen, look: Look) -> str:
    """How it went, with where it ended even where the look did not ask for that."""
    found = described(seen, look.condition)
    return repr(found) if seen.trace is None else f"it ended as {', '.join(sorted(seen.codes))} ({found})"


def references(report: Report) -> None:
    """What the words name exists: facts, terms, links, pictures; and both languages name the same facts and links."""
    for lesson in report.catalogue.written:
        try:
            facts = {id: played.facts for id, played in played_steps(lesson).items()}
        except (NoSuchFact, ValueError):
            continue  # `plays` tells of it
        named: dict[str, dict[tuple[str, str], set[str]]] = {}
        for language, text in lesson.texts.items():
            _refers(report, lesson, text.path, text.summary, {})
            for id, words in text.steps.items():
                for name, section in [("body", words.body), *words.sections.items()]:
                    found = _refers(report, lesson, text.path, section, facts.get(id, {}))
                    named.setdefault(language, {})[(id, name)] = found
        ja, en = named.get("ja", {}), named.get("en", {})
        for id, name in ja.keys() & en.keys():
            for one in sorted(ja[id, name] ^ en[id, name]):
                lacking = lesson.texts["ja" if one in en[id, name] else "en"]
                report.find(
                    lacking.path,
                    lacking.steps[id].line,
                    f"{id}, {name}: does not have {one}, as the other language does",
                )


def _refers(
    report: Report, lesson: Lesson, path: Path, section: Section, facts: Mapping[str, Any]
) -> set[str]:
    """Looks at one section; the facts and links that it names."""
    found = prose.references(section.markdown)
    for choice in section.choices.values():
        found.facts += [(fact, 0) for fact, _ in prose.references(choice).facts]
    known = finder(facts)
    for fact, line in found.facts:
        try:
            known(fact)
        except NoSuchFact:
            report.find(path, section.line + line, f"there is no fact {fact}")
    for term, line in found.terms:
        if term not in report.catalogue.glossary:
            report.find(path, section.line + line, f"[[{term}]] is not in glossary.yaml")
    for href, line in found.links:
        if not _leads_somewhere(report.catalogue, href):
            report.find(path, section.line + line, f"{href} leads nowhere")
    for name, alt, line in found.images:
        if not alt:
            report.find(path, section.line + line, f"{name} has no alternative text")
        if not (lesson.folder / name).is_file():
            report.find(path, section.line + line, f"there is no picture {name}")
    for mark, line in found.stray:
        report.find(
            path, section.line + line, f"{mark} is not taken as a mark here; look at the characters round it"
        )
    return {f"{{{{ {fact} }}}}" for fact, _ in found.facts} | {href for href, _ in found.links}


@cache
def comparisons() -> frozenset[str]:
    """What a link into the comparison may choose: each of its breakages, a pod that asks, the other kinds of Services."""
    table: dict[str, Any] = yaml.safe_load((CONTENT / "compare.yaml").read_text(encoding="utf-8"))
    breaks = {name.removeprefix("break-") for name in table if name.startswith("break-")}
    return frozenset(breaks | {"inside", "more"})


def _leads_somewhere(catalogue: Catalogue, href: str) -> bool:
    scheme, _, id = href.partition(":")
    match scheme:
        case "k8s":
            return id in catalogue.links
        case "lesson" | "exercise":
            return catalogue.find(scheme, id) is not None
        case "reference":
            return id in REFERENCE
        case "compare":
            return all(choice in comparisons() for choice in id.split("+") if id)
    return False


def coverage(report: Report) -> None:
    """Every point is taught, every fault practised, and each id asked twice."""
    path = report.content / "syllabus.yaml"
    for id in report.catalogue.syllabus:
        if id.startswith("F"):
            if id not in report.practised:
                report.find(path, _line(path, id), f"{id} is practised by no exercise")
        elif id not in report.taught:
            report.find(path, _line(path, id), f"{id} is taught by no lesson")
        if report.asked[id] < ASKED:
            report.find(
                path,
                _line(path, id),
                f"{id} is asked by {report.asked[id]} written questions, not by {ASKED}",
            )


def _line(path: Path, id: str) -> int:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(f"{id}:"):
            return number
    return 1


# In the order in which they are asked; coverage comes last, when all have said what they cover.
CHECKS: list[Check] = [ids, sections, references, plays, questions.check, coverage]
