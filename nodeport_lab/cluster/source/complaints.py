"""What go-yaml says when it refuses a document, which line it names, and where the eye should look.

Mirrors go.yaml.in/yaml/v2 decode.go (parser.fail): a scanner's error counts lines from one, a parser's from zero,
and an error on the first line names no line at all.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from nodeport_lab.cluster.problem import Problem, Span
from nodeport_lab.cluster.source.document import Document

_PREFIX = "error converting YAML to JSON: "
# libyaml's words -> the kind that explains them. Whatever is not here is a plain syntax error.
_KINDS = {
    "could not find expected ':'": "yaml-missing-colon",
    "mapping values are not allowed in this context": "yaml-value-not-allowed",
    "did not find expected key": "yaml-expected-key",
    "did not find expected '-' indicator": "yaml-expected-dash",
    "did not find expected ',' or ']'": "yaml-unclosed-list",
    "did not find expected ',' or '}'": "yaml-unclosed-map",
    "did not find expected node content": "yaml-expected-value",
    "found unexpected end of stream": "yaml-unclosed-quote",
    "found unknown escape character": "yaml-bad-escape",
    "control characters are not allowed": "yaml-control-character",
    "found a tab character that violates indentation": "yaml-tab",
    "block sequence entries are not allowed in this context": "yaml-list-not-allowed",
}

# A document's first directive, if it asks for a later YAML than go-yaml knows.
_VERSION = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*(?P<version>%YAML[ \t]+1\.2(?![0-9]))")


class Refused(Exception):
    """The document is refused: go-yaml's ``message`` without its ``yaml: ``, and the stretch of text to look at."""

    def __init__(self, message: str, kind: str, start: int, end: int, **params: Any) -> None:
        super().__init__(message)
        self.message, self.kind, self.start, self.end, self.params = message, kind, start, end, params


def scanner(message: str, kind: str, mark: Any, skipped: int) -> Refused:
    """A refusal in the manner of a scanner error at ``mark``."""
    where = f"line {mark.line + 1}: " if mark.line else ""
    return Refused(where + message, kind, mark.index + skipped, mark.index + skipped)


def _incompatible(text: str, at: int, skipped: int) -> Refused:
    """go-yaml reads YAML 1.1 only, libyaml by now 1.2 as well."""
    line = text.count("\n", 0, at)
    words = "found incompatible YAML document"
    return Refused(f"line {line}: {words}" if line else words, "yaml-syntax", at + skipped, at + skipped)


def refused(error: yaml.YAMLError, text: str, skipped: int) -> Refused:
    """libyaml's error in go-yaml's words."""
    if isinstance(error, yaml.reader.ReaderError):
        before = text.encode("utf-8", "replace")[: error.position].decode("utf-8", "ignore")
        offset = len(before) + skipped
        return Refused(error.reason, _KINDS.get(error.reason, "yaml-syntax"), offset, offset + 1)
    if not isinstance(error, yaml.MarkedYAMLError):
        raise TypeError(f"libyaml has no such error: {error!r}")
    words = str(error.problem)
    if error.problem_mark is not None and (version := _VERSION.match(text, 0, error.problem_mark.index)):
        return _incompatible(text, version.start("version"), skipped)
    line = 0
    if error.problem_mark is not None and error.problem_mark.line:
        line = error.problem_mark.line + (1 if isinstance(error, yaml.scanner.ScannerError) else 0)
    elif error.context_mark is not None:
        line = error.context_mark.line
    message = f"line {line}: {words}" if line else words
    # A key without its colon is found out only at the next line: the eye should look where the key began.
    mark = error.context_mark if words.startswith("could not find expected ':'") else error.problem_mark
    if words == "found unexpected end of stream":
        mark = error.context_mark
    offset = mark.index if mark is not None else 0
    kind = _KINDS.get(words, "yaml-syntax")
    params = {}
    if words == "found character that cannot start any token":
        char = text[offset : offset + 1]
        kind, params = ("yaml-tab" if char == "\t" else "yaml-cannot-start"), {"char": char}
    return Refused(message, kind, offset + skipped, offset + skipped, **params)


def problem(refused: Refused, document: Document) -> Problem:
    """The refusal as a Problem with its place."""
    own = refused.message.startswith(("json: ", "unsupported map key"))
    message = _PREFIX + ("" if own else "yaml: ") + refused.message
    params = {"reason": refused.message} | refused.params
    return Problem(refused.kind, message, span=_place(refused, document), params=params)


def _place(refused: Refused, document: Document) -> Span:
    """The stretch itself, or for a mere point the line that it is on; never an empty line."""
    if refused.end > refused.start:
        return Span(*document.position(refused.start), *document.position(refused.end))
    text = document.text
    at = min(refused.start, len(text))
    begin = text.rfind("\n", 0, at) + 1
    while begin > 0 and not text[begin : _line_end(text, begin)].strip():
        begin = text.rfind("\n", 0, begin - 1) + 1
    line = text[begin : _line_end(text, begin)]
    first = begin + len(line) - len(line.lstrip())
    last = max(begin + len(line.rstrip()), first)
    return Span(*document.position(first), *document.position(last))


def _line_end(text: str, begin: int) -> int:
    end = text.find("\n", begin)
    return len(text) if end < 0 else end
