"""kubectl's commands, a module for each or for a family: functions from a Call to what it prints.

``COMMANDS`` maps a command's path (``create service nodeport``) to its function. What is not in it is either a parent of
subcommands or nothing that this cluster could do.
"""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.call import Command

from .apply import apply, replace, view_last_applied
from .config import current_context, get_clusters, get_contexts, get_users, set_context, use_context, view
from .create import config_map, create, deployment, namespace
from .create_ingress import ingress
from .create_service import cluster_ip, external_name, load_balancer, node_port
from .delete import delete
from .describe import describe
from .diff import diff
from .discovery import api_resources, api_versions, can_i, cluster_info, top, version
from .edit import edit
from .events import events
from .explain import explain
from .expose import expose
from .get import get
from .label import annotate, label
from .nodes import cordon, uncordon
from .patch import patch
from .pods import execute, logs, port_forward
from .rollout import history, pause, restart, resume, status, undo
from .run import run
from .scale import scale
from .set import env, image, selector
from .wait import wait

COMMANDS: dict[str, Command] = {
    "annotate": annotate,
    "api-resources": api_resources,
    "api-versions": api_versions,
    "apply": apply,
    "apply view-last-applied": view_last_applied,
    "auth can-i": can_i,
    "cluster-info": cluster_info,
    "config current-context": current_context,
    "config get-clusters": get_clusters,
    "config get-contexts": get_contexts,
    "config get-users": get_users,
    "config set-context": set_context,
    "config use-context": use_context,
    "config view": view,
    "cordon": cordon,
    "create": create,
    "create configmap": config_map,
    "create deployment": deployment,
    "create ingress": ingress,
    "create namespace": namespace,
    "create service clusterip": cluster_ip,
    "create service externalname": external_name,
    "create service loadbalancer": load_balancer,
    "create service nodeport": node_port,
    "delete": delete,
    "describe": describe,
    "diff": diff,
    "edit": edit,
    "events": events,
    "exec": execute,
    "explain": explain,
    "expose": expose,
    "get": get,
    "label": label,
    "logs": logs,
    "patch": patch,
    "port-forward": port_forward,
    "replace": replace,
    "rollout history": history,
    "rollout pause": pause,
    "rollout restart": restart,
    "rollout resume": resume,
    "rollout status": status,
    "rollout undo": undo,
    "run": run,
    "scale": scale,
    "set env": env,
    "set image": image,
    "set selector": selector,
    "top node": top,
    "top pod": top,
    "uncordon": uncordon,
    "version": version,
    "wait": wait,
}
