"""One transfer of curl: the name, the connection, the handshake of TLS, the request and its answer, told as ``-v`` tells them."""

from __future__ import annotations

import re
from dataclasses import replace

from nodeport_lab.cluster.controllers.kubelet.sockets import image_name
from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.network.http import HttpRequest, Scheme
from nodeport_lab.cluster.network.world import Request
from nodeport_lab.cluster.tools.asking import Asked, CurlError, Done
from nodeport_lab.cluster.tools.desk import Desk, Io, Said
from nodeport_lab.cluster.tools.names import resolve
from nodeport_lab.cluster.tools.pages import SPEECHLESS, Page, page

# net.ipv4.tcp_syn_retries = 6: how long a kernel goes on knocking where nobody answers.
KERNEL_PATIENCE = 130
_DEFAULT_PORTS = {"http": 80, "https": 443, "telnet": 23}
_URL = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^@/]*@)?(?P<host>[^:/?#]+)(?::(?P<port>[^/?#]*))?(?P<path>[/?][^#]*)?(?:#.*)?$"
)


def transfer(desk: Desk, io: Io, asked: Asked, url: str, output: str, number: int, done: Done) -> None:
    """Fetches one URL; CurlError where there is nothing to be had."""
    match = _URL.match(url)
    if match is None or (match["port"] and not match["port"].isdigit()):
        raise CurlError(3, "URL using bad/illegal format or missing URL")
    scheme = (match["scheme"] or "http").lower()
    if scheme not in _DEFAULT_PORTS:
        raise CurlError(1, f'Protocol "{scheme}" not supported or disabled in libcurl')
    host, port = match["host"], int(match["port"] or _DEFAULT_PORTS[scheme])
    if not 0 < port < 65536:
        raise CurlError(3, "URL using bad/illegal format or missing URL")
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
    if address is None:
        raise CurlError(6, f"Could not resolve host: {host}")
    kept = asked.kept.get((scheme, host, port))
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
                "* Found bundle for host: 0x55d1c3a0e5c0 [serially]\n* Can not multiplex, even if we wanted to\n"
                f"* Re-using existing connection #{number} with host {host}"
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
        io.err(f"* Connected to {host} ({address}) port {port} (#{number})")
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
        if "verbose" in asked.on:
            io.err(f"* ipv4 connect timeout after {int(connect * 1000)}ms, move on!")
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
        io.err("* ALPN: offers h2,http/1.1\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):")
        if "insecure" not in asked.on:
            io.err("*  CAfile: /etc/ssl/certs/ca-certificates.crt\n*  CApath: /etc/ssl/certs")
    if code == "tls-not-spoken":
        message = "error:0A00010B:SSL routines::wrong version number"
        if verbose:
            io.err(f"* OpenSSL/3.0.19: {message}")
        raise CurlError(35, f"OpenSSL/3.0.19: {message}")
    if verbose:
        io.err(
            "* TLSv1.3 (IN), TLS handshake, Server hello (2):\n* TLSv1.3 (IN), TLS handshake, Encrypted Extensions (8):\n"
            "* TLSv1.3 (IN), TLS handshake, Certificate (11):"
        )
    process = branch.ending.params.get("process")
    trusted = "tls" in (branch.http or {}) and code != "tls-untrusted"
    if "insecure" not in asked.on and not trusted:
        why = "unable to get local issuer certificate" if process else "self-signed certificate"
        if verbose:
            io.err(f"* TLSv1.3 (OUT), TLS alert, unknown CA (560):\n* SSL certificate problem: {why}")
        raise CurlError(60, f"SSL certificate problem: {why}")
    if verbose:
        io.err(
            "* TLSv1.3 (IN), TLS handshake, CERT verify (15):\n* TLSv1.3 (IN), TLS handshake, Finished (20):\n"
            "* TLSv1.3 (OUT), TLS change cipher, Change cipher spec (1):\n* TLSv1.3 (OUT), TLS handshake, Finished (20):\n"
            "* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n* ALPN: server accepted http/1.1"
        )
        if "insecure" in asked.on:
            io.err("*  SSL certificate verify result: self-signed certificate (18), continuing anyway.")
        io.err("* using HTTP/1.1")


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
    place = branch.ending.place
    health = desk.reach.health(place) if program == "kube-proxy" else {}
    answer = page(replace(wanted, path=wanted.path), branch, pod, method, asked.agent, health)
    if pod is not None:
        size = 0 if head else len(answer.body.encode())
        desk.reach.answered(wanted, branch, pod, Said(method, answer.status, size, asked.agent))
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
