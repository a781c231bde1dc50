"""How the API server refuses: Status objects, as k8s.io/apimachinery/pkg/api/errors/errors.go makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.problem import Problem


@dataclass(frozen=True, slots=True)
class Status:
    """A refusal. ``kind`` and ``name`` are its details, ``problems`` its causes (for Invalid) or what explains it."""

    code: int
    reason: str
    message: str
    problems: tuple[Problem, ...] = ()
    kind: str = ""
    name: str = ""
    # Problems that say more precisely than the causes where the fault lies; not printed.
    explained: tuple[Problem, ...] = ()


def invalid(resource: Resource | None, name: str, problems: Sequence[Problem]) -> Status:
    """422: the object breaks rules."""
    told = list(dict.fromkeys(problem.message for problem in problems))
    causes = told[0] if len(told) == 1 else "[" + ", ".join(told) + "]"
    qualified, kind = (resource.qualified_kind, resource.kind) if resource else ("", "")
    return Status(422, "Invalid", f'{qualified} "{name}" is invalid: {causes}', tuple(problems), kind, name)


def bad_request(message: str, problems: Sequence[Problem] = ()) -> Status:
    """400: what was sent cannot be understood."""
    return Status(400, "BadRequest", message, tuple(problems))


def forbidden(resource: Resource, name: str, why: str, problem: Problem) -> Status:
    """403: understood and refused."""
    message = (
        f'{resource.qualified} "{name}" is forbidden: {why}'
        if name
        else f"{resource.qualified} is forbidden: {why}"
    )
    return Status(403, "Forbidden", message, (problem,), resource.name, name)


def not_found(resource: Resource, name: str) -> Status:
    """404: no such object."""
    message = f'{resource.qualified} "{name}" not found'
    problem = Problem("not-found", message, params={"resource": resource.name, "name": name})
    return Status(404, "NotFound", message, (problem,), resource.name, name)


def already_exists(resource: Resource, name: str) -> Status:
    """409: the name is taken."""
    message = f'{resource.qualified} "{name}" already exists'
    problem = Problem("already-exists", message, params={"resource": resource.name, "name": name})
    return Status(409, "AlreadyExists", message, (problem,), resource.name, name)


def conflict(resource: Resource, name: str, why: str) -> Status:
    """409: somebody else was faster."""
    message = f'Operation cannot be fulfilled on {resource.qualified} "{name}": {why}'
    problem = Problem("conflict", message, params={"resource": resource.name, "name": name})
    return Status(409, "Conflict", message, (problem,), resource.name, name)


def internal(why: str, problems: Sequence[Problem] = ()) -> Status:
    """500: the server could not do what it was asked."""
    return Status(500, "InternalError", f"Internal error occurred: {why}", tuple(problems))


def plain(message: str, problem: Problem) -> Status:
    """500 without a reason: an error of the storage that nobody translated."""
    return Status(500, "", message, (problem,))
