"""An action of the log in one line, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def label(action: dict[str, Any]) -> str:
    """What was done: shown in the time line."""
    match action:
        case {"type": "apply", "files": files}:
            return _("Apply %(files)s") % {"files": ", ".join(file["name"] for file in files)}
        case {"type": "delete", "resource": resource, "name": name}:
            return _("Delete %(resource)s %(name)s") % {"resource": resource, "name": name}
        case {"type": "scale", "name": name, "replicas": replicas}:
            return _("Scale %(name)s to %(replicas)s") % {"name": name, "replicas": replicas}
        case {"type": "roll-out", "name": name}:
            return _roll_out(name, action)
        case {"type": "set-node", "node": node, "up": up}:
            return (_("Start %(node)s") if up else _("Stop %(node)s")) % {"node": node}
        case {"type": "set-nodes", "count": count}:
            return _("Make it %(count)s nodes") % {"count": count}
        case {"type": "set-node-address", "node": node, "address": address}:
            return _("%(node)s gets the address %(address)s") % {"node": node, "address": address}
        case {"type": "set-kube-proxy", "node": node, "running": running}:
            text = _("Start kube-proxy on %(node)s") if running else _("Stop kube-proxy on %(node)s")
            return text % {"node": node}
        case {"type": "set-readiness", "pod": pod, "ready": ready}:
            return (_("%(pod)s becomes ready") if ready else _("%(pod)s becomes unready")) % {"pod": pod}
        case {"type": "set-listening", "pod": pod, "port": port, "address": address}:
            return _("%(pod)s listens on %(address)s:%(port)s") % {
                "pod": pod,
                "address": address,
                "port": port,
            }
        case {"type": "set-firewall"}:
            return _("Change the firewall")
        case {"type": "set-provider", "running": True, "kind": kind}:
            return {
                "balancer": _("Start the load balancer provider: a balancer that keeps the client's address"),
                "proxy": _("Start the load balancer provider: a proxy with an address of its own"),
                "vip": _("Start the load balancer provider: an address announced by one node"),
            }[kind]
        case {"type": "set-provider", "running": running}:
            return _("Start the load balancer provider") if running else _("Stop the load balancer provider")
        case {"type": "set-ingress-controller", "running": True, "expose": expose}:
            return _("Start the Ingress controller behind a Service of type %(type)s") % {"type": expose}
        case {"type": "set-ingress-controller", "running": running}:
            return _("Start the Ingress controller") if running else _("Stop the Ingress controller")
        case {"type": "set-pod-network", "between": between}:
            return (
                _("Let packets of pods pass between nodes")
                if between
                else _("Block packets of pods between nodes")
            )
        case {"type": "set-hairpin", "node": node, "enabled": enabled}:
            return (
                _("Switch hairpin on at %(node)s") if enabled else _("Switch hairpin off at %(node)s")
            ) % {"node": node}
        case {"type": "set-clients"}:
            return _("Change the clients")
        case {"type": "set-host"}:
            return _("Change what the nodes run on")
        case {"type": "set-proxy-mode", "mode": mode}:
            return _("Switch kube-proxy to %(mode)s") % {"mode": mode}
        case {"type": "set-nodeport-range", "first": first, "last": last}:
            return _("Set the nodePort range to %(first)s-%(last)s") % {"first": first, "last": last}
        case {"type": "send", "from": source, "to": {"address": address}, "http": {} as http}:
            return _("Ask %(url)s from %(from)s") % {
                "url": f"{http.get('scheme', 'http')}://{http.get('host') or address}{http.get('path', '/')}",
                "from": source,
            }
        case {"type": "send", "from": source, "to": {"address": address, "port": port}}:
            return _("Send from %(from)s to %(address)s:%(port)s") % {
                "from": source,
                "address": address,
                "port": port,
            }
        case {"type": "advance", "seconds": seconds}:
            return _("Let %(seconds)s s pass") % {"seconds": seconds}
        case {"type": "kubectl" | "terminal", "line": line}:
            return str(line)
        case {"type": "edit"}:
            return "kubectl edit"
    raise ValueError(f"no label for an action of type {action.get('type')!r}")


def _roll_out(name: str, action: dict[str, Any]) -> str:
    """A rolling update, and what it changes for the pods."""
    parts = []
    if "startup" in action:
        parts.append(_("listens after %(seconds)s s") % {"seconds": action["startup"]})
    if "probe" in action:
        parts.append(_("with readinessProbe") if action["probe"] else _("without readinessProbe"))
    if "drain" in action:
        drain = action["drain"]
        parts.append(_("preStop sleep %(seconds)s s") % {"seconds": drain} if drain else _("without preStop"))
    told = _("Roll out %(name)s") % {"name": name}
    return f"{told} ({', '.join(parts)})" if parts else told
