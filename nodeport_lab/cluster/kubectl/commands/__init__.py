"""kubectl's commands, a module for each or for a family: functions from a Call to what it prints.

``COMMANDS`` maps a command's path (``create service nodeport``) to its function. What is not in it is either a parent of
subcommands or nothing that this cluster could do.
"""

from __future__ import annotations

from ..call import Command
from .apply import apply, diff, replace, view_last_applied
from .create import config_map, create, deployment, namespace
from .create_ingress import ingress
from .create_service import cluster_ip, external_name, load_balancer, node_port
from .delete import delete
from .describe import describe
from .expose import expose
from .get import get
from .label import annotate, label
from .patch import patch
from .rollout import history, pause, restart, resume, status, undo
from .run import run
from .scale import scale
from .set import env, image, selector

COMMANDS: dict[str, Command] = {
    "annotate": annotate,
    "apply": apply,
    "apply view-last-applied": view_last_applied,
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
    "expose": expose,
    "get": get,
    "label": label,
    "patch": patch,
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
}
