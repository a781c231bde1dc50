"""Every chapter, lesson and exercise, read once; and the tables that they name: syllabus, glossary, links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from nodeport_lab.content.lessons import manifest, text
from nodeport_lab.content.lessons.model import Chapter, Kind, Lesson, Text, Words
from nodeport_lab.content.lessons.yamlfile import Finding, Part, Wrong, YamlFile
from nodeport_lab.content.words import LANGUAGES, Language

CONTENT = Path(__file__).parents[1]
_CHAPTER = re.compile(r"(0[1-9]|[1-9][0-9])-[a-z]+(-[a-z]+)*")
_SYLLABUS_ID = re.compile(r"S([1-9][0-9]?)\.([1-9][0-9]?)|F[1-9][0-9]?|M[1-9][0-9]?")
# Where a Japanese page is missing the English one may stand.
_DOCUMENTATION = {"ja": "https://kubernetes.io/", "en": "https://kubernetes.io/"}


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary. ``also``: other forms in which the prose may say it."""

    id: str
    name: Words
    text: Words
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the Kubernetes documentation."""

    id: str
    title: Words
    address: Words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All content of the tutorial. ``findings``: what could not be read; what could is there none the less."""

    chapters: tuple[Chapter, ...]
    exercises: tuple[Lesson, ...]
    pages: tuple[Lesson, ...]
    syllabus: Mapping[str, Words]
    glossary: Mapping[str, Term]
    links: Mapping[str, Link]
    findings: tuple[Finding, ...]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The lessons of all chapters, in order."""
        return tuple(lesson for chapter in self.chapters for lesson in chapter.lessons)

    @property
    def all(self) -> tuple[Lesson, ...]:
        """Lessons, then exercises."""
        return self.lessons + self.exercises

    @property
    def written(self) -> tuple[Lesson, ...]:
        """All that has a manifest and words: lessons, exercises, pages of the reference."""
        return self.all + self.pages

    def find(self, kind: str, id: str) -> Lesson | None:
        """The lesson, exercise or page of this id."""
        row = {"exercise": self.exercises, "lesson": self.lessons, "page": self.pages}.get(kind, ())
        return next((lesson for lesson in row if lesson.id == id), None)


@cache
def catalogue() -> Catalogue:
    """The content as it is shipped. ``ValueError`` where it cannot be read: better no page than half of one."""
    found = read(CONTENT)
    if found.findings:
        raise ValueError("\n".join(map(str, found.findings)))
    return found


def read(content: Path) -> Catalogue:
    """The content of a folder, with what is wrong in it."""
    findings: list[Finding] = []
    chapters, exercises = [], []
    for path in sorted((content / "chapters").glob("*/chapter.yaml")):
        try:
            chapters.append(_chapter(path, findings))
        except Wrong as wrong:
            findings.append(wrong.finding)
    for path in sorted((content / "exercises").glob("*/exercise.yaml"), key=_exercise_order):
        lesson = _lesson(path, "exercise", None, findings)
        if lesson is not None:
            exercises.append(lesson)
    pages = [
        page
        for path in sorted((content / "reference").glob("*/page.yaml"))
        if (page := _lesson(path, "page", None, findings)) is not None
    ]
    return Catalogue(
        tuple(sorted(chapters, key=lambda chapter: chapter.number)),
        tuple(exercises),
        tuple(pages),
        _table(content / "syllabus.yaml", findings, _syllabus_entry),
        _table(content / "glossary.yaml", findings, _term),
        _table(content / "links.yaml", findings, _link),
        tuple(findings),
    )


def _chapter(path: Path, findings: list[Finding]) -> Chapter:
    top = YamlFile(path).root.mapping(("number", "title", "summary", "lessons"))
    number, id = top.at("number").number(), path.parent.name
    if not _CHAPTER.fullmatch(id) or int(id[:2]) != number:
        raise top.at("number").wrong(f"the folder is {id}; it has to be the number in two digits, and a word")
    lessons = []
    for part in top.at("lessons").items():
        manifest_path = path.parent / part.text() / "lesson.yaml"
        if not manifest_path.is_file():
            findings.append(part.wrong(f"there is no {part.value}/lesson.yaml").finding)
            continue
        lesson = _lesson(manifest_path, "lesson", number, findings)
        if lesson is not None:
            lessons.append(lesson)
    named = set(top.value["lessons"])
    for folder in sorted(path.parent.iterdir()):
        if folder.is_dir() and folder.name not in named:
            findings.append(Finding(path, top.at("lessons").line, f"does not name the lesson {folder.name}"))
    return Chapter(number, id, top.at("title").words(), top.at("summary").words(), tuple(lessons))


def _lesson(path: Path, kind: Kind, chapter: int | None, findings: list[Finding]) -> Lesson | None:
    """The lesson, unless something is wrong with it; then every finding of its three files."""
    texts: dict[Language, Text] = {}
    for language in LANGUAGES:
        words = path.parent / f"text.{language}.md"
        try:
            texts[language] = text.read(words)
        except FileNotFoundError:
            findings.append(Finding(words, 1, "is missing"))
        except Wrong as wrong:
            findings.append(wrong.finding)
    try:
        lesson = manifest.read(path, kind, texts, chapter)
    except Wrong as wrong:
        findings.append(wrong.finding)
        return None
    return lesson if len(texts) == len(LANGUAGES) else None


def _exercise_order(path: Path) -> tuple[int, str]:
    number = re.match(r"F(\d+)", path.parent.name)
    return (int(number[1]) if number else 0, path.parent.name)


Entry = TypeVar("Entry")


def _table(path: Path, findings: list[Finding], entry: Callable[[str, Part], Entry]) -> Mapping[str, Entry]:
    """A file that is one mapping of ids."""
    found: dict[str, Entry] = {}
    try:
        for id, part in YamlFile(path).root.pairs():
            try:
                found[id] = entry(id, part)
            except Wrong as wrong:
                findings.append(wrong.finding)
    except Wrong as wrong:
        findings.append(wrong.finding)
    except FileNotFoundError:
        findings.append(Finding(path, 1, "is missing"))
    return found


def _syllabus_entry(id: str, part: Part) -> Words:
    if not _SYLLABUS_ID.fullmatch(id):
        raise part.wrong("is no id of the syllabus")
    return part.words()


def _term(id: str, part: Part) -> Term:
    part.mapping(("name", "text"), ("link",))
    if not manifest.ID.fullmatch(id):
        raise part.wrong("an id is lower-case letters, digits and hyphens")
    link = part.get("link")
    return Term(id, part.at("name").words(), part.at("text").words(), link.text() if link else None)


def _link(id: str, part: Part) -> Link:
    part.mapping(("title", "address"))
    if not manifest.ID.fullmatch(id):
        raise part.wrong("an id is lower-case letters, digits and hyphens")
    address = part.at("address").words()
    for language, start in _DOCUMENTATION.items():
        if not address[language].startswith(start):
            raise part.at("address").wrong(f"{language}: a page below {start}")
    return Link(id, part.at("title").words(), address)
