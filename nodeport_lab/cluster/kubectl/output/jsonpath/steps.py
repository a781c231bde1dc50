"""What a JSONPath template is made of: literal text, and paths of steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class JsonPathError(Exception):
    """What is wrong with a template, or with running it, in client-go's words."""


@dataclass(slots=True)
class Field:
    """``.name``; ``*`` in the place of a name is Wildcard, ``..`` before it is Recursive."""

    name: str


@dataclass(slots=True)
class Wildcard:
    pass


@dataclass(slots=True)
class Recursive:
    pass


@dataclass(slots=True)
class Literal:
    """A text, number or boolean that stands for itself."""

    value: Any


@dataclass(slots=True)
class Identifier:
    """A bare word: an error, but only when the template runs."""

    name: str


@dataclass(slots=True)
class Slice:
    """``[start:end:step]``; an index is a slice of one, ``single`` tells them apart."""

    start: int | None
    end: int | None
    step: int | None
    single: bool = False


@dataclass(slots=True)
class Union:
    """``[a,b]``: several paths side by side."""

    paths: list[list[Any]]


@dataclass(slots=True)
class Filter:
    """``[?(left operator right)]``."""

    left: list[Any]
    operator: str
    right: list[Any]


@dataclass(slots=True)
class Path:
    """One ``{…}``: steps from the current object, or ``range`` and ``end``."""

    steps: list[Any] = field(default_factory=list)
    keyword: str = ""
