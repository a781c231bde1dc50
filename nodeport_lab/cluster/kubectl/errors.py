"""Errors as kubectl collects and prints them.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/util/helpers.go (checkErr, MultilineError, MultipleErrors, StandardErrorMessage,
AddSourceToErr) and k8s.io/apimachinery/pkg/util/errors (Aggregate).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nodeport_lab.cluster.apiserver.status import Status


@dataclass(frozen=True, slots=True)
class Plain:
    """An error that is only words."""

    text: str

    def error(self) -> str:
        return self.text

    def standard(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class FromServer:
    """A refusal by the server; ``text`` is its message, by now with what kubectl was doing before it."""

    status: Status
    text: str

    def error(self) -> str:
        return self.text

    def standard(self) -> str:
        """StandardErrorMessage."""
        reason = self.status.reason
        return f"Error from server ({reason}): {self.text}" if reason else f"Error from server: {self.text}"

    def invalid(self) -> str:
        """What is printed of an Invalid alone: its causes, each once."""
        status = self.status
        told = (
            f'The {status.kind} "{status.name}" is invalid'
            if status.kind or status.name
            else "The request is invalid"
        )
        causes = list(dict.fromkeys(problem.message for problem in status.problems))
        if not causes:
            return told
        if len(causes) == 1:
            return f"{told}: {causes[0]}\n"
        return "\n".join([f"{told}: ", *(f"* {cause}" for cause in causes)]) + "\n"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Several errors in one."""

    errors: tuple[Error, ...]

    def leaves(self) -> Iterator[Error]:
        """The errors within, however deep."""
        for error in self.errors:
            if isinstance(error, Aggregate):
                yield from error.leaves()
            else:
                yield error

    def error(self) -> str:
        """The messages in brackets, each once."""
        told = list(dict.fromkeys(leaf.error() for leaf in self.leaves()))
        return told[0] if len(told) == 1 else "[" + ", ".join(told) + "]"

    def standard(self) -> str:
        return self.error()


Error = Plain | FromServer | Aggregate


def aggregate(errors: Sequence[Error]) -> Error | None:
    """One error for all of them; None for none."""
    if not errors:
        return None
    return errors[0] if len(errors) == 1 else Aggregate(tuple(errors))


def while_doing(what: str, source: str, error: Error) -> Error:
    """AddSourceToErr: ``error when WHAT "SOURCE": …``."""
    text = f'error when {what} "{source}": {error.error()}'
    return FromServer(error.status, text) if isinstance(error, FromServer) else Plain(text)


def printed(error: Error) -> str:
    """checkErr: what goes to standard error."""
    while isinstance(error, Aggregate) and len(error.errors) == 1:
        error = error.errors[0]
    if isinstance(error, Aggregate):
        text = "".join(f"{each.standard()}\n" for each in error.errors)
    elif isinstance(error, FromServer):
        text = error.invalid() if error.status.reason == "Invalid" else error.standard()
    else:
        text = error.text if error.text.startswith("error: ") else f"error: {error.text}"
    return text if text.endswith("\n") else text + "\n"
