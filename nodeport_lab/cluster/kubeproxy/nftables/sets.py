"""The named sets and maps of nftables, as types, with their nft text: dicts keyed by what a packet shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nodeport_lab.cluster.kubeproxy.net import number
from nodeport_lab.cluster.kubeproxy.nftables.statements import TYPE, Fields, Key, Verdict
from nodeport_lab.cluster.kubeproxy.origin import Origin

_PROTOCOL_NUMBERS: Mapping[str | int, int] = {"tcp": 6, "udp": 17, "sctp": 132}


def _key(key: Key) -> str:
    return " . ".join(map(str, key))


@dataclass(frozen=True, slots=True)
class SetElement:
    key: Key
    origin: Origin | None = None

    def __str__(self) -> str:
        return _key(self.key)


@dataclass(frozen=True, slots=True)
class VerdictElement:
    key: Key
    verdict: Verdict
    comment: str | None = None
    origin: Origin | None = None

    def __str__(self) -> str:
        comment = "" if self.comment is None else f' comment "{self.comment}"'
        return f"{_key(self.key)}{comment} : {self.verdict}"


@dataclass(frozen=True, slots=True)
class NftSet:
    """A named set. ``timeout`` (seconds) makes it dynamic: packets write into it, elements leave by themselves."""

    name: str
    fields: Fields
    elements: Mapping[Key, SetElement]
    comment: str | None = None
    timeout: int | None = None

    def text(self) -> str:
        lines = [f"\tset {self.name} {{", f"\t\ttype {' . '.join(TYPE[field] for field in self.fields)}"]
        if self.timeout is not None:
            # 65535 is what the kernel gives a dynamic set that nobody gave a size.
            lines += ["\t\tsize 65535", "\t\tflags dynamic,timeout", f"\t\ttimeout {_duration(self.timeout)}"]
        if self.comment is not None:
            lines.append(f'\t\tcomment "{self.comment}"')
        lines += _elements(self.rows())
        lines.append("\t}")
        return "\n".join(lines)

    def rows(self) -> list[list[SetElement]]:
        """The elements as nft lists them, line by line."""
        # nft breaks the line after as many elements as its type lets it, here as for what kube-proxy has.
        per_line = 2 if len(self.fields) == 1 else 1
        ordered = [self.elements[key] for key in sorted(self.elements, key=_rank)]
        return [ordered[i : i + per_line] for i in range(0, len(ordered), per_line)]


@dataclass(frozen=True, slots=True)
class VerdictMap:
    """A named map from what a packet shows to a verdict."""

    name: str
    fields: Fields
    elements: Mapping[Key, VerdictElement]
    comment: str | None = None

    def text(self) -> str:
        types = " . ".join(TYPE[field] for field in self.fields)
        lines = [f"\tmap {self.name} {{", f"\t\ttype {types} : verdict"]
        if self.comment is not None:
            lines.append(f'\t\tcomment "{self.comment}"')
        lines += _elements(self.rows())
        lines.append("\t}")
        return "\n".join(lines)

    def rows(self) -> list[list[VerdictElement]]:
        """The elements as nft lists them, each on a line of its own."""
        return [[self.elements[key]] for key in sorted(self.elements, key=_rank)]


def _elements(rows: Sequence[Sequence[SetElement | VerdictElement]]) -> list[str]:
    if not rows:
        return []
    first, *others = [", ".join(map(str, row)) for row in rows]
    return (",\n\t\t\t     ".join(["\t\telements = { " + first, *others]) + " }").split("\n")


def _rank(key: Key) -> int:
    """Where nft lists the element: it compares keys as numbers, and one of several fields with the last byte first."""
    packed = b"".join(
        bytes((_PROTOCOL_NUMBERS[part],)).ljust(4, b"\0")
        if part in _PROTOCOL_NUMBERS
        else number(part).to_bytes(4, "big")
        if isinstance(part, str)
        else part.to_bytes(2, "big").ljust(4, b"\0")
        for part in key
    )
    return int.from_bytes(packed, "big" if len(key) == 1 else "little")


def _duration(seconds: int) -> str:
    """3h, 2m5s: as nft prints a time."""
    units = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
    words = ""
    for unit, size in units:
        count, seconds = divmod(seconds, size)
        words += f"{count}{unit}" if count else ""
    return words or "0s"
