"""What the lab's scripts say, in the page's language. templates/lab/lab.html writes it into the page as JSON.

Names in braces are filled in by the script (static/js/lab/words.js). Kubernetes' own words are not here: they come
from the simulated cluster and stay English.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from nodeport_lab.lab.words_around import around_words
from nodeport_lab.lab.words_insight import insight_words
from nodeport_lab.lab.words_motion import motion_words


def words() -> dict[str, str]:
    """Every text that a script may show, by its key."""
    return {
        **_places(),
        **_drawing(),
        **_packet(),
        **_panels(),
        **motion_words(),
        **_request(),
        **_files(),
        **_fields(),
        **_trouble(),
        **around_words(),
        **insight_words(),
    }


def _places() -> dict[str, str]:
    return {
        "client": _("client"),
        "router": _("router"),
        "balancer": _("load balancer"),
        "cluster": _("cluster"),
    }


def _drawing() -> dict[str, str]:
    return {
        "drawing": _(
            "The cluster. Nodes: {nodes}. Open nodePorts on every node: {ports}. Services: {services}. Pods: {pods}."
        ),
        "none": _("none"),
        "no-pod-here": _("no pod here:"),
        "open-all-the-same": _("the port is open all the same"),
        "node-down": _("down"),
        "node-not-ready": _("not ready"),
        "not-ready": _("not ready"),
        "kube-proxy-stopped": _("stopped"),
        "kube-proxy-stale": _("rules out of date"),
        "more-services": _("+{count} more Services"),
        "waiting-pods": _("Waiting for a node ({count}): {names}"),
        "service-title": _(
            "Service {name}, {type}, {address}: present on every node as rules, running on none"
        ),
        "door-title": _("nodePort {port}/{protocol} on {node}, opened by {service}"),
        "port-title": _("port {port} of Service {service} at {address}"),
        "square-title": _("targetPort {port} of {pod}"),
        "square-unused-title": _("{pod} listens on {port}, but no Service sends there"),
        "nothing-applied": _("Nothing runs here yet. Apply the manifests, and watch the cluster fill."),
        "no-pods": _(
            "The Service is there, but no pod: apply a Deployment whose pods carry the selected labels."
        ),
        "no-service": _("Pods run, but no Service leads to them. Add one, and apply."),
    }


def _packet() -> dict[str, str]:
    return {
        "leg-request": _("request"),
        "leg-reply": _("reply"),
        "leg-error": _("refusal"),
        "source": _("Source"),
        "destination": _("Destination"),
        "was": _("was "),
        "becomes": _(" becomes "),
        "go-to-hop": _("Go to hop {hop}"),
        "picked": _("(picked with {share}, one of {of})"),
        "rules": _("{count} rules matched"),
        "one-rule": _("1 rule matched"),
        "slider-text": _("Hop {step} of {of}, {place}: {text}"),
        "what-can-happen": _("What can happen:"),
        "ending-answered": _("answered"),
        "ending-refused": _("refused"),
        "ending-dropped": _("lost"),
        "ending-no-route": _("no route"),
        "ending-wrong-protocol": _("wrong protocol"),
        "verdict-answered": _("Answered."),
        "verdict-refused": _("Connection refused."),
        "verdict-dropped": _("No answer: the packet was dropped."),
        "verdict-no-route": _("No answer: no way leads there."),
        "verdict-wrong-protocol": _("Refused: this port speaks another protocol."),
    }


def _panels() -> dict[str, str]:
    return {
        "mode-running": _("{mode} (in use)"),
        "rules-none": _("kube-proxy on {node} has written no rules yet."),
        "rules-foreign": _(
            "{node} uses {running}. This is what kube-proxy would have written in the {mode} mode from the same Services."
        ),
        "matched-at": _("met at hop "),
        "see-rule": _("Show in the rules of the node"),
        "conntrack-original": _("sent"),
        "conntrack-reply": _("answer expected"),
        "objects-workloads": _("Workloads"),
        "objects-services": _("Services"),
        "objects-ingresses": _("Ingresses"),
        "objects-nodes": _("Nodes"),
        "tally": _("{count} requests"),
        "tally-where": _("Ending"),
        "tally-count": _("Count"),
        "tally-expected": _("Expected"),
        "tally-again": _("Draw again"),
        "tally-note": _(
            "Drawn by chance from the shares that the rules give (draw {seed}). The line in each bar is the share expected."
        ),
        "together-affinity": _(
            "The Service has sessionAffinity: every further request of this client goes where the first one went."
        ),
        "together-connection": _(
            "UDP from one socket is one flow: conntrack sends every further packet where the first one went."
        ),
        "idea": _("The idea: the Service leads from the node's port to the pod's"),
        "mechanism": _("The mechanism: what netfilter rewrote on the way there ({count})"),
        "mechanism-none": _("Nothing was rewritten."),
        "step-now": _("you are here"),
        "beginning": _("How it began"),
        "past": _(
            "You see the cluster after step {step} of {of}. Packets that you send now are not kept in the log."
        ),
        "back-to-present": _("Back to the present"),
        "gives-up": _("Going on from here gives up {count} later steps."),
        "go-on": _("Go on from here"),
        "repair": _("Repair"),
        "firewall": _("firewall"),
        "firewall-title": _("The firewall keeps packets out, before they reach a node"),
        "pod-network-title": _("Packets of pods do not pass between nodes"),
        "power-off": _("Stop {node}"),
        "power-on": _("Start {node}"),
        "events-none": _("No events yet."),
        "events-caption": _("Events, newest first"),
    }


def _request() -> dict[str, str]:
    return {
        "group-nodePort": _("nodePort of a node"),
        "group-port": _("port of a Service"),
        "group-targetPort": _("targetPort of a pod"),
        "predict-veil": _("Send the packet first and say where it will end; then this tells you why."),
        "matrix-veiled": _("not told yet: predict it"),
        "group-ingress": _("host and path of an Ingress"),
        "other-address": _("another address…"),
        "address-wanted": _("Type an address and a port, as in 192.168.1.101:30080."),
    }


def _files() -> dict[str, str]:
    return {
        "editor": _(
            "Manifest, YAML. The Tab key leaves the editor; Control and Enter apply; Control and Space suggest; Control and I explain; F8 goes to the next problem."
        ),
        "add-file": _("Add a file"),
        "rename-file": _("Rename the file"),
        "name-taken": _("There is a file of this name already."),
        "name-wrong": _("A name is needed, without slashes."),
        "file-removed": _("{name} is out of the editor. What was applied from it stays in the cluster."),
        "put-back": _("Put it back"),
        "problems": _("problems"),
        "where": _("{file}, line {line}"),
        "saving": _("saving…"),
        "saved": _("saved"),
        "not-saved": _("kept in this browser, not yet on the server"),
        "terminal-nothing-found": _("nothing fits"),
        "terminal-offers": _("{count} fit: {names}"),
        "output-hint": _("What kubectl prints appears here."),
    }


def _fields() -> dict[str, str]:
    return {
        "placeholder": _("Press Ctrl+Space, or begin with a word such as Service"),
        "completions": _("Suggestions"),
        "control-character": _("Invisible character"),
        "nothing-known": _("Nothing is known about this place."),
        "required": _("required"),
        "default": _("Default:"),
        "range-from": _("{first} or more"),
        "type-string": _("string"),
        "type-integer": _("whole number"),
        "type-boolean": _("true or false"),
        "type-port": _("number or name"),
        "type-quantity": _("quantity"),
        "type-time": _("time"),
        "type-bytes": _("base64"),
        "type-object": _("object"),
        "type-map": _("names and values"),
        "type-list": _("list ({of})"),
        "no-problems": _("No problems"),
        "problem-count": _("Problems: {count}"),
        "repaired": _("Repaired"),
        "repair-by-key": _("Control and full stop: {label}"),
    }


def _trouble() -> dict[str, str]:
    return {
        "offline": _("The server cannot be reached. What you typed is kept; try again in a moment."),
        "server-error": _("Something went wrong on our side. What you typed is kept; try again."),
        "conflict": _("The cluster was changed in another tab in the meantime. What you typed here is kept."),
        "apply-mine": _("Apply mine"),
        "take-theirs": _("Take the other's"),
        "dismiss": _("Close"),
    }
