"""curl 7.88.1, which Debian 12 and the images made of it have: HTTP requests through the simulated cluster, told in curl's own words; and its exit codes.

6 name unknown, 7 refused, 28 timed out, 35 no TLS there, 52 nothing said, 56 cut off, 60 certificate not trusted.
"""

from __future__ import annotations

import re

from nodeport_lab.cluster.tools.asking import FLAGS, TRY, VERSION, Asked, CurlError, Done, read
from nodeport_lab.cluster.tools.desk import Desk, Io
from nodeport_lab.cluster.tools.options import OptionError
from nodeport_lab.cluster.tools.transfer import transfer

_UNTRUSTED = """More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above."""


def curl(desk: Desk, io: Io, words: list[str]) -> int:
    """``curl [options] URL...``"""
    try:
        asked = read(words)
    except OptionError as wrong:
        why = "is unknown" if wrong.kind == "unknown" else "requires parameter"
        io.err(f"curl: option {wrong.flag}: {why}\n{TRY}")
        return 2
    except CurlError as wrong:
        io.err(wrong.message)
        return wrong.code
    if "version" in asked.on:
        io.out(
            f"curl {VERSION} (x86_64-pc-linux-gnu) libcurl/{VERSION} OpenSSL/3.0.19 zlib/1.2.13\nProtocols: http https telnet"
        )
        return 0
    if "help" in asked.on:
        io.out(
            "Usage: curl [options...] <url>\n"
            + " ".join(sorted(flag for flag in FLAGS if flag.startswith("--")))
        )
        return 0
    if not asked.urls:
        io.err(f"curl: no URL specified!\n{TRY}" if words else TRY)
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


def _one(desk: Desk, io: Io, asked: Asked, url: str, output: str, number: int) -> Done:
    done = Done()
    try:
        transfer(desk, io, asked, url, output, number, done)
    except CurlError as wrong:
        done.exit, done.error = wrong.code, wrong.message
        if "verbose" in asked.on and wrong.code not in (2, 3, 22):
            told = "" if wrong.code in (35, 60) else f"* {wrong.message}\n"
            io.err(f"{told}* Closing connection {number}")
        if "silent" not in asked.on or "show-error" in asked.on:
            io.err(f"curl: ({wrong.code}) {wrong.message}")
            if wrong.code == 60:
                io.err(_UNTRUSTED)
    return done


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
