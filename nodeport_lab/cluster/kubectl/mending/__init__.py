"""Repairs: how a manifest has to be changed so that a problem goes, where that is certain.

    mend(problem, document, path)      # a Repair, or None

- ``fields``: names: a misspelt field, kind or apiVersion. ``values``: quotes, and values from a list of allowed ones.
- ``spelling``: names, paths and addresses in a spelling that is allowed. ``surplus``: fields that have no use here.
- ``rules``: what Kubernetes' rules ask for: a port name, a selector, a pathType, a nodePort that may not be there.
- ``flattened``: a manifest that lost its indentation. ``text``: edits of block style.

``source.accidents`` does the same for text that is no YAML. A repair changes as little as can be, and the problem
is gone when it is made: tests make every one.
"""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.mending import fields, flattened, rules, spelling, surplus, values
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.source import Document

_MENDERS = {
    **fields.MENDERS,
    **values.MENDERS,
    **spelling.MENDERS,
    **surplus.MENDERS,
    **rules.MENDERS,
    **flattened.MENDERS,
}


def mend(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    """The repair of a problem at ``path`` of a document (of a List's item too); None where none is certain."""
    if document.json or document.root is None:
        return None
    mender = _MENDERS.get(problem.kind)
    if mender is not None:
        return mender(problem, document, path)
    if "allowed" in problem.params and "value" in problem.params:
        return values.allowed(problem, document, path)
    return None
