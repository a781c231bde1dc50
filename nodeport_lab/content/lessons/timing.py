"""How long a lesson takes somebody who is new to it: told from its words and its work, so that it cannot go stale.

Counted is what a learner reads who does all of it and needs no help: hints, and what is said to other guesses, are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nodeport_lab.content.lessons.model import Kind, Step, StepText, Text

# Read for the first time and understood: characters and words in a minute, and a line of a program's output.
_JAPANESE = 500
_WORDS = 200
_OUTPUT_LINE = 1.5 / 60
# A fact quoted in a fence is some lines of output.
_QUOTED = 3
_GUESS = 12 / 60
_LOOK = 25 / 60
_CHANGE = 40 / 60
# Who looks for a fault is not told what to change.
_SEARCH = 90 / 60
_STEP = 4 / 60

_FENCE = re.compile(r"```.*?```", re.DOTALL)
_CHARACTER = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9./:_-]*")
_READ = ("predict", "reveal", "task", "done")


def minutes(kind: Kind, steps: tuple[Step, ...], text: Text) -> float:
    """For a lesson in one language. A page of the reference is looked things up in: 0."""
    if kind == "page":
        return 0
    return sum(_step(kind, step, text.steps[step.id]) for step in steps if step.id in text.steps)


def _step(kind: Kind, step: Step, words: StepText) -> float:
    found = _STEP + sum(map(_reading, _parts(words)))
    if step.predict is not None:
        found += _GUESS
    if step.task is not None:
        only_look = all(look.typed or look.sent for look in step.task.goal)
        found += _LOOK if only_look else _SEARCH if kind == "exercise" else _CHANGE
    return found


def _parts(words: StepText) -> Iterator[str]:
    yield words.body.markdown
    for name in _READ:
        if name in words.sections:
            yield words.sections[name].markdown
            yield from words.sections[name].choices.values()


def _reading(markdown: str) -> float:
    lines = 0
    for fence in _FENCE.findall(markdown):
        quoted = [line for line in fence.splitlines()[1:-1] if line.strip()]
        lines += sum(_QUOTED if line.strip().endswith(".output }}") else 1 for line in quoted)
    prose = _FENCE.sub("", markdown)
    characters, words = len(_CHARACTER.findall(prose)), len(_WORD.findall(prose))
    return characters / _JAPANESE + words / _WORDS + lines * _OUTPUT_LINE
