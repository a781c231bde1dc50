"""Questions made from a seed: parameters are drawn, the simulation is run, and what it says is the right answer.

registry    what a template is; ``TEMPLATES``, the table of them
world       the clusters that they draw
addresses   which addresses a packet carries    endings   what becomes of a request
doors       which doors are open, and to whom    reactions  options that are what a sender may see
counting    how many nodes, pods, endpoints     ports     numbers in manifests and output
routing     selectors, paths of an Ingress
"""

from nodeport_lab.content.questions.templates import addresses, counting, doors, endings, ports, routing
from nodeport_lab.content.questions.templates.registry import TEMPLATES, Template

__all__ = ["TEMPLATES", "Template", "addresses", "counting", "doors", "endings", "ports", "routing"]
