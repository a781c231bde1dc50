"""The lab's door for pages that draw a cluster without a workspace: the words of the drawing, and traces told in words.

Where it has an editor too, ``field_addresses`` (``id="lab-fields"``) and ``problems`` are what that needs. Such a page writes ``words()`` into itself as JSON (``id="lab-words"``) and uses ``static/js/lab/diagram`` and ``player``.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.words import Language
from nodeport_lab.lab.fields import addresses as field_addresses
from nodeport_lab.lab.ideas import with_ideas
from nodeport_lab.lab.problems import as_json as problems
from nodeport_lab.lab.traces import in_words
from nodeport_lab.lab.words import words

__all__ = ("field_addresses", "problems", "told", "words")


def told(cluster: Cluster, trace: dict[str, Any], language: Language) -> dict[str, Any]:
    """A trace as the page's scripts take it: the idea beside the mechanism, every hop and ending in words."""
    return in_words(with_ideas(cluster, trace), language)
