"""dig: asks the resolver of its place or, with ``@SERVER`` and ``-p PORT``, whoever is there.

Another server is asked over the simulated network. Of the programs that pods run only coredns speaks DNS; without a Corefile it
has its plugin whoami alone, which answers any name with the address and port that it saw (coredns plugin/whoami).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

from nodeport_lab.cluster.controllers.kubelet.sockets import image_name
from nodeport_lab.cluster.network.dns import TTL, RecordType
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import Request
from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.names import ask, hosts, resolve, server

_VERSION = "9.18.49-1~deb12u3-Debian"
_PORT = 53
# It asks so often before it gives up.
_TRIES = 3
_TYPES = ("A", "SRV", "CNAME", "IN", "ANY", "AAAA", "TXT", "MX", "NS", "SOA")
_NO_SERVERS = 9
_FATAL = 10


@dataclass(slots=True)
class _Asked:
    """What the words of the line ask for. ``at``: the server's name, where one is named."""

    name: str = "."
    type: RecordType = "A"
    at: str | None = None
    port: int = _PORT
    on: set[str] = field(default_factory=set)


class _Unknown(Exception):
    """A line that dig does not take; its words."""


def _read(words: Sequence[str]) -> _Asked:
    asked, names, rest = _Asked(), [], iter(words)
    for word in rest:
        if word.startswith("@"):
            asked.at = word[1:]
        elif word.startswith("+"):
            asked.on.add(word[1:])
        elif word[:2] in ("-p", "-t", "-q", "-c", "-b"):
            value = word[2:] or next(rest, "")
            if not value:
                raise _Unknown(f"dig: '{word}' is missing its value")
            if word[:2] == "-p":
                if not value.isdigit() or not 0 < int(value) < 65536:
                    raise _Unknown(
                        f"dig: parsing port: {'out of range' if value.isdigit() else 'not a valid number'}"
                    )
                asked.port = int(value)
            elif word[:2] == "-t":
                asked.type = "SRV" if value.upper() == "SRV" else "A"
            elif word[:2] == "-q":
                names.append(value)
        elif word in ("-4", "-u", "-r"):
            continue
        elif word.startswith("-"):
            raise _Unknown(f"Invalid option: {word}")
        elif word.upper() in _TYPES:
            asked.type = "SRV" if word.upper() == "SRV" else asked.type
        else:
            names.append(word)
    if names:
        asked.name = names[0].lower()
    return asked


def dig(desk: Desk, io: Io, words: list[str]) -> int:
    """``dig [@SERVER] [-p PORT] NAME [TYPE] [+short] [+search] [+tcp]``."""
    try:
        asked = _read(words)
    except _Unknown as wrong:
        io.err(str(wrong))
        return 1
    if asked.at is not None:
        address = resolve(desk, asked.at)
        if address is None:
            io.err(f"dig: couldn't get address for '{asked.at}': not found")
            return _FATAL
        if (address, asked.port) != (server(desk), _PORT):
            return _elsewhere(desk, io, words, asked, address)
    return _resolver(desk, io, words, asked)


def _resolver(desk: Desk, io: Io, words: Sequence[str], asked: _Asked) -> int:
    """The server that the place asks anyway."""
    answer = ask(desk, asked.name, asked.type, search="search" in asked.on)
    records = answer.records
    if desk.kind != "pod" and asked.name in hosts(desk):
        records = ()
    if "short" in asked.on:
        for record in records:
            io.out(record.data + ("" if record.type == "A" else "."))
        return 0
    full = (answer.asked[-1] if "search" in asked.on else asked.name).rstrip(".") + "."
    flags = "qr aa rd" if desk.kind == "pod" else "qr rd ra"
    lines = [
        _columns((f"{one.name}.", 0), (str(TTL), 24), ("IN", 32), (one.type, 40), (one.data + ("" if one.type == "A" else "."), 48))
        for one in records
    ]  # fmt: skip
    _print(desk, io, words, full, asked.type, answer.code, flags, lines, (), (server(desk), _PORT, "UDP"))
    return 0


