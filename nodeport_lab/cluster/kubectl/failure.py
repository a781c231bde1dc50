"""How a command ends early: the words on standard error and the exit status.

kubectl ends a process; here a command raises Failure and ``run`` catches it, nobody else.
Mirrors staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (checkErr, MultilineError, StandardErrorMessage).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

if TYPE_CHECKING:
    from nodeport_lab.cluster.problem import Problem


class Failure(Exception):  # noqa: N818  (kubectl's own word would be fatal)
    """Ends the command: ``message`` goes to standard error as it is, with a newline if it has none."""

    def __init__(self, message: str, exit_status: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.exit = exit_status


class StatusLike(Protocol):
    """The part of an API server's Status that kubectl prints."""

    @property
    def reason(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def problems(self) -> Sequence[Problem]: ...


def error(message: str) -> Failure:
    """An error of kubectl's own: ``error: …``."""
    return Failure(message if message.startswith("error: ") else f"error: {message}")


def usage(command: str, message: str) -> Failure:
    """UsageErrorf: the mistake and where help is."""
    return error(f"{message}\nSee '{command} -h' for help and examples")


def multiline(prefix: str, messages: Sequence[str]) -> str:
    """One message behind its prefix, several as a list below it."""
    if len(messages) == 1:
        return f"{prefix}{messages[0]}\n"
    return "\n".join([prefix, *(f"* {message}" for message in messages)]) + "\n"


def not_found(resource: str, name: str) -> str:
    """A NotFound from the server; ``resource`` is the plural with its group (``deployments.apps``)."""
    return f"Error from server (NotFound): {resource} {go_quote(name)} not found"


def words_of(status: StatusLike, obj: Obj | None = None) -> str:
    """What kubectl prints for an answer that is not a success."""
    if status.reason == "Invalid":
        seen: dict[str, None] = dict.fromkeys(problem.message for problem in status.problems)
        if obj is not None and seen:
            name = obj.get("metadata", {}).get("name", "")
            return multiline(f"The {obj.get('kind', '')} {go_quote(name)} is invalid: ", list(seen))
    if status.reason:
        return f"Error from server ({status.reason}): {status.message}"
    return f"Error from server: {status.message}"


def aggregate(messages: Iterable[str]) -> Failure:
    """Several errors, each on its own line, a repeated one once."""
    return Failure("\n".join(dict.fromkeys(messages)))
