"""An exercise of a teacher's own, in the format of docs/content.md, from text that anybody may have sent.

Unlike what comes with the house it is not trusted: it names no file but the manifests that all share, holds no alias (a few lines
of them stand for more than fits into any memory), has bounds, and its patterns are such that no line keeps them busy. Words may
be in one language alone, or missing: then its steps say what their goals are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from nodeport_lab.content.lessons import manifest, text
from nodeport_lab.content.lessons.catalogue import Catalogue, catalogue
from nodeport_lab.content.lessons.model import Action, Lesson, Section, Step, StepText, Text
from nodeport_lab.content.lessons.yamlfile import Finding, Wrong
from nodeport_lab.content.words import LANGUAGES, Language

MAX_TEXT = 64 * 1024
MAX_STEPS, MAX_ACTIONS, MAX_LOOKS, MAX_PATTERN, MAX_OPTIONAL = 20, 60, 60, 200, 8
NAME = "exercise.yaml"
_FOLDER = "F1-own"
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")
_ESCAPED = re.compile(r"\\[^0-9]")
# A repeated group, or one that looks ahead or back.
_SLOW = re.compile(r"\)[*+{]|\(\?[^:]|\\[0-9]")
_TASK: Mapping[Language, str] = {"ja": "下の目標をすべて満たしてください。", "en": "Reach everything below."}
_DONE: Mapping[Language, str] = {"ja": "目標に届きました。", "en": "Everything is reached."}
_PREDICT: Mapping[Language, str] = {"ja": "どうなると思いますか。", "en": "What will happen?"}


def read(source: str, texts: Mapping[str, str], title: str) -> Lesson:
    """The exercise of this manifest and these words (by language). ``Wrong`` where it is none. The same text is the same exercise."""
    return _read(source, tuple(sorted(texts.items())), title)


@lru_cache(maxsize=64)
def _read(source: str, texts: tuple[tuple[str, str], ...], title: str) -> Lesson:
    digest = hashlib.sha256(repr((source, texts, title)).encode()).hexdigest()[:16]
    # A name of its own, that no file has: what is played is kept under it.
    folder = Path(digest) / _FOLDER
    path = folder / NAME
    for name, given in ((NAME, source), *((f"text.{language}.md", words) for language, words in texts)):
        if len(given) > MAX_TEXT:
            raise Wrong(folder / name, 1, f"is longer than {MAX_TEXT // 1024} KiB")
    _plain(source, path)
    words = {language: text.parse(given, folder / f"text.{language}.md") for language, given in texts}
    try:
        lesson = manifest.read(path, "exercise", {}, source=source)
    except RecursionError as error:
        raise Wrong(path, 1, "is nested too deeply") from error
    except (TypeError, AttributeError, LookupError) as error:
        raise Wrong(path, 1, "is not made as docs/content.md says") from error
    _within_bounds(lesson)
    told = {
        language: words.get(language) or next(iter(words.values()), None) or _words(lesson, title, language)
        for language in LANGUAGES
    }
    return Lesson(**{name: getattr(lesson, name) for name in lesson.__slots__} | {"texts": told})


class _Alone(Catalogue):
    """One exercise and no other, with the house's tables, to be checked as the house's are; its links lead into the house."""

    def find(self, kind: str, id: str) -> Lesson | None:
        return catalogue().find(kind, id)


def _alone(lesson: Lesson) -> Catalogue:
    tables = catalogue()
    return _Alone((), (lesson,), (), tables.syllabus, tables.glossary, tables.links, ())


def actions(lesson: Lesson) -> Iterator[Action]:
    """Every action that the exercise has done to a cluster."""
    for step in lesson.steps:
        yield from (*(step.start or ()), *step.do)
        for fact in step.facts:
            yield from fact.do
        if step.task is not None:
            yield from step.task.solution


def _plain(source: str, path: Path) -> None:
    try:
        for event in yaml.parse(source, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise Wrong(path, line, "there are no aliases here: write it out")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise Wrong(path, mark.line + 1 if mark else 1, str(error.problem)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Wrong(path, 1, "is no YAML") from error


def _within_bounds(lesson: Lesson) -> None:
    looks = [look for step in lesson.steps if step.task for look in step.task.goal]
    counts: tuple[tuple[int, int, str], ...] = (
        (len(lesson.steps), MAX_STEPS, "steps"),
        (sum(1 for _ in actions(lesson)), MAX_ACTIONS, "actions"),
        (len(looks) + sum(len(step.facts) for step in lesson.steps), MAX_LOOKS, "goals and facts"),
    )
    for count, most, what in counts:
        if count > most:
            raise Wrong(lesson.path, 1, f"has {count} {what}; there may be {most}")
    for look in looks:
        if look.typed is not None and not is_quick(look.typed):
            raise Wrong(lesson.path, look.line, "typed: a simpler pattern, without repetition in repetition")
    if not any(step.task for step in lesson.steps):
        raise Wrong(lesson.path, 1, "has no task, so there is nothing to be graded")


def is_quick(pattern: str) -> bool:
    """Whether a pattern is done with any line in no time: short, of few repetitions, none of them of a group."""
    if len(pattern) > MAX_PATTERN:
        return False
    bare = _ESCAPED.sub("x", pattern)
    return _SLOW.search(bare) is None and sum(map(bare.count, "*+{")) <= 2 and bare.count("?") <= MAX_OPTIONAL


def _words(lesson: Lesson, title: str, language: Language) -> Text:
    """What an exercise says whose author wrote no words."""
    steps = {step.id: _of_step(step, lesson, title, language) for step in lesson.steps}
    return Text(lesson.folder / f"text.{language}.md", title, Section("", 1), steps)


def _of_step(step: Step, lesson: Lesson, title: str, language: Language) -> StepText:
    sections: dict[str, Section] = {}
    if step.predict is not None:
        choices = {} if step.predict.reaction else {choice.id: choice.id for choice in step.predict.choices}
        sections["predict"] = Section(_PREDICT[language], 1, choices)
    if step.task is not None:
        sections |= {"task": Section(_TASK[language], 1), "done": Section(_DONE[language], 1)}
    name = title if len(lesson.steps) == 1 else f"{lesson.steps.index(step) + 1}. {step.id}"
    return StepText(_escaped(name), 1, Section("", 1), sections)


def _escaped(words: str) -> str:
    return _MARKS.sub(r"\\\1", words)


def problems(lesson: Lesson, written: bool) -> list[Finding]:
    """What does not go as the exercise says. written: whether its author wrote its words."""
    from nodeport_lab.content import checking  # the checks read lessons themselves

    report = checking.Report(lesson.folder, _alone(lesson))
    for id in (*lesson.practises, *lesson.teaches):
        report.known((id,), lesson.path, 1)
    for id in lesson.docs:
        if id not in report.catalogue.links:
            report.find(lesson.path, 1, f"{id} is not in links.yaml")
    if written:
        checking.sections(report)
    if not report.findings:
        for line, message in checking.faults(lesson, lesson.modes[0]):
            report.find(lesson.path, line, message)
    if not report.findings:
        checking.references(report)
    return sorted(set(report.findings))
