"""What an author wrote wrongly: raised where it is found, and told with a line by whoever knows the file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nodeport_lab.content import words
from nodeport_lab.content.words import Language

Path = tuple[str | int, ...]


class Mistake(ValueError):
    """path: from what was read down to the place. kind: a key of mistakes.yaml; params: what its words name."""

    def __init__(self, kind: str, path: Path = (), **params: str) -> None:
        self.kind, self.path, self.params = kind, path, params
        super().__init__(f"{'.'.join(map(str, path))}: {kind} {params}")

    def words(self, language: Language) -> str:
        """What is wrong."""
        return said(words.table("experiments/mistakes"), self.kind, self.params, language)


def said(
    table: Mapping[str, Mapping[str, str]], kind: str, params: Mapping[str, str], language: Language
) -> str:
    """The words for a mistake. ``meant``: what the author probably wanted to write, where that can be guessed."""
    meant = params.get("meant")
    if meant is not None:
        params = {
            **params,
            "meant": {"ja": f"{meant} のことですか。", "en": f"Did you mean {meant}?"}[language]
            if meant
            else "",
        }
    return table[kind][language].format_map(params).strip()


@contextmanager
def within(*path: str | int) -> Iterator[None]:
    """What is wrong in there stands below this path."""
    try:
        yield
    except Mistake as mistake:
        raise Mistake(mistake.kind, (*path, *mistake.path), **mistake.params) from mistake


def mapping(value: Any, needed: Iterable[str] = (), others: Iterable[str] = ()) -> Mapping[str, Any]:
    """The value, being a mapping with these keys and no others."""
    if not isinstance(value, Mapping):
        raise Mistake("mapping-wanted")
    needed = tuple(needed)
    known = (*needed, *others)
    for key in value:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            raise Mistake("field-unknown", (str(key),), field=str(key), meant=near[0] if near else "")
    for key in needed:
        if value.get(key) is None:
            raise Mistake("field-missing", field=key)
    return value
