"""The words of a lesson: a title, a summary, and for each step its body and its sections, in the order of the manifest."""

from __future__ import annotations

import re
from pathlib import Path

from nodeport_lab.content.lessons.model import Section, StepText, Text
from nodeport_lab.content.lessons.yamlfile import Wrong

_STEP = re.compile(r"## (.+?) \{#([a-z0-9-]+)\}")
_HEADING = re.compile(
    r"### (predict|reveal|task|hint|done|(?:chose|wrong) [a-z0-9-]+|(?:unmet|aim) [1-9][0-9]?)"
)
_CHOICE = re.compile(r"- ([a-z0-9]+(?:-[a-z0-9]+)*): (.+)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


def read(path: Path) -> Text:
    """The words of one file. ``Wrong`` where it is not made as docs/content.md says."""
    return parse(path.read_text(encoding="utf-8"), path)


def parse(words: str, path: Path) -> Text:
    """The same of words that stand in no file; ``path`` is what they are called."""
    lines = words.splitlines()
    if not lines or not re.fullmatch(r"# \S.*", lines[0]):
        raise Wrong(path, 1, "begins with `# ` and the title")
    blocks = _blocks(path, lines)
    summary = Section(*blocks[0][1:])
    if not summary.markdown:
        raise Wrong(path, 2, "lacks its summary, the sentence or two beneath the title")
    steps: dict[str, StepText] = {}
    current: tuple[str, str, int, Section] | None = None
    sections: dict[str, Section] = {}
    for heading, markdown, line in blocks[1:]:
        step = _STEP.fullmatch(heading)
        if step is not None:
            if current is not None:
                steps[current[0]] = StepText(current[1], current[2], current[3], sections)
            if step[2] in steps or (current is not None and current[0] == step[2]):
                raise Wrong(path, line, f"there is a step {step[2]} already")
            current, sections = (step[2], step[1], line, Section(markdown, line + 1)), {}
            continue
        match = _HEADING.fullmatch(heading)
        if match is None:
            raise Wrong(path, line, f"no such heading: {heading}")
        if current is None:
            raise Wrong(path, line, "stands before the first step")
        name = _name(match[1], sections)
        if name in sections:
            raise Wrong(path, line, f"there is a section {name} already")
        sections[name] = _section(path, name, markdown, line)
    if current is None:
        raise Wrong(path, 1, "has no step")
    steps[current[0]] = StepText(current[1], current[2], current[3], sections)
    return Text(path, lines[0][2:].strip(), summary, steps)


def _name(heading: str, sections: dict[str, Section]) -> str:
    """Hints are numbered in their order."""
    if heading != "hint":
        return heading
    return f"hint {1 + sum(name.startswith('hint ') for name in sections)}"


def _section(path: Path, name: str, markdown: str, line: int) -> Section:
    if not markdown:
        raise Wrong(path, line, f"{name} says nothing")
    if name != "predict":
        return Section(markdown, line + 1)
    kept, choices = [], {}
    for text in markdown.splitlines():
        match = _CHOICE.fullmatch(text)
        if match is None:
            kept.append(text)
        elif match[1] in choices:
            raise Wrong(path, line, f"there is a choice {match[1]} already")
        else:
            choices[match[1]] = match[2].strip()
    return Section("\n".join(kept).strip(), line + 1, choices)


def _blocks(path: Path, lines: list[str]) -> list[tuple[str, str, int]]:
    """``(heading, what stands under it, its line)``, the first of the file's title. Nothing is a heading within a fence."""
    blocks: list[tuple[str, list[str], int]] = [("", [], 1)]
    fence: str | None = None
    for number, line in enumerate(lines[1:], 2):
        mark = _FENCE.match(line)
        if mark is not None and (fence is None or line.strip() == fence):
            fence = None if fence is not None else mark[1]
        if fence is None and re.match(r"#+ ", line):
            blocks.append((line.strip(), [], number))
        else:
            blocks[-1][1].append(line)
    if fence is not None:
        raise Wrong(path, blocks[-1][2], "a fence is opened and not closed")
    return [(heading, "\n".join(body).strip(), line) for heading, body, line in blocks]
