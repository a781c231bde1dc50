"""kubectl's commands, their flags and their help, read from ``data/commands.json``.

Finding a command, guessing what was meant and printing help mirror spf13/cobra (command.go) and
staging/src/k8s.io/kubectl/pkg/util/templates.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from .flags import Flag, flag_of

OPTIONS_HINT = 'Use "kubectl options" for a list of global command-line options (applies to all commands).'


@dataclass(frozen=True, slots=True)
class Entry:
    """A command as its help describes it. ``path`` is without the leading ``kubectl``."""

    path: str
    long: str
    examples: str
    usage: str
    aliases: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    flags: tuple[Flag, ...]

    @property
    def full(self) -> str:
        """The command as help and errors name it: ``kubectl create service``."""
        return f"kubectl {self.path}".strip()

    @property
    def children(self) -> list[str]:
        return [name for _, group in self.groups for name, _ in group]


class Manual:
    """All commands. ``entry`` and ``find`` are the ways in."""

    def __init__(self, data: dict[str, Any]) -> None:
        flags = [flag_of(*columns) for columns in data["flags"]]
        self.options = tuple(flags[index] for index in data["options"])
        self.entries: dict[str, Entry] = {}
        for path, raw in data["commands"].items():
            self.entries[path] = Entry(
                path,
                raw.get("long", ""),
                raw.get("examples", ""),
                raw.get("usage", ""),
                tuple(raw.get("aliases", ())),
                tuple((title, tuple((n, s) for n, s in group)) for title, group in raw.get("groups", ())),
                tuple(flags[index] for index in raw.get("flags", ())),
            )

    def flags_of(self, entry: Entry) -> dict[str, Flag]:
        """Every flag that the command understands: its own, then the global ones."""
        known = {flag.name: flag for flag in entry.flags}
        for flag in self.options:
            if flag.name in known:
                continue
            taken = any(flag.short and flag.short == own.short for own in entry.flags)
            known[flag.name] = replace(flag, short="") if taken else flag
        return known

    def child(self, entry: Entry, word: str) -> Entry | None:
        """The subcommand of that name or alias."""
        for name in entry.children:
            found = self.entries.get(f"{entry.path} {name}".strip())
            if found is not None and (word == name or word in found.aliases):
                return found
        return None

    def find(self, words: Sequence[str]) -> tuple[Entry, list[str]]:
        """The command that the words name, and the words without those that named it."""
        entry, rest = self.entries[""], list(words)
        while entry.groups:
            index = self._first_argument(entry, rest)
            if index is None:
                break
            child = self.child(entry, rest[index])
            if child is None:
                break
            del rest[index]
            entry = child
        return entry, rest

    def _first_argument(self, entry: Entry, words: Sequence[str]) -> int | None:
        """Where the first word stands that is neither a flag nor the value of one (cobra's stripFlags)."""
        flags = self.flags_of(entry)
        shorts = {flag.short: flag for flag in flags.values() if flag.short}
        index = 0
        while index < len(words):
            word = words[index]
            if word == "--":
                return None
            if word.startswith("--"):
                flag = flags.get(word[2:])
                index += 2 if "=" not in word and flag is not None and flag.bare is None else 1
            elif word.startswith("-") and len(word) > 1:
                flag = shorts.get(word[1:])
                index += 2 if len(word) == 2 and flag is not None and flag.bare is None else 1
            else:
                return index
        return None

    def suggestions(self, word: str) -> list[str]:
        """What cobra offers for a command that does not exist: two edits away at most, or longer than what was typed."""
        return [
            name
            for name in sorted(self.entries[""].children)
            if distance(word.lower(), name.lower()) <= 2 or name.lower().startswith(word.lower())
        ]

    def help(self, entry: Entry) -> str:
        """``kubectl COMMAND --help``."""
        lines = [entry.long, ""]
        if entry.aliases:
            lines += ["Aliases:", ", ".join([entry.path.split()[-1], *entry.aliases]), ""]
        if entry.examples:
            lines += ["Examples:", entry.examples, ""]
        width = max([11, *(len(name) for name in entry.children)])
        for title, group in entry.groups:
            if not entry.path and title == "Other Commands":
                lines += ["Subcommands provided by plugins:", ""]
            lines += [f"{title}:", *(f"  {name.ljust(width)}   {short}" for name, short in group), ""]
        if entry.flags:
            lines += ["Options:", *flag_lines(entry.flags)]
        if entry.usage:
            lines += ["Usage:", f"  {entry.usage}", ""]
        if entry.groups:
            lines.append(f'Use "{entry.full} <command> --help" for more information about a given command.')
        return "\n".join([*lines, OPTIONS_HINT]) + "\n"


def flag_lines(flags: Sequence[Flag]) -> list[str]:
    """Flags as the help lists them."""
    lines: list[str] = []
    for flag in flags:
        short = f"-{flag.short}, " if flag.short else ""
        lines += [f"    {short}--{flag.name}={flag.shown_default}:", f"\t{flag.usage}", ""]
    return lines


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped or changed to make one word the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


@functools.cache
def manual() -> Manual:
    """kubectl's manual, read once."""
    text = resources.files(__package__).joinpath("data/commands.json").read_text("utf-8")
    return Manual(json.loads(text))
