"""How a command ends early: the words on standard error and the exit status.

kubectl ends a process; here a command raises Failure and ``run`` catches it, nobody else. What is wrong stays an Error
until it is printed, for one error alone is printed otherwise than one of several.
Mirrors staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (checkErr).
"""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.problem import go_quote

from . import errors
from .errors import Error, FromServer, Plain
from .resources import Resource


class Failure(Exception):
    """Ends the command. ``error`` is what was wrong; plain text goes to standard error as it is."""

    def __init__(self, wrong: Error | str, exit_status: int = 1) -> None:
        self.error: Error = Plain(wrong) if isinstance(wrong, str) else wrong
        self.message = wrong if isinstance(wrong, str) else errors.printed(wrong)
        self.exit = exit_status
        super().__init__(self.message)


def error(message: str) -> Failure:
    """An error of kubectl's own: ``error: …``."""
    return Failure(Plain(message))


def usage(command: str, message: str) -> Failure:
    """UsageErrorf: the mistake and where help is."""
    return error(f"{message}\nSee '{command} -h' for help and examples")


def refused(status: Status, doing: str = "") -> Failure:
    """A refusal of the server; ``doing`` is what it was about (``error when creating "web.yaml": ``)."""
    return Failure(FromServer(status, doing + status.message))


def not_found(resource: Resource, name: str) -> FromServer:
    """The server has no such object."""
    message = f"{resource.qualified} {go_quote(name)} not found"
    return FromServer(Status(404, "NotFound", message, kind=resource.name, name=name), message)


def is_not_found(wrong: Error) -> bool:
    """True for the server's NotFound."""
    return isinstance(wrong, FromServer) and wrong.status.reason == "NotFound"


def aggregate(wrong: Sequence[Error]) -> Failure:
    """All errors at once."""
    found = errors.aggregate(wrong)
    if found is None:
        raise ValueError("no errors to report")
    return Failure(found)
