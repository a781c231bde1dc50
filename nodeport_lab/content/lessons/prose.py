"""Markdown with facts, ports, terms and callouts -> HTML, and what it refers to. Raw HTML is text like any other.

Beyond CommonMark with tables (docs/content.md): ``{{ fact }}``, ``{nodePort:30080}``, ``[[term]]``, ``[[key:Ctrl Enter]]``,
links by ``k8s:``, ``lesson:``, ``exercise:``, ``reference:``, and quotes that begin with ``[!truth]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any, Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_FACT = re.compile(r"\{\{\s*([A-Za-z0-9_.\-/]+)\s*\}\}")
_PORT = re.compile(r"\{(nodePort|port|targetPort)(?::((?:\{\{[^{}]*\}\}|[^{}\n])+))?\}")
_TERM = re.compile(r"\[\[(key:)?([^\[\]|]+)(?:\|([^\[\]]+))?\]\]")
_CALLOUT = re.compile(r"\[!(truth|note|careful)\]\s*")
SCHEMES = ("k8s", "lesson", "exercise", "reference")
PORTS = ("nodePort", "port", "targetPort")
_CALLOUTS: Mapping[str, Mapping[str, str]] = {
    "truth": {"ja": "ほんとうは", "en": "Truth"},
    "note": {"ja": "メモ", "en": "Note"},
    "careful": {"ja": "注意", "en": "Careful"},
}


class Surroundings(Protocol):
    """What the words stand in: their language, the facts, and where terms, links and pictures lead."""

    @property
    def language(self) -> str:
        """``ja`` or ``en``."""

    def fact(self, path: str) -> Any:
        """The fact of this path."""

    def term(self, id: str) -> tuple[str, str, str]:
        """Name, explanation and address of a term."""

    def link(self, scheme: str, id: str) -> str:
        """Where a link leads."""

    def image(self, name: str) -> str:
        """Where a picture is."""


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
            found.facts += [(path, line) for path in _FACT.findall(token.content)]
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
            found.facts += [(path, line) for path in _FACT.findall(token.content)]
        case "code_inline":
            found.facts += [(path, line) for path in _FACT.findall(token.content)]
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
    for name, rule in {
        "fact": _render_fact,
        "port": _render_port,
        "term": _render_term,
        "key": _render_key,
        "code_inline": _render_code,
        "fence": _render_fence,
        "code_block": _render_fence,
        "link_open": _render_link,
        "image": _render_image,
        "softbreak": _render_break,
        "blockquote_open": _render_quote,
        "blockquote_close": _render_quote_end,
        "table_open": lambda *_: '<div class="table-scroll" tabindex="0"><table>\n',
        "table_close": lambda *_: "</table></div>\n",
    }.items():
        parser.add_render_rule(name, rule)
    return parser


# --- reading -----------------------------------------------------------------------------------------------------------


def _matched(state: StateInline, pattern: re.Pattern[str]) -> re.Match[str] | None:
    return pattern.match(state.src, state.pos)


def _fact(state: StateInline, silent: bool) -> bool:
    match = _matched(state, _FACT)
    if match is None:
        return False
    if not silent:
        state.push("fact", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _port(state: StateInline, silent: bool) -> bool:
    match = _matched(state, _PORT)
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


# --- writing -----------------------------------------------------------------------------------------------------------


def _around(env: Any) -> Surroundings:
    around: Surroundings = env["around"]
    return around


def _render_fact(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escape(str(_around(env).fact(tokens[index].content)))


def _render_port(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return port_html(token.meta["role"], _filled(token.content, _around(env)))


def port_html(role: str, text: str) -> str:
    """A port as it looks everywhere: its colour, and its letter in its shape. ``text`` is escaped already."""
    letter = {"nodePort": "N", "port": "P", "targetPort": "T"}[role]
    data = f' data-port="{text}"' if text.isdigit() else ""
    return (
        f'<span class="port" data-role="{role}"{data}><span class="mark" data-role="{role}" aria-hidden="true">{letter}</span>'
        f"{text}</span>"
    )


def _filled(text: str, around: Surroundings) -> str:
    """Facts put in, and all of it escaped."""
    parts, at = [], 0
    for match in _FACT.finditer(text):
        parts += [escape(text[at : match.start()]), escape(str(around.fact(match[1])))]
        at = match.end()
    return "".join([*parts, escape(text[at:])])


def _machine(text: str, around: Surroundings) -> str:
    """What a machine reads or says: facts and ports in it, no Markdown."""
    parts, at = [], 0
    for match in _PORT.finditer(text):
        inner = _filled(match[2] or match[1], around)
        parts += [
            _filled(text[at : match.start()], around),
            f'<span class="port" data-role="{match[1]}"{_data(inner)}>{inner}</span>',
        ]
        at = match.end()
    return "".join([*parts, _filled(text[at:], around)])


def _data(text: str) -> str:
    return f' data-port="{text}"' if text.isdigit() else ""


def _render_code(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return f"<code>{_machine(tokens[index].content, _around(env))}</code>"


def _render_fence(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    kind = (token.info or "text").split()[0] if token.info.strip() else "text"
    text = _machine(token.content.rstrip("\n"), _around(env))
    if kind == "console":
        text = re.sub(
            r"^(\$ )(.*)$", r'<span class="prompt">\1</span><span class="typed">\2</span>', text, flags=re.M
        )
    return f'<pre class="machine" data-kind="{escape(kind)}" tabindex="0"><code>{text}</code></pre>\n'


def _render_term(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    name, text, address = _around(env).term(token.meta["id"])
    shown = escape(token.content or name)
    return f'<a class="term" href="{escape(address)}" data-term="{escape(text)}">{shown}</a>'


def _render_key(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return " ".join(f"<kbd>{escape(key)}</kbd>" for key in tokens[index].meta["id"].split())


def _render_link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    href = str(tokens[index].attrGet("href"))
    scheme, _, id = href.partition(":")
    address = escape(_around(env).link(scheme, id))
    if scheme == "k8s":
        return f'<a class="outside" href="{address}" rel="noopener noreferrer" target="_blank">'
    return f'<a href="{address}">'


def _render_image(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    source = _around(env).image(str(token.attrGet("src")))
    return f'<img src="{escape(source)}" alt="{escape(token.content)}" loading="lazy">'


def _render_break(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Between Japanese and Japanese a new line of the file is no space."""
    before = tokens[index - 1].content[-1:] if index else ""
    after = tokens[index + 1].content[:1] if index + 1 < len(tokens) else ""
    japanese = bool(before and after) and before > "\u2fff" and after > "\u2fff"
    return "" if japanese else "\n"


def _render_quote(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    kind = tokens[index].meta.get("callout")
    if kind is None:
        return "<blockquote>\n"
    title = _CALLOUTS[kind][_around(env).language]
    return f'<blockquote class="callout" data-kind="{kind}"><p class="callout-title">{title}</p>\n'


def _render_quote_end(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return "</blockquote>\n"
