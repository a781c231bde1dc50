"""``kubectl edit``: the page's editor takes the place of vi (pkg/cmd/util/editor)."""

from __future__ import annotations

from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.kubectl.builder import select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.errors import FromServer, printed
from nodeport_lab.cluster.kubectl.output import formats, yaml
from nodeport_lab.cluster.kubectl.printed import Edit, Printed
from nodeport_lab.cluster.kubectl.resources import of_kind
from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote
from nodeport_lab.cluster.source import read

HEADER = """# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
"""
CANCELLED = "Edit cancelled, no changes made."


def edit(call: Call) -> None:
    """Hands the object over to be edited; ``save`` is what comes of it."""
    infos = select(call, call.args).check()
    objects = [formats.cleaned(info.obj) for info in infos]
    obj = objects[0] if len(objects) == 1 else formats.as_list(objects)
    call.edit = Edit(
        " ".join(f"{info.resource.qualified_singular}/{info.name}" for info in infos), HEADER + yaml.dump(obj)
    )


def save(shell: Shell, opened: str, text: str) -> Printed:
    """What kubectl prints when the editor is closed. ``opened`` is the text as ``edit`` gave it, ``text`` as it is now."""
    if text == opened or not _without_comments(text).strip():
        return Printed(0, "", f"{CANCELLED}\n")
    document = read(text).documents[0]
    if document.error is not None or not isinstance(document.value, dict):
        why = document.error.message if document.error is not None else "the edited text is no object"
        return Printed(1, "", f"error: the edited file had a syntax error: {why}\n")
    out: list[str] = []
    for obj in formats.items(document.value):
        before = _before(opened, obj)
        if before == obj:
            continue
        metadata = {key: value for key, value in obj["metadata"].items() if key != "resourceVersion"}
        answer = shell.api.update({**obj, "metadata": metadata})
        if answer.status is not None:
            return _reopened(answer.status, opened, text, "".join(out))
        resource = of_kind(obj["kind"], obj["apiVersion"])
        shown = resource.qualified_singular if resource is not None else obj["kind"].lower()
        out.append(f"{shown}/{obj['metadata']['name']} edited\n")
    return Printed(0, "".join(out), "" if out else f"{CANCELLED}\n")


def _reopened(status: Status, opened: str, text: str, out: str) -> Printed:
    """The server said no: what was typed is handed back, with the reasons above it as comments."""
    if status.reason != "Invalid":
        return Printed(1, out, printed(FromServer(status, status.message)))
    resource = of_kind(status.kind)
    shown = f"{resource.qualified if resource is not None else status.kind} {go_quote(status.name)}"
    causes = dict.fromkeys(problem.message for problem in status.problems)
    reasons = "".join(f"# * {cause}\n" for cause in causes)
    again = f"{HEADER}# {shown} was not valid:\n{reasons}#\n{_without_comments(text)}"
    return Printed(
        1, out, f"error: {shown} is invalid\n", edit=Edit(f"{status.kind.lower()}/{status.name}", again)
    )


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith("#"))


def _before(opened: str, obj: Obj) -> Obj | None:
    value = read(opened).documents[0].value
    for old in formats.items(value) if isinstance(value, dict) else []:
        if old.get("kind") == obj.get("kind") and old["metadata"].get("name") == (
            obj.get("metadata") or {}
        ).get("name"):
            return old
    return None
