"""One-click repairs: from a problem and the document that has it to edits of the text that remove it.

    repaired = repair.suggest(problem, document)      # the same problem, with .repair where one is certain

Certain means: with its edits made, the problem is gone. What the reading of a file can mend by itself (dashes, tabs, stray
spaces, a missing colon) is in ``source.accidents``; here is what takes knowledge of the API.

- ``edits``: replace, remove, add, indent: as little text as will do, comments left where they are.
- ``fields``: fields that are unknown, of the wrong type, missing or out of place.
- ``values``: values that are nearly right.
- ``selectors``: a selector and a template that do not belong together.
- ``flattened``: a manifest whose indentation was lost in a paste.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.repair import fields, flattened, selectors, values
from nodeport_lab.cluster.repair.edits import Place
from nodeport_lab.cluster.source import Document

_Mend = Callable[[Problem, Place], Repair | None]
# Tried in this order for a problem of the kind; the first that has an answer is taken.
_MENDS: dict[str, tuple[_Mend, ...]] = {
    "unknown-field": (flattened.indent_again, fields.rename, fields.remove_twin),
    "name-missing": (flattened.indent_again,),
    "wrong-type": (fields.quote, fields.unquote, fields.make_list),
    "port-number-quoted": (fields.unquote,),
    "percent-invalid": (fields.unquote,),
    "api-version-missing": (fields.add_api_version,),
    "no-such-version-of-kind": (fields.set_api_version,),
    "no-such-kind": (fields.set_kind,),
    "kind-case": (fields.set_kind,),
    "port-name-required": (fields.name_port,),
    "ingress-path-type-required": (fields.add_path_type,),
    "nodeport-on-clusterip": (fields.make_node_port,),
    "nodeport-out-of-range": (values.into_range, fields.remove),
    "nodeport-taken": (fields.remove,),
    "selector-mismatch": (selectors.match,),
    "selector-required": (selectors.add,),
    "selector-empty": (selectors.fill,),
    "headless-with-type": (fields.remove_cluster_ip,),
    "ingress-path-not-absolute": (values.absolute,),
    "cidr-invalid": (values.single_address,),
    "cidr-host-bits": (values.network,),
    "ip-leading-zeros": (values.without_zeros,),
}
_MENDS |= dict.fromkeys(
    (
        "external-traffic-policy-unused",
        "health-check-nodeport-unused",
        "ingress-host-ip",
        "load-balancer-only",
        "namespace-forbidden",
        "session-affinity-config-unused",
        "strategy-rolling-update-unused",
        "cluster-ip-out-of-range",
        "cluster-ip-taken",
    ),
    (fields.remove,),
)
_MENDS |= dict.fromkeys(
    (
        "container-name-invalid",
        "external-name-invalid",
        "ingress-class-invalid",
        "ingress-host-invalid",
        "name-has-dots",
        "name-invalid",
        "port-name-invalid",
        "service-port-name-invalid",
    ),
    (values.plain_name,),
)
_MENDS |= dict.fromkeys(("image-padded", "text-padded"), (values.stripped,))


def suggest(
    problem: Problem,
    document: Document,
    *,
    below: FieldPath | None = None,
    config: ClusterConfig | None = None,
) -> Problem:
    """The problem with its repair, where one is certain; a repair that it has already stays.

    below: where the object stands within the document, for an item of a List.
    """
    if problem.repair is not None or document.root is None or document.json:
        return problem
    place = Place(document, below or FieldPath(), config or ClusterConfig())
    mends = _MENDS.get(problem.kind, ())
    if problem.params.get("allowed"):
        mends = (*mends, values.nearest_allowed)
    for mend in mends:
        repair = mend(problem, place)
        if repair is not None:
            return replace(problem, repair=repair)
    return problem
