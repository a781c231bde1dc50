"""YAML files whose every value knows its line, read piece by piece; what is not as it has to be raises ``Wrong`` with the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong with a file of the content: ``path:line: message``."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Wrong(ValueError):
    """A file does not say what it has to."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.finding = Finding(path, line, message)


class YamlFile:
    """One document of one file; of ``text``, where it stands in no file."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path = path
        text = path.read_text(encoding="utf-8") if text is None else text
        loader = yaml.CSafeLoader(text)
        try:
            self._node = loader.get_single_node()
            self.data: Any = None if self._node is None else loader.construct_document(self._node)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise Wrong(path, mark.line + 1 if mark else 1, str(error.problem)) from error
        finally:
            loader.dispose()

    def line(self, path: _Path) -> int:
        """The line of a value, or of the nearest thing round it."""
        node, line = self._node, 1
        for part in path:
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == str(part):
                        node, line = value, key.start_mark.line + 1
                        break
                else:
                    return line
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line + 1
            else:
                return line
        return line

    @cached_property
    def root(self) -> Part:
        """All of it."""
        return Part(self, (), self.data)


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a file, and where it stands."""

    file: YamlFile
    path: _Path
    value: Any

    @property
    def line(self) -> int:
        return self.file.line(self.path)

    def wrong(self, message: str) -> Wrong:
        """What to raise because of this value."""
        where = ".".join(map(str, self.path))
        return Wrong(self.file.path, self.line, f"{where}: {message}" if where else message)

    def mapping(self, required: Iterable[str] = (), optional: Iterable[str] = ()) -> Part:
        """Itself, being a mapping with these keys and no others."""
        if not isinstance(self.value, dict):
            raise self.wrong("has to be a mapping")
        needed = set(required)
        known = needed | set(optional)
        for key in self.value:
            if key not in known:
                raise self.at(key).wrong(f"is not known here; there are {', '.join(sorted(known))}")
        if needed - self.value.keys():
            raise self.wrong(f"lacks {', '.join(sorted(needed - self.value.keys()))}")
        return self

    def at(self, key: str | int) -> Part:
        """What stands under a key."""
        return Part(self.file, (*self.path, key), self.value[key])

    def get(self, key: str) -> Part | None:
        """What stands under a key, if anything does."""
        return self.at(key) if key in self.value else None

    def items(self) -> Iterator[Part]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            raise self.wrong("has to be a list")
        return (self.at(index) for index in range(len(self.value)))

    def pairs(self) -> Iterator[tuple[str, Part]]:
        """The entries of a mapping."""
        if not isinstance(self.value, dict):
            raise self.wrong("has to be a mapping")
        return ((str(key), self.at(key)) for key in self.value)

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.wrong("has to be a text")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts, none twice."""
        found = tuple(item.text() for item in self.items())
        if len(set(found)) < len(found):
            raise self.wrong("names something twice")
        return found

    def number(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.wrong("has to be a number")
        return self.value

    def words(self) -> dict[str, str]:
        """A text in both languages."""
        self.mapping(("ja", "en"))
        return {language: part.text() for language, part in self.pairs()}
