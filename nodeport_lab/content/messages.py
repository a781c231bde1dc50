"""What Kubernetes prints, by kind: messages.yaml holds examples in its own words; ``find`` tells which kind a pasted text is.

A message is a fixed sentence with a field and a value of the moment in it. So the values are left out of both, and the kind is the
one whose example says most of what was pasted; rare words count for more than common ones. What the lab itself says of a problem
or of an ending, in any language, is found by its fixed parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from string import Formatter

import yaml

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.content import words as lines_of
from nodeport_lab.content.explanations import table

_HERE = Path(__file__).parent
_MAX_TEXT = 20_000
_LEAST = 0.62
# So many characters of an explanation have to be fixed.
_FIXED = 10
# Words that frame a message, and say nothing about which it is.
_FRAME = re.compile(
    r'^\s*(?:\*\s+|The \S+ ".*?" is invalid:\s*|Error from server(?: \([A-Za-z]+\))?:\s*|error:\s*'
    r"|error parsing [^:]*:\s*|error converting YAML to JSON:\s*|yaml: (?:line \d+: )?"
    r'|error when (?:creating|applying patch|retrieving)[^:]*:\s*|admission webhook "[^"]*" denied the request:\s*)+'
)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\\"[^"]*\\"')
_WORD = re.compile(r"[A-Za-z][A-Za-z']+")
# What programs that ask say of how it ended.
_CLIENTS: Sequence[tuple[re.Pattern[str], tuple[str, ...]]] = tuple(
    (re.compile(pattern, re.IGNORECASE), codes)
    for pattern, codes in (
        (
            r"\b404\b.*not found|not found.*\b404\b|404 page not found",
            ("http-host-unknown", "http-path-unknown"),
        ),
        (r"\b503\b|service (?:temporarily )?unavailable", ("http-backend-missing", "http-no-endpoints")),
        (r"\b502\b|bad gateway", ("http-bad-gateway",)),
        (r"\b504\b|gateway time-?out", ("http-gateway-timeout",)),
        (r"certificate|SSL: no alternative|ERR_CERT", ("tls-untrusted",)),
        (r"wrong version number|plain HTTP request was sent to HTTPS", ("tls-not-spoken", "http-to-tls")),
        (
            r"connection refused|couldn't connect|err_connection_refused|verweigert|econnrefused|拒否",
            ("refused",),
        ),
        (
            r"timed? ?out|err_connection_timed_out|err_address_unreachable|no route to host|etimedout|タイムアウト",
            ("no-answer",),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a text may be: a kind of problem (``problem``) or a way a request ends (``ending``), and how sure: 0 to 1."""

    sort: str
    id: str
    sure: float


@cache
def messages() -> Mapping[str, Sequence[str]]:
    """Examples of what is printed, by kind."""
    found: dict[str, list[str]] = yaml.safe_load((_HERE / "messages.yaml").read_text(encoding="utf-8"))
    return found


def find(text: str, at_most: int = 8) -> list[Match]:
    """What a pasted text tells of, surest first. Several messages in it are found each."""
    text = text[:_MAX_TEXT]
    best: dict[tuple[str, str], float] = {}
    for line in _lines(text):
        ranked = sorted(_scored(line), key=lambda pair: -pair[1])
        told: list[str] = []
        for kind, score in ranked:
            # The same words may be said of several mistakes; another is told only where it is nearly as good as the first.
            equal = score > ranked[0][1] - 1e-9
            if score < _LEAST or not (equal or (score > ranked[0][1] - 0.04 and len(told) < 2)):
                break
            if kind not in told:
                told.append(kind)
                best["problem", kind] = max(score, best.get(("problem", kind), 0))
    for sort, id in _explained(text):
        best[sort, id] = 1.0
    found = [Match(sort, id, score) for (sort, id), score in best.items()]
    if not found:
        found = list(_ended(text))
    return sorted(found, key=lambda match: -match.sure)[:at_most]


def _explained(text: str) -> Iterator[tuple[str, str]]:
    """The problems and endings whose explanation, as the lab's pages say it, stands in the text."""
    said = " ".join(text.split())
    for sort, id, parts in _explanations():
        at = 0
        for part in parts:
            at = said.find(part, at)
            if at < 0:
                break
            at += len(part)
        else:
            yield sort, id


@cache
def _explanations() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The fixed parts of every explanation; where they are few and short they would be found in anything."""
    found = []
    for sort, entries in (("problem", table()), ("ending", lines_of.table("endings"))):
        for id, lines in entries.items():
            for line in lines.values():
                parts = [" ".join(text.split()) for text, _, _, _ in Formatter().parse(line)]
                kept = tuple(part for part in parts if part)
                if sum(map(len, kept)) >= _FIXED:
                    found.append((sort, id, kept))
    return tuple(found)


def _ended(text: str) -> Iterator[Match]:
    for pattern, codes in _CLIENTS:
        if not pattern.search(text):
            continue
        for code in codes:
            if code in CODES:
                yield Match("ending", code, 0.9)
                continue
            likely = [one for one in _LIKELY if CODES[one].observed == code]
            for index, one in enumerate(likely):
                yield Match("ending", one, 0.8 - index / 100)
        return


# Of the many ways to be refused, or to get no answer, those that people meet.
_LIKELY = (
    "no-endpoints", "no-ready-endpoints", "pod-port-closed", "pod-loopback-only", "node-port-closed",
    "firewall", "external-policy-local", "node-down", "service-address-outside", "pod-gone",
)  # fmt: skip


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        rest = _FRAME.sub("", line).strip()
        # Several mistakes of one object stand in one line within brackets.
        for part in re.split(
            r"(?<=[^,]), (?=(?:spec|metadata|subsets|endpoints|data)[.\[:])", rest.strip("[]")
        ):
            if part:
                yield part


def _scored(line: str) -> Iterator[tuple[str, float]]:
    words = _words(line)
    if not words:
        return
    weights = _weights()
    said = sum(weights.get(word, 1.0) for word in words)
    for kind, shape in _shapes():
        common = sum(weights[word] for word in shape & words)
        if common:
            yield kind, 2 * common / (said + sum(weights[word] for word in shape))


def _words(text: str) -> frozenset[str]:
    """The words that are the message's own: no values. A field counts by its last name."""
    text = _FRAME.sub("", text)
    match = re.match(r"((?:[a-z][A-Za-z]*|\[[^\]]*\])(?:[.\[][A-Za-z0-9_\]\-/.]*)*): ", text)
    field: set[str] = set()
    if match is not None:
        names = re.findall(r"[A-Za-z]+", re.sub(r"\[[^\]]*\]", "", match[1]))
        field = {f"field {names[-1]}", f"field {' '.join(names[-2:])}"} if names else set()
        text = text[match.end() :]
    text = _QUOTED.sub(" ", text)
    text = re.sub(r"[{\[][^{}\[\]]*[}\]]", " ", text)
    return frozenset(word.lower() for word in _WORD.findall(text)) | field


@cache
def _shapes() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((kind, _words(text)) for kind, texts in messages().items() for text in texts)


@cache
def _weights() -> Mapping[str, float]:
    kinds: Counter[str] = Counter()
    for texts in messages().values():
        kinds.update(frozenset().union(*(_words(text) for text in texts)))
    count = len(messages())
    return {word: log(1 + count / times) for word, times in kinds.items()}
