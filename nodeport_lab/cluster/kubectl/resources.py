"""How kubectl finds a resource type by what a learner calls it: plural, singular, kind, short name, category.

The types are those of ``apiserver.scheme``, each in its group's preferred version.
Mirrors RESTMapper with its shortcut expander (staging/src/k8s.io/client-go/restmapper).
"""

from __future__ import annotations

import functools

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.apiserver.scheme import Resource

__all__ = ["RESOURCES", "Resource", "category", "find", "of_kind", "of_name", "others"]


def _preferred() -> tuple[Resource, ...]:
    found: dict[tuple[str, str], Resource] = {}
    for resource in scheme.RESOURCES:
        found.setdefault((resource.group, resource.name), resource)
    return tuple(found.values())


RESOURCES = _preferred()


@functools.cache
def _index() -> dict[str, list[Resource]]:
    index: dict[str, list[Resource]] = {}
    for resource in RESOURCES:
        for word in {resource.name, resource.singular, *resource.short, resource.kind}:
            index.setdefault(word, []).append(resource)
    return index


def find(word: str) -> Resource | None:
    """The type that ``word`` names: plural, singular, short name or kind, with ``.group`` or ``.version.group`` if wanted."""
    name, _, rest = word.partition(".")
    candidates = _index().get(name, [])
    if not rest:
        return candidates[0] if candidates else None
    for resource in candidates:
        if rest == f"{resource.version}.{resource.group}" or (
            resource.group and (rest == resource.group or resource.group.startswith(f"{rest}."))
        ):
            return resource
    return None


def others(word: str) -> list[Resource]:
    """The types besides the first that have this short name."""
    found = [resource for resource in _index().get(word, []) if word in resource.short]
    return found[1:]


def of_name(name: str) -> Resource:
    """The type of that plural; an unknown one is a programmer's mistake."""
    return next(resource for resource in RESOURCES if resource.name == name)


def of_kind(kind: str, api_version: str = "") -> Resource | None:
    """The type of an object by its kind (and apiVersion, where given; another version of the group will do)."""
    of_group = None
    for resource in RESOURCES:
        if resource.kind != kind:
            continue
        if not api_version or resource.api_version == api_version:
            return resource
        if resource.group == api_version.rpartition("/")[0]:
            of_group = of_group or resource
    return of_group


def category(word: str) -> list[Resource]:
    """The types of a category such as ``all``, in the order in which the server lists them."""
    return [resource for resource in RESOURCES if word in resource.categories]
