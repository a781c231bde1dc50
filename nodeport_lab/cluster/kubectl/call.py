"""One call of one command: its flags and arguments, and where its output goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from nodeport_lab.cluster.apiserver.server import Answer
from nodeport_lab.cluster.objects import Key, Obj

from .failure import Failure, error, refused, usage
from .flags import Values
from .manual import Entry
from .printed import Edit, Placed, Printed
from .resources import Resource, of_kind
from .shell import Shell


@dataclass(slots=True)
class Call:
    """What a command's function receives. It prints with ``out`` and ``err`` and may raise Failure."""

    shell: Shell
    entry: Entry
    values: Values
    stdin: str = ""
    _out: list[str] = field(default_factory=list)
    _err: list[str] = field(default_factory=list)
    exit: int = 0
    edit: Edit | None = None
    note: str = ""
    problems: tuple[Placed, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    documents: int = 0
    _told_of_dry_run: bool = False

    @property
    def args(self) -> list[str]:
        return self.values.args

    @property
    def namespace(self) -> str:
        """The namespace of this call: ``-n``, or the context's."""
        return self.values.text("namespace") or self.shell.namespace

    @property
    def namespace_given(self) -> bool:
        return bool(self.values.text("namespace"))

    @property
    def now(self) -> datetime:
        return self.shell.now()

    def flag(self, name: str) -> str:
        """The text of a flag, empty also where this command does not have it."""
        return self.values.text(name) if name in self.values.flags else ""

    def on(self, name: str) -> bool:
        """A boolean flag, False also where this command does not have it."""
        return name in self.values.flags and self.values.on(name)

    def out(self, text: str, *, end: str = "\n") -> None:
        """A line on standard output."""
        self._out.append(text + end)

    def err(self, text: str) -> None:
        """A line on standard error."""
        self._err.append(text if text.endswith("\n") else text + "\n")

    def warn(self, message: str) -> None:
        """A warning of the server or of kubectl."""
        self.err(f"Warning: {message}")

    def usage(self, message: str) -> Failure:
        """A mistake in how the command was called."""
        return usage(self.entry.full, message)

    @property
    def dry_run(self) -> DryRun:
        """``none``, ``client`` or ``server`` (cmdutil.GetDryRunStrategy)."""
        if "dry-run" not in self.values.flags:
            return "none"
        value = self.values.text("dry-run")
        if value == "unchanged":
            if not self._told_of_dry_run:
                self._told_of_dry_run = True
                moment = self.now.strftime("W%m%d %H:%M:%S.%f")
                self.err(
                    f"{moment}   12345 helpers.go:719] --dry-run is deprecated and can be replaced with --dry-run=client."
                )
            return "client"
        known: dict[str, DryRun] = {"none": "none", "client": "client", "server": "server"}
        if value in known:
            return known[value]
        raise error(f'Invalid dry-run value ({value}). Must be "none", "server", or "client".')

    def done(self, resource: Resource, name: str, operation: str) -> str:
        """A success message: ``service/web created (dry run)`` (printers.NamePrinter)."""
        suffix = {"none": "", "client": " (dry run)", "server": " (server dry run)"}[self.dry_run]
        return f"{resource.qualified_singular}/{name} {operation}{suffix}"

    def accept(self, answer: Answer, doing: str = "") -> Obj:
        """The object of an answer, its warnings printed; raises Failure with the server's words where it said no."""
        for warning in answer.warnings:
            self.warn(warning)
        if answer.status is not None:
            raise refused(answer.status, doing)
        if answer.obj is None:
            raise ValueError("an answer without a refusal has an object")
        return answer.obj

    def printed(self) -> Printed:
        """What the call has printed so far, as its outcome."""
        return Printed(
            self.exit, "".join(self._out), "".join(self._err), self.problems, self.edit, self.files, self.note
        )


DryRun = Literal["none", "client", "server"]
Command = Callable[[Call], None]


def key_of(obj: Obj) -> Key:
    """The Key of an object of a known kind."""
    resource = of_kind(obj["kind"], obj.get("apiVersion", ""))
    if resource is None:
        raise ValueError(f"no resource type for {obj['kind']}")
    namespace = obj["metadata"].get("namespace", "") if resource.namespaced else ""
    return Key(resource.name, namespace, obj["metadata"]["name"])


def exactly_one_name(call: Call, *, required: Sequence[str] = ()) -> str:
    """NameFromCommandArgs: the single argument of a ``create`` command."""
    count = call.values.dash if call.values.dash >= 0 else len(call.args)
    if count != 1:
        raise call.usage(f"exactly one NAME is required, got {count}")
    return call.args[0]
