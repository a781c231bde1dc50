"""All looks in order, and the first that explains why the request failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nodeport_lab.cluster.kubectl.apply import File, check
from nodeport_lab.cluster.network.hop import Trace
from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation.diagnosis import ingress
from nodeport_lab.cluster.simulation.diagnosis.case import Case
from nodeport_lab.cluster.simulation.diagnosis.entrance import firewall, knock, node_port
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding
from nodeport_lab.cluster.simulation.diagnosis.further import FURTHER
from nodeport_lab.cluster.simulation.diagnosis.pods import bind_address, endpoints, readiness, target_port

if TYPE_CHECKING:
    from nodeport_lab.cluster.simulation.cluster import Cluster


# In the order in which to take them: from what is nearest to the client to what is nearest to the process.
SIX = (firewall, node_port, endpoints, readiness, target_port, bind_address)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the looks found.

    observed: what the sender can tell, over all branches: ``reply``, ``refused``, ``no-answer``. six, further: the looks.
    cause: the one that explains why it fails; of a request that is answered what is worth knowing, if anything is.
    command: the first line to type.
    """

    trace: Trace
    observed: frozenset[str]
    six: tuple[Finding, ...]
    further: tuple[Finding, ...]
    cause: Finding | None
    command: str

    @property
    def fails(self) -> bool:
        """Whether any branch of the request is not answered."""
        return any(branch.ending.kind != "answered" for branch in self.trace.branches)


def diagnose(
    cluster: Cluster, request: Mapping[str, Any], files: Sequence[Mapping[str, str]] = ()
) -> Diagnosis | Problem:
    """Takes the looks for a request as ``Cluster.trace`` takes it; ``files`` are the manifests as they are written by now."""
    trace = cluster.traced(request)
    if isinstance(trace, Problem):
        return trace
    case = Case(cluster, request, trace)
    six = tuple(look(case) for look in SIX)
    further = [*ingress.looks(case), *(found for look in FURTHER if (found := look(case)) is not None)]
    refused = _refused_manifest(case, files)
    if refused is not None:
        further.insert(0, refused)
    if case.failing and not any(found.status == "failed" for found in (*six, *further)):
        further.append(_packet(case))
    every = (*six, *further)
    wanted = "failed" if case.failing else "noted"
    cause = next((found for found in every if found.status == wanted), None)
    observed = frozenset(branch.ending.observed for branch in trace.branches)
    return Diagnosis(trace, observed, six, tuple(further), cause, knock(case))


def _refused_manifest(case: Case, files: Sequence[Mapping[str, str]]) -> Finding | None:
    """Did the API server take what is written? What it refused is not in the cluster."""
    placed = check([File(file["name"], file["text"]) for file in files], case.cluster.api) if files else ()
    for found in placed:
        if found.problem.severity == "error":
            params = {"file": found.file, "message": found.problem.message}
            line = (f"kubectl apply -f {found.file}",)
            return case.wrong(
                "manifest", "manifest-refused", ("node-port-closed",), params=params, commands=line
            )
    return None


def _packet(case: Case) -> Finding:
    """No look of ours explains it: the packet's own ending does."""
    branch = case.failing[0]
    ending = branch.ending.as_json()
    about = ending["object"] or {}
    key = f"{about['namespace']}/{about['name']}" if about else None
    return case.wrong(
        "packet",
        "packet-ending",
        (branch.ending.code,),
        params={"ending": ending},
        commands=(knock(case),),
        kind=about.get("kind"),
        key=key,
        field=branch.ending.field,
    )
