"""What curl is asked: its options, and what came of each URL."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nodeport_lab.cluster.network.hop import Branch
from nodeport_lab.cluster.tools.options import options

VERSION = "7.88.1"
AGENT = f"curl/{VERSION}"
TRY = "curl: try 'curl --help' or 'curl --manual' for more information"

FLAGS = {
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


def read(words: list[str]) -> Asked:
    """The options and URLs of a line; OptionError or CurlError where curl would not take them."""
    asked = Asked()
    for name, value in options(words, FLAGS):
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
                    if FLAGS.get(word[:2]) == f"{name}=" or word.startswith(f"--{name}")
                )
                raise CurlError(2, f"curl: option {flag}: expected a proper numerical parameter\n{TRY}")
            if name == "max-time":
                asked.max_time = float(value) or None
            else:
                asked.connect_timeout = float(value) or None
        else:
            asked.on.add(name)
    return asked
