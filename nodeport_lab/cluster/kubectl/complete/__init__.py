"""What Tab offers: commands, flags and their values, resource types, names of objects, files.

Mirrors the completions that kubectl's commands register (staging/src/k8s.io/kubectl/pkg/util/completion): types first, then
names that are there and not yet on the line, ``TYPE/NAME`` where there is a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nodeport_lab.cluster.kubectl.complete.arguments import ARGUMENTS, nothing
from nodeport_lab.cluster.kubectl.complete.asking import Asked, Candidate, Completion
from nodeport_lab.cluster.kubectl.complete.values import flag_values
from nodeport_lab.cluster.kubectl.failure import Failure
from nodeport_lab.cluster.kubectl.flags import Flag, Help, Parser, Values
from nodeport_lab.cluster.kubectl.manual import Manual, manual
from nodeport_lab.cluster.kubectl.shell import Shell

__all__ = ["Candidate", "Completion", "complete", "complete_line"]

MOST = 200


def complete_line(line: str, cursor: int, shell: Shell) -> Completion:
    """Completes the word before the cursor of a line that holds ``kubectl …``, alone or as a part of a pipe or list."""
    before = line[:cursor]
    start = max((match.end() for match in re.finditer(r"\|\|?|;|&&|\$\(|\bdo\b|`", before)), default=0)
    words = before[start:].split()
    word = "" if not words or before[-1:].isspace() else words.pop()
    if not words:
        found = [Candidate("kubectl")] if "kubectl".startswith(word) else []
        return Completion(cursor - len(word), tuple(found))
    if words[0] not in ("kubectl", "k"):
        return Completion(cursor - len(word), ())
    return Completion(cursor - len(word), tuple(complete(words[1:], word, shell)))


def complete(words: Sequence[str], word: str, shell: Shell) -> list[Candidate]:
    """What ``word`` may become after ``kubectl WORDS``. Never raises for any words."""
    book = manual()
    entry, rest = book.find(words)
    flags = book.flags_of(entry)
    if "--" in rest:
        return []
    waiting = _waiting(rest, flags)
    if waiting is not None:
        rest = rest[:-1]
    try:
        values = Parser(flags, entry.full).parse(rest)
    except (Failure, Help):
        values = Values(flags)
        values.args = [text for text in rest if not text.startswith("-")]
    asked = Asked(shell, entry, values, word)
    if waiting is not None:
        return _matching(flag_values(asked, waiting), word)
    if word.startswith("--") and "=" in word:
        name, _, begun = word[2:].partition("=")
        flag = flags.get(name)
        found = flag_values(asked, flag) if flag is not None else []
        return [Candidate(f"--{name}={c.text}", c.description, c.more) for c in _matching(found, begun)]
    if word.startswith("-"):
        return _matching(_flags(flags, values), word)
    return _matching(_words(asked, book), word)


def _matching(candidates: Iterable[Candidate], word: str) -> list[Candidate]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.text.startswith(word):
            seen.setdefault(candidate.text, candidate)
    return list(seen.values())[:MOST]


def _waiting(words: Sequence[str], flags: dict[str, Flag]) -> Flag | None:
    """The flag that the last word is, where it still wants a value."""
    last = words[-1] if words else ""
    if last.startswith("--"):
        flag = flags.get(last[2:])
    elif len(last) == 2 and last.startswith("-"):
        flag = next((found for found in flags.values() if found.short == last[1]), None)
    else:
        return None
    return flag if flag is not None and flag.bare is None else None


def _flags(flags: dict[str, Flag], values: Values) -> Iterable[Candidate]:
    """Flags that are not given yet, or may be given again."""
    for name in sorted(flags):
        flag = flags[name]
        if name in values.given and flag.kind not in ("list", "array"):
            continue
        if flag.bare is not None and flag.kind == "bool":
            yield Candidate(f"--{name}", flag.usage)
        else:
            yield Candidate(f"--{name}=", flag.usage, more=True)


def _words(asked: Asked, book: Manual) -> Iterable[Candidate]:
    entry = asked.entry
    if entry.groups and not asked.args:
        for _, group in entry.groups:
            for name, short in group:
                yield Candidate(name, short)
        if entry.path == "":
            yield Candidate("options", "The flags that every command has")
            yield Candidate("help", "Help about a command")
            return
        if entry.path not in ("create", "apply", "cluster-info"):
            return
    if entry.path == "" and asked.args[:1] == ["help"]:
        for _, group in book.find(asked.args[1:])[0].groups:
            yield from (Candidate(name, short) for name, short in group)
        return
    yield from ARGUMENTS.get(entry.path, nothing)(asked)
