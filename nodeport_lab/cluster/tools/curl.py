"""curl 8: HTTP requests through the simulated cluster, told in curl's own words; and its exit codes.

6 name unknown, 7 refused, 28 timed out, 35 no TLS there, 52 nothing said, 56 cut off, 60 certificate not trusted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nodeport_lab.cluster.controllers.kubelet.sockets import image_name
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.http import HttpRequest, Scheme
from nodeport_lab.cluster.network.world import Request
from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.names import resolve
from nodeport_lab.cluster.tools.options import OptionError, options
from nodeport_lab.cluster.tools.pages import SPEECHLESS, Page, page

VERSION = "8.5.0"
AGENT = f"curl/{VERSION}"
# net.ipv4.tcp_syn_retries = 6: how long a kernel goes on knocking where nobody answers.
KERNEL_PATIENCE = 130
_TRY = "curl: try 'curl --help' or 'curl --manual' for more information"
_DEFAULT_PORTS = {"http": 80, "https": 443, "telnet": 23}

_FLAGS = {
    "-v": "verbose", "--verbose": "verbose", "-s": "silent", "--silent": "silent", "-S": "show-error",
    "--show-error": "show-error", "-o": "output=", "--output": "output=", "-w": "write-out=",
    "--write-out": "write-out=", "-H": "header=", "--header": "header=", "--resolve": "resolve=",
    "-k": "insecure", "--insecure": "insecure", "-I": "head", "--head": "head", "-X": "request=",
    "--request": "request=", "-m": "max-time=", "--max-time": "max-time=", "--connect-timeout": "connect-timeout=",
    "-4": "ipv4", "--ipv4": "ipv4", "-i": "include", "--include": "include", "-L": "location",
    "--location": "location", "-f": "fail", "--fail": "fail", "-V": "version", "--version": "version",
    "-A": "user-agent=", "--user-agent": "user-agent=", "--http1.1": "ipv4", "--no-progress-meter": "ipv4",
    "--url": "url=", "-d": "data=", "--data": "data=", "-h": "help", "--help": "help", "-q": "ipv4",
    "-N": "ipv4", "--no-buffer": "ipv4", "--retry": "retry=", "--noproxy": "retry=", "-O": "output-name",
}  # fmt: skip


@dataclass(slots=True)
class Asked:
    """What the flags ask for."""

    urls: list[str] = field(default_factory=list)
    on: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    resolved: dict[tuple[str, int], str] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)
    write_out: str = ""
    method: str = ""
    agent: str = AGENT
    max_time: float | None = None
    connect_timeout: float | None = None
    # Connections that stay open from one URL to the next: their number, and where they lead.
    kept: dict[tuple[str, str, int], tuple[int, Branch]] = field(default_factory=dict)


@dataclass(slots=True)
class Done:
    """What came of one URL, for ``-w``."""

    exit: int = 0
    error: str = ""
    facts: dict[str, str] = field(default_factory=dict)


class CurlError(Exception):
    """Why there is no transfer: exit code and what curl says."""

    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code, self.message = code, message


def curl(desk: Desk, io: Io, words: list[str]) -> int:
    """``curl [options] URL...``"""
    try:
        asked = _read(words)
    except OptionError as wrong:
        why = "is unknown" if wrong.kind == "unknown" else "requires parameter"
        io.err(f"curl: option {wrong.flag}: {why}\n{_TRY}")
        return 2
    except CurlError as wrong:
        io.err(wrong.message)
        return wrong.code
    if "version" in asked.on:
        io.out(
            f"curl {VERSION} (x86_64-pc-linux-gnu) libcurl/{VERSION} OpenSSL/3.0.13 zlib/1.3\nProtocols: http https telnet"
        )
        return 0
    if "help" in asked.on:
        io.out(
            "Usage: curl [options...] <url>\n"
            + " ".join(sorted(flag for flag in _FLAGS if flag.startswith("--")))
        )
        return 0
    if not asked.urls:
        io.err(f"curl: (2) no URL specified\n{_TRY}")
        return 2
    code = 0
    for number, url in enumerate(asked.urls):
        done = _one(
            desk, io, asked, url, asked.outputs[number] if number < len(asked.outputs) else "", number
        )
        code = done.exit
        if asked.write_out:
            io.write(_written(asked.write_out, done))
    return code


def _read(words: list[str]) -> Asked:
    asked = Asked()
    for name, value in options(words, _FLAGS):
        if name in ("", "url"):
            asked.urls.append(value)
        elif name == "header":
            key, _, text = value.partition(":")
            asked.headers[key.strip()] = text.strip()
        elif name == "resolve":
            host, port, address = (*value.lstrip("+").split(":", 2), "", "")[:3]
            if not port.isdigit() or not address:
                raise CurlError(49, f"curl: (49) Couldn't parse CURLOPT_RESOLVE entry '{value}'")
            asked.resolved[host.lower(), int(port)] = address.split(",")[0]
        elif name == "output":
            asked.outputs.append(value)
        elif name == "write-out":
            asked.write_out = value
        elif name == "request":
            asked.method = value
        elif name == "user-agent":
            asked.agent = value
        elif name == "data":
            asked.on.add("data")
        elif name in ("max-time", "connect-timeout"):
            if not re.fullmatch(r"\d+(\.\d+)?", value):
                flag = next(
                    word
                    for word in words
                    if _FLAGS.get(word[:2]) == f"{name}=" or word.startswith(f"--{name}")
                )
                raise CurlError(2, f"curl: option {flag}: expected a proper numerical parameter\n{_TRY}")
            if name == "max-time":
                asked.max_time = float(value) or None
            else:
                asked.connect_timeout = float(value) or None
        else:
            asked.on.add(name)
    return asked


_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^@/]*@)?(?P<host>[^:/?#]+)(?::(?P<port>[^/?#]*))?(?P<path>[/?][^#]*)?(?:#.*)?$"
)


def _one(desk: Desk, io: Io, asked: Asked, url: str, output: str, number: int) -> Done:
    done = Done()
    try:
        _transfer(desk, io, asked, url, output, number, done)
    except CurlError as wrong:
        done.exit, done.error = wrong.code, wrong.message
        if "verbose" in asked.on and wrong.code in (6, 7, 28):
            io.err(f"* {wrong.message}\n* Closing connection")
        elif "verbose" in asked.on and wrong.code != 3:
            io.err("* Closing connection")
        if "silent" not in asked.on or "show-error" in asked.on:
            io.err(f"curl: ({wrong.code}) {wrong.message}")
            if wrong.code == 60:
                io.err(_UNTRUSTED)
    return done


_UNTRUSTED = """More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above."""


def _transfer(desk: Desk, io: Io, asked: Asked, url: str, output: str, number: int, done: Done) -> None:
    match = _URL.match(url)
    if match is None or (match["port"] and not match["port"].isdigit()):
        raise CurlError(
            3,
            "URL using bad/illegal format or missing URL"
            if match is None
            else "URL rejected: Port number was not a decimal number between 0 and 65535",
        )
    scheme = (match["scheme"] or "http").lower()
    if scheme not in _DEFAULT_PORTS:
        raise CurlError(1, f'Protocol "{scheme}" not supported or disabled in libcurl')
    host, port = match["host"], int(match["port"] or _DEFAULT_PORTS[scheme])
    if not 0 < port < 65536:
        raise CurlError(3, "URL rejected: Port number was not a decimal number between 0 and 65535")
    path = match["path"] or "/"
    path = path if path.startswith("/") else "/" + path
    verbose = "verbose" in asked.on
    done.facts = {
        "scheme": scheme,
        "url": url,
        "url_effective": f"{scheme}://{host}{(match['port'] and ':' + match['port']) or ''}{path}",
    }
    address = asked.resolved.get((host.lower(), port))
    if address is not None and verbose:
        io.err(f"* Added {host}:{port}:{address} to DNS cache\n* Hostname {host} was found in DNS cache")
    address = address or resolve(desk, host)
    kept = asked.kept.get((scheme, host, port))
    if address is None:
        raise CurlError(6, f"Could not resolve host: {host}")
    source_port = kept[1].hops[0].before.source_port if kept else desk.reach.source_port("TCP")
    done.facts |= {"remote_port": str(port)}
    wanted = HttpRequest(
        desk.place,
        address,
        port,
        asked.headers.get("Host") or (host if port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"),
        path,
        "https" if scheme == "https" else "http",
        None,
        source_port,
        "insecure" in asked.on,
    )
    if kept is not None:
        number, branch = kept
        desk.requests += 1
        if verbose:
            io.err(
                f"* Found bundle for host: 0x55d1c3a0 [serially]\n* Re-using existing connection with host {host}"
            )
        done.facts |= _ends(address, branch)
        _speak(desk, io, asked, branch, wanted, output, number, done)
        done.facts["num_connects"] = "0"
        return
    lower = Request(desk.place, address, port, "TCP", None, source_port)
    branch = desk.reach.send(lower if scheme == "telnet" else wanted)
    desk.requests += 1
    if verbose:
        io.err(f"*   Trying {address}:{port}...")
    _connect(io, asked, branch, host, port, address, scheme)
    done.facts |= _ends(address, branch)
    if verbose:
        io.err(f"* Connected to {host} ({address}) port {port}")
    if scheme == "telnet":
        return
    if scheme == "https":
        _greet(io, asked, branch, wanted)
    _speak(desk, io, asked, branch, wanted, output, number, done)
    # Behind an Ingress controller every request finds its own way, though the client's connection is one.
    if scheme == "http" and branch.ending.observed == "reply" and "rule" not in (branch.http or {}):
        asked.kept[scheme, host, port] = number, branch


def _ends(address: str, branch: Branch) -> dict[str, str]:
    local = branch.hops[0].before
    return {"remote_ip": address, "local_ip": local.source, "local_port": str(local.source_port)}


def _connect(
    io: Io, asked: Asked, branch: Branch, host: str, port: int, address: str, scheme: Scheme | str
) -> None:
    observed = branch.ending.observed
    if observed == "reply" or (branch.http or {}).get("status"):
        return
    target = f"Failed to connect to {host} port {port}"
    if observed == "refused":
        if "verbose" in asked.on:
            io.err(f"* connect to {address} port {port} failed: Connection refused")
        raise CurlError(7, f"{target} after 0 ms: Couldn't connect to server")
    given, connect = asked.max_time, asked.connect_timeout
    if connect is not None and connect < (given or KERNEL_PATIENCE + 1):
        raise CurlError(28, f"{target} after {int(connect * 1000) + 1} ms: Timeout was reached")
    if given is not None and given < KERNEL_PATIENCE:
        raise CurlError(28, f"Connection timed out after {int(given * 1000) + 1} milliseconds")
    if "verbose" in asked.on:
        io.err(f"* connect to {address} port {port} failed: Connection timed out")
    raise CurlError(28, f"{target} after {KERNEL_PATIENCE * 1000 + 412} ms: Couldn't connect to server")


def _greet(io: Io, asked: Asked, branch: Branch, wanted: HttpRequest) -> None:
    """The TLS handshake."""
    verbose, code = "verbose" in asked.on, branch.ending.code
    if verbose:
        io.err("* ALPN: curl offers h2,http/1.1\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):")
    if code == "tls-not-spoken":
        message = "error:0A00010B:SSL routines::wrong version number"
        if verbose:
            io.err(f"* OpenSSL/3.0.13: {message}")
        raise CurlError(35, f"OpenSSL/3.0.13: {message}")
    if verbose:
        io.err(
            "* TLSv1.3 (IN), TLS handshake, Server hello (2):\n* TLSv1.3 (IN), TLS handshake, Certificate (11):"
        )
    process = branch.ending.params.get("process")
    trusted = "tls" in (branch.http or {}) and code != "tls-untrusted"
    if "insecure" not in asked.on and not trusted:
        why = "unable to get local issuer certificate" if process else "self-signed certificate"
        if verbose:
            io.err(f"* SSL certificate problem: {why}")
        raise CurlError(60, f"SSL certificate problem: {why}")
    if verbose:
        io.err(
            "* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384 / X25519 / RSASSA-PSS\n* ALPN: server accepted http/1.1"
        )
        if "insecure" in asked.on:
            io.err("*  SSL certificate verify result: self-signed certificate (18), continuing anyway.")


def _speak(
    desk: Desk,
    io: Io,
    asked: Asked,
    branch: Branch,
    wanted: HttpRequest,
    output: str,
    number: int,
    done: Done,
) -> None:
    verbose = "verbose" in asked.on
    head = "head" in asked.on
    method = asked.method or ("HEAD" if head else "POST" if "data" in asked.on else "GET")
    if verbose:
        sent = {"Host": wanted.host, "User-Agent": asked.agent, "Accept": "*/*"} | asked.headers
        io.err(f"> {method} {wanted.path} HTTP/1.1")
        for key, value in sent.items():
            if value:
                io.err(f"> {key}: {value}")
        io.err("> ")
    backend = (branch.http or {}).get("backend") or branch.pod
    pod = desk.reach.pod(backend) if backend else None
    program = branch.ending.params.get("process") or ""
    if pod is not None and not program and not (branch.http or {}).get("rule"):
        program = image_name((pod["spec"].get("containers") or [{}])[0].get("image", ""))
    if program in SPEECHLESS:
        if program == "coredns":
            raise CurlError(52, "Empty reply from server")
        raise CurlError(1, "Received HTTP/0.9 when not allowed")
    answer = page(replace(wanted, path=wanted.path), branch, pod, method, asked.agent)
    headers = _headers(desk, answer)
    done.facts |= {
        "http_code": str(answer.status),
        "response_code": str(answer.status),
        "content_type": answer.content_type,
        "size_download": str(0 if head else len(answer.body.encode())),
        "http_version": "1.1",
        "method": method,
        "num_connects": "1",
    }
    if verbose:
        for line in headers:
            io.err(f"< {line}")
        io.err("< ")
    if "fail" in asked.on and answer.status >= 400:
        raise CurlError(22, f"The requested URL returned error: {answer.status}")
    text = "".join(f"{line}\n" for line in headers) + "\n" if head or "include" in asked.on else ""
    text += "" if head else answer.body
    if output and output != "-":
        if output != "/dev/null":
            desk.files[output] = text
    else:
        io.write(text)
    if verbose:
        io.err(f"* Connection #{number} to host {wanted.host.partition(':')[0]} left intact")


def _headers(desk: Desk, answer: Page) -> list[str]:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    if answer.server:
        lines.append(f"Server: {answer.server}")
    lines.append(desk.reach.now().strftime("Date: %a, %d %b %Y %H:%M:%S GMT"))
    lines.append(f"Content-Type: {answer.content_type}")
    lines.append(f"Content-Length: {len(answer.body.encode())}")
    return lines


def _written(pattern: str, done: Done) -> str:
    """``-w``: variables that curl knows; one that it does not is written as it stands."""
    facts = {
        "http_code": "000", "response_code": "000", "remote_ip": "", "remote_port": "0", "local_ip": "", "local_port": "0",
        "exitcode": str(done.exit), "errormsg": done.error, "size_download": "0", "content_type": "", "num_connects": "0",
        "time_total": "0.001204", "time_connect": "0.000412", "time_namelookup": "0.000021", "http_version": "0",
        "time_starttransfer": "0.001150", "num_redirects": "0", "method": "GET", "url": "", "url_effective": "", "scheme": "",
    } | done.facts  # fmt: skip

    def value(found: re.Match[str]) -> str:
        if found[1] not in facts:
            return ""
        return facts[found[1]]

    text = re.sub(r"%\{(\w+)\}", value, pattern).replace("%%", "%")
    return text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r")
