"""Programs that only knock: nc, telnet, and busybox's wget."""

from __future__ import annotations

import re

from nodeport_lab.cluster.network.http import HttpRequest
from nodeport_lab.cluster.network.packet import Protocol
from nodeport_lab.cluster.network.world import Request
from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.names import resolve
from nodeport_lab.cluster.tools.options import OptionError, options
from nodeport_lab.cluster.tools.pages import page

# /etc/services, as far as nc names what it reaches.
_SERVICES = {22: "ssh", 53: "domain", 80: "http", 443: "https", 6379: "redis", 8080: "http-alt"}
_NC_USAGE = (
    "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n"
    "\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n"
    "\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n"
    "\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n"
    "\t  [destination] [port]"
)
_NC = {
    "-z": "zero",
    "-v": "verbose",
    "-u": "udp",
    "-n": "numeric",
    "-w": "wait=",
    "-4": "numeric",
    "-q": "wait=",
}


def nc(desk: Desk, io: Io, words: list[str]) -> int:
    """``nc -zv [-u] [-w SECONDS] HOST PORT[-PORT]`` (OpenBSD's)."""
    operands: list[str] = []
    on: set[str] = set()
    wait = False
    try:
        for name, value in options(words, _NC):
            if name == "":
                operands.append(value)
            elif name == "wait":
                wait = True
            else:
                on.add(name)
    except OptionError as wrong:
        letter = wrong.flag.lstrip("-")
        io.err(
            f"nc: {'invalid option' if wrong.kind == 'unknown' else 'option requires an argument'} -- '{letter}'"
        )
        return 1
    if len(operands) == 1:
        io.err("nc: missing port number")
        return 1
    if len(operands) != 2:
        io.err(_NC_USAGE)
        return 1
    host, ports = operands
    ports = {name: str(port) for port, name in _SERVICES.items()}.get(ports, ports)
    span = re.fullmatch(r"(\d+)(?:-(\d+))?", ports)
    if span is None:
        io.err(f"nc: port number invalid: {ports}")
        return 1
    first, last = int(span[1]), int(span[2] or span[1])
    if not 0 < first <= last < 65536:
        io.err(f"nc: port number {'too large' if last > 65535 else 'invalid'}: {ports}")
        return 1
    address = resolve(desk, host)
    if address is None:
        io.err(f'nc: getaddrinfo for host "{host}" port {first}: Name or service not known')
        return 1
    protocol: Protocol = "UDP" if "udp" in on else "TCP"
    code = 1
    for port in range(first, min(last, first + 19) + 1):
        observed = _knock(desk, address, port, protocol)
        kind = protocol.lower()
        if observed == "reply" or (observed == "no-answer" and protocol == "UDP"):
            code = 0
            if "verbose" in on:
                name = "*" if "numeric" in on else _SERVICES.get(port, "*")
                io.err(f"Connection to {host} {port} port [{kind}/{name}] succeeded!")
        elif "verbose" in on and protocol == "TCP":
            if observed == "refused":
                io.err(f"nc: connect to {host} port {port} (tcp) failed: Connection refused")
            else:
                why = "timed out: Operation now in progress" if wait else "failed: Connection timed out"
                io.err(f"nc: connect to {host} port {port} (tcp) {why}")
    return code


def _knock(desk: Desk, address: str, port: int, protocol: Protocol) -> str:
    desk.requests += 1
    request = Request(desk.place, address, port, protocol, None, desk.reach.source_port(protocol))
    return desk.reach.send(request).ending.observed


def telnet(desk: Desk, io: Io, words: list[str]) -> int:
    """``telnet HOST [PORT]``: whether somebody opens the door."""
    if not 1 <= len(words) <= 2 or (len(words) == 2 and not words[1].isdigit()):
        io.err("Usage: telnet [host-name [port]]")
        return 1
    host, port = words[0], int(words[1]) if len(words) == 2 else 23
    if not 0 < port < 65536:
        io.err(f"telnet: {words[1]}: bad port")
        return 1
    address = resolve(desk, host)
    if address is None:
        io.err(f"telnet: could not resolve {host}/{port}: Name or service not known")
        return 1
    io.out(f"Trying {address}...")
    observed = _knock(desk, address, port, "TCP")
    if observed != "reply":
        why = "Connection refused" if observed == "refused" else "Connection timed out"
        io.err(f"telnet: Unable to connect to remote host: {why}")
        return 1
    io.out(f"Connected to {host}.\nEscape character is '^]'.\nConnection closed by foreign host.")
    return 1


_WGET = {
    "-q": "quiet",
    "-O": "output=",
    "-T": "timeout=",
    "-S": "server",
    "-t": "tries=",
    "--spider": "spider",
    "--timeout": "timeout=",
    "--no-check-certificate": "insecure",
    "--header": "header=",
}
_URL = re.compile(r"(?:(?P<scheme>https?)://)?(?P<host>[^:/?#]+)(?::(?P<port>\d+))?(?P<path>/.*)?$")


def wget(desk: Desk, io: Io, words: list[str]) -> int:
    """``wget -qO- URL``, in the words of busybox's, which is the one that small images have."""
    url, output, quiet, host_header, insecure = "", "", False, "", False
    try:
        for name, value in options(words, _WGET):
            if name == "":
                url = value
            elif name == "output":
                output = value
            elif name == "quiet":
                quiet = True
            elif name == "insecure":
                insecure = True
            elif name == "header" and value.lower().startswith("host:"):
                host_header = value[5:].strip()
    except OptionError as wrong:
        io.err(f"wget: unrecognized option: {wrong.flag.lstrip('-')}")
        return 1
    match = _URL.match(url)
    if match is None:
        io.err(f"wget: bad address '{url}'" if url else "wget: missing URL")
        return 1
    https = match["scheme"] == "https"
    host, port, path = match["host"], int(match["port"] or (443 if https else 80)), match["path"] or "/"
    address = resolve(desk, host)
    if address is None or not 0 < port < 65536:
        io.err(f"wget: bad address '{host}'")
        return 1
    if not quiet:
        io.err(
            f"Connecting to {host}:{port} ({address}:{port})"
            if match["port"]
            else f"Connecting to {host} ({address}:{port})"
        )
    asked = host_header or (f"{host}:{port}" if match["port"] else host)
    desk.requests += 1
    request = HttpRequest(
        desk.place,
        address,
        port,
        asked,
        path,
        "https" if https else "http",
        None,
        desk.reach.source_port("TCP"),
        insecure,
    )
    branch = desk.reach.send(request)
    if branch.http is None or branch.http.get("status") is None:
        observed = branch.ending.observed
        if observed == "refused":
            io.err(f"wget: can't connect to remote host ({address}): Connection refused")
        elif observed == "no-answer":
            io.err(
                "wget: download timed out"
                if "-T" in words
                else f"wget: can't connect to remote host ({address}): Operation timed out"
            )
        else:
            io.err("wget: error getting response: Connection reset by peer")
        return 1
    backend = branch.http.get("backend") or branch.pod
    process = branch.ending.params.get("process")
    health = desk.reach.health(branch.ending.place) if process == "kube-proxy" else {}
    answer = page(request, branch, desk.reach.pod(backend) if backend else None, "GET", "Wget", health)
    if answer.status >= 400:
        io.err(f"wget: server returned error: HTTP/1.1 {answer.status} {answer.reason}")
        return 1
    if output == "-":
        io.write(answer.body)
    else:
        name = output or path.rpartition("/")[2] or "index.html"
        desk.files[name] = answer.body
        if not quiet:
            io.err(f"saving to '{name}'\n'{name}' saved")
    return 0
