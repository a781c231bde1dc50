"""How prose looks as HTML: a rule for each kind of token that is not CommonMark's own, or that we write otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Protocol

from markdown_it.token import Token

FACT = re.compile(r"\{\{\s*([A-Za-z0-9_.\-/]+)\s*\}\}")
PORT = re.compile(r"\{(nodePort|port|targetPort)(?::((?:\{\{[^{}]*\}\}|[^{}\n])+))?\}")
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
    for match in FACT.finditer(text):
        parts += [escape(text[at : match.start()]), escape(str(around.fact(match[1])))]
        at = match.end()
    return "".join([*parts, escape(text[at:])])


def _machine(text: str, around: Surroundings) -> str:
    """What a machine reads or says: facts and ports in it, no Markdown."""
    parts, at = [], 0
    for match in PORT.finditer(text):
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
        text = "\n".join(map(_row, text.split("\n")))
    return f'<pre class="machine" data-kind="{escape(kind)}" tabindex="0"><code>{text}</code></pre>\n'


_TAG = re.compile(r"<[^>]*>")


def _row(line: str) -> str:
    """A row of a table stays on its line; what has no columns, or one gap by chance, may be wrapped."""
    plain = _TAG.sub("", line)
    return (
        f'<span class="columns">{line}</span>' if len(re.findall(r"(?<=\S) {2,}(?=\S)", plain)) > 1 else line
    )


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


def _render_head(_: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """The corner of a table is head of nothing."""
    opens = tokens[index].type == "th_open"
    words = tokens[index + 1 if opens else index - 1]
    name = "th" if words.content.strip() else "td"
    return f"<{name}>" if opens else f"</{name}>\n"


RULES: Mapping[str, Callable[..., str]] = {
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
    "th_open": _render_head,
    "th_close": _render_head,
    "table_close": lambda *_: "</table></div>\n",
}
