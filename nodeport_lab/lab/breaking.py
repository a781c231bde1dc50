"""Break it: what can be done to the cluster, and what is broken now with its repair, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.cluster.simulation.faults import Fault, Offer, faults, offers
from nodeport_lab.lab.labels import label


def broken(cluster: Cluster) -> list[dict[str, Any]]:
    """``[{kind, label, repair: {label, action}}]``."""
    return [
        {
            "kind": fault.kind,
            "label": _said(fault),
            "repair": {"label": label(fault.repair), "action": fault.repair},
        }
        for fault in faults(cluster)
    ]


def offered(cluster: Cluster) -> dict[str, Any]:
    """``{groups: [{title, items: [{label, action}]}]}``: nodes, pods, then what is around them."""
    groups: dict[tuple[str, str], list[Offer]] = {}
    for offer in offers(cluster):
        family = offer.kind if offer.group else "around"
        groups.setdefault((family, offer.group), []).append(offer)
    return {
        "version": 1,
        "groups": [
            {
                "title": group.removeprefix("default/") or _("Around the nodes"),
                "items": [{"label": _offer(offer), "action": offer.action} for offer in items],
            }
            for (_family, group), items in groups.items()
        ],
    }


def _offer(offer: Offer) -> str:
    match offer.kind:
        case "firewall-all":
            return _("Close the firewall for the nodePorts")
        case "firewall-client":
            return _("Close the firewall for the client alone")
        case "firewall-open":
            return _("Open the firewall")
        case "publish":
            added = offer.action["published"][-1]
            return _("Publish port %(port)s of %(node)s on the machine") % {
                "port": added["nodePort"],
                "node": added["node"],
            }
        case _:
            return label(offer.action)


def _said(fault: Fault) -> str:
    return _words()[fault.kind] % fault.params


def _words() -> dict[str, str]:
    return {
        "node-down": _("%(node)s is down"),
        "node-address": _("%(node)s no longer has the address %(usual)s"),
        "kube-proxy-stopped": _("kube-proxy is stopped on %(node)s"),
        "hairpin-off": _("Hairpin is off at %(node)s"),
        "pod-unready": _("%(pod)s is made unready"),
        "pod-elsewhere": _("%(pod)s listens on %(address)s:%(port)s"),
        "firewall-closed": _("The firewall keeps packets out"),
        "pod-network-blocked": _("Packets of pods do not pass between nodes"),
        "provider-missing": _("Nobody provides the load balancer that %(service)s asks for"),
        "ingress-controller-missing": _("No Ingress controller serves %(ingress)s"),
        "nodeport-range": _("The nodePort range is %(first)s-%(last)s"),
    }