def _elsewhere(desk: Desk, io: Io, words: Sequence[str], asked: _Asked, address: str) -> int:
    """Whoever is at that address and port, if anybody is."""
    protocol: Protocol = "TCP" if asked.on & {"tcp", "vc"} else "UDP"
    desk.requests += 1
    source_port = desk.reach.source_port(protocol)
    branch = desk.reach.send(Request(desk.place, address, asked.port, protocol, None, source_port))
    if branch.ending.observed == "reply" and _speaks_dns(desk, branch) and branch.arrived is not None:
        full = asked.name.rstrip(".") + "."
        seen = branch.arrived
        if "short" not in asked.on:
            more = [
                _columns((full, 0), ("0", 24), ("IN", 32), ("A", 40), (seen.source, 48)),
                _columns((f"_{protocol.lower()}.{full.removeprefix('.')}", 0), ("0", 24), ("IN", 32), ("SRV", 40), (f"0 0 {seen.source_port} .", 48)),
            ]  # fmt: skip
            _print(
                desk,
                io,
                words,
                full,
                asked.type,
                "NOERROR",
                "qr aa rd",
                (),
                more,
                (address, asked.port, protocol),
            )
        return 0
    why = {"refused": "connection refused", "no-answer": "timed out"}.get(
        branch.ending.observed, "end of file"
    )
    for _ in range(_TRIES):
        io.out(f";; communications error to {address}#{asked.port}: {why}")
    io.out(f"\n; <<>> DiG {_VERSION} <<>> {' '.join(words)}\n; (1 server found)\n;; global options: +cmd")
    io.out(";; no servers could be reached\n")
    return _NO_SERVERS


def _speaks_dns(desk: Desk, branch: Branch) -> bool:
    pod = desk.reach.pod(branch.pod) if branch.pod else None
    containers = pod["spec"].get("containers") or [] if pod is not None else []
    return any(image_name(container.get("image", "")) == "coredns" for container in containers)


def _print(
    desk: Desk,
    io: Io,
    words: Sequence[str],
    full: str,
    type: str,
    code: str,
    flags: str,
    answers: Sequence[str],
    additional: Sequence[str],
    of: tuple[str, int, str],
) -> None:
    """An answer, in the sections that dig prints. ``of``: address, port and protocol of who gave it."""
    number = crc32(full.encode()) % 65536
    found = "\n; (1 server found)" if any(word.startswith("@") for word in words) else ""
    io.out(f"\n; <<>> DiG {_VERSION} <<>> {' '.join(words)}{found}\n;; global options: +cmd\n;; Got answer:")
    if full.endswith(".local."):
        io.out(
            ";; WARNING: .local is reserved for Multicast DNS\n"
            ";; You are currently testing what happens when an mDNS query is leaked to DNS"
        )
    io.out(f";; ->>HEADER<<- opcode: QUERY, status: {code}, id: {number}")
    io.out(
        f";; flags: {flags}; QUERY: 1, ANSWER: {len(answers)}, AUTHORITY: 0, ADDITIONAL: {1 + len(additional)}"
    )
    if "ra" not in flags.split():
        io.out(";; WARNING: recursion requested but not available")
    io.out("")
    io.out(";; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232")
    io.out(";; QUESTION SECTION:\n" + _columns((f";{full}", 0), ("IN", 32), (type, 40)) + "\n")
    for title, lines in (("ANSWER", answers), ("ADDITIONAL", additional)):
        if lines:
            io.out(f";; {title} SECTION:")
            for line in lines:
                io.out(line)
            io.out("")
    address, port, protocol = of
    when = desk.reach.now().strftime("%a %b %d %H:%M:%S UTC %Y")
    io.out(f";; Query time: 0 msec\n;; SERVER: {address}#{port}({address}) ({protocol})\n;; WHEN: {when}")
    io.out(f";; MSG SIZE  rcvd: {28 + len(full) + 16 * len(answers) + 36 * len(additional)}\n")


def _columns(*cells: tuple[str, int]) -> str:
    """Cells, each at its column: with tabs where there is room, after a space where there is none (dns_master_style)."""
    line = ""
    for text, column in cells:
        at = len(line.expandtabs(8))
        if line:
            line += "\t" * -(-(column - at) // 8) if at < column else " "
        line += text
    return line
