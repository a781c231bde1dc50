"""Markdown with facts, ports, terms and callouts -> HTML, and what it refers to. Raw HTML is text like any other.

Beyond CommonMark with tables (docs/content.md): ``{{ fact }}``, ``{nodePort:30080}``, ``[[term]]``, ``[[key:Ctrl Enter]]``,
links by ``k8s:``, ``lesson:``, ``exercise:``, ``reference:``, ``compare:``, and quotes that begin with ``[!truth]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from nodeport_lab.content.lessons.rendering import FACT, PORT, RULES, Surroundings

_TERM = re.compile(r"\[\[(key:)?([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_CALLOUT = re.compile(r"\[!(truth|note|careful)\]\s*")
SCHEMES = ("k8s", "lesson", "exercise", "reference", "compare")
PORTS = ("nodePort", "port", "targetPort")


@dataclass(slots=True)
class References:
    """What a text names, with lines counted from its first. ``stray``: marks that Markdown did not take."""

    facts: list[tuple[str, int]] = field(default_factory=list)
    terms: list[tuple[str, int]] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    images: list[tuple[str, str, int]] = field(default_factory=list)
    stray: list[tuple[str, int]] = field(default_factory=list)


def html(markdown: str, around: Surroundings) -> str:
    """The text as HTML that may be put into a page as it is."""
    return str(_markdown().render(markdown, {"around": around}))


def inline_html(markdown: str, around: Surroundings) -> str:
    """A single line, without a paragraph round it: a choice, a title."""
    return str(_markdown().renderInline(markdown, {"around": around}))


def references(markdown: str) -> References:
    """What the text refers to."""
    found = References()
    line = 0
    for token in _markdown().parse(markdown):
        line = token.map[0] if token.map else line
        if token.type in ("fence", "code_block"):
            found.facts += [(path, line) for path in FACT.findall(token.content)]
        for child in _walk(token.children or ()):
            _refer(found, child, line)
    return found


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or ())


def _refer(found: References, token: Token, line: int) -> None:
    match token.type:
        case "fact":
            found.facts.append((token.content, line))
        case "port":
            found.facts += [(path, line) for path in FACT.findall(token.content)]
        case "code_inline":
            found.facts += [(path, line) for path in FACT.findall(token.content)]
        case "term":
            found.terms.append((token.meta["id"], line))
        case "link_open":
            found.links.append((str(token.attrGet("href")), line))
        case "image":
            found.images.append((str(token.attrGet("src")), token.content.strip(), line))
        case "text":
            stray = re.search(
                r"\*\*|\{\{|\}\}|\{(?:nodePort|port|targetPort)|\[\[|\]\]|\[![a-z]+\]", token.content
            )
            if stray is not None:
                found.stray.append((stray[0], line))


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.inline.ruler.before("link", "term", _term)
    parser.inline.ruler.before("link", "fact", _fact)
    parser.inline.ruler.before("link", "port", _port)
    parser.core.ruler.push("callout", _callouts)
    for name, rule in RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _matched(state: StateInline, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.match(state.src, state.pos)


def _fact(state: StateInline, silent: bool) -> bool:
    match = _matched(state, FACT)
    if match is None:
        return False
    if not silent:
        state.push("fact", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _port(state: StateInline, silent: bool) -> bool:
    match = _matched(state, PORT)
    if match is None:
        return False
    if not silent:
        token = state.push("port", "", 0)
        token.meta = {"role": match[1]}
        token.content = match[2] or match[1]
    state.pos = match.end()
    return True


def _term(state: StateInline, silent: bool) -> bool:
    match = _matched(state, _TERM)
    if match is None:
        return False
    if not silent:
        token = state.push("key" if match[1] else "term", "", 0)
        token.meta = {"id": match[2].strip()}
        token.content = (match[3] or "").strip()
    state.pos = match.end()
    return True


def _callouts(state: StateCore) -> None:
    """A quote that begins with ``[!truth]`` knows it, and does not say it twice."""
    for index, token in enumerate(state.tokens):
        if token.type != "blockquote_open":
            continue
        inline = next((later for later in state.tokens[index:] if later.type == "inline"), None)
        if inline is None or not inline.children:
            continue
        first = inline.children[0]
        match = _CALLOUT.match(first.content) if first.type == "text" else None
        if match is None:
            continue
        token.meta = {"callout": match[1]}
        first.content = first.content[match.end() :]
        while inline.children and (inline.children[0].type == "softbreak" or not _says(inline.children[0])):
            inline.children.pop(0)


def _says(token: Token) -> bool:
    return token.type != "text" or bool(token.content)
