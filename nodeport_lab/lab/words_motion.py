"""What the scripts of time, traffic and breaking say (static/js/lab/moments, traffic, panels/forms), in the page's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def motion_words() -> dict[str, str]:
    """Their texts, by key."""
    return {
        "moment-back": _("One moment back"),
        "moment-forward": _("One moment on"),
        "moments-play": _("Play the moments"),
        "moments-pause": _("Pause the moments"),
        "moments-close": _("Back to the present"),
        "moments-position": _("Position in time"),
        "moments-speed": _("Speed of time"),
        "moment-time": _("+{seconds} s"),
        "moment-start": _("This is how things stood before."),
        "moment-end": _("Nothing more happens."),
        "moment-value": _("Moment {moment} of {of}: {text}"),
        "moments-ended": _("All has settled."),
        "traffic-strip": _("Requests of the last 20 seconds, each a mark in the row of its pod or its fate"),
        "traffic-veil": _("Send a packet first and say where it will end; then the stream goes on."),
        "traffic-rate": _("Requests per second"),
        "traffic-per-second": _("{rate}/s"),
        "traffic-stop": _("Stop the stream"),
        "traffic-answered": _("answered"),
        "traffic-refused": _("refused"),
        "traffic-lost": _("lost"),
        "traffic-other-pods": _("{count} other pods"),
        "traffic-runs": _("What became of the requests during each change"),
        "traffic-run": _("During"),
        "traffic-told": _("{label}: {answered} answered, {refused} refused, {lost} lost."),
        "rollout-menu": _("Rolling update under load"),
        "rollout-bare": _("without readinessProbe"),
        "rollout-probe": _("with readinessProbe"),
        "rollout-drain": _("with readinessProbe and preStop"),
        "focus-all": _("all Services"),
        "form-cancel": _("Cancel"),
        "form-do": _("Do it"),
        "form-firewall": _("Firewall rules"),
        "form-range": _("nodePort range"),
        "form-nodes": _("Number of nodes"),
        "form-port-wrong": _("A port is a number from 1 to 65535."),
        "form-range-wrong": _("The first port comes after the last."),
        "firewall-note": _(
            "The first rule that fits decides about packets from outside to the nodes; where none fits, they pass. No ports: all of them."
        ),
        "firewall-action": _("What it does"),
        "firewall-source": _("From (CIDR)"),
        "firewall-ports": _("Ports"),
        "firewall-protocol": _("Protocol"),
        "firewall-deny": _("deny"),
        "firewall-allow": _("allow"),
        "firewall-any": _("any"),
        "firewall-add": _("Add a rule"),
        "firewall-remove": _("Remove"),
        "firewall-source-wrong": _("{source} is no IPv4 network such as 203.0.113.0/24."),
        "range-first": _("First"),
        "range-last": _("Last"),
        "range-note": _("kube-apiserver --service-node-port-range. What is allocated already stays."),
        "nodes-count": _("Nodes (1 to 20)"),
        "nodes-note": _(
            "New nodes join the cluster ready. Of nodes that leave, the last go first, and their pods with them."
        ),
        "nodes-wrong": _("A cluster here has 1 to 20 nodes."),
    }
