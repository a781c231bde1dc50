"""Where the streams of a command go: to the screen, into a file of the editor, or nowhere."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from nodeport_lab.cluster.tools.desk import Io, Stream
from nodeport_lab.cluster.tools.syntax import Redirect

_MOST = 1 << 16  # characters of a file


def route(
    redirects: Sequence[tuple[Redirect, str | None]], own: Io, io: Io, files: MutableMapping[str, str]
) -> bool:
    """Sends what was written to ``own`` where the redirects say, each with its file's name; False where a file must not be written."""
    allowed = True
    goes: dict[Stream, str | None] = {"out": None, "err": None}
    joined: dict[Stream, Stream] = {"out": "out", "err": "err"}
    append: set[str] = set()
    for redirect, name in redirects:
        if name is None:
            # ``2>&1``: this stream goes where the other one goes by now.
            here: Stream = "err" if redirect.stream == "err" else "out"
            other: Stream = "out" if here == "err" else "err"
            goes[here], joined[here] = goes[other], joined[other]
            continue
        if redirect.append:
            append.add(name)
        if redirect.stream in ("out", "both"):
            goes["out"] = name
        if redirect.stream in ("err", "both"):
            goes["err"] = name
    written: dict[str, str] = {name: "" for name in goes.values() if name}
    for stream, text in own.chunks:
        target = goes[stream]
        if target:
            written[target] += text
        else:
            io.chunks.append((joined[stream], text))
    for file, text in written.items():
        if file == "/dev/null":
            continue
        if "/" in file.removeprefix("./") or not file.isprintable() or len(file) > 100:
            io.err(f"bash: {file}: Permission denied")
            allowed = False
            continue
        name = file.removeprefix("./")
        files[name] = ((files.get(name, "") if file in append else "") + text)[:_MOST]
    return allowed
