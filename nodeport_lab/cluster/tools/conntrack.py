"""``conntrack -L``: the connections that a node's kernel remembers."""

from __future__ import annotations

from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.kernel import root
from nodeport_lab.cluster.tools.options import OptionError, options

_CONNTRACK = {
    "-L": "list", "--dump": "list", "-p": "protocol=", "--proto": "protocol=", "--dport": "dport=", "--sport": "sport=",
    "--orig-port-dst": "dport=", "--orig-port-src": "sport=", "-s": "src=", "-d": "dst=", "--src": "src=", "--dst": "dst=",
    "--orig-src": "src=", "--orig-dst": "dst=", "--reply-src": "reply-src=", "-r": "reply-src=", "-C": "count",
    "--reply-dst": "reply-dst=", "-q": "reply-dst=", "-n": "snat", "-g": "dnat", "--src-nat": "snat", "--dst-nat": "dnat",
    "-f": "family=", "--family": "family=", "-D": "change", "-F": "change", "-E": "change", "-o": "family=",
}  # fmt: skip
_NUMBERS = {"TCP": 6, "UDP": 17, "SCTP": 132}


def conntrack(desk: Desk, io: Io, words: list[str]) -> int:
    """``conntrack -L [-p PROTOCOL] [-s ADDRESS] [-d ADDRESS] [--sport PORT] [--dport PORT]``."""
    tail = "conntrack v1.4.7 (conntrack-tools):"
    given: dict[str, str] = {}
    try:
        for name, value in options(words, _CONNTRACK):
            given[name or "operand"] = value
    except OptionError as wrong:
        why = "unknown option" if wrong.kind == "unknown" else "option requires an argument"
        io.err(f"{tail} {why} `{wrong.flag}'\nTry `conntrack -h' or 'conntrack --help' for more information.")
        return 2
    denied = f"{tail} Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this"
    if not root(desk, io, denied):
        return 1
    if "change" in given or not {"list", "count"} & given.keys():
        io.err("conntrack: this lab has `conntrack -L` and `conntrack -C`.")
        return 2
    if ("dport" in given or "sport" in given) and "protocol" not in given:
        io.err(
            f"{tail} Can't use `--dport' or `--sport' without `-p'\nTry `conntrack -h' or 'conntrack --help' for more information."
        )
        return 2
    shown = 0
    for connection, left in desk.reach.connections(desk.place):
        original, reply = connection.original, connection.reply
        facts = {
            "protocol": original.protocol.lower(),
            "src": original.source,
            "dst": original.destination,
            "sport": str(original.source_port),
            "dport": str(original.destination_port),
            "reply-src": reply.source,
            "reply-dst": reply.destination,
        }
        if any(key in given and given[key].lower() != value for key, value in facts.items()):
            continue
        if ("snat" in given and not connection.snat) or ("dnat" in given and not connection.dnat):
            continue
        shown += 1
        if "count" in given:
            continue
        state = "" if original.protocol == "UDP" else "TIME_WAIT " if connection.replied else "SYN_SENT "
        silent, sure = ("", "[ASSURED] ") if connection.replied else ("[UNREPLIED] ", "")
        ends = [
            f"src={f.source} dst={f.destination} sport={f.source_port} dport={f.destination_port} "
            for f in (original, reply)
        ]
        io.out(
            f"{facts['protocol']:<8} {_NUMBERS[original.protocol]} {int(left)} {state}{ends[0]}{silent}{ends[1]}{sure}mark=0 use=1"
        )
    if "count" in given:
        io.out(str(shown))
    else:
        io.err(f"{tail} {shown} flow entries have been shown.")
    return 0
