"""A goal judged: on the cluster (``experiments.judging``), and by what the learner did (``deeds``)."""

from __future__ import annotations

from dataclasses import dataclass

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.experiments.facts import Find, filled
from nodeport_lab.content.experiments.judging import Seen, holds, object_holds, see
from nodeport_lab.content.experiments.model import Look
from nodeport_lab.content.lessons.deeds import Deeds, meaning_of


@dataclass(frozen=True, slots=True)
class Judged:
    """One look of a goal: whether it holds, and what was seen."""

    look: Look
    holds: bool
    seen: Seen | None = None


def judge(look: Look, cluster: Cluster, deeds: Deeds, fact: Find) -> Judged:
    """Looks, and says whether it is so. The cluster is left as it is, but for what a line that is run does to it."""
    if look.sent is not None:
        return Judged(look, deeds.has_sent(filled(look.sent, fact), meaning_of(cluster)))
    if look.typed is not None:
        return Judged(look, deeds.has_typed(look.typed, str(filled(look.place, fact))))
    if look.thing is not None:
        return Judged(look, object_holds(look, cluster, fact))
    seen = see(look, cluster, fact)
    return Judged(look, holds(look.condition, seen, fact), seen)
