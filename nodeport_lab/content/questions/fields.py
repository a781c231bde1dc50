"""Reads plain data field by field and notes what is wrong with it, each with the path where it stands. Never raises for data."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from nodeport_lab.cluster.problem import FieldPath
from nodeport_lab.content import words
from nodeport_lab.content.experiments import mistakes
from nodeport_lab.content.words import LANGUAGES, Language

_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """One mistake of an author: where, what (a key of troubles.yaml or of experiments/mistakes.yaml), and what its words name. line: from 1, 0 where unknown."""

    path: FieldPath
    kind: str
    params: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
    file: str = ""


def said(trouble: Trouble, language: Language) -> str:
    """A mistake in words."""
    table = {**words.table("experiments/mistakes"), **words.table("questions/troubles")}
    return mistakes.said(table, trouble.kind, trouble.params, language)


class Fields:
    """A mapping that is being read: every field is taken once, and what nobody took is told by ``done``."""

    def __init__(self, data: Any, path: FieldPath, troubles: list[Trouble]) -> None:
        self.path, self.troubles = path, troubles
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.taken: set[str] = set()
        if not isinstance(data, Mapping):
            self.say("mapping-wanted", path)

    def say(self, kind: str, path: FieldPath | None = None, **params: str) -> None:
        """Note a mistake."""
        self.troubles.append(Trouble(self.path if path is None else path, kind, params))

    @contextmanager
    def caught(self, path: FieldPath) -> Iterator[None]:
        """What is wrong with something of the experiments that stands at this path is noted with the rest."""
        try:
            yield
        except mistakes.Mistake as mistake:
            for part in mistake.path:
                path = path.index(part) if isinstance(part, int) else path.child(part)
            self.say(mistake.kind, path, **mistake.params)

    def at(self, name: str) -> FieldPath:
        """Where a field stands."""
        return self.path.child(name)

    def has(self, name: str) -> bool:
        """Whether the field is there and says something."""
        return self.data.get(name) is not None

    def raw(self, name: str, default: Any = None) -> Any:
        """The field as it is."""
        self.taken.add(name)
        value = self.data.get(name)
        return default if value is None else value

    def need(self, name: str) -> Any:
        """The field, which has to be there."""
        value = self.raw(name)
        if value is None:
            self.say("field-missing", field=name)
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """A line or more of text; numbers are taken as they are written."""
        value = self.need(name) if default is None else self.raw(name, default)
        return "" if value is None else self.as_text(value, self.at(name))

    def as_text(self, value: Any, path: FieldPath) -> str:
        """A scalar as text."""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.say("text-wanted", path)
            return ""
        if len(str(value)) > _LONGEST:
            self.say("text-too-long", path, most=str(_LONGEST))
        return str(value)

    def number(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number between two others, both included."""
        value = self.need(name) if default is None else self.raw(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            if value is not None:
                self.say("number-wanted", self.at(name), low=str(low), high=str(high))
            return low
        return value

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.raw(name, default)
        if not isinstance(value, bool):
            self.say("flag-wanted", self.at(name))
            return default
        return value

    def one_of(self, name: str, values: Sequence[str], default: str | None = None) -> str:
        """One of a few words."""
        value = self.need(name) if default is None else self.raw(name, default)
        if value is not None and value not in values:
            self.say("word-unknown", self.at(name), value=str(value), words=", ".join(values))
        return value if value in values else values[0]

    def words(self, name: str) -> Mapping[str, str]:
        """Text in every language."""
        value = self.need(name)
        return dict.fromkeys(LANGUAGES, "") if value is None else self.as_words(value, self.at(name))

    def as_words(self, value: Any, path: FieldPath, *, plain: bool = False) -> Mapping[str, str]:
        """A mapping of languages; with ``plain`` also one text that is the same in all (a command, an address)."""
        if not isinstance(value, Mapping):
            if plain:
                text = self.as_text(value, path)
                return dict.fromkeys(LANGUAGES, text)
            self.say("languages-wanted", path)
            return dict.fromkeys(LANGUAGES, "")
        for language in LANGUAGES:
            if not value.get(language):
                self.say("language-missing", path, language=language)
        for name in value:
            if name not in LANGUAGES:
                self.say("field-unknown", path.child(str(name)), field=str(name), meant="")
        return {
            language: self.as_text(value.get(language) or "", path.child(language)).strip()
            for language in LANGUAGES
        }

    def items(self, name: str, least: int = 0, most: int = 50) -> Iterator[tuple[Any, FieldPath]]:
        """A list's entries, each with its path."""
        value = self.raw(name, [])
        if not isinstance(value, list):
            self.say("list-wanted", self.at(name))
            return
        if not least <= len(value) <= most:
            self.say("list-length", self.at(name), least=str(least), most=str(most))
        for index, item in enumerate(value[:most]):
            yield item, self.at(name).index(index)

    def each(
        self, name: str, read: Callable[[Fields], Any], least: int = 0, most: int = 50
    ) -> tuple[Any, ...]:
        """A list of mappings, each read by ``read``."""
        found = []
        for item, path in self.items(name, least, most):
            inner = Fields(item, path, self.troubles)
            found.append(read(inner))
            inner.done()
        return tuple(found)

    def inner(self, name: str) -> Fields:
        """A mapping within this one."""
        return Fields(self.raw(name, {}), self.at(name), self.troubles)

    def done(self) -> None:
        """What nobody asked for is a mistake, probably of spelling."""
        for name in self.data:
            if name not in self.taken:
                near = difflib.get_close_matches(str(name), self.taken, 1)
                self.say("field-unknown", self.at(str(name)), field=str(name), meant=near[0] if near else "")
