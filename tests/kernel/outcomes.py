"""What the trace says can be seen of a request, in the words that the servers answer with."""

from collections import defaultdict

from nodeport_lab.cluster.network.trace import trace


def observed(branch):
    """What the one who asked can tell of a branch."""
    flow = branch.arrived
    if branch.ending.observed != "reply" or flow is None:
        return branch.ending.observed
    destination = "udp" if flow.protocol == "UDP" else flow.destination
    return f"{branch.pod or branch.ending.place} from {flow.source} at {destination}:{flow.destination_port}"


def expected(world, request):
    """Outcomes with their probabilities."""
    outcomes: defaultdict[str, float] = defaultdict(float)
    for branch in trace(world, request).branches:
        outcomes[observed(branch)] += float(branch.probability)
    return outcomes
