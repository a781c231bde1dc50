"""The terminal's requests: a line is run in the visitor's cluster, and what it changed is logged; Tab's question is answered."""

from __future__ import annotations

import secrets
from typing import Any

from nodeport_lab.cluster.tools.desk import prompt
from nodeport_lab.cluster.tools.shell import MAX_LINE
from nodeport_lab.lab import actions, asking, hearing, traces, workbench
from nodeport_lab.lab.models import Workspace

_MAX_PLACE = 300


def run(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """``{exit, stdout, stderr, output, place, prompt, note}``; ``state``, ``trace``, ``editor``, ``clear`` where there are such.

    Where it is only a ``trial`` nothing comes of it, and ``{sends}`` says whether the line would send a packet: who is asked
    to predict it must be asked before.
    """
    line = _text(body, "line", 4 * MAX_LINE)
    place = _text(body, "place", _MAX_PLACE)
    action: dict[str, Any] = {
        "type": "terminal",
        "line": line,
        "place": place,
        "dice": secrets.randbelow(1 << 31),
    }
    if body.get("trial") is True:
        tried = workbench.tried(workspace, action).session
        return {"sends": tried is not None and tried.trace is not None}
    before = workspace.revision
    outcome = workbench.run(workspace, action)
    session = outcome.session
    if session is None:
        raise TypeError("a line was run, and there is no session of it")
    ran = session.ran
    hearing.tell(workspace, ran.exit, ran.text("out"), ran.text("err"))
    answer: dict[str, Any] = {
        "exit": ran.exit,
        "stdout": ran.text("out"),
        "stderr": ran.text("err"),
        "output": [{"stream": stream, "text": text} for stream, text in ran.chunks],
        "place": ran.place,
        "prompt": prompt(ran.place),
        "note": ran.note,
        "clear": ran.cleared,
    }
    if workspace.revision != before:
        answer["state"] = workbench.state(workspace)
    if session.trace is not None:
        answer |= {"trace": traces.in_words(session.trace, workbench.language()), "pick": session.pick}
    if ran.opened is not None:
        answer["editor"] = {"name": ran.opened.name, "text": ran.opened.text}
    return answer


def edit(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """What ``kubectl edit`` opened is saved: ``{printed, state}``."""
    opened, text = (_text(body, name, actions.MAX_TEXT) for name in ("opened", "text"))
    printed = workbench.run(workspace, {"type": "edit", "opened": opened, "text": text}).printed
    if printed is None:
        raise TypeError("an object was saved, and nothing was printed")
    hearing.tell(workspace, printed.exit, printed.stdout, printed.stderr)
    said = {"exit": printed.exit, "stdout": printed.stdout, "stderr": printed.stderr}
    return {"printed": said, "state": workbench.state(workspace)}


def complete(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """``{start, candidates: [{text, description, more}]}`` for the word before the cursor."""
    line, place, cursor = _text(body, "line", MAX_LINE), _text(body, "place", _MAX_PLACE), body.get("cursor")
    if not isinstance(cursor, int) or isinstance(cursor, bool) or not 0 <= cursor <= len(line):
        raise actions.malformed()
    found = asking.look(workspace, lambda cluster: {"found": cluster.terminal.complete(line, cursor, place)})[
        "found"
    ]
    return {
        "start": found.start,
        "candidates": [
            {"text": one.text, "description": one.description, "more": one.more} for one in found.candidates
        ],
    }


def _text(body: dict[str, Any], name: str, limit: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or len(value) > limit:
        raise actions.malformed()
    return actions.clean(value)
