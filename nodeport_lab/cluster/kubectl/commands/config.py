"""``kubectl config``: the one cluster that there is, and the namespace that commands go to."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import Failure, error
from nodeport_lab.cluster.kubectl.manual import manual
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.tabs import align
from nodeport_lab.cluster.problem import go_quote

CLUSTER, USER, CONTEXT = "kubernetes", "kubernetes-admin", "kubernetes-admin@kubernetes"


def _kubeconfig(call: Call) -> dict[str, Any]:
    config = call.shell.api.config
    context = {"cluster": CLUSTER, "user": USER}
    if call.shell.namespace != "default":
        context["namespace"] = call.shell.namespace
    server = f"https://{config.control_plane}:{config.control_plane_port}"
    secret = "DATA+OMITTED"  # noqa: S105  (what kubectl prints in place of one)
    return {
        "kind": "Config",
        "apiVersion": "v1",
        "clusters": [{"name": CLUSTER, "cluster": {"server": server, "certificate-authority-data": secret}}],
        "users": [{"name": USER, "user": {"client-certificate-data": secret, "client-key-data": secret}}],
        "contexts": [{"name": CONTEXT, "context": context}],
        "current-context": CONTEXT,
    }


def view(call: Call) -> None:
    """``config view``."""
    if not formats.of(call)[0]:
        call.values.given["output"] = ["yaml"]
    formats.check(call)
    call.out(formats.printed(call, _kubeconfig(call), typed=True), end="")


def current_context(call: Call) -> None:
    """``config current-context``."""
    call.out(CONTEXT)


def get_contexts(call: Call) -> None:
    """``config get-contexts``."""
    output = call.flag("output")
    if output not in ("", "name"):
        raise error(f"output must be one of '' or 'name': {output}")
    names = call.args or [CONTEXT]
    if output == "name":
        for name in names:
            call.out(name)
        return
    rows = [] if call.on("no-headers") else ["CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n"]
    unknown = [name for name in names if name != CONTEXT]
    if CONTEXT in names:
        namespace = "" if call.shell.namespace == "default" else call.shell.namespace
        rows.append(f"*\t{CONTEXT}\t{CLUSTER}\t{USER}\t{namespace}\n")
    call.out(align("".join(rows)), end="")
    if unknown:
        raise error(f"context {unknown[0]} not found")


def get_clusters(call: Call) -> None:
    """``config get-clusters``."""
    call.out(f"NAME\n{CLUSTER}")


def get_users(call: Call) -> None:
    """``config get-users``."""
    call.out(f"NAME\n{USER}")


def use_context(call: Call) -> None:
    """``config use-context``."""
    if len(call.args) != 1:
        call.out(manual().help(call.entry), end="")
        raise error(f"Unexpected args: [{' '.join(call.args)}]")
    if call.args[0] != CONTEXT:
        raise error(f'no context exists with the name: "{call.args[0]}"')
    call.out(f'Switched to context "{CONTEXT}".')


def set_context(call: Call) -> None:
    """``config set-context --current --namespace=…``."""
    if len(call.args) > 1:
        call.out(manual().help(call.entry), end="")
        raise error(f"Unexpected args: [{' '.join(call.args)}]")
    if not call.args and not call.on("current"):
        raise error("you must specify a non-empty context name or --current")
    if call.args and call.on("current"):
        raise error("you cannot specify both a context name and --current")
    if call.args and call.args[0] != CONTEXT:
        notes = {
            "en": "This terminal has one cluster; only its own context can be changed.",
            "ja": "このターミナルのクラスターは 1 つだけです。変更できるのはそのコンテキストだけです。",
        }
        call.note = notes[call.shell.language]
        raise Failure(f"error: no context exists with the name: {go_quote(call.args[0])}")
    if call.values.changed("namespace"):
        call.shell.namespace = call.values.text("namespace") or "default"
    call.out(f'Context "{CONTEXT}" modified.')
