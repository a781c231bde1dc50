"""What a request's trace says in answer to a question: where it ends, whom the pod sees, how often it is rewritten …"""

from __future__ import annotations

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.content.experiments.judging import Seen
from nodeport_lab.content.questions.model import Json

READINGS = (
    "observed",
    "kind",
    "ending",
    "place",
    "source",
    "destination",
    "port",
    "pods",
    "dnat",
    "snat",
    "status",
    "nodes",
    "path",
)


def reading(trace: Json, name: str) -> set[str]:
    """What a trace says in answer to a question, over all its branches."""
    if name == "pods":
        return {str(len(Seen(trace).pods))}
    return {text for branch in trace["branches"] for text in _of_branch(branch, name)}


def _of_branch(branch: Json, name: str) -> list[str]:
    ending = branch["ending"]
    match name:
        case "observed":
            return [CODES[ending["code"]].observed]
        case "kind" | "place":
            return [ending[name]]
        case "ending":
            return [ending["code"]]
        case "source" | "destination":
            found = ending["params"].get(name)
            return [found] if found else []
        case "port":
            last = [hop for hop in branch["hops"] if hop["leg"] == "request"][-1]
            return [str(last["after"]["dst"]["port"])]
        case "dnat" | "snat":
            side = "dst" if name == "dnat" else "src"
            rewritten = [
                h
                for h in branch["hops"]
                if h["leg"] == "request"
                and h["stream"] == 1
                and _ends(h["before"][side]) != _ends(h["after"][side])
            ]
            return [str(len(rewritten))]
        case "status":
            return [str((branch.get("http") or {}).get("status"))]
        case "nodes":
            return [
                str(
                    len(
                        {
                            p
                            for p in _places(branch)
                            if p not in ("client", "router", "balancer") and "/" not in p
                        }
                    )
                )
            ]
        case "path":
            return [" ".join(_places(branch))]
    raise ValueError(f"a trace is not read by {name}")


def _ends(address: Json) -> tuple[str, int]:
    return address["address"], address["port"]


def _places(branch: Json) -> list[str]:
    """The places of the request's way, in order, each stay once."""
    found: list[str] = []
    for hop in branch["hops"]:
        if hop["leg"] == "request" and (not found or found[-1] != hop["place"]):
            found.append(hop["place"])
    return found
